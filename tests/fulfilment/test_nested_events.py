"""Events that a JSON line holds as a list: each is reported once, and what is wrong is named by line and event."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from orders.fulfilment.files.columns import Role, UnknownColumns, find_columns, header_key
from orders.fulfilment.files.opening import read_file
from orders.fulfilment.files.shipments import Choices, Reading, read_shipments
from orders.fulfilment.files.table import UnreadableFile
from orders.fulfilment.imports import events_from_json
from orders.fulfilment.models import ImportRow
from tests.fulfilment.test_import_tracking import asked, events, run
from tests.fulfilment.test_imports_admin import PAGE, sign_in, upload
from tests.sandbox import Sandbox
from tests.sandbox.building import Line

UPS = "1Z999AA10123456784"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MOVING = {"time": "2026-11-26T08:15:00", "status": "in transit", "city": "Zaragoza"}
DELIVERED = {"time": "2026-11-27T10:15:00+01:00", "status": "DELIVERED", "message": "Left with Ana"}


def line(told: Any, **more: Any) -> dict[str, Any]:
    return {"order": "1001", "carrier": "UPS", "tracking_number": UPS, "events": told} | more


def content(*lines: Any) -> bytes:
    return "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines).encode()


def read(*lines: Any, **told: Any) -> Reading:
    choices = Choices(zone=ZoneInfo("Europe/Madrid"), now=NOW)
    return read_shipments(find_columns(read_file(content(*lines)), remembered={}, **told), choices)


def problems(*lines: Any) -> list[str]:
    return [row.problem for row in read(*lines).rows if row.problem]


def taken(*lines: Any) -> list[tuple[str, str]]:
    return [
        (event.status, f"{event.happened_at:%d %H:%M:%S}")
        for row in read(*lines).rows
        for event in (row.events.events if row.events else ())
    ]


def test_each_event_is_read_with_its_moment_its_place_and_its_message() -> None:
    shipment, scans = read(line([DELIVERED, MOVING])).rows
    assert (shipment.wanted and shipment.wanted.numbers, scans.lines) == ((UPS,), (1,))
    assert scans.events
    told = [(each.status, each.happened_at, each.city, each.message) for each in scans.events.events]
    assert told == [
        ("IN_TRANSIT", datetime(2026, 11, 26, 7, 15, tzinfo=UTC), "Zaragoza", None),
        ("DELIVERED", datetime(2026, 11, 27, 9, 15, tzinfo=UTC), None, "Left with Ana"),
    ]


@pytest.mark.parametrize(
    "event",
    [
        {"happened_at": "2026-11-27T09:15:00Z", "code": "DELIVERED"},
        {"Event Time": "2026-11-27T09:15:00Z", "eventStatus": "delivered"},
        {"timestamp": "2026-11-27T09:15:00Z", "status": "Handed over", "statusCode": "delivered"},
        {"time": None, "datetime": "2026-11-27T09:15:00Z", "status": "", "code": "DELIVERED"},
    ],
)
def test_fields_are_known_by_several_names(event: Any) -> None:
    assert taken(line([event])) == [("DELIVERED", "27 09:15:00")]


def test_the_same_event_twice_is_one() -> None:
    again = MOVING | {"time": "2026-11-26T07:15:00.700Z", "city": "Elsewhere"}
    assert taken(line([MOVING, MOVING, again]), line([MOVING])) == [("IN_TRANSIT", "26 07:15:00")]


def test_more_than_twenty_events_in_a_line_are_not_too_deep() -> None:
    told = [MOVING | {"time": f"2026-11-26T08:{minute:02}:00"} for minute in range(60)]
    assert len(taken(line(told))) == 60


def test_events_of_a_line_and_of_its_columns_go_together() -> None:
    row = line([MOVING], event_status="DELIVERED", happened_at="2026-11-27T09:15:00Z")
    assert [status for status, _ in taken(row)] == ["IN_TRANSIT", "DELIVERED"]


def test_what_shopify_has_no_word_for_is_kept_out_and_counted() -> None:
    reading = read(line([MOVING, MOVING | {"status": "13"}, MOVING | {"status": 13}]))
    assert "Scans that Shopify has no word for were kept out: 13 (2)." in reading.notes


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("delivered", "It is no JSON object."),
        ([MOVING], "It is no JSON object."),
        (None, "It is no JSON object."),
        ({"time": "2026-11-26T08:15:00"}, "It does not say what happened."),
        ({"status": "DELIVERED"}, "The scan has no time."),
        (MOVING | {"time": "yesterday"}, '"yesterday" is no date and time.'),
        (MOVING | {"time": 1_764_000_000}, '"1764000000" is no date and time.'),
        (MOVING | {"time": float("nan")}, '"NaN" is no date and time.'),
        (MOVING | {"time": float("inf")}, '"Infinity" is no date and time.'),
        (MOVING | {"time": 10**80}, f'"1{"0" * 39}" is no date and time.'),
        (MOVING | {"time": 20_261_127_101}, '"20261127101" is no date and time.'),
        (MOVING | {"time": "2026-11-27+02:00"}, '"2026-11-27+02:00" is no date and time.'),
        (MOVING | {"time": "2999-01-01T00:00:00Z"}, "has not happened yet"),
        (MOVING | {"time": "0001-01-01T00:00:00+14:00"}, "too old to be true"),
        (MOVING | {"time": "9999-12-31T23:00:00-14:00"}, "too old to be true"),
        (MOVING | {"time": {"seconds": 1}}, 'Its "time" is neither text nor a number.'),
        (MOVING | {"status": True}, 'Its "status" is neither text nor a number.'),
        (MOVING | {"status": ["DELIVERED"]}, 'Its "status" is neither text nor a number.'),
        (MOVING | {"city": {"name": "Zaragoza"}}, 'Its "city" is neither text nor a number.'),
        (DELIVERED | {"message": ["a"]}, 'Its "message" is neither text nor a number.'),
    ],
)
def test_an_event_that_is_wrong_is_named_and_loses_nothing_else(event: Any, words: str) -> None:
    told = line([DELIVERED, event])
    (problem,) = problems("", told)
    assert problem.startswith("Line 2, event 2: ")
    assert words in problem
    assert taken(told) == [("DELIVERED", "27 09:15:00")]
    assert [row.wanted.numbers for row in read(told).rows if row.wanted] == [(UPS,)]


def test_a_moment_at_the_end_of_time_in_a_column_is_refused_too() -> None:
    row = {"order": "1", "tracking_number": UPS, "event_status": "DELIVERED"}
    (problem,) = problems(row | {"happened_at": "0001-01-01T00:00:00+14:00"})
    assert "too old to be true" in problem


@pytest.mark.parametrize("told", ["DELIVERED", 7, True, {"time": "x"}, ["a", "b"]])
def test_what_is_no_list_of_objects_is_said_and_the_parcel_stands(told: Any) -> None:
    reading = read(line(told))
    assert [row.problem for row in reading.rows] == ["", "Line 1: its events are no list of objects."]


@pytest.mark.parametrize("told", [None, [], ""])
def test_a_line_may_have_no_events(told: Any) -> None:
    assert [row.problem for row in read(line(told)).rows] == [""]


def test_thousands_of_events_are_refused_in_one_sentence() -> None:
    told = [{"a": 1}] * 5_000
    (problem,) = problems(line(told))
    assert problem == "Line 1 has 5,000 events, and 500 are read at the most. None was taken."


def test_many_wrong_events_are_told_in_few_words() -> None:
    (problem,) = problems(line([{"status": "DELIVERED", "time": "x" * 300}] * 300))
    assert problem.endswith("296 more of its events are wrong.")
    assert len(problem) < 600
    assert problems(line([None] * 5))[0].endswith("1 more of its events is wrong.")


def test_a_file_of_one_line_that_is_too_long_says_so() -> None:
    with pytest.raises(UnreadableFile, match="Line 1: This line is too long, or too deeply nested"):
        read(line([MOVING | {"message": "x" * 300_000}]))


def test_more_scans_than_a_parcel_has_are_refused_as_those_of_columns_are() -> None:
    told = [MOVING | {"time": f"2026-11-26T08:{n // 60:02}:{n % 60:02}"} for n in range(101)]
    assert problems(line(told)) == [f"The parcel {UPS} has more than 100 scans."]


def test_long_and_odd_text_is_made_harmless() -> None:
    event = MOVING | {"message": "a\u202eb\u0000\ud800 " + "x" * 10_000, "city": "\u0007"}
    _, scans = read(line([event])).rows
    assert scans.events
    (kept,) = scans.events.events
    assert kept.message
    assert (len(kept.message) <= 255, kept.message.isprintable(), kept.city) == (True, True, None)


def test_what_was_understood_is_told() -> None:
    note = read(line([MOVING | {"depot": 1}, DELIVERED])).notes[0]
    assert note == (
        'Each event\'s time is read from "time", status is read from "status", place is read from "city", '
        'message is read from "message". Not read: "depot".'
    )
    assert "place is told nowhere" in read(line([DELIVERED])).notes[0]
    assert read(line([])).notes == ()


def test_a_column_of_that_name_in_a_table_is_something_else() -> None:
    table = read_file(f"order,tracking number,events\n1001,{UPS},3\n".encode())
    assert Role.EVENTS not in find_columns(table, remembered={}).places


def test_events_under_another_name_are_read_once_that_is_said() -> None:
    row = line([], history=[MOVING])
    assert taken(row) == []
    names = {Role.ORDER: "order", Role.NUMBER: "tracking_number", Role.EVENTS: "history"}
    assert [each.events is not None for each in read(row, told=names).rows] == [False, True]


def test_rows_that_were_kept_before_scans_had_places_are_still_done() -> None:
    kept = {"numbers": [UPS], "events": [["DELIVERED", "2026-11-27T09:15:00+00:00"]]}
    (event,) = events_from_json(kept).events
    assert (event.status, event.city, event.message) == ("DELIVERED", None, None)


def test_hostile_names_of_fields_are_told_in_few_words() -> None:
    told = [{f"{n}\ud800\n{'x' * 200}": 1} for n in range(400)]
    (note,) = read(line(told)).notes
    assert len(note) < 1_500
    assert note.encode()


@pytest.fixture
def order(shop: Sandbox, db: None) -> None:
    cache.clear()
    shop.state.add_order("#1001", lines=[Line(title="Mug", sku="MUG", quantity=2)])


PAST = [
    {"time": "2025-11-26T08:15:00", "status": "IN_TRANSIT", "city": "Zaragoza", "message": "Sorted"},
    {"time": "2025-11-27T09:15:00Z", "status": "DELIVERED"},
    {"time": "then", "status": "DELIVERED"},
]


def test_a_parcel_is_sent_and_its_events_reported_once_however_often_the_file_comes(
    shop: Sandbox, order: None, tmp_path: Path
) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(content(line(PAST)))
    told, code = run(str(path))
    wanted = [("IN_TRANSIT", "2025-11-26T07:15:00+00:00"), ("DELIVERED", "2025-11-27T09:15:00+00:00")]
    assert (code, events(shop)) == (1, wanted)
    assert 'Line 1, event 3: "then" is no date and time.' in told
    first = shop.state.orders[0].fulfillments[0].events[0]
    assert (first.city, first.message) == ("Zaragoza", "Sorted")
    sent = asked(shop, "CreateFulfillmentEvent")
    run(str(path))
    assert (events(shop), asked(shop, "CreateFulfillmentEvent")) == (wanted, sent)


def test_the_page_shows_what_was_understood_and_which_event_was_not(shop: Sandbox, order: None) -> None:
    support = sign_in("Support")
    page = support.get(upload(support, content(line(PAST))).url).text
    assert "place is read from &quot;city&quot;" in page
    assert "Line 1, event 3: &quot;then&quot; is no date and time." in page
    assert ImportRow.objects.filter(verdict="refused").count() == 1


ODD = {"ref": "1001", "label": UPS, "history": PAST, "items": [{"sku": "MUG"}]}
SAID = {"header": json.dumps(sorted(ODD)), "order": "ref", "number": "label"}


def test_the_page_that_asks_for_columns_shows_what_would_be_understood_of_lists(
    shop: Sandbox, order: None
) -> None:
    support = sign_in("Support")
    asked_page = upload(support, content(ODD)).text
    assert "In &quot;history&quot;: Each event&#x27;s time is read from &quot;time&quot;" in asked_page
    assert "In &quot;items&quot;" not in asked_page
    support.post(f"{PAGE}columns/", SAID | {"events": "history"})
    assert "2 events new" in support.get(upload(support, content(ODD)).url).text


def test_that_there_are_no_events_to_read_is_remembered(shop: Sandbox, order: None) -> None:
    support = sign_in("Support")
    odd = {"ref": "1001", "label": UPS, "events": PAST}
    said = SAID | {"header": json.dumps(sorted(odd)), "events": ""}
    support.post(f"{PAGE}columns/", said)
    page = support.get(upload(support, content(odd)).url).text
    assert ("1 row will change" in page, "event 3" in page) == (True, False)


STRANGE = {"ref x": "1001", "label": UPS, "happenings": [DELIVERED]}
MEANT = {Role.ORDER: "ref x", Role.NUMBER: "label", Role.EVENTS: "happenings"}


def known_again(file: bytes) -> list[str]:
    """What is wrong with the rows of a file once it was said what the fields of `STRANGE` mean."""
    with pytest.raises(UnknownColumns) as asked_for:
        find_columns(read_file(content(STRANGE)), remembered={})
    remembered = {header_key(asked_for.value.header): MEANT}
    columns = find_columns(read_file(file), remembered=remembered)
    return [row.problem for row in read_shipments(columns, Choices(now=NOW)).rows]


def test_what_fields_mean_is_remembered_in_whatever_order_they_are_written() -> None:
    assert known_again(content(dict(reversed(STRANGE.items())))) == ["", ""]


def test_what_was_said_of_json_looks_for_no_events_in_a_table() -> None:
    assert known_again(f"happenings,label,ref x\nby van,{UPS},1001\n".encode()) == [""]
