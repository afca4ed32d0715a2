"""CSV as spreadsheets and warehouses write it: any of four separators, UTF-8, UTF-16 or Windows' own, titles above."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from orders.fulfilment.files.table import (
    MOST_COLUMNS,
    Cells,
    Line,
    Sheet,
    UnreadableFile,
    bounded,
    text_cell,
)

SEPARATORS: Final = ",;\t|"
LOOKED_AT: Final = 200
"""Rows that the separator is told from."""
SAMPLE: Final = 200_000
LONGEST_FIRST_LINE: Final = 100
DECODED_AT_ONCE: Final = 1_000_000


def read_csv(content: bytes) -> Sheet:
    """The rows of a CSV. Raises UnreadableFile."""
    encoding = _find_encoding(content)
    first = _open(content, encoding).readline(LONGEST_FIRST_LINE)
    bare = first.strip().strip('"')
    if bare.casefold().startswith("sep=") and len(bare) <= 5:
        separator, skipped = bare[4:5] or "\t", 1
    else:
        separator, skipped = _find_separator(_open(content, encoding)), 0
    notes = ("Read as Windows-1252.",) if encoding == "cp1252" else ()
    return Sheet(lines=bounded(_read(content, encoding, separator, skipped)), notes=notes)


def _open(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The text, decoded while it is read: whole it would take four times the file where one character is rare."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")


def _find_encoding(content: bytes) -> str:
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding = "utf-16" if is_wide else "utf-8-sig"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), DECODED_AT_ONCE):
            if "\x00" in decoder.decode(content[start : start + DECODED_AT_ONCE]):
                raise UnreadableFile(
                    "The file is no text: it holds zero bytes. Export it as CSV (UTF-8) or XLSX."
                )
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if is_wide:
            raise UnreadableFile("The file begins as UTF-16 and is broken further on.") from error
        if b"\x00" in content:
            raise UnreadableFile(
                "The file is no text: it holds zero bytes. Export it as CSV (UTF-8) or XLSX."
            ) from error
        return "cp1252"
    return encoding


def _find_separator(text: io.TextIOBase) -> str:
    """The one that gives most rows the same count of fields, above one."""
    sample = text.read(SAMPLE)

    def worth(separator: str) -> tuple[int, int]:
        counts: Counter[int] = Counter()
        try:
            rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
            counts.update(len(row) for row in islice(rows, LOOKED_AT) if row)
        except csv.Error:
            return 0, 0
        several = {fields: rows for fields, rows in counts.items() if fields > 1}
        if not several:
            return 0, 0
        fields = max(several, key=lambda each: (several[each], each))
        return several[fields], fields

    return max(SEPARATORS, key=worth)


def _read(content: bytes, encoding: str, separator: str, skipped: int) -> Iterator[Line]:
    text = _open(content, encoding)
    if skipped:
        text.readline()
    reader = csv.reader(text, delimiter=separator, strict=True)
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
        if not row:
            continue
        if len(row) > MOST_COLUMNS:
            yield Line(number=began, problem=f"This row has more than {MOST_COLUMNS} fields.")
        else:
            yield Line(number=began, cells=Cells(row, text_cell))
