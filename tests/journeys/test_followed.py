"""An order in a calendar and in a feed reader: subscribed once, and told of every change."""

import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import feedparser
import icalendar
import pytest
import time_machine
from django.test import Client

from orders import clock
from orders.access.purposes import Purpose
from orders.models import AccessLink, CalendarDay, TrackedOrder
from orders.storage import removal
from tests.sandbox import Sandbox
from tests.sandbox.building import Delivery
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import FulfillmentRecord
from tests.support.shopper import Shopper

EMAIL = "ana@example.com"
NUMBER = "JD014600003828392837"
SOON = datetime(2026, 12, 3, tzinfo=UTC)
LATER = datetime(2026, 12, 7, tzinfo=UTC)


@pytest.fixture
def parcel(shop: Sandbox) -> FulfillmentRecord:
    """On its way, and expected on the third of December."""
    order = shop.state.add_order("#QX1001", email=EMAIL)
    made = shop.state.fulfill(order, tracking=[TrackingRecord(company="DHL", number=NUMBER)])
    shop.state.add_event(
        made, "IN_TRANSIT", city="Groningen", message="Sorted for Pieter", estimated_delivery_at=SOON
    )
    return made


@pytest.fixture
def own(shopper: Shopper, parcel: FulfillmentRecord) -> str:
    return shopper.link("QX1001", EMAIL)


def subscribe(client: Client, own: str, kind: str) -> list[str]:
    """The paths that the page of links gives away."""
    page = client.post(f"{own}links/", {"follow": kind}).text
    found = re.findall(r'data-copy="http://[^/]+(/[cf]/[^"]+)"', page)
    return [html.unescape(each) for each in found]


def titles(client: Client, path: str) -> list[str]:
    return [entry.title for entry in feedparser.parse(client.get(path).content).entries]


def changed(own: str) -> None:
    """Let the next reading find the snapshot too old."""
    TrackedOrder.objects.update(fetched_at=1, failed_at=0)


def events_of(client: Client, path: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(client.get(path).content).walk("VEVENT"))


def event_of(client: Client, path: str) -> Any:
    (event,) = events_of(client, path)
    return event


def test_a_calendar_shows_the_expected_day(client: Client, own: str) -> None:
    (path,) = subscribe(client, own, "calendar")
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event_of(client, path)["DTSTART"].dt == date(2026, 12, 3)


def test_the_day_moves_under_the_same_uid_with_a_higher_sequence(
    client: Client, own: str, parcel: FulfillmentRecord, shop: Sandbox
) -> None:
    (path,) = subscribe(client, own, "calendar")
    before = event_of(client, path)
    shop.state.add_event(parcel, "DELAYED", estimated_delivery_at=LATER)
    changed(own)
    after = event_of(client, path)
    assert after["DTSTART"].dt == date(2026, 12, 7)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_date_that_is_withdrawn_cancels_the_event_and_a_new_one_revives_it(
    client: Client, own: str, parcel: FulfillmentRecord, shop: Sandbox
) -> None:
    (path,) = subscribe(client, own, "calendar")
    before = event_of(client, path)
    with shop.state.change(parcel.order):
        parcel.estimated_delivery_at = None
        parcel.events[0].estimated_delivery_at = None
    changed(own)
    cancelled = event_of(client, path)
    assert (cancelled["STATUS"], cancelled["SEQUENCE"] > before["SEQUENCE"]) == ("CANCELLED", True)
    shop.state.add_event(parcel, "IN_TRANSIT", estimated_delivery_at=LATER)
    changed(own)
    revived = event_of(client, path)
    assert (revived["STATUS"], revived["SEQUENCE"] > cancelled["SEQUENCE"]) == ("CONFIRMED", True)


def test_a_failed_attempt_takes_the_day_back_as_the_page_does_and_a_new_day_brings_it_again(
    client: Client, own: str, parcel: FulfillmentRecord, shop: Sandbox
) -> None:
    (path,) = subscribe(client, own, "calendar")
    assert event_of(client, path)["STATUS"] == "CONFIRMED"
    shop.state.add_event(parcel, "ATTEMPTED_DELIVERY")
    changed(own)
    assert event_of(client, path)["STATUS"] == "CANCELLED"
    assert "Expected" not in client.get(own).text
    with time_machine.travel(clock.utc() + timedelta(hours=1), tick=True):
        shop.state.add_event(parcel, "IN_TRANSIT", estimated_delivery_at=LATER)
        changed(own)
        again = event_of(client, path)
        assert (again["STATUS"], again["DTSTART"].dt) == ("CONFIRMED", date(2026, 12, 7))
        assert "Expected" in client.get(own).text


