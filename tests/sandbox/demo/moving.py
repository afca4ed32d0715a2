"""Orders that move on while one watches: three hours of story from the warehouse to the door, however fast."""

from datetime import datetime, timedelta

from tests.sandbox.building import Delivery
from tests.sandbox.demo.products import BOWL, CANDLE, CUSHION, LAMP, MUG, PATTERN, STOOL, VASE, of
from tests.sandbox.demo.telling import Teller, parcel, tale
from tests.sandbox.lives import Happening, Life, LifeStep
from tests.sandbox.locations import VALENCIA
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import OrderRecord


def steps(*told: tuple[str, float, Happening]) -> list[LifeStep]:
    """Name, minutes of story since the step before, and what happens."""
    return [LifeStep(name, timedelta(minutes=minutes), happen) for name, minutes, happen in told]


class Doings:
    """The steps that lives are made of, for one teller."""

    def __init__(self, t: Teller) -> None:
        self.t = t

    def pack(self, index: int = 0) -> Happening:
        """The warehouse begins."""

        def happen(order: OrderRecord, at: datetime) -> None:
            self.t.state.start_packing(order.fulfillment_orders[index], at=at)

        return happen

    def ship(self, *tracking: TrackingRecord, index: int = 0, display_status: str = "FULFILLED") -> Happening:
        """A shipment is made."""

        def happen(order: OrderRecord, at: datetime) -> None:
            work = order.fulfillment_orders[index]
            self.t.ship(order, *tracking, at=at, work=work, display_status=display_status)

        return happen

    def scan(
        self,
        status: str,
        city: str,
        message: str | None = None,
        *,
        due_in: int | None = 0,
        shipment: int = -1,
    ) -> Happening:
        """The carrier reports; the parcel is due on the day so many from then."""

        def happen(order: OrderRecord, at: datetime) -> None:
            due = None if due_in is None else self.t.on(due_in, "23:00")
            self.t.scan(order.fulfillments[shipment], status, at, city, message, estimated=due)

        return happen

    def show(self, status: str) -> Happening:
        """A display status that no scan brings."""

        def happen(order: OrderRecord, at: datetime) -> None:
            with self.t.state.change(order, at):
                order.fulfillments[-1].display_status = status
                order.fulfillments[-1].updated_at = at

        return happen


@tale("#1090", "vida.entera@example.com", "Moves on: from paid to delivered in three minutes")
def whole_life(t: Teller) -> None:
    """Every step of a shipped order."""
    do = Doings(t)
    order = t.place(of(MUG, 2), VASE, at=t.ago(minutes=10), city="Guadalajara", zip_code="19001")
    number = parcel("SEUR", "02841203456881")
    story = steps(
        ("packing", 15, do.pack()),
        ("shipped", 25, do.ship(number)),
        ("label", 5, do.scan("LABEL_PURCHASED", "Madrid", due_in=None)),
        ("picked up", 25, do.scan("CARRIER_PICKED_UP", "Madrid", "Recogido")),
        ("in transit", 25, do.scan("IN_TRANSIT", "Coslada", "En plataforma")),
        ("nearer", 25, do.scan("IN_TRANSIT", "Guadalajara", "En delegación de destino")),
        ("out for delivery", 25, do.scan("OUT_FOR_DELIVERY", "Guadalajara", "En reparto")),
        ("delivered", 35, do.scan("DELIVERED", "Guadalajara", "Entregado", due_in=None)),
    )
    t.state.lives.append(Life(order, story))


@tale("#1091", "dos.paquetes@example.com", "Moves on: two parcels from two places, one after the other")
def two_parcels(t: Teller) -> None:
    """One is ahead of the other."""
    do = Doings(t)
    order = t.place(LAMP, of(STOOL, 1, VALENCIA), at=t.on(-1, "19:00"), city="Toledo", zip_code="45001")
    first = t.ship(order, parcel("GLS", "61771234567951"), at=t.ago(minutes=50))
    t.scan(first, "IN_TRANSIT", t.ago(minutes=30), "Madrid", estimated=t.on(0, "23:00"))
    story = steps(
        ("first out for delivery", 20, do.scan("OUT_FOR_DELIVERY", "Toledo")),
        ("second packed", 20, do.pack(1)),
        ("first delivered", 25, do.scan("DELIVERED", "Toledo", due_in=None)),
        ("second shipped", 20, do.ship(parcel("CTT Express", "0082800082800012345721"), index=1)),
        ("second in transit", 30, do.scan("IN_TRANSIT", "Valencia", due_in=1)),
        ("second out for delivery", 30, do.scan("OUT_FOR_DELIVERY", "Toledo")),
        ("second delivered", 35, do.scan("DELIVERED", "Toledo", due_in=None)),
    )
    t.state.lives.append(Life(order, story))


@tale("#1092", "recoge.pronto@example.com", "Moves on: store pickup, prepared, ready, collected")
def pickup(t: Teller) -> None:
    """At the counter in Valencia."""
    do = Doings(t)
    method = Delivery(method_type="PICK_UP", presented_name="Recogida en tienda")
    order = t.place(
        of(BOWL, 2, VALENCIA), at=t.ago(minutes=20), delivery=method, city="Valencia", zip_code="46006"
    )
    story = steps(
        ("packing", 20, do.pack()),
        ("ready", 60, do.ship(display_status="READY_FOR_PICKUP")),
        ("collected", 90, do.show("PICKED_UP")),
    )
    t.state.lives.append(Life(order, story))


@tale("#1093", "casi.llega@example.com", "Moves on: attempted, then delivered")
def second_attempt(t: Teller) -> None:
    """A problem that solves itself."""
    do = Doings(t)
    order = t.place(CUSHION, at=t.on(-2, "19:00"), city="Madrid", zip_code="28045")
    sent = t.ship(order, parcel("Correos", "PK43A70412345790128045L"), at=t.on(-1, "12:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.ago(minutes=40), "Madrid", estimated=t.on(0, "23:00"))
    story = steps(
        ("attempted", 30, do.scan("ATTEMPTED_DELIVERY", "Madrid", "Ausente en reparto")),
        ("out again", 60, do.scan("OUT_FOR_DELIVERY", "Madrid", "En segundo reparto")),
        ("delivered", 60, do.scan("DELIVERED", "Madrid", "Entregado a un vecino", due_in=None)),
    )
    t.state.lives.append(Life(order, story))


@tale("#1094", "llega.por.correo@example.com", "Moves on: a download, sent after a minute")
def download(t: Teller) -> None:
    """The shortest life."""
    do = Doings(t)
    order = t.place(PATTERN, at=t.ago(minutes=1))
    t.state.lives.append(Life(order, steps(("sent", 60, do.ship()))))


@tale("#1096", "en.bici@example.com", "Moves on: local delivery by bicycle")
def by_bicycle(t: Teller) -> None:
    """Packed, out, there."""
    do = Doings(t)
    method = Delivery(method_type="LOCAL", presented_name="Entrega en bici por el centro")
    order = t.place(of(CANDLE, 2), at=t.ago(minutes=35), delivery=method)
    story = steps(
        ("packing", 20, do.pack()),
        ("out", 60, do.ship()),
        ("delivered", 80, do.scan("DELIVERED", "Madrid", due_in=None)),
    )
    t.state.lives.append(Life(order, story))
