"""One anonymous row for each past parcel: once, true, and leading nowhere when its order is removed."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from orders.domain.order import Fulfillment, Order
from orders.gallery.builders import NOW, a_fulfillment, an_event, an_order
from orders.history.models import ParcelMark, PastParcel
from orders.models import TrackedOrder
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import removal, store

AT = NOW.timestamp()
ANA = Contact(email="ana@example.com")
pytestmark = pytest.mark.django_db


def a_parcel(number: int, *statuses: str) -> Fulfillment:
    """A fulfillment with an event for each status, six hours between them, the last of them six hours ago."""
    events = [
        an_event(status, event=100 * number + place, hours_ago=6 * (len(statuses) - place))
        for place, status in enumerate(statuses)
    ]
    return a_fulfillment(number, events=events)


TRAVELLING = a_parcel(1, "IN_TRANSIT")
DELIVERED = a_parcel(1, "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED")


def put(order: Order, *, at: float = AT) -> int:
    updated = replace(order, updated_at=NOW + timedelta(seconds=at - AT))
    return store.put_if_newer(FetchedOrder(order=updated, contact=ANA), fetched_at=at)


def outcomes() -> list[str]:
    return sorted(PastParcel.objects.values_list("outcome", flat=True))


def remove(order: Order, *, at: float = AT) -> None:
    removal.forget_orders([order.id], now=at)


def test_a_parcel_has_a_row_once_it_is_delivered() -> None:
    put(an_order(fulfillments=[TRAVELLING]))
    assert outcomes() == []
    put(an_order(fulfillments=[DELIVERED]), at=AT + 60)
    put(an_order(fulfillments=[DELIVERED], edited=True), at=AT + 120)
    row = PastParcel.objects.get()
    assert (row.carrier, row.origin_country, row.destination_country) == ("Correos", "ES", "ES")
    assert (row.outcome, row.weekday_left, row.left_on) == ("delivered", 6, date(2026, 11, 22))


def test_each_parcel_of_an_order_has_its_own_row() -> None:
    put(an_order(fulfillments=[DELIVERED, a_parcel(2, "DELIVERED"), a_parcel(3, "IN_TRANSIT")]))
    assert outcomes() == ["delivered", "delivered"]


def test_a_row_follows_what_is_found_out_later() -> None:
    put(an_order(fulfillments=[DELIVERED]))
    back = a_parcel(1, "OUT_FOR_DELIVERY", "DELIVERED", "RETURNING_TO_SENDER", "DELIVERED")
    put(an_order(fulfillments=[back]), at=AT + 60)
    assert outcomes() == ["returned"]
    put(an_order(fulfillments=[TRAVELLING]), at=AT + 120)
    assert outcomes() == []


@pytest.mark.parametrize(("parcel", "outcome"), [(DELIVERED, "delivered"), (TRAVELLING, "unknown")])
def test_the_row_outlives_the_order_and_leads_to_nothing(parcel: Fulfillment, outcome: str) -> None:
    order = an_order(fulfillments=[parcel])
    put(order)
    remove(order)
    remove(order, at=AT + 60)
    put(order, at=AT + 120)
    assert outcomes() == [outcome]
    assert not ParcelMark.objects.exists()
    for value in PastParcel.objects.values().get().values():
        for told in (order.name, order.id, "ana", "Zaragoza", "Madrid", "PQ4X7A0410001230128012A"):
            assert told not in str(value)


def test_retention_notes_what_it_removes() -> None:
    put(an_order(fulfillments=[DELIVERED]))
    TrackedOrder.objects.update(pace="closed")
    removal.forget_expired(now=AT + 400 * 86_400)
    assert (outcomes(), ParcelMark.objects.count()) == (["delivered"], 0)


def test_the_history_goes_with_the_shop() -> None:
    put(an_order(fulfillments=[DELIVERED]))
    removal.forget_everything(now=AT)
    assert outcomes() == []


def test_an_order_that_cannot_be_read_is_removed_all_the_same() -> None:
    order = an_order(fulfillments=[TRAVELLING])
    put(order)
    TrackedOrder.objects.update(snapshot=b"\x63nobody knows this")
    remove(order)
    assert TrackedOrder.objects.get().removed_at == AT
    assert outcomes() == []


def test_nothing_is_noted_where_the_merchant_wants_no_history(settings: Settings) -> None:
    settings.PARCEL_HISTORY = False
    order = an_order(fulfillments=[DELIVERED])
    put(order)
    with pytest.raises(CommandError, match="PARCEL_HISTORY"):
        call_command("parcel_history", "--fill")
    remove(order)
    assert outcomes() == []


def said_by(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("parcel_history", *arguments, stdout=out)
    return out.getvalue()


def test_what_was_stored_before_is_filled_in_once(settings: Settings) -> None:
    settings.PARCEL_HISTORY = False
    put(an_order(fulfillments=[DELIVERED]))
    put(replace(an_order(), id="gid://shopify/Order/2"))
    settings.PARCEL_HISTORY = True
    assert "Looked at 2 stored orders" in said_by("--fill")
    assert "1 past parcels" in said_by("--fill")
    assert outcomes() == ["delivered"]


def test_a_long_fill_goes_from_batch_to_batch() -> None:
    from orders.history import keeping

    for number in (1, 2, 3):
        put(replace(an_order(fulfillments=[DELIVERED]), id=f"gid://shopify/Order/{number}"))
    PastParcel.objects.all().delete()
    count, after = keeping.fill_in(0, now=AT, most=2)
    assert (count, len(outcomes())) == (2, 2)
    assert after is not None
    assert keeping.fill_in(after, now=AT, most=2) == (1, None)
    assert len(outcomes()) == 3


def test_the_history_can_be_deleted() -> None:
    put(an_order(fulfillments=[DELIVERED]))
    assert "deleted" in said_by("--forget")
    assert "0 past parcels" in said_by()


def test_held_data_shows_what_will_be_left_of_an_order() -> None:
    put(an_order(fulfillments=[DELIVERED]))
    out = io.StringIO()
    call_command("held_data", "1001", stdout=out)
    assert '"outcome": "delivered"' in out.getvalue()
