"""JSON Lines: one object a line. Numbers are kept as they are written, so that none loses its end here."""

import json
from collections.abc import Iterator
from typing import Any, Final

from orders.fulfilment.files.table import (
    MOST_COLUMNS,
    Cell,
    Line,
    Sheet,
    UnreadableFile,
    bounded,
    shortened,
)

LONGEST_LINE: Final = 100_000
DEEPEST: Final = 20


def read_json_lines(content: bytes) -> Sheet:
    """The objects as rows under the names of all their fields. Raises UnreadableFile where it is no text."""
    try:
        texts = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UnreadableFile("JSON Lines must be UTF-8, and this file is not.") from error
    columns: dict[str, None] = {}
    objects: list[tuple[int, dict[str, str] | str]] = []
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            continue
        read = _read_object(text)
        if isinstance(read, dict) and len(columns.keys() | read.keys()) > MOST_COLUMNS:
            read = f"This file has more than {MOST_COLUMNS} different fields."
        if isinstance(read, dict):
            columns.update(dict.fromkeys(read))
        objects.append((number, read))
    if not columns:
        raise UnreadableFile("No line of the file is a JSON object.")
    return Sheet(lines=bounded(_lines(list(columns), objects)))


def _read_object(text: str) -> dict[str, str] | str:
    """The fields of one line as text, or why it is no row."""
    if len(text) > LONGEST_LINE or max(text.count("["), text.count("{")) > DEEPEST:
        return "This line is too long, or too deeply nested, to be a shipment."
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return "This line is no JSON."
    if not isinstance(value, dict):
        return "This line is no JSON object."
    return {str(key)[:200]: _as_text(field) for key, field in value.items()}


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return shortened("\n".join(value))
    return shortened(value if isinstance(value, str) else json.dumps(value))


def _lines(columns: list[str], objects: list[tuple[int, dict[str, str] | str]]) -> Iterator[Line]:
    yield Line(number=0, cells=tuple(Cell(text=name) for name in columns))
    for number, fields in objects:
        if isinstance(fields, str):
            yield Line(number=number, problem=fields)
        else:
            yield Line(number=number, cells=tuple(Cell(text=fields.get(name, "")) for name in columns))