def test_what_has_not_left_is_in_the_calendar_with_the_day_of_checkout_until_its_parcel_is(
    client: Client, shopper: Shopper, shop: Sandbox
) -> None:
    order = shop.state.add_order("#QX1002", email=EMAIL, delivery=Delivery(min_at=SOON, max_at=LATER))
    own = shopper.link("QX1002", EMAIL)
    (path,) = subscribe(client, own, "calendar")
    event = event_of(client, path)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 3), date(2026, 12, 8))
    assert str(event["SUMMARY"]) == "Parcel from Casa Lumbre expected"
    shop.state.fulfill(order, tracking=[TrackingRecord(company="DHL", number=NUMBER)])
    changed(own)
    first, second = events_of(client, path)
    assert (first["UID"], first["STATUS"]) == (event["UID"], "CANCELLED")
    assert (second["DTSTART"].dt, second["STATUS"]) == (date(2026, 12, 3), "CONFIRMED")


def test_what_is_fetched_or_sent_as_a_file_is_no_parcel_in_a_calendar(
    client: Client, shopper: Shopper, shop: Sandbox
) -> None:
    for name, method in (("#QX1003", "PICK_UP"), ("#QX1004", "NONE")):
        order = shop.state.add_order(name, email=EMAIL, delivery=Delivery(method_type=method, max_at=SOON))
        own = shopper.link(name, EMAIL)
        (path,) = subscribe(client, own, "calendar")
        assert b"VEVENT" not in client.get(path).content
        shop.state.add_event(shop.state.fulfill(order), "DELIVERED")
        changed(own)
        assert b"VEVENT" not in client.get(path).content


def test_a_feed_says_of_a_held_order_what_it_says_of_any_other(
    client: Client, shopper: Shopper, shop: Sandbox
) -> None:
    order = shop.state.add_order("#QX1005", email=EMAIL)
    shop.state.set_hold(order.fulfillment_orders[0], "INCORRECT_ADDRESS")
    own = shopper.link("QX1005", EMAIL)
    assert "We need to check your address" in client.get(own).text
    atom, as_json = subscribe(client, own, "feed")
    assert json.loads(client.get(as_json).content)["description"] == "The order is being prepared"
    assert feedparser.parse(client.get(atom).content).feed.subtitle == "The order is being prepared"


def test_after_delivery_it_stays_on_the_day_it_came(
    client: Client, own: str, parcel: FulfillmentRecord, shop: Sandbox
) -> None:
    (path,) = subscribe(client, own, "calendar")
    shop.state.add_event(parcel, "DELIVERED")
    changed(own)
    event = event_of(client, path)
    assert (event["DTSTART"].dt, str(event["SUMMARY"])) == (
        clock.local(clock.seconds()).date(),
        "Arrived: parcel from Casa Lumbre",
    )


def test_an_answer_that_is_known_costs_nothing(client: Client, own: str) -> None:
    for path in (*subscribe(client, own, "calendar"), *subscribe(client, own, "feed")):
        etag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


def test_reading_it_again_changes_nothing_it_was_told(client: Client, own: str) -> None:
    (path,) = subscribe(client, own, "calendar")
    client.get(path)
    before = list(CalendarDay.objects.values())
    client.get(path)
    assert list(CalendarDay.objects.values()) == before


