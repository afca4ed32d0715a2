"""What needs attention: found in what is stored and as days pass, the worst first, settled by staff."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from orders import clock
from orders.audit.models import AuditEntry
from orders.console import attending, counting, keeping
from orders.console.attention import Known, find_reasons
from orders.console.models import Attention, Look, SavedFilter
from orders.console.reasons import ADVICE, LABELS, SENTENCES, Reason
from orders.domain.forecast.trips import Window
from orders.domain.order import Fulfillment, Order, TrackingInfo
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, an_event, an_order
from orders.gallery.catalogue import STATES
from orders.gallery.state import OrderPageOf
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
    told = Known(**known)  # type: ignore[arg-type]
    found = find_reasons(order, build_timeline(order, now=NOW), known=told, now=NOW)
    return [each.reason.value for each in found]


def of(order: Order) -> Fulfillment:
    return order.fulfillments[0]


def said(status: str, message: str) -> Order:
    return shipped(events=(replace(an_event(status, hours_ago=24), message=message),))


def scanned(status: str, *, days: int = 1) -> Order:
    return shipped(events=(an_event(status, hours_ago=24 * days),))


@pytest.mark.parametrize(
    ("request_status", "wanted"),
    [
        ("SUBMITTED", ["asked_of_warehouse"]),
        ("CANCELLATION_REQUESTED", ["asked_of_warehouse"]),
        ("REJECTED", ["warehouse_refuses"]),
        ("CANCELLATION_REJECTED", ["warehouse_refuses"]),
        ("ACCEPTED", []),
    ],
)
def test_what_a_warehouse_was_asked_and_has_not_answered_or_will_not_do_needs_somebody(
    request_status: str, wanted: list[str]
) -> None:
    work = a_fulfillment_order(request_status=request_status)
    assert reasons(replace(an_order(), fulfillment_orders=(work,))) == wanted


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
        (
            shipped(
                estimated_delivery_at=None,
                created_at=NOW - 20 * DAY,
                events=(an_event("IN_TRANSIT", hours_ago=19 * 24),),
            ),
            ["too_silent"],
        ),
        (said("IN_TRANSIT", "Package damaged, repacked at the hub"), ["damaged"]),
        (said("IN_TRANSIT", "Sendung beschädigt"), ["damaged"]),
        (said("IN_TRANSIT", "Checked: no damage found"), []),
        (
            shipped(tracking=(TrackingInfo(company="Nobody Knows", number=None, url="javascript:a()"),)),
            ["no_link"],
        ),
        (replace(scanned("FAILURE"), cancelled_at=NOW), []),
    ],
)
def test_each_trouble_is_told_by_its_name(order: Order, wanted: list[str]) -> None:
    assert reasons(order) == wanted


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("overdue", "overdue"),
        ("silent_label", "silent"),
        ("silent_out_for_delivery", "too_silent"),
        ("delivery_attempted", "attempted"),
        ("check_address", "held"),
        ("partly_out_of_stock", "held"),
        ("returning_by_words", "returning"),
        ("returned_to_sender", "returned"),
        ("delivery_unclear", "delivery_unclear"),
        ("label_voided", "label_withdrawn"),
        ("action_needed", "carrier_asks"),
        ("not_delivered", "problem"),
        ("number_missing_in_address", "no_link"),
        ("delivered", ""),
        ("on_its_way", ""),
    ],
)
def test_what_a_shopper_sees_needs_staff_for_the_same_reason(state: str, wanted: str) -> None:
    page = STATES[state].page
    assert isinstance(page, OrderPageOf)
    assert reasons(page.build(NOW)) == list(filter(None, [wanted]))


def test_a_carrier_that_the_shop_has_a_page_for_is_known() -> None:
    order = shipped(tracking=(TrackingInfo(company="Nobody Knows", number="AB12345"),))
    assert reasons(order, links={"nobody knows": "https://track.example/?n={number}"}) == []


@pytest.mark.parametrize(
    ("silent_days", "usually_until", "wanted"),
    [
        (3, -1, ["silent"]),  # sooner than the pace says, for this lane is quick
        (3, 1, []),
        (1, -1, []),
        (6, 2, []),  # later than the pace says, for this lane is slow
        (6, -1, ["silent"]),
        (19, 2, ["too_silent"]),
    ],
)
def test_a_parcel_is_silent_by_what_its_carrier_and_route_usually_take(
    silent_days: int, usually_until: int, wanted: list[str]
) -> None:
    order = shipped(
        estimated_delivery_at=None,
        created_at=NOW - (silent_days + 2) * DAY,
        events=(an_event("IN_TRANSIT", hours_ago=24 * silent_days),),
    )
    until = (NOW + usually_until * DAY).date()
    assert reasons(order, usual={of(order).id: Window(until, until)}) == wanted


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
    assert "Nothing is open" in support.get("/admin/").text
    put(replace(late, updated_at=NOW + DAY, destination_city="Bilbao"), at=AT + 60)
    assert "Nothing is open" in support.get("/admin/").text
    later = replace(of(late), estimated_delivery_at=NOW - 2 * DAY)
    put(replace(late, updated_at=NOW + 2 * DAY, fulfillments=(later,)), at=AT + 120)
    assert "Note: asked UPS" in support.get("/admin/").text
    assert [entry.action for entry in AuditEntry.objects.all()] == ["attention.done"]


@pytest.mark.django_db
def test_what_is_put_off_is_hidden_until_tomorrow(support: Client) -> None:
    put(shipped(estimated_delivery_at=NOW - 3 * DAY), at=AT)
    row = Attention.objects.get()
    support.post(f"/admin/attention/{row.pk}/", {"do": "snooze"})
    assert "Nothing is open" in support.get("/admin/").text
    Attention.objects.update(hidden_until=AT)
    assert ">#1</a>" in support.get("/admin/").text


@pytest.mark.django_db
def test_the_list_goes_on_from_its_last_line_and_by_reason(support: Client) -> None:
    for number in range(1, 23):
        put(shipped(number, estimated_delivery_at=NOW - 3 * DAY), at=AT)
    page = support.get("/admin/", {"reason": "overdue"})
    assert page.text.count("Take it") == 20
    rest = support.get(f"/admin/?{page.context['next']}")
    assert rest.text.count("Take it") == 2
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


@pytest.mark.django_db
def test_a_line_is_given_to_somebody_and_found_as_theirs(sign_in: Callable[[str], Client]) -> None:
    support, owner = sign_in("Support"), sign_in("Owner")
    put(shipped(1, estimated_delivery_at=NOW - 3 * DAY), at=AT)
    put(shipped(2, estimated_delivery_at=NOW - 2 * DAY), at=AT)
    row = Attention.objects.order_by("since")[0]
    boss = User.objects.get(username="owner")
    support.post(f"/admin/attention/{row.pk}/", {"do": "keep", "assignee": boss.pk, "note": ""})
    mine = owner.get("/admin/", {"assignee": "mine"}).text
    assert (">#1</a>" in mine, ">#2</a>" in mine, "<strong>owner</strong>" in mine) == (True, False, True)
    assert "Mine <span>1</span>" in mine
    assert ">#1</a>" not in support.get("/admin/", {"assignee": "nobody"}).text
    support.post(f"/admin/attention/{row.pk}/", {"do": "take"})
    assert ">#1</a>" in support.get("/admin/", {"assignee": "mine"}).text
    assert [(entry.action, entry.detail) for entry in AuditEntry.objects.order_by("pk")] == [
        ("attention.keep", "overdue"),
        ("attention.assign", "overdue to owner"),
        ("attention.take", "overdue"),
        ("attention.assign", "overdue to support"),
    ]


@pytest.mark.django_db
def test_nothing_is_given_to_who_is_no_staff(support: Client) -> None:
    put(shipped(estimated_delivery_at=NOW - 3 * DAY), at=AT)
    row = Attention.objects.get()
    stranger = User.objects.create(username="stranger")
    for asked in (stranger.pk, "x", "99999999999999999999"):
        assert support.post(f"/admin/attention/{row.pk}/", {"assignee": asked}).status_code == 404
    assert Attention.objects.get().assignee is None


@pytest.mark.django_db
def test_what_is_put_off_or_done_has_lists_of_its_own_and_can_be_brought_back(support: Client) -> None:
    put(shipped(1, estimated_delivery_at=NOW - 3 * DAY), at=AT)
    put(shipped(2, estimated_delivery_at=NOW - 2 * DAY), at=AT)
    first, second = Attention.objects.order_by("since")
    support.post(f"/admin/attention/{first.pk}/", {"do": "snooze_week"})
    support.post(f"/admin/attention/{second.pk}/", {"do": "done"})
    lists = {state: support.get("/admin/", {"state": state}).text for state in ("snoozed", "done")}
    assert [">#1</a>" in lists["snoozed"], ">#2</a>" in lists["snoozed"]] == [True, False]
    assert [">#1</a>" in lists["done"], ">#2</a>" in lists["done"]] == [False, True]
    back = support.post(f"/admin/attention/{second.pk}/", {"do": "reopen", "here": "state=done"})
    assert back.headers["Location"] == "/admin/?state=done#needs-title"
    assert ">#2</a>" in support.get("/admin/").text


@pytest.mark.django_db
def test_a_filter_is_saved_for_the_one_who_saved_it(sign_in: Callable[[str], Client]) -> None:
    support, owner = sign_in("Support"), sign_in("Owner")
    put(shipped(1, estimated_delivery_at=NOW - 3 * DAY), at=AT)
    put(shipped(2, events=(an_event("ATTEMPTED_DELIVERY", hours_ago=24),)), at=AT)
    chosen = {"carrier": "UPS", "reason": "overdue"}
    page = support.get("/admin/", chosen)
    support.post("/admin/attention/filters/", {"name": "Late with UPS", "here": page.context["here"]})
    saved = support.get("/admin/").context["saved"]
    assert [(badge.label, badge.count, badge.query) for badge in saved] == [
        ("Late with UPS", "1", "reason=overdue&carrier=UPS")
    ]
    assert owner.get("/admin/").context["saved"] == []
    assert owner.post(f"/admin/attention/filters/{saved[0].pk}/remove/").status_code == 404
    support.post(f"/admin/attention/filters/{saved[0].pk}/remove/")
    assert support.get("/admin/").context["saved"] == []


@pytest.mark.django_db
def test_a_filter_needs_a_name_and_there_are_only_so_many(support: Client) -> None:
    for count in range(22):
        support.post("/admin/attention/filters/", {"name": f"No. {count}", "here": "assignee=mine"})
    support.post("/admin/attention/filters/", {"name": " ", "here": "assignee=mine"})
    assert SavedFilter.objects.count() == 20
    support.post("/admin/attention/filters/", {"name": "No. 3", "here": "state=done"})
    assert SavedFilter.objects.get(name="No. 3").query == "state=done"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["reason=none", "assignee=-1", "assignee=x", "state=gone", "after=1:nan:x", "carrier=%00"]
)
def test_a_filter_nobody_can_read_narrows_nothing(support: Client, query: str) -> None:
    put(shipped(estimated_delivery_at=NOW - 3 * DAY), at=AT)
    assert ">#1</a>" in support.get(f"/admin/?{query}").text


@pytest.mark.django_db
def test_every_page_of_the_admin_says_how_much_there_is(support: Client) -> None:
    put(shipped(estimated_delivery_at=NOW - 3 * DAY), at=AT)
    for path in ("/admin/branding/brand/", "/admin/find/", "/admin/"):
        assert 'Needs attention <span class="count">1</span>' in support.get(path, follow=True).text


@pytest.mark.django_db
def test_an_order_that_cannot_be_fetched_is_told_before_the_next_day_and_no_longer_than_that() -> None:
    pk = put(shipped(), at=AT)
    TrackedOrder.objects.update(failures=3, failed_at=AT)
    keeping.on_failing(pk, now=AT)
    attending.look_again(now=AT)
    assert Attention.objects.get().reason == "not_refreshed"
    assert Look.objects.get().at == AT + attending.FAILING_SECONDS
    TrackedOrder.objects.update(failures=0, failed_at=0)
    attending.look_again(now=AT + attending.FAILING_SECONDS)
    assert not Attention.objects.exists()


@pytest.mark.django_db
def test_counts_end_where_they_would_take_long() -> None:
    put(shipped(estimated_delivery_at=NOW - 3 * DAY), at=AT)
    rows = Attention.objects.all()
    assert counting.count_each(rows, []) == (rows.count(), [])
    assert counting.count_each(rows, [rows, rows.filter(pk=0)], in_all=1, of_a_part=1) == (1, [1, 0])
    assert [counting.words(count, most=100) for count in (99, 100)] == ["99", "99+"]
