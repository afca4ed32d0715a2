"""How an operation ends, and what is written down before it is tried."""

from dataclasses import dataclass
from typing import Any

from orders.api.models import Operation, State
from orders.domain.fulfillable import FulfillableOrder, Work
from orders.fulfilment.comparing import find_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an operation ended."""

    state: State
    code: str = ""
    detail: str = ""
    fulfillment_id: str = ""


class NotOurs(Exception):
    """The order, or what is asked about in it, is none of the token's location."""


def own_work(operation: Operation, order: FulfillableOrder) -> Work:
    """The piece of work that an operation is about. Raises NotOurs where it is none of the token's location."""
    work = find_work(order, operation.body["fulfillment_order_id"])
    if work is None or work.location_id != operation.token.location_id:
        raise NotOurs
    return work


def remember(operation: Operation, begun: dict[str, Any]) -> dict[str, Any]:
    """What was so before the first try; a later one finds what the first wrote."""
    if not operation.begun:
        operation.begun = begun
        Operation.objects.filter(pk=operation.pk).update(begun=begun)
    known: dict[str, Any] = operation.begun
    return known
