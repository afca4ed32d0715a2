"""CSV as spreadsheets and warehouses write it: any of four separators, UTF-8, UTF-16 or Windows' own, titles above."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from orders.fulfilment.files.table import (
    MOST_COLUMNS,
    Cell,
    Line,
    Sheet,
    UnreadableFile,
    bounded,
    shortened,
)

SEPARATORS: Final = ",;\t|"
LOOKED_AT: Final = 200
"""Rows that the separator is told from."""


def read_csv(content: bytes) -> Sheet:
    """The rows of a CSV. Raises UnreadableFile."""
    text, encoding = _decode(content)
    if "\x00" in text:
        raise UnreadableFile("The file is no text: it holds zero bytes. Export it as CSV (UTF-8) or XLSX.")
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().strip('"').casefold().startswith("sep=") and len(first.strip().strip('"')) <= 5:
        separator = first.strip("\r\n").strip('"')[4:5] or "\t"
        text, skipped = rest, 1
    else:
        separator = _find_separator(text)
    notes = (f"Read as {encoding}.",) if encoding == "Windows-1252" else ()
    return Sheet(lines=bounded(_read(text, separator, skipped)), notes=notes)


def _decode(content: bytes) -> tuple[str, str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise UnreadableFile("The file begins as UTF-16 and is broken further on.") from error
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def _find_separator(text: str) -> str:
    """The one that gives most rows the same count of fields, above one."""
    sample = "\n".join(text.splitlines()[:LOOKED_AT])

    def worth(separator: str) -> tuple[int, int]:
        counts: Counter[int] = Counter()
        try:
            counts.update(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row)
        except csv.Error:
            return 0, 0
        several = {fields: rows for fields, rows in counts.items() if fields > 1}
        if not several:
            return 0, 0
        fields = max(several, key=lambda each: (several[each], each))
        return several[fields], fields

    return max(SEPARATORS, key=worth)


def _read(text: str, separator: str, skipped: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    began = 1
    while True:
        began = reader.line_num + 1 + skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            said = str(error)
            if "unexpected end" in said:
                words = "the quote that opens here never closes, so the rest of the file cannot be read."
            elif "limit" in said:
                words = "a field is longer than 131,072 characters."
            else:
                words = "the quotes here are not closed where the field ends."
            raise UnreadableFile(f"Row {began}: {words}") from error
        if len(row) > MOST_COLUMNS:
            yield Line(number=began, problem=f"This row has more than {MOST_COLUMNS} fields.")
        else:
            yield Line(number=began, cells=tuple(Cell(text=shortened(field)) for field in row))
