"""Which orders changed since some moment, page by page, as a search by `updated_at`."""

from datetime import UTC, datetime

from orders.shopify import operations
from orders.shopify.endpoint import Endpoint
from orders.shopify.json_shapes import get_list, get_object
from orders.shopify.order_pages import find_next_cursor
from orders.shopify.order_search import refuse_ignored_filters
from orders.shopify.payload import Fields
from orders.shopify.results import OrderUpdate, UpdatesPage
from orders.transport.deadline import Deadline


def read_updates(
    endpoint: Endpoint, *, since: datetime, only_open: bool, after: str | None, deadline: Deadline
) -> UpdatesPage:
    """One page of the orders changed at `since` or later, the longest unchanged first.

    So an order that changes while one pages through moves to a later page and is not missed.
    """
    reply = endpoint.execute(
        operations.ORDER_UPDATES,
        {
            "search": build_updates_search(since, only_open=only_open),
            "orders": operations.UPDATES_PAGE,
            "after": after,
        },
        deadline=deadline,
    )
    refuse_ignored_filters(reply)
    page = get_object(reply.root, "orders")
    updates = []
    for node in get_list(page.get("nodes"), "orders.nodes"):
        fields = Fields(node, kind="Order", observations=endpoint.observations)
        updates.append(OrderUpdate(id=fields.get_whole("id"), updated_at=fields.get_moment("updatedAt")))
    return UpdatesPage(updates=tuple(updates), after=find_next_cursor(page, where="orders"))


def build_updates_search(since: datetime, *, only_open: bool) -> str:
    """The search text; `since` is aware, and is said in whole seconds of UTC."""
    moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{'status:open ' if only_open else ''}updated_at:>='{moment}'"
