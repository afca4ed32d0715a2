"""Shopify's JSON to dataclasses: what is kept, what is cleaned, what is let go, what is not forgiven."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orders.domain.order import (
    DeliveryMethod,
    Fulfillment,
    FulfillmentEvent,
    FulfillmentOrder,
    Image,
    ItemQuantity,
    LineItem,
    Order,
    Refund,
    TrackingInfo,
)
from orders.shopify.errors import Unavailable
from orders.shopify.mapping import contact_from_payload, order_from_payload
from orders.shopify.observations import Observations
from orders.shopify.results import Contact
from tests.shopify import payloads
from tests.shopify.payloads import connection


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def parse(
    payload: Any = None,
    *,
    fulfillment_orders: Any = None,
    refunds: Any = None,
    observations: Observations | None = None,
) -> Order:
    return order_from_payload(
        payloads.order() if payload is None else payload,
        fulfillment_orders=fulfillment_orders,
        refunds=refunds,
        observations=observations or Observations(),
    )


def parse_event(**changes: Any) -> FulfillmentEvent:
    (shipment,) = parse(
        payloads.order(fulfillments=[payloads.fulfillment(events=connection(payloads.event(**changes)))])
    ).fulfillments
    return shipment.events[0]


def parse_line_item(**changes: Any) -> LineItem:
    return parse(payloads.order(lineItems=connection(payloads.line_item(**changes)))).line_items[0]


def parse_fulfillment(**changes: Any) -> Fulfillment:
    return parse(payloads.order(fulfillments=[payloads.fulfillment(**changes)])).fulfillments[0]


def parse_fulfillment_order(**changes: Any) -> FulfillmentOrder:
    parts = parse(fulfillment_orders=[payloads.fulfillment_order(**changes)]).fulfillment_orders
    assert parts is not None
    return parts[0]


def test_a_whole_order_is_kept_as_it_came() -> None:
    parsed = parse(fulfillment_orders=[payloads.fulfillment_order()], refunds=[payloads.refund()])
    assert parsed == Order(
        id="gid://shopify/Order/1",
        name="#1001",
        number=1001,
        confirmation_number="XPAV284CT",
        created_at=moment(18, 12),
        updated_at=moment(20, 10, 6),
        financial_status="PAID",
        fulfillment_status="PARTIALLY_FULFILLED",
        destination_city="Madrid",
        destination_country_code="ES",
        destination_province_code="M",
        line_items=(
            LineItem(
                id="gid://shopify/LineItem/1",
                title="Stoneware mug",
                variant_title="Sand",
                quantity=2,
                current_quantity=2,
                unfulfilled_quantity=1,
                image=Image(url="https://cdn.example.com/mug.png", alt_text="A mug"),
            ),
        ),
        fulfillments=(
            Fulfillment(
                id="gid://shopify/Fulfillment/1",
                name="#1001.1",
                status="SUCCESS",
                display_status="IN_TRANSIT",
                created_at=moment(19, 9),
                updated_at=moment(20, 10, 5),
                in_transit_at=moment(20, 10),
                estimated_delivery_at=moment(25, 18),
                tracking=(TrackingInfo(company="SEUR", number="123", url="https://www.seur.com/123"),),
                events=(
                    FulfillmentEvent(
                        id="gid://shopify/FulfillmentEvent/1",
                        status="IN_TRANSIT",
                        happened_at=moment(20, 10),
                        created_at=moment(20, 10, 5),
                        estimated_delivery_at=moment(24, 18),
                        message="Sorted",
                        city="Zaragoza",
                        province="Aragón",
                        country="ES",
                    ),
                ),
                line_items=(ItemQuantity(line_item_id="gid://shopify/LineItem/1", quantity=1),),
            ),
        ),
        fulfillment_orders=(
            FulfillmentOrder(
                id="gid://shopify/FulfillmentOrder/1",
                status="ON_HOLD",
                request_status="UNSUBMITTED",
                updated_at=moment(20, 10, 6),
                hold_reasons=("INVENTORY_OUT_OF_STOCK",),
                delivery_method=DeliveryMethod(
                    method_type="SHIPPING",
                    presented_name="Standard",
                    min_delivery_at=moment(23, 8),
                    max_delivery_at=moment(25, 20),
                ),
                location_name="Valencia",
                location_city="Valencia",
                location_country_code="ES",
                line_items=(ItemQuantity(line_item_id="gid://shopify/LineItem/1", quantity=1),),
                fulfillment_ids=("gid://shopify/Fulfillment/1",),
            ),
        ),
        refunds=(
            Refund(
                id="gid://shopify/Refund/1",
                created_at=moment(20, 8),
                line_items=(ItemQuantity(line_item_id="gid://shopify/LineItem/1", quantity=1),),
            ),
        ),
    )


def test_parts_that_may_not_be_read_are_none_and_not_empty() -> None:
    parsed = parse(fulfillment_orders=None, refunds=None)
    assert (parsed.fulfillment_orders, parsed.refunds) == (None, None)


def test_parts_that_are_empty_are_empty() -> None:
    parsed = parse(fulfillment_orders=[], refunds=[])
    assert (parsed.fulfillment_orders, parsed.refunds) == ((), ())


REQUIRED = ["id", "name", "createdAt", "updatedAt", "lineItems"]


@pytest.mark.parametrize("key", REQUIRED)
@pytest.mark.parametrize("value", [None, 7, "", [], "\x00"], ids=repr)
def test_an_order_without_something_required_is_not_believed(key: str, value: object) -> None:
    with pytest.raises(Unavailable, match=f"unexpected shape: Order.{key}"):
        parse(payloads.order(**{key: value}))


def test_a_field_that_did_not_come_at_all_is_missing() -> None:
    payload = payloads.order()
    del payload["name"]
    with pytest.raises(Unavailable, match=r"Order\.name"):
        parse(payload)


@pytest.mark.parametrize("payload", ["order", 1, [], False])
def test_an_order_that_is_no_object_is_not_believed(payload: object) -> None:
    with pytest.raises(Unavailable, match="unexpected shape: Order"):
        parse(payload)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: parse_line_item(id=None), "LineItem.id"),
        (lambda: parse_line_item(quantity=None), "LineItem.quantity"),
        (lambda: parse_line_item(quantity=-1), "LineItem.quantity"),
        (lambda: parse_line_item(quantity=True), "LineItem.quantity"),
        (lambda: parse_line_item(quantity=2.0), "LineItem.quantity"),
        (lambda: parse_line_item(quantity=10**30), "LineItem.quantity"),
        (lambda: parse_fulfillment(status=None), "Fulfillment.status"),
        (lambda: parse_fulfillment(status="<b>"), "Fulfillment.status"),
        (lambda: parse_fulfillment(createdAt="yesterday"), "Fulfillment.createdAt"),
        (lambda: parse_fulfillment_order(status=None), "FulfillmentOrder.status"),
        (lambda: parse_fulfillment_order(updatedAt=None), "FulfillmentOrder.updatedAt"),
        (lambda: parse(refunds=[payloads.refund(id=None)]), "Refund.id"),
        (lambda: parse(refunds=[payloads.refund(createdAt=None, processedAt=None)]), "Refund.processedAt"),
        (lambda: parse(refunds=[None]), "Refund"),
    ],
    ids=[str(number) for number in range(14)],
)
def test_a_part_without_something_required_is_not_believed(make: Any, kind: str) -> None:
    with pytest.raises(Unavailable, match=f"unexpected shape: {kind}"):
        make()


OPTIONAL = [
    ("number", "number"),
    ("confirmationNumber", "confirmation_number"),
    ("cancelledAt", "cancelled_at"),
    ("cancelReason", "cancel_reason"),
    ("displayFinancialStatus", "financial_status"),
    ("shippingAddress", "destination_city"),
]


@pytest.mark.parametrize(("key", "attribute"), OPTIONAL)
@pytest.mark.parametrize("value", [[], True, -1, 0.5, "\x07"], ids=repr)
def test_an_optional_field_of_another_type_is_none_and_counted(
    key: str, attribute: str, value: object
) -> None:
    observations = Observations()
    assert getattr(parse(payloads.order(**{key: value}), observations=observations), attribute) is None
    assert observations.counts() == {("unusable value", f"Order.{key}"): 1}


def test_missing_optional_fields_claim_the_least() -> None:
    bare = {key: value for key, value in payloads.order().items() if key in {*REQUIRED, "fulfillments"}}
    parsed = parse(bare | {"lineItems": connection({"id": "gid://shopify/LineItem/1", "quantity": 3})})
    assert (parsed.fulfillment_status, parsed.return_status) == ("UNFULFILLED", "NO_RETURN")
    assert (parsed.edited, parsed.requires_shipping, parsed.financial_status) == (False, True, None)
    assert parsed.line_items == (
        LineItem(
            id="gid://shopify/LineItem/1", title="", quantity=3, current_quantity=3, unfulfilled_quantity=3
        ),
    )


def test_a_bare_fulfillment_claims_the_least() -> None:
    bare = {"id": "gid://shopify/Fulfillment/1", "status": "SUCCESS", "createdAt": "2026-11-19T09:00:00Z"}
    assert parse(payloads.order(fulfillments=[bare])).fulfillments == (
        Fulfillment(
            id="gid://shopify/Fulfillment/1",
            name="",
            status="SUCCESS",
            created_at=moment(19, 9),
            updated_at=moment(19, 9),
        ),
    )


def test_a_bare_fulfillment_order_claims_the_least() -> None:
    bare = {"id": "gid://shopify/FulfillmentOrder/1", "status": "OPEN", "updatedAt": "2026-11-19T09:00:00Z"}
    assert parse(fulfillment_orders=[bare]).fulfillment_orders == (
        FulfillmentOrder(
            id="gid://shopify/FulfillmentOrder/1",
            status="OPEN",
            request_status="UNSUBMITTED",
            updated_at=moment(19, 9),
        ),
    )


def test_a_refund_without_a_date_of_its_own_was_made_when_it_was_processed() -> None:
    refunds = parse(refunds=[payloads.refund(createdAt=None)]).refunds
    assert refunds is not None
    assert refunds[0].created_at == moment(20, 8, 1)


MOMENTS = [
    ("2026-11-20T10:00:00Z", moment(20, 10)),
    ("2026-11-20T10:00:00.000Z", moment(20, 10)),
    ("2026-11-20T12:00:00+02:00", moment(20, 10)),
    ("2026-11-20T10:00:00", None),
    ("2026-11-20", None),
    ("0001-01-01T00:00:00+14:00", None),
    ("2026-13-01T00:00:00Z", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS)
def test_a_moment_is_aware_and_in_utc_or_none(text: str, expected: datetime | None) -> None:
    assert parse_fulfillment(deliveredAt=text).delivered_at == expected


TEXTS = [
    ("Mug\u202eevil\u2066", "Mugevil"),
    ("a\x00b\x1fc", "a b c"),
    ("two\r\nlines", "two lines"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("half\ud800pair", "halfpair"),
    ("  spaces  ", "spaces"),
    ("<script>{{ x }}", "<script>{{ x }}"),
    ("Schüssel – タイル 🏺", "Schüssel – タイル 🏺"),
    ("👩\u200d🌾 نه\u200cخ", "👩\u200d🌾 نه\u200cخ"),
    ("x" * 600, "x" * 500),
    ("\u200b\x00", ""),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[str(number) for number in range(len(TEXTS))])
def test_a_title_loses_what_is_not_seen_and_is_cut(text: str, expected: str) -> None:
    assert parse_line_item(title=text).title == expected


def test_who_signed_for_a_parcel_is_not_taken_over() -> None:
    assert parse_event(message="Delivered, signed by J. DOE").message == "Delivered"
    assert parse_event(message="Signed by J. DOE").message is None


def test_a_message_may_be_longer_than_a_title() -> None:
    assert parse_event(message="y" * 3000).message == "y" * 1000


def test_text_of_an_event_that_is_blank_is_none() -> None:
    parsed = parse_event(message=" ", city="", province="\n", country=None)
    assert (parsed.message, parsed.city, parsed.province, parsed.country) == (None, None, None, None)


@pytest.mark.parametrize(
    "url",
    ["https://a.example/" + "x" * 3000, "https://a.example/\u202egpj", "https://a.exam\nple/", " ", 7, None],
)
def test_an_address_that_is_not_whole_and_clean_is_left_out(url: object) -> None:
    assert parse_fulfillment(trackingInfo=[{"url": url, "number": "1"}]).tracking == (
        TrackingInfo(number="1"),
    )


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("1Z999AA1\u200b0123456784", "1Z999AA1\u200b0123456784"),
        (" 776632517510\n776632517521 ", "776632517510\n776632517521"),
        ("1Z999AA1\x00\ud8000123456784", "1Z999AA10123456784"),
        (" \n", None),
        ("\x00", None),
    ],
)
def test_a_number_stays_as_it_was_pasted_but_for_what_cannot_be_stored(pasted: str, kept: str | None) -> None:
    assert parse_fulfillment(trackingInfo=[{"number": pasted}]).tracking == (TrackingInfo(number=kept),)


def test_a_number_that_would_have_to_be_cut_is_left_out() -> None:
    assert parse_fulfillment(trackingInfo=[{"number": "9" * 1001}]).tracking == (TrackingInfo(),)


def test_a_picture_without_an_address_is_none() -> None:
    assert parse_line_item(image={"url": None, "altText": "x"}).image is None


def test_a_picture_without_words_is_a_picture() -> None:
    assert parse_line_item(image={"url": "https://a.example/1"}).image == Image(url="https://a.example/1")


@pytest.mark.parametrize("nodes", [{"a": 1}, "x", 7, [None], ["x"]], ids=repr)
def test_a_list_of_another_shape_is_empty_and_counted(nodes: object) -> None:
    observations = Observations()
    payload = payloads.order(fulfillments=[payloads.fulfillment(events={"nodes": nodes})])
    assert parse(payload, observations=observations).fulfillments[0].events == ()
    assert ("unusable value", "Fulfillment.events") in observations.counts()


@pytest.mark.parametrize(
    "changes", [{"id": None}, {"status": 5}, {"happenedAt": None}, {"happenedAt": "soon"}]
)
def test_an_event_without_something_required_is_left_out(changes: dict[str, Any]) -> None:
    events = connection(payloads.event(1, **changes), payloads.event(2))
    assert [item.id[-1] for item in parse_fulfillment(events=events).events] == ["2"]


def test_an_event_is_as_old_as_it_happened_when_nothing_else_is_said() -> None:
    assert parse_event(createdAt=None).created_at == moment(20, 10)


def test_everything_with_an_id_is_kept_once() -> None:
    twice = payloads.fulfillment(events=connection(payloads.event(), payloads.event(status="DELIVERED")))
    item = payloads.line_item()
    parsed = parse(
        payloads.order(lineItems=connection(item, item), fulfillments=[twice, twice]),
        fulfillment_orders=[payloads.fulfillment_order()] * 2,
        refunds=[payloads.refund()] * 2,
    )
    assert [len(part or ()) for part in (parsed.line_items, parsed.fulfillments)] == [1, 1]
    assert [len(part or ()) for part in (parsed.fulfillment_orders, parsed.refunds)] == [1, 1]
    assert [item.status for item in parsed.fulfillments[0].events] == ["IN_TRANSIT"]


@pytest.mark.parametrize(
    "node",
    [{"quantity": 0, "lineItem": {"id": "x"}}, {"quantity": None, "lineItem": {"id": "x"}}, {"quantity": 1}],
)
def test_an_item_of_no_quantity_or_no_line_is_left_out(node: dict[str, Any]) -> None:
    assert parse_fulfillment(fulfillmentLineItems=connection(node)).line_items == ()


def test_a_hold_without_a_usable_reason_is_still_no_reason() -> None:
    holds = [{"reason": None}, {"reason": "AWAITING_PAYMENT"}]
    assert parse_fulfillment_order(fulfillmentHolds=holds).hold_reasons == ("AWAITING_PAYMENT",)


@pytest.mark.parametrize("method", [None, {"methodType": None}, "SHIPPING"])
def test_a_delivery_method_without_a_type_is_none(method: object) -> None:
    assert parse_fulfillment_order(deliveryMethod=method).delivery_method is None


def test_an_unknown_enum_value_is_kept_counted_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    observations = Observations()
    payload = payloads.order(fulfillments=[payloads.fulfillment(displayStatus="TELEPORTED")])
    for _ in range(3):
        assert parse(payload, observations=observations).fulfillments[0].display_status == "TELEPORTED"
    assert observations.counts() == {("unknown FulfillmentDisplayStatus", "TELEPORTED"): 3}
    assert [record.getMessage() for record in caplog.records] == [
        "Shopify: unknown FulfillmentDisplayStatus: TELEPORTED"
    ]
    assert caplog.records[0].name == "orders.shopify"


def test_a_flood_of_inventions_is_counted_together(caplog: pytest.LogCaptureFixture) -> None:
    observations = Observations()
    for number in range(600):
        observations.note("unknown FulfillmentStatus", f"X{number}")
    assert len(observations.counts()) == 501
    assert observations.counts()[("unknown FulfillmentStatus", "(others)")] == 100
    assert len(caplog.records) == 501


@pytest.mark.parametrize("value", ["x" * 65, "has space", "<script>", "é", "", "1X"])
def test_what_is_not_even_formed_like_an_enum_value_is_none(value: str) -> None:
    assert parse_fulfillment(displayStatus=value).display_status is None


def test_a_contact_that_is_not_text_is_none() -> None:
    payload = payloads.order(email=["ana@example.com"], phone=600)
    assert contact_from_payload(payload, observations=Observations()) == Contact()


def test_nothing_logged_tells_what_a_shopper_wrote(caplog: pytest.LogCaptureFixture) -> None:
    parse(
        payloads.order(
            email=["ana@example.com"],
            cancelReason="ana@example.com",
            shippingAddress={"city": ["Ana Street"]},
        )
    )
    assert caplog.records
    assert "ana" not in caplog.text.lower().replace("unusable", "")


def test_a_number_that_a_spreadsheet_destroyed_is_counted_by_its_kind_and_not_repeated() -> None:
    observations = Observations()
    tracking = [
        {"number": text} for text in ("9.40011E+21", "9400111899223200000000", "#N/A", "776632517510")
    ]
    fulfillment = payloads.fulfillment(trackingInfo=tracking)
    parse(payloads.order(fulfillments=[fulfillment]), observations=observations)
    assert observations.counts() == {
        ("tracking number destroyed by a spreadsheet", "ROUNDED"): 2,
        ("tracking number destroyed by a spreadsheet", "NOT_A_NUMBER"): 1,
    }
