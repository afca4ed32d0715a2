"""With an order go the words about it: which numbers it left with, what Shopify said of it."""

from collections.abc import Sequence
from typing import Any

from orders.api.models import Operation
from orders.models import TrackedOrder


def on_orders_removed(*, order_pks: Sequence[int] | None, **_: Any) -> None:
    """Empty the words of operations on these orders that have ended; of all, where it is None."""
    ended = Operation.objects.exclude(finished_at=None)
    if order_pks is not None:
        gone = TrackedOrder.objects.filter(pk__in=list(order_pks)).values("shopify_id")
        ended = ended.filter(shopify_id__in=gone)
    ended.update(detail="")
