"""The store's state with everything that can happen to an order, for tests and stories to call."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from tests.sandbox import changing, shipping
from tests.sandbox.building import Line
from tests.sandbox.parts import (
    EventRecord,
    HoldRecord,
    LocationRecord,
    MerchantRequestRecord,
    MetafieldRecord,
    TrackingRecord,
)
from tests.sandbox.records import (
    FulfillmentOrderRecord,
    FulfillmentRecord,
    LineItemRecord,
    RefundRecord,
    ReturnRecord,
)
from tests.sandbox.store import OrderReference, Store


class SandboxState(Store):
    """Each method changes one order and announces it. `at` is the moment it happens, which is now unless given."""

    def fulfill(
        self,
        order: OrderReference,
        quantities: Mapping[str, int] | None = None,
        *,
        fulfillment_order: FulfillmentOrderRecord | None = None,
        tracking: Sequence[TrackingRecord] = (),
        display_status: str | None = "FULFILLED",
        estimated_delivery_at: datetime | None = None,
        at: datetime | None = None,
    ) -> FulfillmentRecord:
        """Ship what is left at one place, or these quantities by line title."""
        with self.change(order, at) as (record, moment):
            return shipping.fulfill(
                record,
                at=moment,
                quantities=quantities,
                fulfillment_order=fulfillment_order,
                tracking=tracking,
                display_status=display_status,
                estimated_delivery_at=estimated_delivery_at,
            )

    def fulfill_parts(
        self, parts: Sequence[shipping.Part], *, tracking: Sequence[TrackingRecord] = ()
    ) -> FulfillmentRecord:
        """Ship some of several fulfillment orders of one order, by the ids of their lines."""
        with self.change(parts[0][0].order) as (record, moment):
            return shipping.fulfill_parts(record, parts, at=moment, tracking=tracking)

    def cancel_fulfillment(
        self, fulfillment: FulfillmentRecord, *, at: datetime | None = None
    ) -> FulfillmentOrderRecord:
        """Cancel a shipment; returns the fulfillment order that now holds its items."""
        with self.change(fulfillment.order, at) as (_, moment):
            return shipping.cancel_fulfillment(fulfillment, at=moment)

    def set_tracking(
        self, fulfillment: FulfillmentRecord, *tracking: TrackingRecord, at: datetime | None = None
    ) -> None:
        """Replace a shipment's numbers."""
        with self.change(fulfillment.order, at) as (_, moment):
            shipping.set_tracking(fulfillment, tracking, at=moment)

    def add_event(
        self,
        fulfillment: FulfillmentRecord,
        status: str,
        *,
        at: datetime | None = None,
        happened_at: datetime | None = None,
        message: str | None = None,
        city: str | None = None,
        province: str | None = None,
        country: str | None = "Spain",
        estimated_delivery_at: datetime | None = None,
        shows_as: str | None = None,
    ) -> EventRecord:
        """Add a scan; see `shipping.add_event`."""
        with self.change(fulfillment.order, at) as (_, moment):
            return shipping.add_event(
                fulfillment,
                status,
                at=moment,
                happened_at=happened_at,
                message=message,
                city=city,
                province=province,
                country=country,
                estimated_delivery_at=estimated_delivery_at,
                shows_as=shows_as,
            )

    def remove_event(
        self, fulfillment: FulfillmentRecord, event: EventRecord, *, at: datetime | None = None
    ) -> None:
        """Take a scan back."""
        with self.change(fulfillment.order, at) as (_, moment):
            shipping.remove_event(fulfillment, event, at=moment)

    def set_hold(
        self, work: FulfillmentOrderRecord, reason: str, *, at: datetime | None = None
    ) -> HoldRecord:
        """Put a fulfillment order on hold."""
        with self.change(work.order, at) as (_, moment):
            return changing.set_hold(work, reason, at=moment)

    def hold_some(
        self, work: FulfillmentOrderRecord, reason: str, quantities: Mapping[str, int]
    ) -> tuple[HoldRecord, FulfillmentOrderRecord | None]:
        """Hold these quantities, by the ids of the lines; the rest goes on in the other fulfillment order."""
        with self.change(work.order) as (_, moment):
            rest = changing.keep_only(work, quantities, at=moment)
            return changing.set_hold(work, reason, at=moment), rest

    def release_holds(self, work: FulfillmentOrderRecord, *, at: datetime | None = None) -> None:
        """Take all holds off."""
        with self.change(work.order, at) as (_, moment):
            changing.release_holds(work, at=moment)

    def release_some_holds(self, work: FulfillmentOrderRecord, hold_ids: Collection[str]) -> None:
        """Take these holds off; it goes on when none is left."""
        with self.change(work.order) as (_, moment):
            changing.release_some_holds(work, hold_ids, at=moment)

    def ask_service(
        self,
        work: FulfillmentOrderRecord,
        kind: str = "FULFILLMENT_REQUEST",
        *,
        message: str | None = None,
        options: object = None,
        at: datetime | None = None,
    ) -> MerchantRequestRecord:
        """The merchant asks a fulfillment service to send something, or (`CANCELLATION_REQUEST`) to stop."""
        with self.change(work.order, at) as (_, moment):
            return changing.ask_service(work, kind, message, options, at=moment)

    def answer_request(self, work: FulfillmentOrderRecord, request_status: str) -> None:
        """What the fulfillment service says to what it was asked."""
        with self.change(work.order) as (_, moment):
            changing.answer_request(work, request_status, at=moment)

    def add_tags(self, order: OrderReference, tags: Sequence[str]) -> None:
        """Tags are a set, whatever their case."""
        with self.change(order) as (record, _):
            held = {tag.lower() for tag in record.tags}
            record.tags += [tag for tag in dict.fromkeys(tags) if tag.lower() not in held]

    def set_metafield(self, order: OrderReference, metafield: MetafieldRecord) -> None:
        """Put it in the place of one of the same namespace and key."""
        with self.change(order) as (record, _):
            record.metafields[metafield.namespace, metafield.key] = metafield

    def schedule(
        self, work: FulfillmentOrderRecord, fulfill_at: datetime | None, *, at: datetime | None = None
    ) -> None:
        """Plan a fulfillment order for later; None for a date nobody knows."""
        with self.change(work.order, at) as (_, moment):
            changing.schedule(work, fulfill_at, at=moment)

    def start_packing(self, work: FulfillmentOrderRecord, *, at: datetime | None = None) -> None:
        """The warehouse has begun."""
        with self.change(work.order, at) as (_, moment):
            changing.start_packing(work, at=moment)

    def move(
        self, work: FulfillmentOrderRecord, location: LocationRecord, *, at: datetime | None = None
    ) -> FulfillmentOrderRecord:
        """Give the rest of a fulfillment order to another place."""
        with self.change(work.order, at) as (_, moment):
            return changing.move(work, location, at=moment)

    def cancel_order(
        self, order: OrderReference, reason: str = "CUSTOMER", *, at: datetime | None = None
    ) -> None:
        """Cancel all that has not been sent."""
        with self.change(order, at) as (record, moment):
            changing.cancel_order(record, reason, at=moment)

    def add_line(self, order: OrderReference, line: Line, *, at: datetime | None = None) -> LineItemRecord:
        """Edit the order: one line more."""
        with self.change(order, at) as (record, moment):
            return changing.add_by_edit(record, line, at=moment)

    def remove_line(
        self, order: OrderReference, title: str, quantity: int, *, at: datetime | None = None
    ) -> None:
        """Edit the order: so many fewer."""
        with self.change(order, at) as (record, _):
            changing.remove_by_edit(record, changing.item_by_title(record, title), quantity)

    def refund(
        self,
        order: OrderReference,
        quantities: Mapping[str, int],
        *,
        restock_type: str = "CANCEL",
        at: datetime | None = None,
    ) -> RefundRecord:
        """Refund units by line title."""
        with self.change(order, at) as (record, moment):
            return changing.refund(record, quantities, at=moment, restock_type=restock_type)

    def open_return(
        self,
        fulfillment: FulfillmentRecord,
        *,
        status: str = "OPEN",
        quantities: Mapping[str, int] | None = None,
        tracking: Sequence[TrackingRecord] = (),
        decline: tuple[str, str] | None = None,
        at: datetime | None = None,
    ) -> ReturnRecord:
        """Start a return of a shipment's lines."""
        with self.change(fulfillment.order, at) as (_, moment):
            return changing.open_return(
                fulfillment,
                at=moment,
                status=status,
                quantities=quantities,
                tracking=tracking,
                decline=decline,
            )

    def close_return(self, made: ReturnRecord, *, at: datetime | None = None) -> None:
        """The goods are back."""
        with self.change(made.order, at) as (_, moment):
            changing.close_return(made, at=moment)
