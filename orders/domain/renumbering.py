"""When a fulfillment got a new tracking number, and what of it still belongs to the old one.

Shopify keeps one fulfillment when a merchant corrects its number, with the scans, the status and the dates of the
parcel that number never was. Nothing in an answer says so: only two answers, compared, do. So the change is remembered
in the stored order, and everything that was heard until then is told of the old number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from orders.domain.carriers.text import fold_name
from orders.domain.order import Fulfillment, Order, Renumbering, TrackingInfo


def remember_renumbering(order: Order, before: Iterable[Fulfillment], *, fetched_at: datetime) -> Order:
    """`order` as just fetched, with every change of a number since `before`, its fulfillments as they were stored, and
    all that these remember. Their events are not looked at.
    """
    known = {each.id: each for each in before}
    remembered = tuple(
        _remember(fulfillment, known[fulfillment.id], fetched_at) if fulfillment.id in known else fulfillment
        for fulfillment in order.fulfillments
    )
    return order if remembered == order.fulfillments else replace(order, fulfillments=remembered)


def of_present_number(fulfillment: Fulfillment) -> Fulfillment:
    """The fulfillment without what was reported of its old number."""
    change = fulfillment.renumbering
    if change is None:
        return fulfillment
    events = tuple(event for event in fulfillment.events if event.created_at > change.at)
    same_status = fulfillment.display_status == change.display_status
    same_estimate = fulfillment.estimated_delivery_at == change.estimated_delivery_at
    return replace(
        fulfillment,
        events=events,
        display_status=None if same_status else fulfillment.display_status,
        estimated_delivery_at=None if same_estimate else fulfillment.estimated_delivery_at,
        in_transit_at=None,
        delivered_at=None,
    )


def _remember(fulfillment: Fulfillment, before: Fulfillment, fetched_at: datetime) -> Fulfillment:
    numbers, numbers_before = _numbers(fulfillment.tracking), _numbers(before.tracking)
    if not numbers or not numbers_before or numbers & numbers_before:
        return replace(fulfillment, renumbering=before.renumbering)
    # Shopify heard of it when it last changed the fulfillment; never later than our question.
    at = min(max(fulfillment.updated_at, before.updated_at), fetched_at)
    former = before.renumbering.former if before.renumbering else ()
    return replace(
        fulfillment,
        renumbering=Renumbering(
            at=at,
            former=(*former, *before.tracking),
            display_status=fulfillment.display_status,
            estimated_delivery_at=fulfillment.estimated_delivery_at,
        ),
    )


def _numbers(tracking: Sequence[TrackingInfo]) -> set[str]:
    return {fold_name(info.number) for info in tracking if info.number} - {""}
