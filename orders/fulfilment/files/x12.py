"""X12 856 (ship notice) and 945 (warehouse shipping advice), read into the same rows as a table with known headers.

Separators stand in the ISA segment; what a level does not say it has from its parent
(https://x12.org/products/transaction-sets).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from orders.fulfilment.files.table import Cell, Line, Sheet, UnreadableFile, bounded, shortened

ISA_LENGTH: Final = 106
MOST_SEGMENTS: Final = 500_000
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


@dataclass
class _Level:
    """An HL or LX loop: what it says itself, and whose child it is."""

    parent: "_Level | None" = None
    order: str = ""
    carrier: str = ""
    numbers: dict[str, None] = field(default_factory=dict)
    items: list[tuple[str, str]] = field(default_factory=list)
    children: list["_Level"] = field(default_factory=list)

    def inherited_order(self) -> str:
        return self.order or (self.parent.inherited_order() if self.parent else "")

    def inherited_carrier(self) -> str:
        return self.carrier or (self.parent.inherited_carrier() if self.parent else "")

    def inherited_numbers(self) -> tuple[str, ...]:
        return tuple(self.numbers) or (self.parent.inherited_numbers() if self.parent else ())


def read_x12(content: bytes) -> Sheet:
    """One row for each number and item. Raises UnreadableFile, also for a file that was cut off."""
    segments = _segments(content.decode("utf-8", "replace").lstrip("\ufeff \r\n"))
    rows: list[tuple[str, ...]] = [HEADER]
    transaction: list[list[str]] | None = None
    for segment in segments:
        if segment[0] == "ST":
            transaction = [segment]
        elif segment[0] == "SE" and transaction is not None:
            rows += _read_transaction([*transaction, segment])
            transaction = None
        elif transaction is not None:
            transaction.append(segment)
    if transaction is not None:
        raise UnreadableFile("The file is cut off: its last transaction has no end (SE).")
    lines = (
        Line(number=number, cells=tuple(Cell(text=shortened(text)) for text in row))
        for number, row in enumerate(rows)
    )
    return Sheet(lines=bounded(lines))


def _segments(text: str) -> Iterator[list[str]]:
    if len(text) < ISA_LENGTH:
        raise UnreadableFile("The file is cut off: its first segment (ISA) is not whole.")
    element, terminator = text[3], text[ISA_LENGTH - 1]
    if element.isalnum() or terminator.isalnum():
        raise UnreadableFile("The first segment (ISA) has not the length that X12 wants.")
    pieces = text.split(terminator)
    if len(pieces) > MOST_SEGMENTS:
        raise UnreadableFile("The file has too many segments. Split it into several.")
    for piece in pieces:
        if piece.strip():
            yield [part.strip() for part in piece.strip("\r\n").split(element)]


def _read_transaction(segments: list[list[str]]) -> list[tuple[str, ...]]:
    kind = _get(segments[0], 1)
    if kind not in ("856", "945"):
        raise UnreadableFile(f"This is an X12 {kind[:10]}. Only 856 and 945 tell what has left.")
    if _get(segments[-1], 1) != str(len(segments)):
        raise UnreadableFile(
            "The file is cut off or was changed: a transaction has not as many segments as it says."
        )
    return list(_rows(_read_levels(segments)))


def _read_levels(segments: list[list[str]]) -> list[_Level]:
    root = level = _Level()
    every = [root]
    by_id: dict[str, _Level] = {}
    for segment in segments:
        if segment[0] == "HL":
            level = _Level(parent=by_id.get(_get(segment, 2), root))
            by_id[_get(segment, 1)] = level
        elif segment[0] == "LX":
            level = _Level(parent=root)
        else:
            _note(level, segment)
            continue
        every.append(level)
        if level.parent is not None:
            level.parent.children.append(level)
    return every


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
    for level in levels:
        carrier = CARRIERS.get(level.inherited_carrier(), level.inherited_carrier())
        if level.items:
            numbers = ", ".join(level.inherited_numbers())
            for sku, quantity in level.items:
                yield level.inherited_order(), carrier, numbers, sku, quantity
        elif level.numbers and not _holds_items(level):
            order = level.inherited_order() or _order_below(level)
            yield order, carrier, ", ".join(level.numbers), "", ""


def _holds_items(level: _Level) -> bool:
    waiting = list(level.children)
    while waiting:
        child = waiting.pop()
        if child.items:
            return True
        waiting += child.children
    return False


def _order_below(level: _Level) -> str:
    """A shipment's numbers stand above the order they are for, where it is the only one."""
    orders: set[str] = set()
    waiting = list(level.children)
    while waiting:
        child = waiting.pop()
        orders.add(child.order)
        waiting += child.children
    orders.discard("")
    return orders.pop() if len(orders) == 1 else ""


def _get(segment: list[str], place: int) -> str:
    return segment[place] if place < len(segment) else ""
