"""The snapshot codec: an `Order` to compressed JSON and back.

The first byte is the codec's version. Fields added with a default need no new version: an older snapshot simply
lacks them. A snapshot of an unknown version is not guessed at. What was written before days were told from instants
(`orders.domain.when`) is read as if it came from Shopify now.
"""

import json
import types
import zlib
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from orders.domain.order import Order
from orders.domain.when import Day, When, read_when

VERSION = 2
ONLY_INSTANTS = 1
"""The version that knew no days; where one was meant it holds the instant, in UTC."""


class UnreadableSnapshot(Exception):
    """The bytes were written by a codec this one does not know, or are damaged."""


def encode(order: Order) -> bytes:
    """Equal orders give equal bytes, so bytes can be compared to see whether anything changed."""
    text = json.dumps(_plain(order), ensure_ascii=False, separators=(",", ":"))
    return bytes([VERSION]) + zlib.compress(text.encode(), 6)


def decode(snapshot: bytes) -> Order:
    """Raises `UnreadableSnapshot` for anything `encode` of a known version did not write."""
    if not snapshot or snapshot[0] not in (VERSION, ONLY_INSTANTS):
        raise UnreadableSnapshot("The snapshot was written by another version of the codec.")
    try:
        order = _reader(Order, snapshot[0])(json.loads(zlib.decompress(snapshot[1:])))
    except (zlib.error, ValueError, TypeError, AttributeError) as error:
        raise UnreadableSnapshot("The snapshot is damaged.") from error
    assert isinstance(order, Order)  # noqa: S101 - for the type checker; the reader of Order builds nothing else
    return order


def _plain(value: Any) -> Any:
    """JSON values; fields that hold their default are left out."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Day):
        return value.date.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {f.name: _plain(v) for f in fields(value) if (v := getattr(value, f.name)) != _default(f)}
    return value


def _default(field: Field[Any]) -> Any:
    return field.default if field.default is not MISSING else ...


@cache
def _reader(hint: Any, version: int) -> Callable[[Any], Any]:
    """The function that turns plain JSON of this version into a value of the annotated type."""
    if hint is datetime:
        return datetime.fromisoformat
    if hint is When:
        return _read_instant_or_day if version == VERSION else _read_instant_as_now
    if get_origin(hint) in (Union, types.UnionType):
        inner = _reader(next(arg for arg in get_args(hint) if arg is not type(None)), version)
        return lambda value: None if value is None else inner(value)
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0], version)
        return lambda value: tuple(item(part) for part in value)
    if isinstance(hint, type) and is_dataclass(hint):
        readers = {name: _reader(part, version) for name, part in get_type_hints(hint).items()}
        return lambda value: hint(**{k: readers[k](v) for k, v in value.items() if k in readers})
    return lambda value: value


def _read_instant_or_day(text: str) -> When:
    return datetime.fromisoformat(text) if "T" in text else Day(date.fromisoformat(text))


def _read_instant_as_now(text: str) -> When:
    return read_when(datetime.fromisoformat(text))
