"""Orders in several parts: partial, split, several numbers, shipments cancelled and made again."""

from dataclasses import replace

from tests.sandbox.demo.products import BOWL, CANDLE, LAMP, MUG, PLATE, RUG, STOOL, THROW, VASE, of
from tests.sandbox.demo.telling import Teller, parcel, tale
from tests.sandbox.locations import VALENCIA, ZARAGOZA

HUGE_LINES = 200
HUGE_FULFILLMENTS = 40
HUGE_EVENTS = 100
CITIES = ("Madrid", "Coslada", "Guadalajara", "Zaragoza", "Lleida", "Barcelona")


@tale("#1060", "marta.quintana@example.com", "Partly shipped; the rest is being prepared")
def partial(t: Teller) -> None:
    """Two of three mugs, and not the stool."""
    order = t.place(of(MUG, 3), STOOL, at=t.on(-4, "13:45"), city="Logroño", zip_code="26001")
    sent = t.ship(
        order, parcel("Correos", "PK43A70412345730126001B"), at=t.on(-2, "12:00"), quantities={MUG.title: 2}
    )
    t.scan(sent, "IN_TRANSIT", t.on(-1, "06:30"), "Burgos", estimated=t.on(1, "20:00"))


@tale("#1061", "gonzalo.pardo@example.com", "From two places; one parcel delivered, one on its way")
def split(t: Teller) -> None:
    """Madrid was faster than Valencia."""
    order = t.place(VASE, of(RUG, 1, VALENCIA), at=t.on(-5, "10:15"), city="Segovia", zip_code="40001")
    first, second = order.fulfillment_orders
    done = t.ship(order, parcel("SEUR", "02841203456811"), at=t.on(-4, "11:00"), work=first)
    going = t.ship(order, parcel("GLS", "61771234567901"), at=t.on(-2, "17:30"), work=second)
    t.scan(done, "IN_TRANSIT", t.on(-3, "05:00"), "Madrid", estimated=t.on(-2, "20:00"))
    t.scan(done, "DELIVERED", t.on(-2, "12:48"), "Segovia")
    t.scan(going, "IN_TRANSIT", t.on(-1, "04:40"), "Valencia", estimated=t.on(1, "20:00"))


@tale("#1062", "julia.bravo@example.com", "One shipment in three boxes")
def three_numbers(t: Teller) -> None:
    """Three numbers of one company, one set of scans."""
    order = t.place(of(PLATE, 24), of(BOWL, 12), at=t.on(-3, "09:00"), city="Pamplona", zip_code="31001")
    boxes = [parcel("DHL Express", f"47123456{end}") for end in (81, 82, 83)]
    sent = t.ship(order, *boxes, at=t.on(-2, "14:30"))
    t.scan(sent, "IN_TRANSIT", t.on(-1, "08:20"), "Zaragoza", estimated=t.on(1, "20:00"))


@tale(
    "#1063",
    "andres.gallego@example.com",
    "A shipment was cancelled; its items wait in a new fulfillment order",
)
def shipment_cancelled(t: Teller) -> None:
    """The cancelled one must not be seen."""
    order = t.place(LAMP, CANDLE, at=t.on(-4, "20:20"))
    wrong = t.ship(order, parcel("UPS", "1Z999AA10123456806"), at=t.on(-3, "10:00"))
    t.state.cancel_fulfillment(wrong, at=t.on(-3, "10:40"))


@tale("#1064", "silvia.peris@example.com", "Cancelled and sent again with another carrier")
def shipped_again(t: Teller) -> None:
    """Only the second number counts."""
    order = t.place(THROW, at=t.on(-5, "08:08"), city="Huesca", zip_code="22001")
    wrong = t.ship(order, parcel("UPS", "1Z999AA10123456817"), at=t.on(-4, "10:00"))
    work = t.state.cancel_fulfillment(wrong, at=t.on(-4, "10:30"))
    sent = t.ship(order, parcel("SEUR", "02841203456821"), at=t.on(-3, "12:15"), work=work)
    t.scan(sent, "IN_TRANSIT", t.on(-2, "05:35"), "Zaragoza", estimated=t.on(0, "23:00"))


@tale("#1065", "mario.cuesta@example.com", "Moved to the Zaragoza warehouse and sent from there")
def moved(t: Teller) -> None:
    """The first fulfillment order is closed and no longer displayable."""
    order = t.place(of(CANDLE, 4), at=t.on(-4, "12:34"), city="Teruel", zip_code="44001")
    work = t.state.move(order.fulfillment_orders[0], ZARAGOZA, at=t.on(-3, "09:00"))
    sent = t.ship(order, parcel("CTT Express", "0082800082800012345701"), at=t.on(-2, "08:00"), work=work)
    t.scan(sent, "OUT_FOR_DELIVERY", t.today(0.5), "Teruel", estimated=t.on(0, "23:00"))


@tale("#1066", "clara.esteve@example.com", "Two parcels, both delivered, on different days")
def both_delivered(t: Teller) -> None:
    """Delivered only when the second was."""
    order = t.place(
        of(MUG, 2), of(STOOL, 1, VALENCIA), at=t.on(-9, "16:00"), city="Castellón", zip_code="12001"
    )
    for work, number, day in zip(
        order.fulfillment_orders, ("02841203456831", "02841203456832"), (-5, -3), strict=True
    ):
        sent = t.ship(order, parcel("SEUR", number), at=t.on(day - 2, "11:00"), work=work)
        t.scan(sent, "DELIVERED", t.on(day, "13:10"), "Castellón")


@tale("#10010", "hotel.mirador@example.com", "Huge: 200 lines, 40 shipments, 100 scans each")
def huge(t: Teller) -> None:
    """A hotel is furnished."""
    lines = [
        replace(
            product,
            title=f"{product.title}, habitación {101 + index}",
            sku=f"{product.sku}-{index}",
            quantity=2,
        )
        for index in range(HUGE_LINES)
        for product in [(MUG, PLATE, BOWL, LAMP, THROW)[index % 5]]
    ]
    order = t.place(*lines, at=t.on(-30, "09:00"), city="Barcelona", zip_code="08003")
    per_shipment = HUGE_LINES // HUGE_FULFILLMENTS
    made_at, lasts = t.on(-20, "10:00"), t.on(-1, "12:00") - t.on(-20, "10:00")
    for index in range(HUGE_FULFILLMENTS):
        titles = [line.title for line in lines[index * per_shipment : (index + 1) * per_shipment]]
        sent = t.ship(
            order, parcel("SEUR", f"028412099{index:05}"), at=made_at, quantities=dict.fromkeys(titles, 2)
        )
        for step in range(HUGE_EVENTS):
            is_last = step == HUGE_EVENTS - 1 and index != HUGE_FULFILLMENTS - 1
            moment = made_at + lasts * (step + 1) / HUGE_EVENTS
            t.scan(sent, "DELIVERED" if is_last else "IN_TRANSIT", moment, CITIES[step % len(CITIES)])
