"""Searching for orders page by page, as far as that is worth its points."""

from dataclasses import dataclass

from orders.shopify import operations
from orders.shopify.endpoint import Endpoint
from orders.shopify.errors import QueryRefused
from orders.shopify.json_shapes import get_list, get_object
from orders.shopify.mapping import candidate_from_payload
from orders.shopify.order_pages import find_next_cursor
from orders.shopify.replies import GraphQLReply
from orders.shopify.results import OrderCandidate
from orders.shopify.search import build_search, is_named
from orders.transport.deadline import Deadline

MAX_PAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOutcome:
    """What a search found, and the points that all its pages asked for."""

    candidates: tuple[OrderCandidate, ...]
    requested_points: float


def search_orders(
    endpoint: Endpoint, order_number: str, *, deadline: Deadline, name: str = ""
) -> SearchOutcome:
    """All hits of the first page, and of at most two more while none of them bears exactly what was typed."""
    search = build_search(order_number, name=name)
    candidates: list[OrderCandidate] = []
    requested_points = 0.0
    cursor: str | None = None
    for _ in range(MAX_PAGES):
        reply = endpoint.execute(
            operations.SEARCH_ORDERS,
            {"search": search, "orders": operations.SEARCH_PAGE, "after": cursor},
            deadline=deadline,
        )
        refuse_ignored_filters(reply)
        requested_points += reply.cost.requested or 0.0
        page = get_object(reply.root, "orders")
        candidates += [
            candidate_from_payload(node, denied=reply.denied, observations=endpoint.observations)
            for node in get_list(page.get("nodes"), "orders.nodes")
        ]
        cursor = find_next_cursor(page, where="orders")
        if cursor is None or any(is_named(candidate, order_number, name=name) for candidate in candidates):
            break
    return SearchOutcome(candidates=tuple(candidates), requested_points=requested_points)


def refuse_ignored_filters(reply: GraphQLReply) -> None:
    """Raise QueryRefused for a search with a filter that Shopify does not know.

    An ignored filter makes Shopify return any order there is, which must never pass for a hit.
    """
    if reply.search_warnings:
        fields = sorted({warning.field or "another" for warning in reply.search_warnings})
        message = f"Shopify ignored a filter of the search ({', '.join(fields)})."
        raise QueryRefused(message)
