"""From rows to shipments: cells cleaned, destroyed numbers refused, what has not left yet told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from orders.domain.carriers import NumberFault
from orders.domain.safe_url import safe_link_url
from orders.fulfilment.files.columns import Columns, Role
from orders.fulfilment.files.dates import DateOrder, find_order, read_days
from orders.fulfilment.files.nested_events import FieldNames, add_events
from orders.fulfilment.files.parcels import WAY_OUT, FileRow, merge_rows, refuse_rounded_twins
from orders.fulfilment.files.scans import Scans, WrongScan
from orders.fulfilment.files.table import LONGEST_CELL, Cell, Line
from orders.fulfilment.files.tracking_column import (
    NumberCells,
    destroyed_column,
    read_number_cell,
)
from orders.fulfilment.wanted import WantedItem, WantedShipment, shopifys_company

LONGEST_ORDER: Final = 200
LONGEST_LOCATION: Final = 100
TRUE: Final = frozenset({"1", "true", "yes", "y", "si", "sí", "ja", "oui", "x"})
FALSE: Final = frozenset({"", "0", "false", "no", "n", "nein", "non"})
MOST_UNITS: Final = 1_000_000
MOST_ASKED: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says, and what its reader has to say of it."""

    rows: tuple[FileRow, ...]
    notes: tuple[str, ...] = ()
    unknown_locations: tuple[str, ...] = ()
    """Warehouses that rows were refused for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the merchant says of a file: `locations` names of warehouses in it (`location_key`) to Shopify's ids.

    `today` is the shop's; without it no ship date is looked at. `zone` is that of scans' times without an offset, and
    `now` is when they are read; without it no scan is.
    """

    notify_customer: bool = False
    empty_means_same_order: bool = False
    country: str | None = None
    locations: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    zone: tzinfo = UTC
    now: datetime | None = None


class _Wrong(Exception):
    """Why a row cannot be taken."""


class _UnknownLocation(_Wrong):
    def __init__(self, name: str) -> None:
        super().__init__(f'No location of the shop is called "{name}". Say once which one is meant.')
        self.name = name


def read_shipments(columns: Columns, choices: Choices) -> Reading:
    """Every row as a shipment or with its problem. Never raises, whatever the rows hold."""
    cells = NumberCells()
    destroyed = destroyed_column(_cell(line, columns, Role.NUMBER) for line in columns.lines)
    read: list[FileRow] = []
    dates = find_order(_text(line, columns, Role.SHIPPED) for line in columns.lines)
    unknown: dict[str, str] = {}
    above = ""
    scans, names = _scans(columns, choices), FieldNames()
    for line in columns.lines:
        if scans and scans.is_return(_text(line, columns, Role.SERVICE)):
            continue
        order = _order_text(_cell(line, columns, Role.ORDER))
        if not order and choices.empty_means_same_order:
            order = above
        above = order or above
        try:
            if destroyed:
                raise _Wrong(destroyed)
            wanted = _read_row(line, order, columns, choices, cells)
            _check_has_left(_text(line, columns, Role.SHIPPED), dates, choices.today)
            read.append(FileRow(lines=(line.number,), order=order, wanted=wanted))
            if scans:
                _add_scan(scans, line, columns, order, wanted)
                events = _cell(line, columns, Role.EVENTS)
                told = add_events(scans, names, events, line=line.number, order=order, numbers=wanted.numbers)
                if told:
                    read.append(FileRow(lines=(line.number,), order=order, problem=told))
        except (_Wrong, WrongScan) as wrong:
            if isinstance(wrong, _UnknownLocation):
                unknown.setdefault(location_key(wrong.name), wrong.name)
            read.append(FileRow(lines=(line.number,), order=order, problem=str(wrong)))
    rows = refuse_rounded_twins(merge_rows(read), cells.long_ones)
    return Reading(
        rows=(*rows, *(scans.rows() if scans else ())),
        notes=(*cells.notes(), *names.notes(), *(scans.notes() if scans else ())),
        unknown_locations=tuple(unknown.values())[:MOST_ASKED],
    )


