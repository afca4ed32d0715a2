"""Orders that were shipped to a door, from the label to the doorstep."""

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


@tale("#1010", "ines.soler@example.com", "In transit, expected in two days")
def in_transit(t: Teller) -> None:
    """Three scans between Madrid and Barcelona."""
    order = t.place(VASE, of(CANDLE, 2), at=t.on(-3, "20:11"), city="Barcelona", zip_code="08012")
    due = t.on(2, "20:00")
    sent = t.ship(order, parcel("Correos", "PK43A70412345670108014X"), at=t.on(-2, "12:40"))
    t.scan(sent, "CARRIER_PICKED_UP", t.on(-2, "18:05"), "Madrid", "Admitido", estimated=due)
    t.scan(sent, "IN_TRANSIT", t.on(-1, "03:30"), "Coslada", "En tránsito", estimated=due)
    t.scan(sent, "IN_TRANSIT", t.today(0.4), "Zaragoza", "En la oficina de clasificación", estimated=due)


@tale("#1011", "pau.ribas@example.com", "Out for delivery today")
def out_for_delivery(t: Teller) -> None:
    """In the van."""
    order = t.place(LAMP, at=t.on(-3, "09:47"), city="Valencia", zip_code="46004")
    due = t.on(0, "23:00")
    sent = t.ship(order, parcel("SEUR", "02841203456789"), at=t.on(-2, "10:15"))
    t.scan(sent, "CARRIER_PICKED_UP", t.on(-2, "19:20"), "Madrid", estimated=due)
    t.scan(sent, "IN_TRANSIT", t.on(-1, "04:10"), "Valencia", estimated=due)
    t.scan(sent, "OUT_FOR_DELIVERY", t.today(0.6), "Valencia", "En reparto", estimated=due)


