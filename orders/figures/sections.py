"""A figure as it is shown: a sentence that says what is to be seen, a plot, and the numbers as a table.

Sizes across a plot are hundredths of its width, so that it fills what there is while its letters keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

TOO_FEW: Final = 5
"""Of fewer parcels nothing is said: it would be chance, and could be somebody's order."""
TOO_FEW_WORDS: Final = "too few"
LONGEST_LABEL = 34
ROW_HEIGHT, BAR_TOP, BAR_HEIGHT = 44, 24, 10
COLUMNS_TOP, COLUMNS_HEIGHT = 20, 150
MOST_TICKS = 6
LONG_ROWS = 14
NEAR_AN_END = 6
WIDEST_COLUMN = 12.0

type Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a name and numbers; `head` names the columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_long(self) -> bool:
        """Whether it is folded away at first."""
        return len(self.rows) > LONG_ROWS

    @property
    def shown_rows(self) -> list[list[str]]:
        """The cells as they are read."""
        return [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a plot. What goes from `start` to `end` is drawn; None draws nothing, and `words` say why."""

    label: str
    words: str
    end: float | None
    start: float = 0.0
    number: int = 0

    @property
    def short_label(self) -> str:
        """What there is room for; the table has all of it."""
        return self.label if len(self.label) <= LONGEST_LABEL else f"{self.label[: LONGEST_LABEL - 1]}…"

    @property
    def width(self) -> float:
        """How much of the row is drawn; what is not nothing can be seen."""
        return max((self.end or 0.0) - self.start, 0.8)

    @property
    def text_y(self) -> int:
        """Where the words stand."""
        return self.number * ROW_HEIGHT + 16

    @property
    def bar_y(self) -> int:
        """Where the bar begins."""
        return self.number * ROW_HEIGHT + BAR_TOP


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar below the other, each with its words above. `spans`: each goes from a median to a slow tenth."""

    rows: tuple[Bar, ...]
    spans: bool = False
    template: str = "figures/bars.html"
    bar_height: int = BAR_HEIGHT

    @property
    def height(self) -> int:
        """In CSS pixels."""
        return len(self.rows) * ROW_HEIGHT


@dataclass(frozen=True, slots=True)
class Column:
    """`x` and `width` in hundredths; `y` and `height` in pixels, of the upper part too where there is one."""

    x: float
    width: float
    y: float
    height: float
    upper_y: float = 0.0
    upper_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A word below the columns."""

    x: float
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A height that is named, across all columns."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Time from left to right. `lower` and `upper` say what the parts of a column are."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    lower: str
    upper: str = ""
    template: str = "figures/columns.html"
    height: int = COLUMNS_TOP + COLUMNS_HEIGHT + 24
    ticks_y: int = COLUMNS_TOP + COLUMNS_HEIGHT + 18


class Plot(Protocol):
    """Whatever a template of `templates/figures/` can draw."""

    @property
    def template(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Section:
    """One figure. `key` is its name in addresses."""

    key: str
    title: str
    sentence: str
    table: Table
    plot: Plot | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that belong together."""

    title: str
    sections: tuple[Section, ...]
    empty: str = ""
    """What is said where there are none."""


def bars(rows: Sequence[tuple[str, str, float | None]]) -> Bars | None:
    """A bar for each label, its words and its hundredths; None of none."""
    made = tuple(Bar(label, words, end, number=at) for at, (label, words, end) in enumerate(rows))
    return Bars(made) if made else None


def spans(rows: Sequence[tuple[str, str, tuple[int, int] | None]]) -> Bars | None:
    """A span for each label between two values, drawn to the scale of the longest."""
    longest = max((span[1] for _, _, span in rows if span), default=0) or 1
    made = tuple(
        Bar(label, words, span and 100 * span[1] / longest, 100 * span[0] / longest if span else 0.0, at)
        for at, (label, words, span) in enumerate(rows)
    )
    return Bars(made, spans=True) if made else None


@dataclass(frozen=True, slots=True)
class Point:
    """What becomes a column; None draws none."""

    label: str
    lower: float | None
    upper: float = 0.0


def columns(
    points: Sequence[Point], *, top: float, lines: Sequence[tuple[float, str]], lower: str, upper: str = ""
) -> Columns:
    """Columns to the scale at which `top` is as high as there is room."""
    step = 100 / len(points)
    base = COLUMNS_TOP + COLUMNS_HEIGHT
    width = min(0.8 * step, WIDEST_COLUMN)

    def height(value: float) -> float:
        return round(COLUMNS_HEIGHT * value / top, 1) if top else 0.0

    made = []
    for at, point in enumerate(points):
        low, high = height(point.lower or 0.0), height(point.upper)
        if point.lower is not None:
            made.append(
                Column(
                    x=round((at + 0.5) * step - width / 2, 3),
                    width=round(width, 3),
                    y=round(base - low, 1),
                    height=low,
                    upper_y=round(base - low - high, 1),
                    upper_height=high,
                )
            )
    return Columns(
        columns=tuple(made),
        ticks=tuple(place_ticks([point.label for point in points], step)),
        lines=tuple(Line(round(base - height(value), 1), words) for value, words in lines),
        lower=lower,
        upper=upper,
    )


def place_ticks(labels: Sequence[str], step: float) -> list[Tick]:
    """Some of the labels, each below its column of `step` hundredths; those at the ends do not leave the plot."""
    every = -(-len(labels) // MOST_TICKS)
    ticks = []
    for at in range(0, len(labels), every):
        x = round((at + 0.5) * step, 3)
        if x < NEAR_AN_END:
            ticks.append(Tick(0.0, "start", labels[at]))
        elif x > 100 - NEAR_AN_END:
            ticks.append(Tick(100.0, "end", labels[at]))
        else:
            ticks.append(Tick(x, "middle", labels[at]))
    return ticks


@dataclass(slots=True)
class Rows:
    """Rows of a table while they are put together."""

    head: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """One more row."""
        self.rows.append(cells)

    def table(self) -> Table:
        """What was put together."""
        return Table(self.head, tuple(self.rows))