def _scans(columns: Columns, choices: Choices) -> Scans | None:
    """For files that tell what happened, and when."""
    told = columns.places.keys()
    if choices.now is None or not ({Role.EVENT, Role.EVENT_AT} <= told or Role.EVENTS in told):
        return None
    return Scans(codes=columns.scan_codes, zone=choices.zone, now=choices.now)


def _add_scan(scans: Scans, line: Line, columns: Columns, order: str, wanted: WantedShipment) -> None:
    """The row's scan, of each of its parcels. Raises WrongScan: what has left stands all the same."""
    for number in wanted.numbers:
        scans.add(
            line.number,
            order,
            number,
            what=_text(line, columns, Role.EVENT),
            when=_text(line, columns, Role.EVENT_AT),
        )


def _read_row(
    line: Line, order: str, columns: Columns, choices: Choices, cells: NumberCells
) -> WantedShipment:
    if line.problem:
        raise _Wrong(line.problem)
    if not order:
        raise _Wrong("The order is empty.")
    if _text(line, columns, Role.VOID).casefold() not in FALSE:
        raise _Wrong("This shipment was voided.")
    numbers = _numbers(_cell(line, columns, Role.NUMBER), cells)
    url = _text(line, columns, Role.URL) or None
    if url is not None and safe_link_url(url) is None:
        raise _Wrong("The tracking address is no web address that is safe to open.")
    carrier = columns.company or _text(line, columns, Role.CARRIER)
    return WantedShipment(
        numbers=numbers,
        company=shopifys_company(carrier, country=choices.country) or None,
        url=url if len(numbers) == 1 else None,
        items=_items(line, columns),
        location_id=_location(_text(line, columns, Role.LOCATION), choices),
        notify_customer=_notify(_text(line, columns, Role.NOTIFY), choices),
    )


def _numbers(cell: Cell, cells: NumberCells) -> tuple[str, ...]:
    if len(cell.text) > LONGEST_CELL:
        raise _Wrong(f"The cell of the tracking number is longer than {LONGEST_CELL:,} characters.")
    numbers = read_number_cell(cell, cells)
    for number in numbers:
        if number.fault is NumberFault.ROUNDED:
            raise _Wrong(f"A spreadsheet rounded the tracking number to {number.text}. {WAY_OUT}")
        if number.fault is NumberFault.NOT_A_NUMBER:
            raise _Wrong(f"{number.text} is no tracking number: a formula's error, a date or a truth value.")
        if number.clean is None:
            raise _Wrong(f'"{number.text}" is no tracking number.')
    if not numbers:
        raise _Wrong("The tracking number is empty.")
    return tuple(number.clean for number in numbers if number.clean)


def _check_has_left(text: str, order: DateOrder, today: date | None) -> None:
    """A label that was printed for a later day is no shipment yet. Which day is meant matters only where one of them
    has not come; a day more is let pass, for zones.
    """
    if today is None:
        return
    days = read_days(text, order)
    to_come = [day for day in days if day > today + timedelta(days=1)]
    if to_come and len(to_come) < len(days):
        raise _Wrong(
            f"The ship date {text} may be {' or '.join(map(str, days))}, and one of them has not come yet. "
            "Write dates as 2026-12-31."
        )
    if to_come:
        raise _Wrong(f"The ship date {to_come[0]} has not come yet. Import the file again on that day.")


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


def location_key(name: str) -> str:
    """A warehouse's name in the form in which two of them are the same."""
    return " ".join(name.split()).casefold()[:LONGEST_LOCATION]


def _location(name: str, choices: Choices) -> str | None:
    if not name:
        return None
    gid = choices.locations.get(location_key(name))
    if gid is None:
        raise _UnknownLocation(name[:LONGEST_LOCATION])
    return gid


def _notify(typed: str, choices: Choices) -> bool:
    if not typed:
        return choices.notify_customer
    return typed.casefold() in TRUE


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