@tale("#1012", "aitana.roca@example.com", "Delivered yesterday")
def delivered(t: Teller) -> None:
    """All of it, on time."""
    order = t.place(of(MUG, 4), BOWL, at=t.on(-5, "21:30"), city="Sevilla", zip_code="41004")
    sent = t.ship(order, parcel("GLS", "61771234567890"), at=t.on(-4, "13:02"))
    t.scan(sent, "IN_TRANSIT", t.on(-3, "05:44"), "Madrid", estimated=t.on(-1, "20:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.on(-1, "08:15"), "Sevilla", estimated=t.on(-1, "20:00"))
    t.scan(sent, "DELIVERED", t.on(-1, "14:32"), "Sevilla", "Entregado")


@tale("#1013", "vera.costa@example.com", "Label bought; not yet with the carrier")
def label_bought(t: Teller) -> None:
    """A label is not a movement."""
    order = t.place(PLATE, at=t.on(-1, "13:13"))
    sent = t.ship(order, parcel("CTT Express", "0082800082800012345678"), at=t.ago(hours=3))
    t.scan(sent, "LABEL_PURCHASED", t.ago(hours=3))


@tale("#1014", "teo.marin@example.com", "Shipped without a tracking number")
def no_tracking(t: Teller) -> None:
    """As a letter; nothing more will ever be heard of it."""
    order = t.place(CANDLE, at=t.on(-4, "22:22"), city="Toledo", zip_code="45001")
    t.ship(order, at=t.on(-2, "17:00"), display_status="MARKED_AS_FULFILLED")


@tale("#1015", "gala.conde@example.com", "Delayed by the carrier; a new date is known")
def delayed(t: Teller) -> None:
    """The first date has passed, the carrier has named another."""
    order = t.place(of(BOWL, 2), at=t.on(-7, "10:40"), city="A Coruña", zip_code="15003")
    sent = t.ship(order, parcel("SEUR", "02841203456790"), at=t.on(-6, "11:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-5, "02:15"), "Madrid", estimated=t.on(-2, "20:00"))
    t.scan(sent, "DELAYED", t.on(-2, "19:10"), "Benavente", "Retraso por nieve", estimated=t.on(1, "20:00"))


@tale("#1016", "ruben.salas@example.com", "Delivery attempted this morning; nobody was in")
def attempted(t: Teller) -> None:
    """Another attempt follows."""
    order = t.place(THROW, at=t.on(-4, "14:14"), city="Bilbao", zip_code="48009")
    sent = t.ship(order, parcel("DHL Express", "4712345678"), at=t.on(-3, "12:30"))
    t.scan(sent, "IN_TRANSIT", t.on(-2, "23:50"), "Vitoria-Gasteiz", estimated=t.on(0, "20:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.today(0.3), "Bilbao")
    t.scan(
        sent, "ATTEMPTED_DELIVERY", t.today(0.7), "Bilbao", "Destinatario ausente", estimated=t.on(1, "20:00")
    )


@tale("#1017", "olga.vega@example.com", "Something is wrong with the delivery")
def failure(t: Teller) -> None:
    """The shopper should call."""
    order = t.place(of(VASE, 2), at=t.on(-8, "09:09"), city="Palma", zip_code="07001")
    sent = t.ship(order, parcel("GLS", "61771234567891"), at=t.on(-7, "15:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-6, "06:00"), "Valencia")
    t.scan(sent, "FAILURE", t.on(-3, "16:45"), "Palma", "Mercancía dañada")


@tale("#1018", "adrian.ponce@example.com", "Delivered, two days after the date first given")
def delivered_late(t: Teller) -> None:
    """An expected date that has passed is no longer of interest."""
    order = t.place(TRAY, at=t.on(-9, "12:50"), city="Granada", zip_code="18009")
    sent = t.ship(
        order, parcel("Correos", "PK43A70412345680118009Q"), at=t.on(-8, "13:30"), estimated=t.on(-4, "20:00")
    )
    t.scan(sent, "IN_TRANSIT", t.on(-7, "04:20"), "Getafe", estimated=t.on(-4, "20:00"))
    t.scan(sent, "DELIVERED", t.on(-2, "11:05"), "Granada", "Entregado en buzón")


@tale("#1019", "celia.blanco@example.com", "Two days overdue; last seen in Zaragoza")
def overdue(t: Teller) -> None:
    """The date is said, and that it has passed."""
    order = t.place(PITCHER, of(MUG, 2), at=t.on(-8, "18:00"), city="Girona", zip_code="17001")
    sent = t.ship(order, parcel("CTT Express", "0082800082800012345690"), at=t.on(-7, "10:20"))
    t.scan(sent, "CARRIER_PICKED_UP", t.on(-7, "19:45"), "Madrid", estimated=t.on(-2, "20:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-5, "05:05"), "Zaragoza", "En plataforma", estimated=t.on(-2, "20:00"))


@tale("#1020", "ivan.rubio@example.com", "Sent to a door, now ready at the carrier's point")
def at_carrier_point(t: Teller) -> None:
    """To be fetched there."""
    order = t.place(CUSHION, at=t.on(-6, "16:10"), city="Murcia", zip_code="30001")
    sent = t.ship(order, parcel("Correos", "PK43A70412345690130001W"), at=t.on(-5, "12:00"))
    t.scan(sent, "ATTEMPTED_DELIVERY", t.on(-2, "12:20"), "Murcia", "Ausente")
    t.scan(sent, "READY_FOR_PICKUP", t.on(-1, "09:00"), "Murcia", "Disponible en la oficina, plaza Circular")


@tale("#1021", "mireia.font@example.com", "The label was withdrawn; being prepared again")
def label_voided(t: Teller) -> None:
    """The shipment stands, its label does not."""
    order = t.place(LAMP, at=t.on(-3, "08:45"))
    t.ship(order, parcel("UPS", "1Z999AA10123456784"), at=t.on(-1, "12:00"), display_status="LABEL_VOIDED")


@tale("#1022", "samuel.ortiz@example.com", "Handed to the warehouse; the carrier has only confirmed")
def confirmed(t: Teller) -> None:
    """Announced, not yet seen."""
    order = t.place(of(PLATE, 2), at=t.on(-1, "21:00"))
    sent = t.ship(order, parcel("UPS", "1Z999AA10123456795"), at=t.today(0.3), display_status="SUBMITTED")
    t.scan(sent, "CONFIRMED", t.today(0.4), message="Datos recibidos")


@tale("#1023", "blanca.oliver@example.com", "Could not be delivered")
def not_delivered(t: Teller) -> None:
    """A display status that no event bears."""
    order = t.place(BOWL, at=t.on(-10, "19:19"), city="Las Palmas", zip_code="35003")
    sent = t.ship(order, parcel("Correos", "PK43A70412345700135003D"), at=t.on(-9, "11:45"))
    t.scan(sent, "IN_TRANSIT", t.on(-7, "20:20"), "Las Palmas")
    t.scan(sent, "ATTEMPTED_DELIVERY", t.on(-4, "10:30"), "Las Palmas", shows_as="NOT_DELIVERED")
