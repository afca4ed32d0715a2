"""XLSX, read row by row so that no file takes more memory than it deserves.

openpyxl, and not calamine, which a very small file can end the process with, and which does not tell a number's
format or an error from an empty cell (https://openpyxl.readthedocs.io/en/stable/optimized.html).
"""

import contextlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

from orders.fulfilment.files.reading_apart import read_apart
from orders.fulfilment.files.table import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Line,
    Sheet,
    UnreadableFile,
    bounded,
    shortened,
)

MOST_UNPACKED: Final = 100_000_000
SMALL: Final = 1_000_000
"""Unpacked bytes up to which a workbook is read here: elements take up to a hundred times their text."""
ROWS_LOOKED_AT: Final = 2 * MOST_ROWS
"""Empty rows between others count here, so that one stray cell far below costs nothing."""
UNREAD_BELOW: Final = "Nothing below this row is read. Delete the empty rows above it."
NOT_XLSX: Final = "The file is no XLSX that can be opened. Save it as XLSX or CSV (UTF-8) and try again."


def read_xlsx(content: bytes) -> Sheet:
    """The rows of the first sheet that is shown; a large workbook is read in a process of its own.

    Raises UnreadableFile, also while its rows are asked for.
    """
    if _unpacked_bytes(content) > SMALL:
        return read_apart(content)
    return read_here(content)


def read_here(content: bytes) -> Sheet:
    """As `read_xlsx`, in this process whatever it costs."""
    import openpyxl  # noqa: PLC0415 - a tenth of what a process loads at its start, and few ever read a workbook

    with _the_file_is_to_blame():
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = book.worksheets
        if not sheets:
            raise UnreadableFile("The file holds no sheet with cells.")
        shown = next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
        shown.reset_dimensions()
    notes = (f'Only the sheet "{shortened(shown.title)[:60]}" is read.',) if len(sheets) > 1 else ()
    return Sheet(lines=bounded(_read(book, shown)), notes=notes)


@contextlib.contextmanager
def _the_file_is_to_blame() -> Iterator[None]:
    """zlib's, expat's and openpyxl's errors have no common root: whatever it is, it says that this is no workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFile(NOT_XLSX) from error


def _unpacked_bytes(content: bytes) -> int:
    with _the_file_is_to_blame(), zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(member.file_size for member in packed.infolist())
    if unpacked > MOST_UNPACKED:
        raise UnreadableFile(
            "The file unpacks to more than 100 MB. Split it into several, or save it as CSV."
        )
    return unpacked


def _read(book: Any, sheet: Any) -> Iterator[Line]:
    with contextlib.closing(book), _the_file_is_to_blame():
        rows = sheet.iter_rows(max_row=ROWS_LOOKED_AT, max_col=MOST_COLUMNS)
        for number, row in enumerate(rows, start=1):
            width = max(
                (place for place, cell in enumerate(row, start=1) if cell.value is not None), default=0
            )
            yield Line(number=number, cells=tuple(map(_cell, row[:width])))  # rows come as wide as is allowed
            if number >= ROWS_LOOKED_AT:
                yield Line(number=number, problem=UNREAD_BELOW)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Cell(text=str(value).upper())
    if isinstance(value, int | float):
        return _number(value, str(getattr(cell, "number_format", "") or ""))
    if isinstance(value, datetime) and value.time() == time.min:
        return Cell(text=value.date().isoformat())
    if isinstance(value, datetime | date | time):
        return Cell(text=value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat())
    return Cell(text=shortened(str(value)))


def _number(value: float, number_format: str) -> Cell:
    whole = isinstance(value, int) or (value == value and abs(value) < 1e15 and value.is_integer())
    text = str(int(value)) if whole else repr(value)
    if whole and re.fullmatch("0{2,30}", number_format):
        return Cell(text=text.zfill(len(number_format)), number=float(value), is_padded=True)
    try:
        return Cell(text=shortened(text), number=float(value))
    except OverflowError:
        return Cell(text=shortened(text), number=float("inf"))
