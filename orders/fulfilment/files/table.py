"""A file as cells: what every reader gives, and what each refuses in a sentence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, overload

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 2_000


class UnreadableFile(Exception):
    """Nothing of this file can be taken; the message is a sentence for the merchant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as text. `number` says that a spreadsheet keeps it as a number: from 16 figures on its end is lost.
    `is_padded` says that its format has told the zeros in front, `nested` is the JSON of a list or an object.
    """

    text: str = ""
    number: float | None = None
    is_padded: bool = False
    nested: str = ""


EMPTY: Final = Cell()


class Cells[Raw](Sequence[Cell]):
    """The cells of a row, each made when it is looked at: most of a wide file's never are."""

    __slots__ = ("_make", "_raw")

    def __init__(self, raw: Sequence[Raw], make: Callable[[Raw], Cell]) -> None:
        self._raw = raw
        self._make = make

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Cell]: ...
    def __getitem__(self, place: int | slice) -> Cell | Sequence[Cell]:
        raw = self._raw[place]
        return Cells(raw, self._make) if isinstance(place, slice) else self._make(raw)  # type: ignore[arg-type]


def text_cell(text: str) -> Cell:
    """A cell of a file that knows text alone."""
    return Cell(text=shortened(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row with its number in the file, from 1. `problem` is set where the row itself cannot be read."""

    number: int
    cells: Sequence[Cell] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of a file, wholly empty ones left out; `notes` are worth telling before anything is done.

    Rows are read while they are asked for, once: that is when what is wrong further on raises UnreadableFile.
    """

    lines: Iterable[Line]
    notes: tuple[str, ...] = ()
    may_nest: bool = False
    """Whether its cells can hold lists and objects."""


def bare_name(name: str) -> str:
    """A column's or a field's name in letters and digits alone, by which it is known."""
    return "".join(filter(str.isalnum, name.casefold()))


def bounded(lines: Iterable[Line]) -> Iterator[Line]:
    """The rows that hold anything. Raises UnreadableFile where there are too many, or none."""
    kept = 0
    for line in lines:
        if not line.problem and not any(cell.text.strip() for cell in line.cells):
            continue
        kept += 1
        if kept > MOST_ROWS + 1:  # and the header
            raise UnreadableFile(f"The file has more than {MOST_ROWS:,} rows. Split it into several.")
        yield line
    if not kept:
        raise UnreadableFile("The file is empty.")


def shortened(text: str) -> str:
    """A cell's text, so long that one too long can be told; without the zeros and half characters no database keeps."""
    text = text[: LONGEST_CELL + 1]
    if "\x00" in text or not text.isascii():
        text = text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    return text
