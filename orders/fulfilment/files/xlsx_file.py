"""XLSX, read row by row so that no file takes more memory than it deserves.

openpyxl, and not calamine, which a very small file can end the process with, and which does not tell a number's
format or an error from an empty cell (https://openpyxl.readthedocs.io/en/stable/optimized.html).
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl

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
MOST_STRINGS: Final = 20_000_000
"""The part that openpyxl keeps in memory whole."""
ROWS_LOOKED_AT: Final = 2 * MOST_ROWS
"""Empty rows between others count here, so that one stray cell far below costs nothing."""
NOT_XLSX: Final = "The file is no XLSX that can be opened. Save it as XLSX or CSV (UTF-8) and try again."


def read_xlsx(content: bytes) -> Sheet:
    """The rows of the first sheet. Raises UnreadableFile."""
    _check_size(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                sheets = book.worksheets
                if not sheets:
                    raise UnreadableFile("The file holds no sheet with cells.")
                shown = next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
                shown.reset_dimensions()
                lines = bounded(_read(shown))
            finally:
                book.close()
    except UnreadableFile:
        raise
    except (
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
        zipfile.LargeZipFile,
    ) as error:
        raise UnreadableFile(NOT_XLSX) from error
    except Exception as error:
        # zlib.error and openpyxl's own have no common root; whatever else it is, the file is to blame.
        raise UnreadableFile(NOT_XLSX) from error
    notes = (f'Only the sheet "{shown.title[:60]}" is read.',) if len(sheets) > 1 else ()
    return Sheet(lines=lines, notes=notes)


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
        raise UnreadableFile(NOT_XLSX) from error
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise UnreadableFile(
            "The file unpacks to more than 100 MB. Split it into several, or save it as CSV."
        )
    strings = sum(
        member.file_size for member in members if member.filename.lower().endswith("sharedstrings.xml")
    )
    if strings > MOST_STRINGS:
        raise UnreadableFile(
            "The file holds more than 20 MB of text. Split it into several, or save it as CSV."
        )


def _read(sheet: Any) -> Iterator[Line]:
    rows = sheet.iter_rows(max_row=ROWS_LOOKED_AT, max_col=MOST_COLUMNS)
    for number, row in enumerate(rows, start=1):
        width = max((place for place, cell in enumerate(row, start=1) if cell.value is not None), default=0)
        yield Line(
            number=number, cells=tuple(_cell(cell) for cell in row[:width])
        )  # rows come as wide as is allowed


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
