"""Which rule gave the headline, for whoever asks why a page says what it says."""

import pytest

from orders.domain.order import Order
from orders.domain.timeline import build_timeline, explain_headline
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, an_event, an_order


def travelling(status: str) -> Order:
    """An order whose one parcel says so."""
    events = [an_event(status, now=NOW, hours_ago=1)]
    return an_order(now=NOW, fulfillments=[a_fulfillment(1, now=NOW, display_status=status, events=events)])


@pytest.mark.parametrize(
    "order",
    [
        an_order(now=NOW),
        an_order(now=NOW, fulfillment_orders=(a_fulfillment_order(1, now=NOW, holds=("OUT_OF_STOCK",)),)),
        travelling("IN_TRANSIT"),
        travelling("OUT_FOR_DELIVERY"),
        travelling("DELIVERED"),
    ],
    ids=["nothing left", "held", "travelling", "out", "delivered"],
)
def test_the_rule_that_spoke_is_named_with_how_many_were_asked_before_it(order: Order) -> None:
    name, before = explain_headline(order, now=NOW)
    assert name.isidentifier()
    assert before >= 0
    assert build_timeline(order, now=NOW).headline.kind


def test_what_is_told_first_is_asked_first() -> None:
    _, attempted = explain_headline(travelling("ATTEMPTED_DELIVERY"), now=NOW)
    _, delivered = explain_headline(travelling("DELIVERED"), now=NOW)
    assert attempted < delivered
