"""Relay connections over plain lists: real cursors, real pages."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import GraphQLError

MAX_PAGE = 250


class HasId(Protocol):
    """What a page is made of."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where a page stands."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Edge[T]:
    """A node with its cursor."""

    cursor: str
    node: T


@dataclass(frozen=True, slots=True)
class Connection[T]:
    """One page."""

    nodes: list[T]
    edges: list[Edge[T]]
    page_info: PageInfo


def connect[T: HasId](items: Sequence[T], args: Mapping[str, Any]) -> Connection[T]:
    """The page asked for by first/after or last/before, after `reverse`. Raises GraphQLError."""
    ordered = list(reversed(items)) if args.get("reverse") else list(items)
    first, last = _size(args, "first"), _size(args, "last")
    if first is None and last is None:
        raise GraphQLError("you must provide one of first or last", extensions={"code": "BAD_REQUEST"})
    start = _position(ordered, args["after"]) + 1 if args.get("after") else 0
    stop = _position(ordered, args["before"]) if args.get("before") else len(ordered)
    if first is not None:
        stop = min(stop, start + first)
    elif last is not None:
        start = max(start, stop - last)
    page = ordered[start:stop]
    edges = [Edge(cursor_for(item, start + offset), item) for offset, item in enumerate(page)]
    return Connection(
        nodes=page,
        edges=edges,
        page_info=PageInfo(
            has_next_page=stop < len(ordered),
            has_previous_page=start > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def cursor_for(item: HasId, position: int) -> str:
    """An opaque text that finds the item again, and its place if the item is gone."""
    return base64.b64encode(json.dumps({"last_id": item.id, "position": position}).encode()).decode()


def _size(args: Mapping[str, Any], name: str) -> int | None:
    size: int | None = args.get(name)
    if size is not None and not 0 <= size <= MAX_PAGE:
        raise GraphQLError(
            f"The {name} argument must be between 0 and {MAX_PAGE}", extensions={"code": "BAD_REQUEST"}
        )
    return size


def _position(ordered: Sequence[HasId], cursor: str) -> int:
    try:
        payload = json.loads(base64.b64decode(cursor, validate=True))
        last_id, position = str(payload["last_id"]), int(payload["position"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise GraphQLError(
            "Invalid cursor for current pagination sort.", extensions={"code": "BAD_REQUEST"}
        ) from None
    return next(
        (index for index, item in enumerate(ordered) if item.id == last_id), min(position, len(ordered))
    )
