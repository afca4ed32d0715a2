"""X12 856 (ship notice) and 945 (warehouse shipping advice), read into the same rows as a table with known headers.

Separators stand in the ISA segment; what a level does not say it has from its parent
(https://x12.org/products/transaction-sets).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from orders.fulfilment.files.table import Cells, Line, Sheet, UnreadableFile, bounded, text_cell

ISA_LENGTH: Final = 106
MOST_SEGMENTS: Final = 500_000
MOST_LEVELS: Final = 200_000
MOST_ELEMENTS: Final = 100
MOST_NUMBERS: Final = 500
HEADER: Final = ("Order", "Carrier", "Tracking number", "SKU", "Quantity")
NUMBER_KINDS: Final = frozenset({"CN", "2I"})
SKU_KINDS: Final = frozenset({"SK", "VN", "UP", "VC"})
CARRIERS: Final = {
    "UPSN": "UPS",
    "UPSS": "UPS",
    "FDXE": "FedEx",
    "FDEG": "FedEx",
    "FXFE": "FedEx",
    "FDE": "FedEx",
    "USPS": "USPS",
    "DHLE": "DHL Express",
    "DHLC": "DHL eCommerce",
    "ONTC": "OnTrac",
    "LSHR": "Lasership",
    "CNPR": "Canada Post",
    "PRLA": "Purolator",
}
"""Carriers' codes (SCAC) of parcels; another code is shown as it is."""


@dataclass(slots=True)
class _Level:
    """An HL or LX loop: what it says itself, and whose child it is."""

    parent: "_Level | None" = None
    order: str = ""
    carrier: str = ""
    numbers: dict[str, None] = field(default_factory=dict)
    items: list[tuple[str, str]] = field(default_factory=list)
    has_own_numbers: bool = False
    holds_items: bool = False
    """Itself or below."""
    orders_below: set[str] = field(default_factory=set)
    """Two at the most: more say no more."""


def read_x12(content: bytes) -> Sheet:
    """One row for each number and item. Raises UnreadableFile, also for a file that was cut off."""
    lines = (
        Line(number=number, cells=Cells(row, text_cell))
        for number, row in enumerate(_read(content.lstrip(b"\xef\xbb\xbf \r\n")))
    )
    return Sheet(lines=bounded(lines))


def _read(content: bytes) -> Iterator[tuple[str, ...]]:
    yield HEADER
    segments = _segments(content)
    for segment in segments:
        if segment[0] == "ST":
            yield from _rows(_read_transaction(segment, segments))


def _segments(content: bytes) -> Iterator[list[str]]:
    if len(content) < ISA_LENGTH:
        raise UnreadableFile("The file is cut off: its first segment (ISA) is not whole.")
    element, terminator = content[3:4], content[ISA_LENGTH - 1 : ISA_LENGTH]
    if element.isalnum() or terminator.isalnum():
        raise UnreadableFile("The first segment (ISA) has not the length that X12 wants.")
    start, seen = 0, 0
    while start < len(content):
        end = content.find(terminator, start)
        end = len(content) if end < 0 else end
        piece = content[start:end]
        start = end + 1
        seen += 1
        if seen > MOST_SEGMENTS:
            raise UnreadableFile("The file has too many segments. Split it into several.")
        if piece.strip():
            parts = piece.strip(b"\r\n").split(element, MOST_ELEMENTS)
            yield [part.decode("utf-8", "replace").strip() for part in parts]


def _read_transaction(first: list[str], segments: Iterator[list[str]]) -> list[_Level]:
    """The levels of one transaction, up to its end."""
    kind = _get(first, 1)
    if kind not in ("856", "945"):
        raise UnreadableFile(f"This is an X12 {kind[:10]}. Only 856 and 945 tell what has left.")
    levels = _Levels()
    count = 1
    for segment in segments:
        count += 1
        if segment[0] == "ST":
            raise UnreadableFile("The file is cut off: a transaction has no end (SE).")
        if segment[0] == "SE":
            if _get(segment, 1) != str(count):
                raise UnreadableFile(
                    "The file is cut off or was changed: a transaction has not as many segments as it says."
                )
            return levels.every
        levels.take(segment)
    raise UnreadableFile("The file is cut off: its last transaction has no end (SE).")


