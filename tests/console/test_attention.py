"""What needs attention: found in what is stored and as days pass, the worst first, settled by staff."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from orders import clock
from orders.audit.models import AuditEntry
from orders.console import attending, keeping
from orders.console.attention import find_reasons
from orders.console.models import Attention, Look
from orders.console.reasons import ADVICE, LABELS, SENTENCES, Reason
from orders.domain.order import Fulfillment, Order, TrackingInfo
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW, a_fulfillment, an_event, an_order
from orders.models import TrackedOrder
from orders.storage import removal, shop_watch
from tests.console.conftest import put

AT = NOW.timestamp()
DAY = timedelta(days=1)


def shipped(number: int = 1, **fields: object) -> Order:
    """An order that left five days ago, with one scan since."""
    made: dict[str, object] = {
        "created_at": NOW - 5 * DAY,
        "estimated_delivery_at": NOW + DAY,
        "tracking": (TrackingInfo(company="UPS", number=f"1Z999AA1012345678{number}"),),
        "events": (an_event("IN_TRANSIT", hours_ago=24),),
    }
    fulfillment = replace(a_fulfillment(), **made | fields)  # type: ignore[arg-type]
    return replace(
        an_order(), id=f"gid://shopify/Order/{number}", name=f"#{number}", fulfillments=(fulfillment,)
    )


def reasons(order: Order, **known: object) -> list[str]:
    asked: dict[str, object] = {"shares_number": False, "failing_since": 0.0, "now": NOW} | known
    found = find_reasons(order, build_timeline(order, now=NOW), **asked)  # type: ignore[arg-type]
    return [each.reason.value for each in found]


def of(order: Order) -> Fulfillment:
    return order.fulfillments[0]


def scanned(status: str, *, days: int = 1) -> Order:
    return shipped(events=(an_event(status, hours_ago=24 * days),))


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        (shipped(), []),
        (shipped(estimated_delivery_at=NOW - 3 * DAY), ["overdue"]),
        (scanned("ATTEMPTED_DELIVERY"), ["attempted"]),
        (scanned("RETURNING_TO_SENDER"), ["returning"]),
        (scanned("BUYER_ACTION_REQUIRED"), ["carrier_asks"]),
        (scanned("FAILURE"), ["problem"]),
        (shipped(tracking=(TrackingInfo(company="UPS", number="9.40011E+21"),)), ["number_destroyed"]),
        (shipped(tracking=(TrackingInfo(company="Nobody Knows", number="AB12345"),)), ["no_link"]),
        (
            shipped(
                estimated_delivery_at=None,
                created_at=NOW - 9 * DAY,
                events=(an_event("IN_TRANSIT", hours_ago=144),),
            ),
            ["silent"],
        ),
        (shipped(display_status="LABEL_VOIDED", events=(), in_transit_at=None), ["label_withdrawn"]),
        (replace(scanned("FAILURE"), cancelled_at=NOW), []),
    ],
)
def test_each_trouble_is_told_by_its_name(order: Order, wanted: list[str]) -> None:
    assert reasons(order) == wanted


def test_a_shared_number_and_a_failing_refresh_are_told_after_what_is_worse() -> None:
    late = shipped(estimated_delivery_at=NOW - 3 * DAY)
    assert reasons(late, shares_number=True, failing_since=AT) == [
        "overdue",
        "shared_number",
        "not_refreshed",
    ]


def test_every_reason_has_its_words() -> None:
    assert set(LABELS) == set(SENTENCES) == set(ADVICE) == set(Reason)


@pytest.mark.django_db
def test_the_worst_comes_first_and_of_equals_the_oldest(support: Client) -> None:
    put(shipped(1, events=(an_event("ATTEMPTED_DELIVERY", hours_ago=24),)), at=AT)
    put(shipped(2, estimated_delivery_at=NOW - 2 * DAY), at=AT)
    put(shipped(3, estimated_delivery_at=NOW - 4 * DAY), at=AT)
    page = support.get("/admin/").text
    places = [page.index(f">#{number}</a>") for number in (3, 2, 1)]
    assert places == sorted(places)


@pytest.mark.django_db
def test_time_alone_makes_an_order_late_and_the_chore_sees_it() -> None:
    put(shipped(), at=AT)
    assert not Attention.objects.exists()
    assert Look.objects.get().at > AT
    later = AT + 3 * 86_400
    assert keeping.go_on("filled", now=later) == ("filled", True)
    assert Attention.objects.get().reason == "overdue"
    assert Look.objects.get().at > later


@pytest.mark.django_db
def test_what_is_over_is_listed_no_more_and_not_looked_at() -> None:
    late = shipped(estimated_delivery_at=NOW - 3 * DAY)
    put(late, at=AT)
    there = replace(
        of(late),
        delivered_at=NOW,
        display_status="DELIVERED",
        events=(an_event("DELIVERED", hours_ago=0),),
    )
    put(
        replace(late, fulfillments=(there,), updated_at=NOW + DAY, fulfillment_status="FULFILLED"), at=AT + 60
    )
    assert not Attention.objects.exists()


@pytest.mark.django_db
def test_a_number_on_two_orders_is_told_of_both() -> None:
    number = (TrackingInfo(company="UPS", number="1Z999AA10123456784"),)
    put(shipped(1, tracking=number), at=AT)
    put(shipped(2, tracking=number), at=AT + 1)
    attending.look_again(now=AT + 1)
    assert list(Attention.objects.values_list("reason", flat=True)) == ["shared_number", "shared_number"]


@pytest.mark.django_db
def test_what_is_done_comes_back_only_with_something_new(support: Client) -> None:
    late = shipped(estimated_delivery_at=NOW - 3 * DAY)
    put(late, at=AT)
    support.post(f"/admin/attention/{Attention.objects.get().pk}/", {"do": "done", "note": "asked  UPS"})
    assert "Every order is where it should be" in support.get("/admin/").text
    put(replace(late, updated_at=NOW + DAY, destination_city="Bilbao"), at=AT + 60)
    assert "Every order is where it should be" in support.get("/admin/").text
    later = replace(of(late), estimated_delivery_at=NOW - 2 * DAY)
    put(replace(late, updated_at=NOW + 2 * DAY, fulfillments=(later,)), at=AT + 120)
    assert "Note: asked UPS" in support.get("/admin/").text
    assert [entry.action for entry in AuditEntry.objects.all()] == ["attention.done"]


@pytest.mark.django_db
def test_what_is_put_off_is_hidden_until_tomorrow(support: Client) -> None:
    put(shipped(estimated_delivery_at=NOW - 3 * DAY), at=AT)
    row = Attention.objects.get()
    support.post(f"/admin/attention/{row.pk}/", {"do": "snooze"})
    assert "Every order is where it should be" in support.get("/admin/").text
    Attention.objects.update(hidden_until=AT)
    assert ">#1</a>" in support.get("/admin/").text


@pytest.mark.django_db
def test_the_list_goes_on_from_its_last_line_and_by_reason(support: Client) -> None:
    for number in range(1, 23):
        put(shipped(number, estimated_delivery_at=NOW - 3 * DAY), at=AT)
    page = support.get("/admin/", {"reason": "overdue"})
    assert page.text.count("Keep note") == 20
    rest = support.get(f"/admin/?{page.context['next']}")
    assert rest.text.count("Keep note") == 2
    assert "Overdue <span>22</span>" in rest.text


@pytest.mark.django_db
def test_the_shop_s_own_troubles_stand_above_all_orders(support: Client) -> None:
    shop_watch.keep(shop_watch.Watch(seen_at=clock.seconds(), scopes_missing=("read_all_orders",)))
    assert "The app was not granted read_all_orders" in support.get("/admin/").text


@pytest.mark.django_db
def test_with_an_order_go_its_rows_and_an_unreadable_one_is_left_alone() -> None:
    put(shipped(1, estimated_delivery_at=NOW - 3 * DAY), at=AT)
    put(shipped(2), at=AT)
    removal.forget_orders(["gid://shopify/Order/1"], now=AT)
    assert not Attention.objects.exists()
    TrackedOrder.objects.filter(shopify_id="gid://shopify/Order/2").update(snapshot=b"?")
    attending.look_again(now=AT + 9 * 86_400)
    assert not Look.objects.exists()


@pytest.mark.django_db
def test_the_chore_first_fills_in_what_was_stored_before() -> None:
    put(shipped(1, estimated_delivery_at=NOW - 3 * DAY), at=AT)
    Attention.objects.all().delete()
    Look.objects.all().delete()
    assert keeping.go_on("", now=AT) == ("filled", False)
    assert Attention.objects.get().reason == "overdue"
