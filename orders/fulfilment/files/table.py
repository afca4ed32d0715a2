"""A file as cells: what every reader gives, and what each refuses in a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 2_000


class UnreadableFile(Exception):
    """Nothing of this file can be taken; the message is a sentence for the merchant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as text. `number` says that a spreadsheet keeps it as a number: from 16 figures on its end is lost.
    `is_padded` says that its format has told the zeros in front.
    """

    text: str = ""
    number: float | None = None
    is_padded: bool = False


EMPTY: Final = Cell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row with its number in the file, from 1. `problem` is set where the row itself cannot be read."""

    number: int
    cells: tuple[Cell, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of a file, wholly empty ones left out; `notes` are worth telling before anything is done."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def bounded(lines: Iterator[Line]) -> tuple[Line, ...]:
    """The rows that hold anything. Raises UnreadableFile where there are too many."""
    kept: list[Line] = []
    for line in lines:
        if not line.problem and not any(cell.text.strip() for cell in line.cells):
            continue
        if len(kept) >= MOST_ROWS:
            raise UnreadableFile(f"The file has more than {MOST_ROWS:,} rows. Split it into several.")
        kept.append(line)
    if not kept:
        raise UnreadableFile("The file is empty.")
    return tuple(kept)


def shortened(text: str) -> str:
    """No cell means anything beyond this length."""
    return text[:LONGEST_CELL]
