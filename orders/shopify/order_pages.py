"""Asking for one order's lists, page by page, within one deadline."""

from orders.shopify.endpoint import Endpoint
from orders.shopify.errors import OrderNotFound
from orders.shopify.json_shapes import Json, JsonObject, get_list, get_object, unexpected_shape
from orders.shopify.operations import LONGEST_LIST, Operation
from orders.transport.deadline import Deadline

LONGEST_CALL_SECONDS = 15.0
"""A large order takes many calls and so much time; a single one that takes longer than this is not answered at all."""


class OrderPages:
    """The questions of one reading. `requested_points` is what all of them asked for, `denied` what may not be read."""

    def __init__(self, *, endpoint: Endpoint, deadline: Deadline) -> None:
        self._endpoint = endpoint
        self._deadline = deadline
        self.denied: set[str] = set()
        self.requested_points = 0.0

    def ask(self, operation: Operation, **variables: str | int | None) -> JsonObject:
        """The object under the operation's root. Raises OrderNotFound where that is an order which is not there."""
        deadline = self._deadline.within(LONGEST_CALL_SECONDS)
        reply = self._endpoint.execute(operation, variables, deadline=deadline)
        self.requested_points += reply.cost.requested or 0.0
        self.denied.update(reply.denied)
        if reply.root is None and operation.root == "order":
            message = "Shopify has no such order, or it is older than the app may read."
            raise OrderNotFound(message)
        return get_object(reply.root, operation.root)

    def complete(
        self, parent: JsonObject, key: str, operation: Operation, **variables: str | int | None
    ) -> list[Json]:
        """Ask for the rest of the connection under `key` and put all its nodes back in one list."""
        page = get_object(parent.get(key), key)
        nodes = list(get_list(page.get("nodes"), key))
        seen: set[str] = set()
        while (cursor := find_next_cursor(page, where=key)) is not None:
            if cursor in seen:
                raise unexpected_shape(key)
            seen.add(cursor)
            answer = self.ask(operation, **variables, after=cursor)
            page = get_object(answer.get(key), key)
            nodes += get_list(page.get("nodes"), key)
        parent[key] = {"nodes": nodes}
        return nodes

    def note_cut(self, listed: list[Json], *, part: str) -> None:
        """Lists without pages end somewhere: nobody has seen an order that long, but somebody should learn of it."""
        if len(listed) >= LONGEST_LIST:
            self._endpoint.observations.note("a list of an order may be cut", part)


def find_next_cursor(page: JsonObject, *, where: str) -> str | None:
    """Where the next page starts, or None on the last one. Raises Unavailable when Shopify does not say."""
    info = get_object(page.get("pageInfo"), f"{where}.pageInfo")
    if info.get("hasNextPage") is False:
        return None
    cursor = info.get("endCursor")
    if info.get("hasNextPage") is not True or not isinstance(cursor, str) or not cursor:
        raise unexpected_shape(f"{where}.pageInfo")
    return cursor


def get_id(payload: JsonObject, where: str) -> str:
    """The GID of a thing. Raises Unavailable where it has none."""
    gid = payload.get("id")
    if not isinstance(gid, str):
        raise unexpected_shape(where)
    return gid
