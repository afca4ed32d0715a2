"""From a wish and an order as Shopify has it to the one change that is made, or the reason for none."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from orders.domain.fulfillable import FulfillableOrder, MadeFulfillment, OpenLine, Work
from orders.domain.order import TrackingInfo
from orders.fulfilment.planning import Verdict, plan
from orders.fulfilment.wanted import ChosenWork, WantedItem, WantedShipment, shopifys_company, state_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
NUMBER = "1Z999AA10123456784"


def work(name: str = "Madrid", *, status: str = "OPEN", request: str = "UNSUBMITTED", **skus: int) -> Work:
    """What is left at one place, such as `MUG=2`."""
    actions = frozenset({"CREATE_FULFILLMENT"}) if status in ("OPEN", "IN_PROGRESS") else frozenset()
    lines = tuple(
        OpenLine(id=f"{name}/{sku}", line_item_id=sku, sku=sku, remaining=left) for sku, left in skus.items()
    )
    return Work(
        id=f"work/{name}",
        status=status,
        request_status=request,
        actions=actions,
        location_id=f"place/{name}",
        location_name=name,
        lines=lines,
    )


def made(
    *numbers: str | None, company: str | None = "UPS", status: str = "SUCCESS", id_: str = "made/1"
) -> MadeFulfillment:
    tracking = tuple(TrackingInfo(company=company, number=number) for number in numbers)
    return MadeFulfillment(id=id_, status=status, created_at=NOW, tracking=tracking)


def order(*parts: Work | MadeFulfillment, **fields: Any) -> FulfillableOrder:
    return FulfillableOrder(
        id="gid://shopify/Order/1",
        name="#1001",
        work=tuple(part for part in parts if isinstance(part, Work)),
        fulfillments=tuple(part for part in parts if isinstance(part, MadeFulfillment)),
        **fields,
    )


def want(*numbers: str, **fields: Any) -> WantedShipment:
    return WantedShipment(numbers=numbers or (NUMBER,), company=fields.pop("company", "UPS"), **fields)


def test_all_that_is_left_leaves_with_its_lines_named() -> None:
    found = plan(order(work(MUG=2, PLATE=1)), want())
    assert found.verdict is Verdict.NEW
    assert found.shipping is not None
    assert found.shipping.parts == (("work/Madrid", (("Madrid/MUG", 2), ("Madrid/PLATE", 1))),)
    assert (found.shipping.tracking.numbers, found.reason) == ((NUMBER,), "3 items leave.")


@pytest.mark.parametrize("typed", [NUMBER, NUMBER.lower(), "1Z 999 AA1 0123 4567 84"])
def test_a_number_that_shopify_has_changes_nothing(typed: str) -> None:
    assert plan(order(made(NUMBER), work(MUG=1)), want(typed)).verdict is Verdict.SAME


def test_a_number_without_a_carrier_leaves_shopifys_carrier() -> None:
    assert plan(order(made(NUMBER)), want(company=None)).verdict is Verdict.SAME


def test_another_carrier_is_put_in_its_place_and_all_numbers_stay() -> None:
    found = plan(order(made(NUMBER, "1Z999AA10123456999")), want(company="DHL Express"))
    assert (found.verdict, found.fulfillment_id) == (Verdict.CHANGED, "made/1")
    assert found.tracking is not None
    assert (found.tracking.company, found.tracking.numbers) == ("DHL Express", (NUMBER, "1Z999AA10123456999"))


def test_a_further_number_of_the_same_shipment_is_added() -> None:
    found = plan(order(made(NUMBER)), want(NUMBER, "1Z999AA10123456999"))
    assert found.reason == "Adds 1Z999AA10123456999."
    assert found.tracking is not None
    assert found.tracking.numbers == (NUMBER, "1Z999AA10123456999")


def test_the_tracking_address_is_changed_by_itself() -> None:
    found = plan(order(made(NUMBER)), want(url="https://ups.example/1"))
    assert (found.tracking.urls if found.tracking else None) == ("https://ups.example/1",)


def test_a_shipment_without_a_number_gets_it() -> None:
    found = plan(order(made()), want())
    assert (found.verdict, found.fulfillment_id) == (Verdict.CHANGED, "made/1")


def test_which_of_two_shipments_without_a_number_is_never_guessed() -> None:
    found = plan(order(made(), made(id_="made/2")), want())
    assert (found.verdict, "not sure" in found.reason) == (Verdict.REFUSED, True)


def test_what_has_left_under_another_number_is_said_with_that_number() -> None:
    found = plan(order(made("1Z999AA10123456999")), want())
    assert found.verdict is Verdict.NOTHING_LEFT
    assert "1Z999AA10123456999" in found.reason


def test_a_cancelled_shipments_number_is_free_again() -> None:
    assert plan(order(made(NUMBER, status="CANCELLED"), work(MUG=1)), want()).verdict is Verdict.NEW


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([work(status="ON_HOLD", MUG=1)], "on hold"),
        ([work(status="SCHEDULED", MUG=1)], "scheduled"),
        ([work(status="CLOSED", MUG=0)], "Nothing of this order is left"),
        ([work(status="INCOMPLETE", MUG=1)], "does not let"),
        ([work(status="INCOMPLETE", request="SUBMITTED", MUG=1)], "has not accepted"),
        ([work(MUG=1), work("Lyon", PLATE=1)], "Lyon and Madrid"),
        ([made(NUMBER), made(NUMBER, id_="made/2")], "Several shipments"),
    ],
)
def test_what_cannot_leave_is_said_in_plain_words(parts: list[Any], words: str) -> None:
    found = plan(order(*parts), want())
    assert (found.shipping, found.tracking) == (None, None)
    assert words in found.reason


def test_nothing_leaves_of_a_cancelled_order() -> None:
    assert plan(order(work(MUG=1), cancelled_at=NOW), want()).reason == "The order was cancelled."


def test_only_what_is_at_the_location_leaves() -> None:
    found = plan(order(work(MUG=1), work("Lyon", PLATE=1)), want(location_id="place/Lyon"))
    assert found.shipping is not None
    assert found.shipping.parts == (("work/Lyon", (("Lyon/PLATE", 1),)),)


def test_a_location_that_has_nothing_of_it_is_refused() -> None:
    assert plan(order(work(MUG=1)), want(location_id="place/Lyon")).verdict is Verdict.REFUSED


def test_the_items_say_which_location_is_meant() -> None:
    items = (WantedItem(sku="plate", quantity=1),)
    found = plan(order(work(MUG=1), work("Lyon", PLATE=2)), want(items=items))
    assert found.shipping is not None
    assert found.shipping.parts == (("work/Lyon", (("Lyon/PLATE", 1),)),)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ((WantedItem(sku="VASE"),), "SKU VASE"),
        ((WantedItem(sku="MUG", quantity=3),), "only 2"),
        ((WantedItem(sku="MUG", quantity=2), WantedItem(sku="MUG", quantity=1)), "SKU MUG"),
    ],
)
def test_items_that_are_not_there_are_refused(items: tuple[WantedItem, ...], words: str) -> None:
    found = plan(order(work(MUG=2)), want(items=items))
    assert (found.verdict, words in found.reason) == (Verdict.REFUSED, True)


def test_items_at_two_locations_are_refused() -> None:
    both = plan(order(work(MUG=2), work("Lyon", MUG=2)), want(items=(WantedItem(sku="MUG"),)))
    neither = plan(
        order(work(MUG=2), work("Lyon", PLATE=2)),
        want(items=(WantedItem(sku="MUG"), WantedItem(sku="PLATE"))),
    )
    assert "Say which" in both.reason
    assert "No one location" in neither.reason


def test_a_carriers_name_is_written_as_shopify_writes_it() -> None:
    assert [shopifys_company(name, country="ES") for name in ("ups", "UPS", " My  Van ")] == [
        "UPS",
        "UPS",
        "My Van",
    ]


def choose(
    seen: FulfillableOrder, *lines: tuple[str, int], place: str = "Madrid", **wish: Any
) -> WantedShipment:
    """Lines such as ("MUG", 1) that somebody chose at one place, looking at the order as it was `seen`."""
    chosen = ChosenWork(
        id=f"work/{place}",
        lines=tuple((f"{place}/{sku}", quantity) for sku, quantity in lines),
        seen=state_of(seen),
    )
    return WantedShipment(chosen=chosen, **wish)


def test_chosen_lines_leave_from_where_they_were_chosen_and_no_others() -> None:
    seen = order(work("Madrid", MUG=2, VASE=1), work("Zaragoza", MUG=2))
    shipping = plan(seen, choose(seen, ("MUG", 1), place="Zaragoza")).shipping
    assert shipping is not None
    assert shipping.parts == (("work/Zaragoza", (("Zaragoza/MUG", 1),)),)


@pytest.mark.parametrize(
    "now",
    [
        order(work(MUG=1), made(None)),
        order(work(MUG=2), made(NUMBER, status="CANCELLED")),
        order(work(MUG=3)),
        order(work("Zaragoza", MUG=2)),
    ],
    ids=["one left", "one was made and cancelled", "one was added", "all was moved"],
)
def test_what_changed_since_somebody_looked_is_not_touched(now: FulfillableOrder) -> None:
    found = plan(now, choose(order(work(MUG=2)), ("MUG", 1)))
    assert (found.verdict, "since the page was opened" in found.reason) == (Verdict.REFUSED, True)


def test_a_number_corrected_meanwhile_is_no_change_of_what_is_left() -> None:
    seen, now = (
        order(work(MUG=2), made("1Z999AA10123456999")),
        order(work(MUG=2), made("JD014600003828392837")),
    )
    assert plan(now, choose(seen, ("MUG", 1))).verdict is Verdict.NEW


def test_the_same_choice_once_it_was_done_is_so_already() -> None:
    wanted = choose(order(work(MUG=2)), ("MUG", 1), numbers=(NUMBER,), company="UPS")
    assert plan(order(work(MUG=1), made(NUMBER)), wanted).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("seen", "lines", "verdict", "reason"),
    [
        (order(work(MUG=2)), [("MUG", 3)], Verdict.REFUSED, "More was chosen"),
        (order(work(MUG=2)), [("VASE", 1)], Verdict.REFUSED, "More was chosen"),
        (order(work(MUG=2)), [("MUG", 0)], Verdict.REFUSED, "at least one"),
        (order(work(MUG=2, status="ON_HOLD")), [("MUG", 1)], Verdict.REFUSED, "on hold"),
        (
            order(work(MUG=2, status="ON_HOLD"), work("Zaragoza", MUG=1)),
            [("MUG", 1)],
            Verdict.REFUSED,
            "this part",
        ),
        (order(made(None)), [("MUG", 1)], Verdict.NOTHING_LEFT, "Nothing of this order"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_says_why(
    seen: FulfillableOrder, lines: list[tuple[str, int]], verdict: Verdict, reason: str
) -> None:
    found = plan(seen, choose(seen, *lines))
    assert (found.verdict, reason in found.reason) == (verdict, True)


@pytest.mark.parametrize("tracking", [NUMBER, None])
def test_a_shipment_of_another_location_is_neither_changed_nor_named(tracking: str | None) -> None:
    theirs = replace(made(tracking), location_id="place/Lyon")
    found = plan(order(theirs), want(company="Another", location_id="place/Madrid"))
    assert (found.verdict, found.fulfillment_id) == (Verdict.NOTHING_LEFT, None)
    assert NUMBER not in found.reason


def test_a_shipment_of_the_location_itself_is_brought_up_to_date() -> None:
    own = replace(made(NUMBER), location_id="place/Madrid")
    found = plan(order(own), want(company="Another", location_id="place/Madrid"))
    assert (found.verdict, found.fulfillment_id) == (Verdict.CHANGED, "made/1")