def test_an_atom_feed_has_an_entry_for_each_thing_that_happened(client: Client, own: str) -> None:
    feed = feedparser.parse(client.get(subscribe(client, own, "feed")[0]).content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["On its way", "Shipped", "Ordered"]
    assert len({entry.id for entry in feed.entries}) == 3


def test_an_entry_keeps_its_id_when_another_is_added(
    client: Client, own: str, parcel: FulfillmentRecord, shop: Sandbox
) -> None:
    path = subscribe(client, own, "feed")[0]
    before = [entry.id for entry in feedparser.parse(client.get(path).content).entries]
    shop.state.add_event(parcel, "OUT_FOR_DELIVERY")
    changed(own)
    after = feedparser.parse(client.get(path).content)
    assert [entry.id for entry in after.entries][1:] == before
    assert after.entries[0].title == "Out for delivery"


def test_the_json_feed_tells_the_same(client: Client, own: str) -> None:
    atom, as_json = subscribe(client, own, "feed")
    feed = json.loads(client.get(as_json).content)
    titles = [entry.title for entry in feedparser.parse(client.get(atom).content).entries]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == titles


def test_they_speak_the_language_of_the_page_they_were_made_on(client: Client, own: str) -> None:
    page = client.post(f"{own}links/?lang=es", {"follow": "feed"}).text
    path = re.search(r'data-copy="http://[^/]+(/f/[^"]+\.json\?lang=es)"', page)
    assert path is not None
    assert json.loads(client.get(path[1]).content)["items"][0]["title"] == "En camino"


@pytest.mark.parametrize("secret", ["QX1001", NUMBER, "Pieter", "Groningen", EMAIL])
def test_they_tell_neither_number_nor_place_nor_name(client: Client, own: str, secret: str) -> None:
    for path in (*subscribe(client, own, "calendar"), *subscribe(client, own, "feed")):
        assert secret not in client.get(path).text


def test_a_closed_address_answers_that_it_is_gone(client: Client, own: str) -> None:
    paths = (*subscribe(client, own, "calendar"), *subscribe(client, own, "feed"))
    AccessLink.objects.update(revoked_at=clock.seconds())
    assert {client.get(path).status_code for path in paths} == {410}


def test_a_new_address_closes_the_one_before(client: Client, own: str) -> None:
    (first,) = subscribe(client, own, "calendar")
    (second,) = subscribe(client, own, "calendar")
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)


def test_what_was_told_goes_with_the_order(client: Client, own: str) -> None:
    (path,) = subscribe(client, own, "calendar")
    client.get(path)
    removal.forget_orders([TrackedOrder.objects.get().shopify_id], now=clock.seconds())
    assert not CalendarDay.objects.exists()
    assert client.get(path).status_code == 410


def test_a_link_of_another_kind_opens_neither(client: Client, own: str) -> None:
    token = own.split("/")[2]
    for path in (f"/c/{token}/order.ics", f"/f/{token}/order.atom", f"/f/{token}/order.json"):
        assert client.get(path).status_code == 410


def test_a_snapshot_of_another_version_is_asked_for_again_later(client: Client, own: str) -> None:
    (path,) = subscribe(client, own, "calendar")
    TrackedOrder.objects.update(snapshot=b"\xff", fetched_at=clock.seconds())
    assert client.get(path).status_code == 503


def test_what_is_said_to_happen_tomorrow_is_not_in_the_feed_today(
    client: Client, own: str, parcel: FulfillmentRecord, shop: Sandbox
) -> None:
    tomorrow = clock.utc() + timedelta(days=1)
    shop.state.add_event(parcel, "OUT_FOR_DELIVERY", happened_at=tomorrow)
    changed(own)
    path = subscribe(client, own, "feed")[0]
    assert "Out for delivery" not in titles(client, path)
    with time_machine.travel(tomorrow + timedelta(hours=1), tick=True):
        assert "Out for delivery" in titles(client, path)


def test_the_webcal_address_is_offered_first(client: Client, own: str, settings: object) -> None:
    settings.SITE_URL = "https://track.example.com"  # type: ignore[attr-defined]
    page = client.post(f"{own}links/", {"follow": "calendar"}).text
    assert re.search(r'href="webcal://track\.example\.com/c/[\w-]{32}/order\.ics\?lang=en"', page)


def test_the_list_of_links_names_both(client: Client, own: str) -> None:
    subscribe(client, own, "calendar")
    subscribe(client, own, "feed")
    page = client.get(f"{own}links/").text
    assert "In a calendar" in page
    assert "In a feed reader" in page
    assert set(AccessLink.objects.values_list("origin", flat=True)) >= {Purpose.CALENDAR, Purpose.FEED}
