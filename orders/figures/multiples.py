"""Small plots below each other on one scale, one for each of several things: time goes from left to right in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orders.figures.sections import LONGEST_LABEL, Tick, place_ticks

NAME_BASELINE, TOP, HEIGHT, GAP = 16, 26, 44, 22
"""Pixels from the top of a row: to its name, to its columns, their height, and what is free below."""
TICKS_ROOM = 24
LEAST_HEIGHT: Final = 2.0
"""What is not nothing can be seen, and so can a nothing that was counted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column within its frame. `x` and `width` in hundredths; `y` and `height` in pixels."""

    x: float
    width: float
    frame_y: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A name, words about the whole of it, and its columns; where too little is known there is none."""

    label: str
    words: str
    text_y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Multiples:
    """`full` and `partly` are what the frame and what is filled of it stand for."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    full: str
    partly: str
    template: str = "figures/multiples.html"
    frame_height: int = HEIGHT

    @property
    def ticks_y(self) -> int:
        """Where the words below all rows stand."""
        return len(self.rows) * (TOP + HEIGHT + GAP) - GAP + 18

    @property
    def height(self) -> int:
        """In CSS pixels."""
        return self.ticks_y - 18 + TICKS_ROOM


@dataclass(frozen=True, slots=True)
class Series:
    """A name, words about the whole of it, and a value in hundredths for each point in time or None."""

    label: str
    words: str
    values: tuple[int | None, ...]


def multiples(series: Sequence[Series], labels: Sequence[str], *, full: str, partly: str) -> Multiples | None:
    """A row for each, with as many places as there are `labels`; None of none."""
    if not series:
        return None
    step = 100 / len(labels)
    return Multiples(
        rows=tuple(_row(each, at, step) for at, each in enumerate(series)),
        ticks=tuple(place_ticks(labels, step)),
        full=full,
        partly=partly,
    )


def _row(series: Series, number: int, step: float) -> Row:
    top = number * (TOP + HEIGHT + GAP)
    width = round(0.82 * step, 3)
    cells = []
    for at, value in enumerate(series.values):
        if value is not None:
            height = max(round(HEIGHT * value / 100, 1), LEAST_HEIGHT)
            x = round((at + 0.5) * step - width / 2, 3)
            cells.append(Cell(x, width, top + TOP, round(top + TOP + HEIGHT - height, 1), height))
    label = series.label
    short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
    return Row(short, series.words, top + NAME_BASELINE, tuple(cells))
