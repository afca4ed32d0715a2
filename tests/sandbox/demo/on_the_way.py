"""Orders that were shipped to a door, from the label to the doorstep."""

from tests.sandbox.demo.products import BOWL, CANDLE, LAMP, MUG, VASE, of
from tests.sandbox.demo.telling import Teller, parcel, tale


@tale("#1010", "ines.soler@example.com", "In transit, expected in two days")
def in_transit(t: Teller) -> None:
    """Three scans between Madrid and Barcelona."""
    order = t.place(VASE, of(CANDLE, 2), at=t.on(-3, "20:11"), city="Barcelona", zip_code="08012")
    sent = t.ship(order, parcel("Correos", "PK43A70412345670108014X"), at=t.on(-2, "12:40"))
    t.scan(sent, "CARRIER_PICKED_UP", t.on(-2, "18:05"), "Madrid", "Admitido", estimated=t.on(2, "20:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-1, "03:30"), "Coslada", "En tránsito", estimated=t.on(2, "20:00"))
    t.scan(
        sent,
        "IN_TRANSIT",
        t.today(0.4),
        "Zaragoza",
        "En la oficina de clasificación",
        estimated=t.on(2, "20:00"),
    )


@tale("#1011", "pau.ribas@example.com", "Out for delivery today")
def out_for_delivery(t: Teller) -> None:
    """In the van."""
    order = t.place(LAMP, at=t.on(-3, "09:47"), city="Valencia", zip_code="46004")
    sent = t.ship(order, parcel("SEUR", "02841203456789"), at=t.on(-2, "10:15"))
    t.scan(sent, "CARRIER_PICKED_UP", t.on(-2, "19:20"), "Madrid", estimated=t.on(0, "20:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-1, "04:10"), "Valencia", estimated=t.on(0, "20:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.today(0.6), "Valencia", "En reparto", estimated=t.on(0, "20:00"))


@tale("#1012", "aitana.roca@example.com", "Delivered yesterday")
def delivered(t: Teller) -> None:
    """All of it, on time."""
    order = t.place(of(MUG, 4), BOWL, at=t.on(-5, "21:30"), city="Sevilla", zip_code="41004")
    sent = t.ship(order, parcel("GLS", "61771234567890"), at=t.on(-4, "13:02"))
    t.scan(sent, "IN_TRANSIT", t.on(-3, "05:44"), "Madrid", estimated=t.on(-1, "20:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.on(-1, "08:15"), "Sevilla", estimated=t.on(-1, "20:00"))
    t.scan(sent, "DELIVERED", t.on(-1, "14:32"), "Sevilla", "Entregado")
