"""Figures as CSV that a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

from orders.figures.sections import Cell, Section

RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes a text for a formula by."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""By which Excel knows UTF-8."""
HEADER: Final = ("Figure", "Of", "What", "Value")


def all_of(sections: Iterable[Section]) -> str:
    """Every number of every figure on a line of its own."""
    lines: list[tuple[Cell, ...]] = [HEADER]
    for section in sections:
        for name, *values in section.table.rows:
            for head, value in zip(section.table.head[1:], values, strict=True):
                lines.append((section.title, name, head, value))
    return _written(lines)


def table_of(section: Section) -> str:
    """The table of one figure."""
    return _written([section.table.head, *section.table.rows])


def _written(lines: Iterable[tuple[Cell, ...]]) -> str:
    file = StringIO()
    file.write(BYTE_ORDER_MARK)
    csv.writer(file).writerows([_harmless(cell) for cell in line] for line in lines)
    return file.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUNS) else cell
