"""Orders that reach the shopper otherwise: our own driver, the shop's counter, a locker, an email, the till."""

from tests.sandbox.building import Delivery
from tests.sandbox.demo.products import (
    BOWL,
    CANDLE,
    CUSHION,
    GIFT_CARD,
    LAMP,
    MUG,
    PATTERN,
    PLATE,
    THROW,
    VASE,
    of,
)
from tests.sandbox.demo.telling import Teller, parcel, tale
from tests.sandbox.locations import MADRID, VALENCIA

LOCAL = Delivery(method_type="LOCAL", presented_name="Entrega en bici por el centro")
PICKUP = Delivery(method_type="PICK_UP", presented_name="Recogida en tienda")
LOCKER = Delivery(method_type="PICKUP_POINT", presented_name="Punto de recogida Citypaq")
IN_STORE = Delivery(method_type="RETAIL", presented_name=None)


@tale("#1040", "nuria.campos@example.com", "Local delivery: waiting for our driver")
def local_waiting(t: Teller) -> None:
    """Nothing has left."""
    t.place(VASE, at=t.ago(hours=5), delivery=LOCAL)


@tale("#1041", "alex.molina@example.com", "Local delivery: out with our driver")
def local_out(t: Teller) -> None:
    """Fulfilled means on the bike."""
    order = t.place(of(CANDLE, 3), at=t.on(-1, "17:00"), delivery=LOCAL)
    t.ship(order, at=t.today(0.8))


@tale("#1042", "sonia.cano@example.com", "Local delivery: delivered")
def local_delivered(t: Teller) -> None:
    """At the door."""
    order = t.place(PLATE, at=t.on(-2, "11:30"), delivery=LOCAL)
    sent = t.ship(order, at=t.on(-1, "16:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.on(-1, "16:05"), "Madrid")
    t.scan(sent, "DELIVERED", t.on(-1, "16:50"), "Madrid")


@tale("#1043", "david.crespo@example.com", "Store pickup: being prepared")
def pickup_preparing(t: Teller) -> None:
    """Not yet worth the walk."""
    order = t.place(
        of(MUG, 6, VALENCIA), at=t.ago(hours=4), delivery=PICKUP, city="Valencia", zip_code="46006"
    )
    t.state.start_packing(order.fulfillment_orders[0], at=t.ago(hours=2))


@tale("#1044", "laura.pastor@example.com", "Store pickup: ready to collect at Taller Ruzafa")
def pickup_ready(t: Teller) -> None:
    """Worth the walk."""
    order = t.place(
        of(THROW, 1, VALENCIA), at=t.on(-2, "20:45"), delivery=PICKUP, city="Valencia", zip_code="46006"
    )
    t.ship(order, at=t.today(0.5), display_status="READY_FOR_PICKUP")


@tale("#1045", "rafa.ibanez@example.com", "Store pickup: collected")
def pickup_collected(t: Teller) -> None:
    """Done."""
    order = t.place(of(BOWL, 2), at=t.on(-4, "12:00"), delivery=PICKUP)
    sent = t.ship(order, at=t.on(-3, "10:00"), display_status="READY_FOR_PICKUP")
    with t.state.change(order, t.on(-2, "18:25")) as (_, moment):
        sent.display_status, sent.updated_at = "PICKED_UP", moment


@tale("#1046", "eva.dominguez@example.com", "Pickup point: on its way to the locker")
def locker_on_its_way(t: Teller) -> None:
    """A carrier takes it to a point of the shopper's choice."""
    order = t.place(CUSHION, at=t.on(-3, "15:15"), delivery=LOCKER, city="Alicante", zip_code="03001")
    sent = t.ship(order, parcel("Correos", "PK43A70412345710103001F"), at=t.on(-2, "11:30"))
    t.scan(sent, "IN_TRANSIT", t.on(-1, "02:00"), "Albacete", estimated=t.on(1, "20:00"))


@tale("#1047", "toni.serra@example.com", "Pickup point: waiting in the locker")
def locker_ready(t: Teller) -> None:
    """To be collected."""
    order = t.place(LAMP, at=t.on(-5, "09:35"), delivery=LOCKER, city="Alicante", zip_code="03001")
    sent = t.ship(order, parcel("Correos", "PK43A70412345720103001P"), at=t.on(-4, "12:10"))
    t.scan(sent, "IN_TRANSIT", t.on(-3, "01:10"), "Albacete")
    t.scan(sent, "READY_FOR_PICKUP", t.today(0.3), "Alicante", "En Citypaq Renfe Alicante")


@tale("#1048", "paula.herrero@example.com", "Digital: not sent yet")
def digital_pending(t: Teller) -> None:
    """Nothing to ship."""
    t.place(PATTERN, at=t.ago(minutes=12))


@tale("#1049", "nico.santos@example.com", "Digital: sent by email")
def digital_sent(t: Teller) -> None:
    """Done within minutes."""
    order = t.place(GIFT_CARD, at=t.on(-1, "10:00"))
    t.ship(order, at=t.on(-1, "10:02"))


@tale("#1050", "irene.lozano@example.com", "Nothing to fulfil, as newer versions of the API say it")
def not_required(t: Teller) -> None:
    """FULFILLMENT_NOT_REQUIRED."""
    order = t.place(GIFT_CARD, at=t.on(-2, "10:30"), routed=False)
    with t.state.change(order, t.on(-2, "10:30")):
        order.shown_fulfillment_status = "FULFILLMENT_NOT_REQUIRED"


@tale("#1051", "fran.aguilar@example.com", "Bought in the shop itself")
def in_store(t: Teller) -> None:
    """Carried home."""
    order = t.place(of(MUG, 1, MADRID), at=t.on(-3, "18:40"), delivery=IN_STORE, source_name="pos")
    t.ship(order, at=t.on(-3, "18:40"))


@tale("#1052", "lola.marquez@example.com", "A parcel and a download in one order")
def mixed(t: Teller) -> None:
    """The pattern was sent at once, the cushion is on its way."""
    order = t.place(CUSHION, PATTERN, at=t.on(-2, "22:05"), city="Cádiz", zip_code="11003")
    t.ship(order, at=t.on(-2, "22:06"), work=order.fulfillment_orders[1])
    sent = t.ship(
        order, parcel("SEUR", "02841203456801"), at=t.on(-1, "13:00"), work=order.fulfillment_orders[0]
    )
    t.scan(sent, "IN_TRANSIT", t.today(0.2), "Córdoba", estimated=t.on(1, "20:00"))