class _Levels:
    """The HL and LX loops of a transaction as they come."""

    def __init__(self) -> None:
        self._root = self._level = _Level()
        self._by_id: dict[str, _Level] = {}
        self.every = [self._root]

    def take(self, segment: list[str]) -> None:
        if segment[0] == "HL":
            parent = self._by_id.get(_get(segment, 2), self._root)
            self._begin(parent)
            self._by_id[_get(segment, 1)] = self._level
        elif segment[0] == "LX":
            self._begin(self._root)
        else:
            _note(self._level, segment)

    def _begin(self, parent: _Level) -> None:
        if len(self.every) >= MOST_LEVELS:
            raise UnreadableFile("The file has too many levels. Split it into several.")
        self._level = _Level(parent=parent)
        self.every.append(self._level)


def _note(level: _Level, segment: list[str]) -> None:
    """What one segment says of the level it stands in."""
    match segment[0]:
        case "PRF":
            level.order = _get(segment, 1)
        case "W06":
            level.order = _get(segment, 2)
        case "TD5":
            level.carrier = _get(segment, 3) if _get(segment, 2) == "2" else _get(segment, 5)
        case "W27":
            level.carrier = _get(segment, 2)
        case "REF" | "N9" if _get(segment, 1) in NUMBER_KINDS:
            level.numbers[_get(segment, 2)] = None
        case "REF" | "N9" if _get(segment, 1) == "CO" and not level.order:
            level.order = _get(segment, 2)
        case "MAN":
            pairs = ((1, (2, 3)), (4, (5, 6)))
            held = [
                _get(segment, at) for kind, places in pairs if _get(segment, kind) == "CP" for at in places
            ]
            level.numbers.update(dict.fromkeys(filter(None, held)))
        case _:
            _note_item(level, segment)


def _note_item(level: _Level, segment: list[str]) -> None:
    match segment[0]:
        case "LIN":
            codes = zip(segment[2::2], segment[3::2], strict=False)
            level.items.append((next((value for kind, value in codes if kind in SKU_KINDS), ""), ""))
        case "SN1" if level.items:
            level.items[-1] = (level.items[-1][0], _get(segment, 2))
        case "W12":
            sku = _get(segment, 8) if _get(segment, 7) in SKU_KINDS else _get(segment, 6)
            level.items.append((sku, _get(segment, 3)))


def _rows(levels: list[_Level]) -> Iterator[tuple[str, ...]]:
    """Items with the numbers of their parcel; numbers below which no items stand, by themselves."""
    _gather(levels)
    _inherit(levels)
    for level in levels:
        carrier = CARRIERS.get(level.carrier, level.carrier)
        numbers = ", ".join(islice(level.numbers, MOST_NUMBERS))
        if level.items:
            for sku, quantity in level.items:
                yield level.order, carrier, numbers, sku, quantity
        elif level.has_own_numbers and not level.holds_items:
            # A shipment's numbers stand above the order they are for, where it is the only one.
            below = next(iter(level.orders_below)) if len(level.orders_below) == 1 else ""
            yield level.order or below, carrier, numbers, "", ""


def _gather(levels: list[_Level]) -> None:
    """What stands below each level; a level comes after its parent, so from the end."""
    for level in reversed(levels):
        level.has_own_numbers = bool(level.numbers)
        level.holds_items = level.holds_items or bool(level.items)
        if level.parent is not None:
            level.parent.holds_items = level.parent.holds_items or level.holds_items
            orders = level.parent.orders_below
            orders.update(islice((level.orders_below | {level.order}) - {""}, 2) if len(orders) < 2 else ())


def _inherit(levels: list[_Level]) -> None:
    """What a level does not say it has from its parent, which comes before it."""
    for level in levels:
        if level.parent is not None:
            level.order = level.order or level.parent.order
            level.carrier = level.carrier or level.parent.carrier
            level.numbers = level.numbers or level.parent.numbers


def _get(segment: list[str], place: int) -> str:
    return segment[place] if place < len(segment) else ""
