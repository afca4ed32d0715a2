"""Which column means what: known by its header, or by what the merchant said of the same header row before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import Final

from orders.fulfilment.files.nested_events import understand
from orders.fulfilment.files.scan_codes import DPD, ScanCodes
from orders.fulfilment.files.table import EMPTY, Line, Sheet, bare_name

HEADER_WITHIN: Final = 10
"""Rows above the header are titles."""


class Role(StrEnum):
    """What a column can mean."""

    ORDER = "order"
    NUMBER = "number"
    CARRIER = "carrier"
    URL = "url"
    SKU = "sku"
    QUANTITY = "quantity"
    LOCATION = "location"
    NOTIFY = "notify"
    VOID = "void"
    SHIPPED = "shipped"
    EVENT = "event"
    EVENT_AT = "event_at"
    SERVICE = "service"
    EVENTS = "events"


NEEDED: Final = (Role.ORDER, Role.NUMBER)

KNOWN: Final[dict[Role, tuple[str, ...]]] = {
    Role.ORDER: (
        *("order", "ordernumber", "orderno", "ordernr", "ordername", "orderordernumber", "merchantorderid"),
        *("orderref", "orderreference", "shopifyorder", "shopifyordername", "salesorder", "saleorder"),
        *("pedido", "numerodepedido", "npedido", "numeropedido", "bestellnummer", "bestellung", "bestellnr"),
        *("auftragsnummer", "commande", "numerodecommande", "ordine", "numeroordine", "bestelnummer"),
        *("customerreference", "po", "ponumber", "orderid", "amazonorderid", "name", "reference"),
    ),
    Role.NUMBER: (
        *("trackingnumber", "tracking", "trackingno", "trackingnr", "trackingcode", "trackingid"),
        *("shipmenttrackingnumber", "trackertrackingnumber", "trackingnumbers", "parcelno", "parcelnumber"),
        *("sendungsnummer", "paketnummer", "numerodeseguimiento", "seguimiento", "codigodeseguimiento"),
        *("numerodesuivi", "suivi", "numerodirastreamento", "codigoderastreio", "rastreio", "trackingnummer"),
        *("waybill", "waybillnumber", "awb", "awbnumber", "consignment", "consignmentnumber"),
    ),
    Role.CARRIER: (
        *("carrier", "trackingcompany", "shippingcarrier", "shippingcarrierused", "carriername"),
        *(
            "shipmentcarrier",
            "courier",
            "couriername",
            "shippingprovider",
            "carriercode",
            "trackercarriercode",
        ),
        *(
            "shippingcompany",
            "transportista",
            "transporteur",
            "versanddienstleister",
            "corriere",
            "vervoerder",
        ),
        *("transportadora", "shipper", "company"),
    ),
    Role.URL: ("trackingurl", "trackinglink", "trackinguri", "linktracking"),
    Role.SKU: ("sku", "lineitemsku", "itemsku", "productsku", "artikelnummer", "referencia"),
    Role.QUANTITY: (
        "quantity",
        "qty",
        "quantityshipped",
        "shippedquantity",
        "qtyshipped",
        "menge",
        "cantidad",
    ),
    Role.LOCATION: ("location", "locationname", "warehouse", "warehousename", "almacen", "lager", "entrepot"),
    Role.NOTIFY: ("notify", "notifycustomer", "sendnotification", "emailcustomer"),
    Role.VOID: ("shipmentvoidflag", "voidflag", "voided", "isvoided"),
    Role.SHIPPED: (
        *(
            "shipdate",
            "dateshipped",
            "dateshippeddate",
            "shippeddate",
            "shippedat",
            "shippedon",
            "shipmentdate",
        ),
        *("dispatchdate", "despatchdate", "versanddatum", "fechadeenvio", "fechaenvio", "datedexpedition"),
        *("dataspedizione", "datadispedizione", "verzenddatum", "datadeenvio"),
    ),
    Role.EVENT: ("eventstatus",),
    Role.EVENT_AT: ("happenedat", "eventhappenedat"),
    Role.EVENTS: ("events", "trackingevents", "scans", "checkpoints", "trackinghistory"),
}
"""Headers in letters and digits alone, likeliest first. Amazon's `merchant-order-id` is the shop's own number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A file that is known by several of its columns together, because their names mean something else elsewhere."""

    marks: frozenset[str]
    names: Mapping[Role, str]
    company: str
    scan_codes: ScanCodes


DPD_SCANS: Final[dict[Role, str]] = {
    Role.ORDER: "customerreference",
    Role.NUMBER: "parcelno",
    Role.EVENT: "scancode",
    Role.SERVICE: "service",
}
LAYOUTS: Final = (
    Layout(  # DPD's STATUSDATA: a row for each scan; its LOCATION is where the scan was, and no warehouse
        marks=frozenset({"parcelno", "scancode", "eventdatetime", "customerreference"}),
        names=DPD_SCANS | {Role.EVENT_AT: "eventdatetime"},
        company="DPD",
        scan_codes=DPD,
    ),
    Layout(  # its successor, SCANINFO
        marks=frozenset({"parcelno", "scancode", "scandatetime", "customerreference"}),
        names=DPD_SCANS | {Role.EVENT_AT: "scandatetime"},
        company="DPD",
        scan_codes=DPD,
    ),
)


class UnknownColumns(Exception):
    """No row of the file says which columns hold orders and tracking numbers; `header` is what seems to be it, and
    `understood` says what would be read of the events in its lines.
    """

    def __init__(self, header: Sequence[str], understood: tuple[str, ...] = ()) -> None:
        named = ", ".join(f'"{name}"' for name in header if name) or "nothing that is read as names"
        super().__init__(
            f"Which columns hold the order and the tracking number is not known. The file has {named}."
        )
        self.header = tuple(header)
        self.understood = understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The place of each role in a row, and the rows below the header with those cells alone.

    `company` is the carrier of all of them and `scan_codes` what its events mean, where the kind of file says so.
    """

    places: Mapping[Role, int]
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    company: str = ""
    scan_codes: ScanCodes | None = None


