"""From a file's bytes to the shipments in it, as the command, the folder and the form all take it."""

from collections.abc import Mapping
from dataclasses import dataclass

from orders import clock, conf
from orders.asking import breaker
from orders.fulfilment import imports
from orders.fulfilment.files.columns import Role, find_columns
from orders.fulfilment.files.opening import read_file
from orders.fulfilment.files.shipments import Choices, Reading, read_shipments
from orders.fulfilment.scopes import ReadOnly, ask_may_write
from orders.shopify.client import ShopifyClient
from orders.transport.deadline import Deadline

ASK_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the merchant says of a file beside the file itself. `columns` are names of its header row."""

    notify_customer: bool = False
    empty_means_same_order: bool = False
    columns: Mapping[Role, str] | None = None


def check_may_write(client: ShopifyClient) -> None:
    """Raises ReadOnly where the app may not fulfil, and ShopifyError where that cannot be asked."""
    if not ask_may_write(client).fulfil:
        raise ReadOnly


def read_upload(content: bytes, told: Told, *, client: ShopifyClient, now: float) -> Reading:
    """The shipments of a file; what was told of its columns is remembered for its header row.

    Raises UnreadableFile, UnknownColumns, and ShopifyError where it names locations and Shopify cannot be asked.
    """
    sheet = read_file(content)
    columns = find_columns(sheet, remembered=imports.remembered_columns(), told=told.columns)
    if told.columns:
        imports.remember_columns(columns.header, told.columns, now=now)
    choices = Choices(
        notify_customer=told.notify_customer,
        empty_means_same_order=told.empty_means_same_order,
        country=conf.country(),
        today=clock.local(now).date(),
        locations=_read_locations(client) if Role.LOCATION in columns.places else {},
    )
    reading = read_shipments(columns, choices)
    return Reading(rows=reading.rows, notes=(*sheet.notes, *reading.notes))


def _read_locations(client: ShopifyClient) -> dict[str, str]:
    places = breaker.ask(lambda: client.read_locations(deadline=Deadline.after(ASK_SECONDS)))
    return {" ".join(place.name.split()).casefold(): place.id for place in places}
