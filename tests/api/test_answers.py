"""What a location is asked, as its software reads it, and what it says along with its answers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orders import clock
from orders.api.gids import number_of
from orders.audit import log
from tests.api.conftest import Software, work_off
from tests.sandbox import Sandbox
from tests.sandbox.faults import Fault
from tests.sandbox.records import FulfillmentOrderRecord, OrderRecord


@pytest.fixture
def work(order: OrderRecord) -> FulfillmentOrderRecord:
    """The mugs and the plate in Madrid."""
    return order.fulfillment_orders[0]


@pytest.fixture
def path(number: int, work: FulfillmentOrderRecord) -> str:
    return f"orders/{number}/work/{number_of(work.id)}/answer"


def requests(madrid: Software, number: int) -> Any:
    (work,) = madrid.get(f"orders/{number}/work").json()["work"]
    return work["requests"]


def test_what_the_shop_wrote_stands_beside_the_work(
    madrid: Software, shop: Sandbox, order: OrderRecord, number: int, work: FulfillmentOrderRecord
) -> None:
    assert requests(madrid, number) == []
    shop.state.ask_service(work, message="Two boxes\nplease", options={"notify_customer": True})
    shop.state.ask_service(order.fulfillment_orders[1], message="Not for Madrid")
    (request,) = requests(madrid, number)
    assert request == {
        "kind": "FULFILLMENT_REQUEST",
        "sent_at": f"{work.merchant_requests[0].sent_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "message": "Two boxes\nplease",
        "options": {"notify_customer": True},
    }


@pytest.mark.parametrize("is_denied", [True, False])
def test_what_cannot_be_read_is_null_and_the_work_is_told_all_the_same(
    madrid: Software, shop: Sandbox, number: int, work: FulfillmentOrderRecord, is_denied: bool
) -> None:
    shop.state.ask_service(work, message="Two boxes")
    if is_denied:
        shop.state.access.denied_fields.add("FulfillmentOrder.merchantRequests")
    else:
        shop.state.faults.add(Fault(kind="status", status=500, operation="MerchantRequests", times=9))
    assert requests(madrid, number) is None


def test_items_are_named_with_a_rejection_once(
    madrid: Software, shop: Sandbox, path: str, work: FulfillmentOrderRecord
) -> None:
    shop.state.ask_service(work)
    body = {
        "answer": "reject",
        "reason": "INVENTORY_OUT_OF_STOCK",
        "items": [{"sku": "mug-1", "message": "Back in January"}],
    }
    for _ in range(2):
        done = madrid.done(path, body)
        assert (done["state"], work.request_status) == ("done", "REJECTED")
    assert work.answer["lineItems"] == [
        {"fulfillmentOrderLineItemId": work.lines[0].id, "message": "Back in January"}
    ]
    (entry,) = log.entries_of(work.order.id)
    assert entry.detail == f"{work.id}, INVENTORY_OUT_OF_STOCK, 1 line named"


def test_a_line_is_named_by_its_id_and_once_however_often_it_is_named(
    madrid: Software, shop: Sandbox, path: str, number: int, work: FulfillmentOrderRecord
) -> None:
    shop.state.ask_service(work)
    lines = madrid.get(f"orders/{number}/work").json()["work"][0]["lines"]
    items = [{"sku": "MUG-1"}, *({"line_id": line["id"], "message": "Gone"} for line in lines)]
    assert madrid.done(path, {"answer": "reject", "items": items})["state"] == "done"
    assert work.answer["lineItems"] == [
        {"fulfillmentOrderLineItemId": line.id, "message": "Gone"} for line in work.lines
    ]


@pytest.mark.parametrize(("item", "called"), [({"sku": "VASE-1"}, "VASE-1"), ({"line_id": 7}, "called 7")])
def test_an_item_that_nobody_asked_for_is_refused_and_nothing_is_rejected(
    madrid: Software,
    shop: Sandbox,
    path: str,
    work: FulfillmentOrderRecord,
    item: dict[str, Any],
    called: str,
) -> None:
    shop.state.ask_service(work)
    done = madrid.done(path, {"answer": "reject", "items": [item]})
    assert (done["state"], done["code"], called in done["detail"]) == ("refused", "no_such_item", True)
    assert work.request_status == "SUBMITTED"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("2030-07-01T10:00:00+02:00", datetime(2030, 7, 1, 8, tzinfo=UTC)),
        ("2030-07-01", datetime(2030, 7, 1, 23, 59, 59, tzinfo=clock.local(0).tzinfo)),
    ],
)
def test_by_when_it_is_sent_is_told_with_an_acceptance(
    madrid: Software, shop: Sandbox, path: str, work: FulfillmentOrderRecord, written: str, sent: datetime
) -> None:
    shop.state.ask_service(work)
    done = madrid.done(path, {"answer": "accept", "estimated_shipped_at": written})
    assert (done["state"], work.request_status) == ("done", "ACCEPTED")
    assert work.answer["estimatedShippedAt"] == f"{sent.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("written", ["2026-01-01", "2026-01-01T10:00:00Z"])
def test_what_was_over_when_it_was_asked_is_refused(
    madrid: Software, shop: Sandbox, path: str, work: FulfillmentOrderRecord, written: str
) -> None:
    shop.state.ask_service(work)
    done = madrid.done(path, {"answer": "accept", "estimated_shipped_at": written})
    assert (done["code"], work.request_status) == ("not_in_the_future", "SUBMITTED")


@pytest.mark.parametrize(
    ("said", "where", "what"),
    [
        ({"answer": "accept", "items": [{"sku": "MUG-1"}]}, "body", "items are for the answer reject only"),
        ({"answer": "reject", "items": []}, "items", "at least 1 item"),
        ({"answer": "reject", "items": [{"sku": "A"}, {"sku": "a"}]}, "body", "one thing twice"),
        ({"answer": "reject", "items": [{"message": "Broken"}]}, "items.0", "a sku or a line_id"),
        ({"answer": "reject", "items": [{"sku": "A", "reason": "OTHER"}]}, "items.0.reason", "not permitted"),
        ({"answer": "reject", "estimated_shipped_at": "2030-07-01"}, "body", "for the answer accept only"),
        (
            {"answer": "accept", "estimated_shipped_at": "2030-07-01T10:00:00"},
            "estimated_shipped_at",
            "with an offset",
        ),
        ({"answer": "accept", "estimated_shipped_at": "soon"}, "estimated_shipped_at", "nor a day"),
        ({"answer": "accept", "estimated_shipped_at": 7}, "estimated_shipped_at", "nor a day"),
        ({"answer": "accept", "estimated_shipped_at": "2030-02-30"}, "estimated_shipped_at", "nor a day"),
        ({"answer": "accept", "estimated_shipped_at": "9999-01-01"}, "estimated_shipped_at", "2099"),
    ],
)
def test_what_cannot_be_said_is_refused_at_the_door(
    madrid: Software, path: str, work: FulfillmentOrderRecord, said: dict[str, Any], where: str, what: str
) -> None:
    answer = madrid.send(path, said)
    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert error["where"].endswith(where)
    assert what in error["what"]
    work_off()
    assert work.request_status == "UNSUBMITTED"


def test_a_retry_is_the_same_request_whatever_this_version_adds(
    madrid: Software, shop: Sandbox, path: str, work: FulfillmentOrderRecord
) -> None:
    shop.state.ask_service(work)
    madrid.done(path, {"answer": "accept", "message": "Yes"})
    again = madrid.send(
        path, {"answer": "accept", "message": "Yes", "items": None, "estimated_shipped_at": None}
    )
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (202, "true")
