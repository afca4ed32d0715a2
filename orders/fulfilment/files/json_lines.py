"""JSON Lines: one object a line. Numbers are kept as they are written, so that none loses its end here."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from orders.fulfilment.files.table import (
    EMPTY,
    MOST_COLUMNS,
    Cell,
    Cells,
    Line,
    Sheet,
    UnreadableFile,
    bounded,
    shortened,
    text_cell,
)

LONGEST_LINE: Final = 200_000
"""A parcel with some hundreds of events has its place."""
DEEPEST: Final = 20
TOO_MUCH: Final = "This line is too long, or too deeply nested, to be a shipment."


def read_json_lines(content: bytes) -> Sheet:
    """The objects as rows under the names of all their fields. Raises UnreadableFile where it is no text."""
    columns: dict[str, None] = {}
    problem = ""
    try:
        for number, fields in _objects(content):
            if isinstance(fields, str):
                problem = problem or f" Line {number}: {fields}"
            elif not fields.keys() <= columns.keys():
                together = columns | dict.fromkeys(fields)
                columns = together if len(together) <= MOST_COLUMNS else columns
    except UnicodeDecodeError as error:
        raise UnreadableFile("JSON Lines must be UTF-8, and this file is not.") from error
    if not columns:
        raise UnreadableFile(f"No line of the file is a JSON object.{problem}")
    return Sheet(lines=bounded(_lines(columns, content)), may_nest=True)


def _objects(content: bytes) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each line that is not blank with its number: the names come first and the rows after, so all are read twice
    rather than kept.
    """
    reader = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="\n")
    number = 0
    while text := reader.readline(LONGEST_LINE + 1):
        number += 1
        rest = text
        while not rest.endswith("\n") and (rest := reader.readline(LONGEST_LINE)):
            pass
        if text.strip():
            yield number, _read_object(text)


def _read_object(text: str) -> dict[str, Any] | str:
    """The fields of one line, numbers as they are written, or why it is no row."""
    if len(text) > LONGEST_LINE:
        return TOO_MUCH
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        return TOO_MUCH
    except ValueError:
        return "This line is no JSON."
    if max(text.count("["), text.count("{")) > DEEPEST and _is_too_deep(value):
        return TOO_MUCH
    return value if isinstance(value, dict) else "This line is no JSON object."


def _is_too_deep(value: Any) -> bool:
    """Whether lists and objects lie in one another deeper than DEEPEST; level by level, so that no depth is felt."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            each
            for outer in level
            if isinstance(outer, (dict, list))
            for each in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return any(isinstance(each, (dict, list)) for each in level)


def _lines(columns: Mapping[str, None], content: bytes) -> Iterator[Line]:
    names = tuple(sorted(columns))  # the order of fields means nothing, and headers are remembered by theirs
    yield Line(number=0, cells=Cells(names, text_cell))
    for number, fields in _objects(content):
        if isinstance(fields, str):
            yield Line(number=number, problem=fields)
        elif fields.keys() <= columns.keys():
            yield Line(number=number, cells=Cells([fields.get(name) for name in names], _cell))
        else:
            yield Line(number=number, problem=f"This file has more than {MOST_COLUMNS} different fields.")


def _cell(value: Any) -> Cell:
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Cell(text=str(value).upper())
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return text_cell("\n".join(value))
    if isinstance(value, str):
        return text_cell(value)
    told = json.dumps(value)
    return Cell(text=shortened(told), nested=told)
