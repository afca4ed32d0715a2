"""The snapshot codec: an `Order` to compressed JSON and back.

The first byte is the codec's version. Fields added with a default need no new version: an older snapshot simply
lacks them. A snapshot of an unknown version is not guessed at. What was written before days were told from instants
(`orders.domain.when`) is read as if it came from Shopify now.
"""

import json
import re
import types
import zlib
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from orders.domain.order import Fulfillment, Order
from orders.domain.when import Day, When, read_when

VERSION = 2
BEFORE_TRACKING = re.compile(r'[^{}\[\]]*?(?="tracking":)|')
"""A fulfillment's fields before its tracking hold neither list nor object."""
ONLY_INSTANTS = 1
"""The version that knew no days; where one was meant it holds the instant, in UTC."""


class UnreadableSnapshot(Exception):
    """The bytes were written by a codec this one does not know, or are damaged."""


def encode(order: Order) -> bytes:
    """Equal orders give equal bytes, so bytes can be compared to see whether anything changed."""
    return bytes([VERSION]) + zlib.compress(_json(_plain(order)).encode(), 6)


def decode(snapshot: bytes) -> Order:
    """Raises `UnreadableSnapshot` for anything `encode` of a known version did not write."""
    stored = _load(snapshot)
    try:
        order = _reader(Order, snapshot[0])(stored)
    except (ValueError, TypeError, AttributeError) as error:
        raise UnreadableSnapshot("The snapshot is damaged.") from error
    assert isinstance(order, Order)  # noqa: S101 - for the type checker; the reader of Order builds nothing else
    return order


def holds_same_tracking(snapshot: bytes, order: Order) -> bool:
    """Whether what is stored surely has the same fulfillments with the same tracking, and remembers no other number.

    Looked for in the JSON as it is written, so that it costs next to nothing; False says only that one has to read.
    """
    try:
        text = zlib.decompress(snapshot[1:]).decode()
    except (zlib.error, ValueError):
        return False
    if '"renumbering":' in text:
        return False
    position = 0
    for each in order.fulfillments:
        position = text.find(f'{{"id":{_json(each.id)},', position)
        before = BEFORE_TRACKING.match(text, position + 1) if position >= 0 else None
        tracking = _json(_plain(each.tracking)) if each.tracking else ""
        if before is None or (tracking and not text.startswith(f'"tracking":{tracking}', before.end())):
            return False
    return True


def decode_fulfillments(snapshot: bytes) -> tuple[Fulfillment, ...]:
    """Only the fulfillments, and these without their events, at a quarter of what the whole order costs.

    Raises `UnreadableSnapshot` as `decode` does.
    """
    stored = _load(snapshot)
    try:
        read = _reader(Fulfillment, snapshot[0])
        return tuple(read(each | {"events": ()}) for each in stored.get("fulfillments", ()))
    except (ValueError, TypeError, AttributeError) as error:
        raise UnreadableSnapshot("The snapshot is damaged.") from error


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _load(snapshot: bytes) -> Any:
    if not snapshot or snapshot[0] not in (VERSION, ONLY_INSTANTS):
        raise UnreadableSnapshot("The snapshot was written by another version of the codec.")
    try:
        return json.loads(zlib.decompress(snapshot[1:]))
    except (zlib.error, ValueError) as error:
        raise UnreadableSnapshot("The snapshot is damaged.") from error


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
