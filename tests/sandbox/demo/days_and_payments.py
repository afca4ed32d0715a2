"""Days without hours, payments that are still open, and orders of which a part never travels."""

from datetime import UTC, datetime, time, timedelta

from tests.sandbox.building import Delivery
from tests.sandbox.clock import SHOP_TIMEZONE
from tests.sandbox.demo.products import (
    CANDLE,
    LAMP,
    MUG,
    PATTERN,
    PITCHER,
    PLATE,
    RUG,
    STOOL,
    THROW,
    TRAY,
    VASE,
)
from tests.sandbox.demo.telling import Teller, parcel, tale
from tests.sandbox.parts import TrackingRecord

COLLECTED = Delivery(method_type="PICK_UP", presented_name="Recogida en tienda")


def day(t: Teller, days: int, *, clock: str = "00:00:00") -> datetime:
    """A day of the shop as apps write it that know no hour: its first or its last second, in UTC."""
    date = t.now.astimezone(SHOP_TIMEZONE).date() + timedelta(days=days)
    return datetime.combine(date, time.fromisoformat(clock), UTC)


@tale("#1110", "noa.rius@example.com", "Arriving on a day, written as midnight")
def midnight(t: Teller) -> None:
    """Two days from now, wherever the store is."""
    order = t.place(VASE, at=t.on(-3, "12:20"), city="Huelva", zip_code="21001")
    sent = t.ship(order, parcel("SEUR", "02841203456911"), at=t.on(-2, "13:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-1, "05:10"), "Sevilla", estimated=day(t, 2))


@tale("#1111", "biel.serra@example.com", "Delivered on a day, written as its last second")
def last_second(t: Teller) -> None:
    """No hour is known, and none is said."""
    order = t.place(TRAY, at=t.on(-5, "09:45"), city="Reus", zip_code="43201")
    sent = t.ship(order, parcel("GLS", "61771234567951"), at=t.on(-4, "12:00"))
    t.scan(sent, "DELIVERED", day(t, -2, clock="23:59:59"), "Reus", heard_at=t.on(-1, "09:00"))


@tale("#1112", "ivet.pons@example.com", "A promise in the year 9999, which is none")
def never(t: Teller) -> None:
    """A system wrote the end of time where it had no date."""
    t.place(
        STOOL, at=t.on(-2, "15:30"), delivery=Delivery(max_at=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    )


@tale("#1113", "teo.vidal@example.com", "To be paid on delivery")
def cash_on_delivery(t: Teller) -> None:
    """Nobody waits for the money."""
    t.place(PLATE, at=t.on(-1, "17:00"), financial_status="PENDING")


@tale("#1114", "alma.coll@example.com", "Refunded in full, and nothing was taken off or sent")
def refunded_unsent(t: Teller) -> None:
    """No next step is known."""
    t.place(THROW, at=t.on(-6, "11:00"), financial_status="REFUNDED")


@tale("#1115", "nil.ferrer@example.com", "Shipped a moment ago; the number follows")
def number_to_come(t: Teller) -> None:
    """The address has holes where the number should be."""
    order = t.place(CANDLE, at=t.on(-1, "18:05"))
    holes = TrackingRecord(
        company="MRW", number="", url="https://www.mrw.es/seguimiento_envios/?franq=&envio="
    )
    t.ship(order, holes, at=t.ago(minutes=20))


@tale("#1116", "jana.soler@example.com", "Delivered; the download beside it is never ticked off")
def never_ticked_off(t: Teller) -> None:
    """The parcels decide."""
    order = t.place(MUG, PATTERN, at=t.on(-6, "20:40"), city="Vic", zip_code="08500")
    sent = t.ship(order, parcel("SEUR", "02841203456921"), at=t.on(-5, "11:30"))
    t.scan(sent, "DELIVERED", t.on(-3, "12:15"), "Vic")


@tale("#1117", "roc.esteve@example.com", "Late, because it waits for stock")
def late_for_stock(t: Teller) -> None:
    """The promise passed two days ago."""
    order = t.place(RUG, at=t.on(-9, "10:10"), delivery=t.promise(-4, -2))
    t.state.set_hold(order.fulfillment_orders[0], "INVENTORY_OUT_OF_STOCK", at=t.on(-8, "09:00"))


@tale("#1118", "gal.miro@example.com", "One part delivered, the other to be collected")
def rest_to_collect(t: Teller) -> None:
    """It is not ready yet."""
    order = t.place(LAMP, at=t.on(-5, "13:25"), city="Lleida", zip_code="25001")
    t.state.add_line(order, PITCHER, at=t.on(-5, "13:40"))
    sent = t.ship(
        order, parcel("SEUR", "02841203456931"), at=t.on(-4, "11:00"), work=order.fulfillment_orders[0]
    )
    method = order.fulfillment_orders[1].delivery_method
    assert method is not None
    method.method_type, method.presented_name = COLLECTED.method_type, COLLECTED.presented_name
    t.scan(sent, "DELIVERED", t.on(-2, "11:50"), "Lleida")


@tale("#1119", "uma.roig@example.com", "Cancelled when it was packed, before any scan")
def cancelled_when_packed(t: Teller) -> None:
    """Whether it had left nobody knows."""
    order = t.place(VASE, at=t.on(-3, "08:30"), city="Girona", zip_code="17001")
    sent = t.ship(order, parcel("Correos", "PK43A70412345770117001F"), at=t.on(-2, "12:00"))
    t.scan(sent, "LABEL_PRINTED", t.on(-2, "12:01"), shows_as="FULFILLED")
    t.state.cancel_order(order, "CUSTOMER", at=t.on(-1, "09:20"))