def header_key(header: Sequence[str]) -> str:
    """What a header row is remembered by: its exact names in their exact order."""
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()


def find_columns(
    sheet: Sheet, *, remembered: Mapping[str, Mapping[Role, str]], told: Mapping[Role, str] | None = None
) -> Columns:
    """The columns as `told` now, as remembered of the same header row, or by well-known names.

    Reads all rows. Raises UnknownColumns, and UnreadableFile.
    """
    lines = iter(sheet.lines)
    top = list(islice(lines, HEADER_WITHIN))
    rows = [(index, _names(line)) for index, line in enumerate(top)]
    for index, header in rows:
        chosen = told or remembered.get(header_key(header))
        layout = None if chosen else _find_layout(header)
        places = _by_name(header, chosen) if chosen else _by_knowledge(header, layout)
        if not sheet.may_nest:
            places.pop(Role.EVENTS, None)  # it was said of JSON with the same names
        elif Role.EVENTS not in (chosen or ()):
            places |= _only_events(header)
        if all(role in places for role in NEEDED):
            kept = tuple(_only(line, places) for line in chain(top[index + 1 :], lines))
            return Columns(
                places={role: place for place, role in enumerate(places)},
                header=header,
                lines=kept,
                company=layout.company if layout else "",
                scan_codes=layout.scan_codes if layout else None,
            )
    likely = max(
        (header for _, header in rows), key=lambda header: sum(bool(name) for name in header), default=()
    )
    raise UnknownColumns(likely, understand(likely, top))


def _only(line: Line, places: Mapping[Role, int]) -> Line:
    """A row without the cells that mean nothing, so that a wide file takes no more memory than a narrow one."""
    cells = (line.cells[place] if place < len(line.cells) else EMPTY for place in places.values())
    return Line(number=line.number, cells=tuple(cells), problem=line.problem)


def _names(line: Line) -> tuple[str, ...]:
    names = [" ".join(cell.text.split())[:100] for cell in line.cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _by_name(header: Sequence[str], chosen: Mapping[Role, str]) -> dict[Role, int]:
    folded = [name.casefold() for name in header]
    return {
        role: folded.index(name.strip().casefold())
        for role, name in chosen.items()
        if name.strip() and name.strip().casefold() in folded
    }


def _by_knowledge(header: Sequence[str], layout: Layout | None) -> dict[Role, int]:
    bare = _bare(header)
    if layout is not None:
        return {role: bare.index(name) for role, name in layout.names.items() if name in bare}
    places: dict[Role, int] = {}
    for role, known in KNOWN.items():
        found = next((name for name in known if name in bare), None)
        if found is not None and role is not Role.EVENTS:
            places[role] = bare.index(found)
    return places


def _only_events(header: Sequence[str]) -> dict[Role, int]:
    """Where a list of events is. Elsewhere than in JSON a column of such a name is something else."""
    bare = _bare(header)
    found = next((name for name in KNOWN[Role.EVENTS] if name in bare), None)
    return {} if found is None else {Role.EVENTS: bare.index(found)}


def _find_layout(header: Sequence[str]) -> Layout | None:
    bare = set(_bare(header))
    return next((layout for layout in LAYOUTS if layout.marks <= bare), None)


def _bare(header: Sequence[str]) -> list[str]:
    return [bare_name(name) for name in header]
