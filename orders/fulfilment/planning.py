"""From what is wanted, and an order as Shopify has it now, to the one change that is to be made, or why there is none.

Pure: whoever carries a plan out reads the order just before. The sentences are for the merchant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from orders.domain.fulfillable import FulfillableOrder, MadeFulfillment, Shipping, Tracking, Work
from orders.fulfilment.picking import CannotPick, pick
from orders.fulfilment.wanted import WantedShipment, comparable, state_of

CANNOT_LEAVE: Final = frozenset({"CANCELLED", "ERROR", "FAILURE"})
CREATE: Final = "CREATE_FULFILLMENT"
CHANGED_SINCE: Final = (
    "Something of this order was sent, cancelled or moved since the page was opened, so nothing was done. "
    "Look at it again."
)


class Verdict(StrEnum):
    """NEW: a shipment is made. CHANGED: one that exists gets its number, carrier or address. SAME: it is so already.
    REFUSED: it cannot be, and `reason` says why. NOTHING_LEFT: all of it has left under other numbers.
    """

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done: `shipping` where it is NEW, `fulfillment_id` and `tracking` where it is CHANGED."""

    verdict: Verdict
    reason: str = ""
    shipping: Shipping | None = None
    fulfillment_id: str | None = None
    tracking: Tracking | None = None


def plan(order: FulfillableOrder, wanted: WantedShipment) -> Plan:
    """What to do so that `wanted` is so, and no more than that."""
    live = [made for made in order.fulfillments if made.status not in CANNOT_LEAVE]
    if wanted.location_id is not None:
        # A location is a wall: what another one has sent is neither changed nor told of.
        live = [made for made in live if made.location_id == wanted.location_id]
    bearing = [made for made in live if _numbers(made) & _wanted_numbers(wanted)]
    if len(bearing) > 1:
        return _refused("Several shipments of this order have these numbers already.")
    unchanged = wanted.chosen is not None and state_of(order) == wanted.chosen.seen
    if bearing and unchanged:
        return _refused("Another shipment of this order has this number already. Correct that one instead.")
    if bearing:
        return _bring_up_to_date(bearing[0], wanted)
    if order.cancelled_at is not None:
        return _refused("The order was cancelled.")
    if wanted.chosen is not None and not unchanged:
        return _refused(CHANGED_SINCE)
    open_work = [work for work in order.work if CREATE in work.actions and work.remaining]
    if not open_work:
        return _without_work(order, live, wanted)
    try:
        parts = pick(open_work, wanted)
    except CannotPick as problem:
        return _refused(str(problem))
    shipping = Shipping(parts=parts, tracking=_tracking(wanted), notify_customer=wanted.notify_customer)
    return Plan(verdict=Verdict.NEW, shipping=shipping, reason=_say_new(parts))


def _bring_up_to_date(made: MadeFulfillment, wanted: WantedShipment) -> Plan:
    """A shipment that has one of the numbers: it keeps those it has, and gets what is missing or different."""
    had = [info for info in made.tracking if info.number]
    missing = [number for number in wanted.numbers if comparable(number) not in _numbers(made)]
    company = wanted.company or next((info.company for info in had if info.company), None)
    other_company = any((info.company or "") != (company or "") for info in had)
    urls = {comparable(info.number or ""): info.url for info in had}
    other_url = wanted.url is not None and urls.get(comparable(wanted.numbers[0])) != wanted.url
    changes = []
    if missing:
        changes.append(f"adds {', '.join(missing)}")
    if other_company:
        before = next((info.company for info in had if info.company), None) or "no carrier"
        changes.append(f"the carrier becomes {company} (was {before})")
    if other_url:
        changes.append("the tracking address changes")
    if not changes:
        return Plan(verdict=Verdict.SAME, fulfillment_id=made.id, reason="Shopify has it so already.")
    if wanted.url is not None:
        urls[comparable(wanted.numbers[0])] = wanted.url
    numbers = [str(info.number) for info in had] + missing
    addresses = [] if other_company and not other_url else [urls.get(comparable(each)) for each in numbers]
    return Plan(
        verdict=Verdict.CHANGED,
        fulfillment_id=made.id,
        tracking=Tracking(company=company, numbers=tuple(numbers), urls=_all_or_none(addresses)),
        reason=_sentence("; ".join(changes)),
    )


def _without_work(order: FulfillableOrder, live: Sequence[MadeFulfillment], wanted: WantedShipment) -> Plan:
    """Nothing can leave now: a shipment without a number may be waiting for this one, else a reason."""
    waiting = [work for work in order.work if work.remaining and work.status not in ("CLOSED", "CANCELLED")]
    if waiting:
        return _refused(_why_waiting(waiting))
    if wanted.chosen is not None:
        return Plan(verdict=Verdict.NOTHING_LEFT, reason="Nothing of this order is left to be sent.")
    unnumbered = [made for made in live if not _numbers(made)]
    if len(unnumbered) > 1:
        return _refused("Several shipments of this order have no number yet; which one is meant is not sure.")
    if unnumbered and wanted.numbers:
        return Plan(
            verdict=Verdict.CHANGED,
            fulfillment_id=unnumbered[0].id,
            tracking=_tracking(wanted),
            reason=f"The shipment that had no number gets {', '.join(wanted.numbers)}.",
        )
    known = sorted({info.number for made in live for info in made.tracking if info.number})
    if known:
        reason = f"All of this order has left already, with {', '.join(known)}."
    else:
        reason = "Nothing of this order is left to be sent."
    return Plan(verdict=Verdict.NOTHING_LEFT, reason=reason)


def _why_waiting(waiting: Sequence[Work]) -> str:
    if any(work.status == "ON_HOLD" for work in waiting):
        return "The order is on hold. Release it first."
    if any(work.status == "SCHEDULED" for work in waiting):
        return "The order is scheduled for a later day."
    if any(work.request_status == "SUBMITTED" for work in waiting):
        return "The warehouse has not accepted the request for this order yet."
    return "Shopify does not let this order be fulfilled now."


def _say_new(parts: Iterable[tuple[str, tuple[tuple[str, int], ...] | None]]) -> str:
    units = sum(quantity for _, lines in parts for _, quantity in lines or ())
    return "1 item leaves." if units == 1 else f"{units} items leave."


def _tracking(wanted: WantedShipment) -> Tracking:
    urls = (wanted.url,) if wanted.url and len(wanted.numbers) == 1 else ()
    return Tracking(company=wanted.company, numbers=wanted.numbers, urls=urls)


def _all_or_none(addresses: Sequence[str | None]) -> tuple[str, ...]:
    """Shopify pairs addresses with numbers by their places, so there are as many, or none."""
    given = tuple(address for address in addresses if address)
    return given if len(given) == len(addresses) else ()


def _numbers(made: MadeFulfillment) -> set[str]:
    return {comparable(info.number) for info in made.tracking if info.number}


def _wanted_numbers(wanted: WantedShipment) -> set[str]:
    return {comparable(number) for number in wanted.numbers}


def _refused(reason: str) -> Plan:
    return Plan(verdict=Verdict.REFUSED, reason=reason)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
