"""With an order goes all that rules did about it."""

from collections.abc import Sequence
from typing import Any

from orders.rules.models import Deed, Firing, Watch


def on_orders_removed(*, order_pks: Sequence[int] | None, **_: Any) -> None:
    """Delete what belongs to these orders; to all, where it is None."""
    deeds, firings, watches = Deed.objects.all(), Firing.objects.all(), Watch.objects.all()
    if order_pks is not None:
        chosen = list(order_pks)
        deeds = deeds.filter(firing__order_id__in=chosen)
        firings, watches = firings.filter(order_id__in=chosen), watches.filter(order_id__in=chosen)
    for rows in (deeds, firings, watches):
        rows.delete()
