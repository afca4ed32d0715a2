"""Which lines of which fulfillment orders a wanted shipment takes: always named with their quantities, so that what
another took meanwhile makes Shopify refuse rather than send something else.
"""

from collections import Counter
from collections.abc import Sequence

from orders.domain.fulfillable import Work
from orders.fulfilment.wanted import ChosenWork, WantedItem, WantedShipment

type Parts = tuple[tuple[str, tuple[tuple[str, int], ...] | None], ...]


class CannotPick(Exception):
    """Why not, in a sentence for the merchant."""


def pick(open_work: Sequence[Work], wanted: WantedShipment) -> Parts:
    """The parts of a shipment, all from one place as Shopify wants it. Raises CannotPick."""
    if wanted.chosen is not None:
        return _pick_chosen(open_work, wanted.chosen)
    works = open_work
    if wanted.location_id is not None:
        works = [work for work in open_work if work.location_id == wanted.location_id]
        if not works:
            raise CannotPick("Nothing of this order is to leave from this location.")
    by_place: dict[str, list[Work]] = {}
    for work in works:
        by_place.setdefault(work.location_id or work.location_name or "", []).append(work)
    if not wanted.items:
        if len(by_place) > 1:
            raise CannotPick(
                f"What is left of this order leaves from {_names(works)}. "
                "Say which of them sent this parcel, by its location or by SKU."
            )
        return tuple((work.id, _all_lines(work)) for work in works)
    return _pick_items(list(by_place.values()), wanted.items)


def _pick_chosen(open_work: Sequence[Work], chosen: ChosenWork) -> Parts:
    """These lines and no others."""
    work = next((each for each in open_work if each.id == chosen.id), None)
    if work is None:
        raise CannotPick("Shopify does not let this part of the order be fulfilled now.")
    left = {line.id: line.remaining for line in work.lines}
    lines = tuple((line, quantity) for line, quantity in chosen.lines if quantity > 0)
    if not lines:
        raise CannotPick("Choose what has left: at least one item.")
    if any(quantity > left.get(line, 0) for line, quantity in lines):
        raise CannotPick("More was chosen than is left to send.")
    return ((work.id, lines),)


def _pick_items(places: Sequence[Sequence[Work]], items: Sequence[WantedItem]) -> Parts:
    """All items from the one place that has them."""
    found: list[Parts] = []
    problem: CannotPick | None = None
    for works in places:
        try:
            found.append(_pick_at_one_place(works, items))
        except CannotPick as error:
            problem = problem or error
    if len(found) > 1:
        every = [work for works in places for work in works]
        raise CannotPick(f"These items can leave from {_names(every)}. Say which of them sent this parcel.")
    if found:
        return found[0]
    if problem is not None and len(places) == 1:
        raise problem
    raise CannotPick("No one location has all of these items left to send.")


def _pick_at_one_place(works: Sequence[Work], items: Sequence[WantedItem]) -> Parts:
    left = {line.id: line.remaining for work in works for line in work.lines}
    taken: Counter[str] = Counter()
    for item in items:
        lines = [line for work in works for line in work.lines if is_sku(line.sku, item.sku)]
        available = sum(left[line.id] for line in lines)
        if not lines or not available:
            raise CannotPick(f"Nothing with the SKU {item.sku} is left to send in this order.")
        needed = available if item.quantity is None else item.quantity
        if needed > available:
            raise CannotPick(f"Of {item.sku} only {available} are left to send, not {needed}.")
        for line in lines:
            some = min(needed, left[line.id])
            left[line.id] -= some
            taken[line.id] += some
            needed -= some
    parts = [
        (work.id, tuple((line.id, taken[line.id]) for line in work.lines if taken[line.id])) for work in works
    ]
    return tuple((gid, lines) for gid, lines in parts if lines)


def _all_lines(work: Work) -> tuple[tuple[str, int], ...]:
    return tuple((line.id, line.remaining) for line in work.lines if line.remaining)


def is_sku(held: str | None, asked: str) -> bool:
    return held is not None and held.strip().casefold() == asked.strip().casefold()


def _names(works: Sequence[Work]) -> str:
    return " and ".join(sorted({work.location_name or "an unnamed location" for work in works}))
