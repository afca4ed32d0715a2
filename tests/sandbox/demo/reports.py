"""What carriers report, and do not: silence, lockers, the way back, notices, several numbers, a number replaced."""

from tests.sandbox.building import Delivery
from tests.sandbox.demo.products import (
    BOWL,
    CANDLE,
    CUSHION,
    LAMP,
    MUG,
    PITCHER,
    PLATE,
    THROW,
    TRAY,
    VASE,
    of,
)
from tests.sandbox.demo.telling import Teller, parcel, tale

POINT = Delivery(method_type="PICKUP_POINT", presented_name="Punto de recogida")


@tale("#1140", "alba.luna@example.com", "Shipped ten days ago; no scan ever came")
def never_scanned(t: Teller) -> None:
    """A number, and nothing else."""
    order = t.place(MUG, at=t.on(-11, "18:30"), city="Lugo", zip_code="27001")
    t.ship(order, parcel("Correos", "PK43A70412345740127001T"), at=t.on(-10, "12:00"))


@tale("#1141", "bruno.gil@example.com", "Five days without a scan, longer than usual")
def quiet(t: Teller) -> None:
    """Not yet alarming."""
    order = t.place(PLATE, at=t.on(-8, "09:30"), city="Soria", zip_code="42001")
    sent = t.ship(order, parcel("SEUR", "02841203456741"), at=t.on(-7, "12:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-5, "04:00"), "Guadalajara")


@tale("#1142", "carla.mas@example.com", "No news for 36 days")
def lost(t: Teller) -> None:
    """Whoever waits on waits in vain."""
    order = t.place(VASE, at=t.on(-39, "21:00"), city="Melilla", zip_code="52001")
    sent = t.ship(order, parcel("Correos", "PK43A70412345742152001R"), at=t.on(-38, "12:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-36, "06:15"), "Málaga")


@tale("#1143", "dario.pla@example.com", "Out for delivery four days ago")
def out_for_days(t: Teller) -> None:
    """Nobody rang, and nobody reported anything."""
    order = t.place(LAMP, at=t.on(-7, "08:00"), city="Alicante", zip_code="03001")
    sent = t.ship(order, parcel("GLS", "61771234567743"), at=t.on(-6, "12:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.on(-4, "08:20"), "Alicante")


@tale("#1144", "elsa.coll@example.com", "Ordered 20 days ago; nothing has left")
def with_the_shop(t: Teller) -> None:
    """The silence is the shop's own."""
    t.place(of(BOWL, 2), at=t.on(-20, "13:40"))


@tale("#1145", "fidel.roig@example.com", "Ready at a point 15 days ago")
def not_collected(t: Teller) -> None:
    """It may have gone back."""
    order = t.place(CUSHION, delivery=POINT, at=t.on(-19, "10:10"), city="Elche", zip_code="03201")
    sent = t.ship(order, parcel("Correos", "PK43A70412345745103201L"), at=t.on(-18, "12:00"))
    t.scan(sent, "READY_FOR_PICKUP", t.on(-15, "11:00"), "Elche", "Disponible en Citypaq")


@tale("#1146", "gema.tur@example.com", "In a locker, with the carrier's code; its text message failed")
def locker(t: Teller) -> None:
    """A notice is worse than the fact."""
    order = t.place(CANDLE, delivery=POINT, at=t.on(-4, "19:00"), city="Getafe", zip_code="28901")
    sent = t.ship(order, parcel("SEUR", "02841203456746"), at=t.on(-3, "12:00"))
    t.scan(sent, "READY_FOR_PICKUP", t.today(0.3), "Getafe", "Locker 12, código enviado por SMS")
    t.scan(sent, "FAILURE", t.today(0.5), message="No se pudo entregar el SMS")


@tale("#1147", "hugo.vall@example.com", "Delivered to a parcel locker")
def delivered_to_locker(t: Teller) -> None:
    """Sent to a door; nobody need look around it."""
    order = t.place(TRAY, at=t.on(-4, "07:45"), city="Vigo", zip_code="36201")
    sent = t.ship(order, parcel("GLS", "61771234567747"), at=t.on(-3, "12:00"))
    t.scan(sent, "DELIVERED", t.on(-1, "17:00"), "Vigo", "Delivered to parcel locker")


@tale("#1148", "irene.sala@example.com", "Refused, and back with the shop; Shopify says delivered")
def returned(t: Teller) -> None:
    """The carrier's words tell who received it."""
    order = t.place(THROW, at=t.on(-10, "22:00"), city="Groningen", zip_code="9711 AA", country_code="NL")
    sent = t.ship(order, parcel("DHL Express", "4712345748"), at=t.on(-9, "12:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.on(-6, "08:00"), "Groningen")
    t.scan(sent, "ATTEMPTED_DELIVERY", t.on(-6, "14:00"), "Groningen")
    t.scan(sent, "FAILURE", t.on(-5, "09:00"), "Groningen", "Return to sender")
    t.scan(sent, "IN_TRANSIT", t.on(-4, "03:00"), "Zwolle")
    t.scan(sent, "DELIVERED", t.on(-1, "18:00"), "Utrecht", "Delivered to sender")


@tale("#1149", "joel.font@example.com", "Delivered in another town, after a failure without words")
def unclear(t: Teller) -> None:
    """What cannot be decided is said as open."""
    order = t.place(PITCHER, at=t.on(-9, "20:20"), city="Groningen", zip_code="9711 AA", country_code="NL")
    sent = t.ship(order, parcel("DHL Express", "4712345749"), at=t.on(-8, "12:00"))
    t.scan(sent, "FAILURE", t.on(-4, "09:00"), "Groningen")
    t.scan(sent, "DELIVERED", t.on(-1, "18:00"), "Utrecht")


@tale("#1150", "kira.bosch@example.com", "Customs asks for papers")
def customs(t: Teller) -> None:
    """Called a failure; the parcel is where it was last seen."""
    order = t.place(LAMP, at=t.on(-6, "16:00"), city="Bern", zip_code="3011", country_code="CH")
    sent = t.ship(order, parcel("DHL Express", "4712345750"), at=t.on(-5, "12:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-3, "05:00"), "Irún")
    t.scan(sent, "FAILURE", t.on(-1, "10:00"), message="Customs documents needed")


@tale("#1151", "lola.ros@example.com", "One shipment, three numbers, one delivery")
def one_of_three(t: Teller) -> None:
    """Nobody says which."""
    order = t.place(of(PLATE, 3), at=t.on(-5, "11:11"), city="Jaca", zip_code="22700")
    numbers = [parcel("Correos", f"PK43A7041234575{box}122700J") for box in (1, 2, 3)]
    sent = t.ship(order, *numbers, at=t.on(-4, "12:00"))
    t.scan(sent, "DELIVERED", t.on(-1, "12:45"), "Jaca")
