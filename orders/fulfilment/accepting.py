"""From a file's bytes to the shipments in it, as the command, the folder and the form all take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orders import clock, conf
from orders.asking import breaker
from orders.domain.fulfillable import ShopLocation
from orders.fulfilment import said_once
from orders.fulfilment.files.columns import Role, find_columns
from orders.fulfilment.files.opening import read_file
from orders.fulfilment.files.shipments import Choices, Reading, location_key, read_shipments
from orders.fulfilment.scopes import ReadOnly, ask_may_write
from orders.shopify.client import ShopifyClient
from orders.transport.deadline import Deadline

ASK_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the merchant says of a file beside the file itself. `columns` are names of its header row, `locations` those
    of its warehouses with the names that Shopify has for them.
    """

    notify_customer: bool = False
    empty_means_same_order: bool = False
    columns: Mapping[Role, str] | None = None
    locations: Mapping[str, str] | None = None


class NoSuchLocation(Exception):
    """Shopify knows no location by this name; the message names those it knows."""


def check_may_write(client: ShopifyClient) -> None:
    """Raises ReadOnly where the app may not fulfil, and ShopifyError where that cannot be asked."""
    if not ask_may_write(client).fulfil:
        raise ReadOnly


def read_upload(content: bytes, told: Told, *, client: ShopifyClient, now: float) -> Reading:
    """The shipments of a file; what was told of its columns is remembered for its header row.

    Raises UnreadableFile, UnknownColumns, NoSuchLocation, and ShopifyError where it names locations and Shopify cannot
    be asked.
    """
    sheet = read_file(content)
    columns = find_columns(sheet, remembered=said_once.remembered_columns(), told=told.columns)
    if told.columns:
        said_once.remember_columns(columns.header, told.columns, now=now)
    named = told.locations or Role.LOCATION in columns.places
    places = read_places(client) if named else ()
    if told.locations:
        remember_names(told.locations, places, now=now)
    choices = Choices(
        notify_customer=told.notify_customer,
        empty_means_same_order=told.empty_means_same_order,
        country=conf.country(),
        today=clock.local(now).date(),
        zone=conf.time_zone(),
        now=clock.local(now),
        locations=_names(places),
    )
    reading = read_shipments(columns, choices)
    return replace(reading, notes=(*sheet.notes, *reading.notes))


def read_places(client: ShopifyClient) -> tuple[ShopLocation, ...]:
    """The shop's locations now. Raises ShopifyError."""
    return breaker.ask(lambda: client.read_locations(deadline=Deadline.after(ASK_SECONDS)))


def remember_names(meant: Mapping[str, str], places: Sequence[ShopLocation], *, now: float) -> None:
    """Keep which location each warehouse's name means, by the name that Shopify has for it. Raises NoSuchLocation."""
    by_name = {location_key(place.name): place.id for place in places}
    for name in meant.values():
        if location_key(name) not in by_name:
            known = ", ".join(f'"{place.name}"' for place in places) or "none"
            raise NoSuchLocation(f'Shopify has no location called "{name}". It has {known}.')
    said_once.remember_locations(
        {written: by_name[location_key(name)] for written, name in meant.items()}, now=now
    )


def _names(places: Sequence[ShopLocation]) -> dict[str, str]:
    """What was said once, as far as the place is still there, and above it the shop's own names."""
    there = {place.id for place in places}
    said = {name: gid for name, gid in said_once.remembered_locations().items() if gid in there}
    return said | {location_key(place.name): place.id for place in places}
