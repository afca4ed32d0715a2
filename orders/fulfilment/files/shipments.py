"""From rows to shipments: cells cleaned, destroyed numbers refused, rows of one parcel put together."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from orders.domain.carriers import NumberFault
from orders.domain.safe_url import safe_link_url
from orders.fulfilment.files.columns import Columns, Role
from orders.fulfilment.files.table import Cell, Line
from orders.fulfilment.files.tracking_column import (
    NumberCells,
    destroyed_column,
    read_number_cell,
)
from orders.fulfilment.wanted import WantedItem, WantedShipment, shopifys_company

LONGEST_ORDER: Final = 200
TRUE: Final = frozenset({"1", "true", "yes", "y", "si", "sí", "ja", "oui", "x"})
FALSE: Final = frozenset({"", "0", "false", "no", "n", "nein", "non"})
MOST_UNITS: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One shipment that a file tells of: `order` as it is written there, `lines` the rows it was read from. `problem`
    says why it cannot be taken; then `wanted` is None.
    """

    lines: tuple[int, ...]
    order: str
    wanted: WantedShipment | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says, and what its reader has to say of it."""

    rows: tuple[FileRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the merchant says of a file: `locations` names of warehouses in it (casefolded) to Shopify's ids."""

    notify_customer: bool = False
    empty_means_same_order: bool = False
    country: str | None = None
    locations: Mapping[str, str] = field(default_factory=dict)


class _Wrong(Exception):
    """Why a row cannot be taken."""


def read_shipments(columns: Columns, choices: Choices) -> Reading:
    """Every row as a shipment or with its problem. Never raises, whatever the rows hold."""
    cells = NumberCells()
    destroyed = destroyed_column(_cell(line, columns, Role.NUMBER) for line in columns.lines)
    read: list[FileRow] = []
    above = ""
    for line in columns.lines:
        order = _order_text(_cell(line, columns, Role.ORDER))
        if not order and choices.empty_means_same_order:
            order = above
        above = order or above
        try:
            if destroyed:
                raise _Wrong(destroyed)
            wanted = _read_row(line, order, columns, choices, cells)
            read.append(FileRow(lines=(line.number,), order=order, wanted=wanted))
        except _Wrong as wrong:
            read.append(FileRow(lines=(line.number,), order=order, problem=str(wrong)))
    rows = _refuse_rounded_twins(_merge(read), cells)
    return Reading(rows=tuple(rows), notes=cells.notes())


def _read_row(
    line: Line, order: str, columns: Columns, choices: Choices, cells: NumberCells
) -> WantedShipment:
    if line.problem:
        raise _Wrong(line.problem)
    if not order:
        raise _Wrong("The order is empty.")
    if _text(line, columns, Role.VOID).casefold() not in FALSE:
        raise _Wrong("This shipment was voided.")
    numbers = read_number_cell(_cell(line, columns, Role.NUMBER), cells)
    for number in numbers:
        if number.fault is NumberFault.ROUNDED:
            raise _Wrong(f"A spreadsheet rounded the tracking number to {number.text}. {WAY_OUT}")
        if number.fault is NumberFault.NOT_A_NUMBER:
            raise _Wrong(f"{number.text} is no tracking number: a formula's error, a date or a truth value.")
        if number.clean is None:
            raise _Wrong(f'"{number.text}" is no tracking number.')
    if not numbers:
        raise _Wrong("The tracking number is empty.")
    url = _text(line, columns, Role.URL) or None
    if url is not None and safe_link_url(url) is None:
        raise _Wrong("The tracking address is no web address that is safe to open.")
    return WantedShipment(
        numbers=tuple(number.clean for number in numbers if number.clean),
        company=shopifys_company(_text(line, columns, Role.CARRIER), country=choices.country) or None,
        url=url if len(numbers) == 1 else None,
        items=_items(line, columns),
        location_id=_location(_text(line, columns, Role.LOCATION), choices),
        notify_customer=_notify(_text(line, columns, Role.NOTIFY), choices),
    )


WAY_OUT: Final = (
    "Its last digits are gone and are not in this file. Download the file from the warehouse again and import it "
    'without opening it in a spreadsheet; if it must be opened, import the column as "Text".'
)


def _items(line: Line, columns: Columns) -> tuple[WantedItem, ...]:
    sku = _text(line, columns, Role.SKU)
    if not sku:
        return ()
    typed = _text(line, columns, Role.QUANTITY).removesuffix(".0")
    if not typed:
        return (WantedItem(sku=sku),)
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 8 and 0 < int(typed) <= MOST_UNITS):
        raise _Wrong(f'"{typed[:20]}" is no quantity.')
    return (WantedItem(sku=sku, quantity=int(typed)),)


def _location(name: str, choices: Choices) -> str | None:
    if not name:
        return None
    gid = choices.locations.get(name.casefold())
    if gid is None:
        raise _Wrong(f'No location of the shop is called "{name[:60]}".')
    return gid


def _notify(typed: str, choices: Choices) -> bool:
    if not typed:
        return choices.notify_customer
    return typed.casefold() in TRUE


def _merge(rows: list[FileRow]) -> list[FileRow]:
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


def _refuse_rounded_twins(rows: list[FileRow], cells: NumberCells) -> list[FileRow]:
    """A number cell that is the same for two orders is rounding, not one parcel."""
    orders: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for number in row.wanted.numbers if row.wanted else ():
            orders[number].add(row.order.casefold())
    twins = {number for number, of in orders.items() if len(of) > 1 and number in cells.long_ones}
    problem = f"Two orders have the same number, which the file keeps as a rounded number. {WAY_OUT}"
    return [
        FileRow(lines=row.lines, order=row.order, problem=problem)
        if row.wanted and twins.intersection(row.wanted.numbers)
        else row
        for row in rows
    ]


def _order_text(cell: Cell) -> str:
    """`1001.0` is what pandas makes of 1001, `'#1001` and `="1001"` what spreadsheets make of text."""
    text = " ".join(cell.text.split())[:LONGEST_ORDER]
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    text = text.removeprefix("'")
    whole = text.removesuffix(".0")
    return whole if whole.isascii() and whole.isdecimal() else text


def _text(line: Line, columns: Columns, role: Role) -> str:
    return " ".join(_cell(line, columns, role).text.split())


def _cell(line: Line, columns: Columns, role: Role) -> Cell:
    place = columns.places.get(role)
    return line.cells[place] if place is not None and place < len(line.cells) else Cell()
