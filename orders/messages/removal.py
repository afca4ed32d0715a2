"""With an order goes all that was to be told of it, and every address that was added to it."""

from collections.abc import Sequence
from typing import Any

from orders.messages.models import AddedAddress, CaughtMessage, Choice, LeaveLink, Message, MessageEvent

OF_AN_ORDER = (MessageEvent, Message, AddedAddress, Choice, LeaveLink)


def on_orders_removed(*, order_pks: Sequence[int] | None, **_: Any) -> None:
    """Delete what belongs to these orders; to all, where it is None."""
    for model in OF_AN_ORDER:
        rows = model._default_manager.all()  # noqa: SLF001 - Django's own name
        (rows if order_pks is None else rows.filter(order_id__in=list(order_pks))).delete()
    CaughtMessage.objects.all().delete()  # the demo's only; they name no order to go by
