"""Rows of one parcel put together into one shipment."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Final

from orders.fulfilment.wanted import WantedEvents, WantedItem, WantedShipment

WAY_OUT: Final = (
    "Its last digits are gone and are not in this file. Download the file from the warehouse again and import it "
    'without opening it in a spreadsheet; if it must be opened, import the column as "Text".'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One shipment that a file tells of, or the scans of one parcel: `order` as it is written there, `lines` the rows
    it was read from. `problem` says why it cannot be taken; then `wanted` and `events` are None.
    """

    lines: tuple[int, ...]
    order: str
    wanted: WantedShipment | None = None
    events: WantedEvents | None = None
    problem: str = ""


def merge_rows(rows: list[FileRow]) -> list[FileRow]:
    """Rows of one parcel, one for each SKU, become one shipment; so do several numbers of a whole order."""
    groups: dict[object, list[FileRow]] = defaultdict(list)
    for row in rows:
        wanted = row.wanted
        if wanted is None:
            groups[row.lines].append(row)
        elif wanted.items:
            groups[(row.order.casefold(), wanted.numbers)].append(row)
        else:
            groups[(row.order.casefold(), wanted.company, wanted.location_id)].append(row)
    return [_merge_group(group) for group in groups.values()]


def _merge_group(group: list[FileRow]) -> FileRow:
    first = group[0].wanted
    wishes = [row.wanted for row in group if row.wanted is not None]
    if first is None or len(group) == 1:
        return group[0]
    lines = tuple(line for row in group for line in row.lines)
    companies = {wish.company for wish in wishes}
    if len(companies) > 1:
        problem = "The rows of this parcel name different carriers."
        return FileRow(lines=lines, order=group[0].order, problem=problem)
    numbers = tuple(dict.fromkeys(number for wish in wishes for number in wish.numbers))
    merged = replace(
        first,
        numbers=numbers,
        items=_add_up([item for wish in wishes for item in wish.items]),
        url=first.url if len(numbers) == 1 else None,
        notify_customer=any(wish.notify_customer for wish in wishes),
    )
    return FileRow(lines=lines, order=group[0].order, wanted=merged)


def _add_up(items: list[WantedItem]) -> tuple[WantedItem, ...]:
    added: dict[str, WantedItem] = {}
    for item in items:
        before = added.get(item.sku)
        if before is None:
            added[item.sku] = item
        elif before.quantity is not None and item.quantity is not None:
            added[item.sku] = replace(before, quantity=before.quantity + item.quantity)
        else:
            added[item.sku] = replace(before, quantity=None)
    return tuple(added.values())


def refuse_rounded_twins(rows: list[FileRow], long_ones: Set[str]) -> list[FileRow]:
    """A number cell that is the same for two orders is rounding, not one parcel."""
    orders: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for number in row.wanted.numbers if row.wanted else ():
            orders[number].add(row.order.casefold())
    twins = {number for number, of in orders.items() if len(of) > 1 and number in long_ones}
    problem = f"Two orders have the same number, which the file keeps as a rounded number. {WAY_OUT}"
    return [
        FileRow(lines=row.lines, order=row.order, problem=problem)
        if row.wanted and twins.intersection(row.wanted.numbers)
        else row
        for row in rows
    ]
