"""Orders of which nothing has left yet, for one reason or another."""

from tests.sandbox.demo.products import (
    BOWL,
    CANDLE,
    CUSHION,
    LAMP,
    MUG,
    PITCHER,
    PLATE,
    RUG,
    STOOL,
    THROW,
    TRAY,
    VASE,
    of,
)
from tests.sandbox.demo.telling import Teller, tale
from tests.sandbox.locations import VALENCIA, ZARAGOZA


@tale("#1001", "lucia.ferrer@example.com", "Placed an hour ago; nothing has happened yet")
def just_placed(t: Teller) -> None:
    """One open fulfillment order, and the days that checkout promised."""
    t.place(of(MUG, 2), CANDLE, at=t.ago(hours=1), delivery=t.promise(3, 5))


@tale("#1002", "marc.vidal@example.com", "Being packed")
def being_packed(t: Teller) -> None:
    """The warehouse has begun."""
    order = t.place(PLATE, of(BOWL, 4), at=t.on(-1, "18:20"), delivery=t.promise(2, 4))
    t.state.start_packing(order.fulfillment_orders[0], at=t.ago(minutes=25))


@tale("#1003", "nerea.ibarra@example.com", "On hold: waiting for stock")
def out_of_stock(t: Teller) -> None:
    """A hold of the most common reason."""
    order = t.place(THROW, at=t.on(-4, "11:05"))
    t.state.set_hold(order.fulfillment_orders[0], "INVENTORY_OUT_OF_STOCK", at=t.on(-3, "09:12"))


@tale("#1004", "hugo.lara@example.com", "On hold: the address needs checking")
def incorrect_address(t: Teller) -> None:
    """The shopper has to do something."""
    order = t.place(of(PLATE, 6), at=t.on(-2, "23:48"), city="Málaga", zip_code="29005")
    t.state.set_hold(order.fulfillment_orders[0], "INCORRECT_ADDRESS", at=t.on(-1, "10:02"))


@tale("#1005", "elena.prat@example.com", "On hold: waiting for the bank transfer")
def awaiting_payment(t: Teller) -> None:
    """The one financial status that tells a shopper something."""
    order = t.place(LAMP, at=t.on(-1, "16:31"), financial_status="PENDING")
    t.state.set_hold(order.fulfillment_orders[0], "AWAITING_PAYMENT", at=t.on(-1, "16:31"))


@tale("#1006", "ines.mora@example.com", "On hold: an exchange waits for what is coming back")
def awaiting_return(t: Teller) -> None:
    """The new item leaves when the old one is back."""
    order = t.place(VASE, at=t.on(-6, "12:00"))
    t.state.set_hold(order.fulfillment_orders[0], "AWAITING_RETURN_ITEMS", at=t.on(-6, "12:01"))


@tale("#1007", "oriol.camps@example.com", "On hold: the delivery date is not known yet")
def unknown_date(t: Teller) -> None:
    """Made to order."""
    order = t.place(STOOL, at=t.on(-9, "08:25"))
    t.state.set_hold(order.fulfillment_orders[0], "UNKNOWN_DELIVERY_DATE", at=t.on(-8, "09:00"))


@tale("#1008", "dario.luna@example.com", "On hold for fraud review, of which the shopper is told nothing")
def fraud_review(t: Teller) -> None:
    """Must read as being prepared."""
    order = t.place(of(LAMP, 5), at=t.on(-1, "03:14"), financial_status="AUTHORIZED")
    t.state.set_hold(order.fulfillment_orders[0], "HIGH_RISK_OF_FRAUD", at=t.on(-1, "03:15"))


@tale("#1009", "berta.sala@example.com", "Scheduled: leaves in eleven days")
def scheduled(t: Teller) -> None:
    """With its date."""
    order = t.place(RUG, at=t.on(-2, "19:40"))
    t.state.schedule(order.fulfillment_orders[0], t.on(11, "09:00"), at=t.on(-2, "19:41"))


@tale("#1032", "jordi.pons@example.com", "Pre-order without a date")
def preorder(t: Teller) -> None:
    """SCHEDULED, but nobody knows until when."""
    order = t.place(PITCHER, at=t.on(-20, "10:10"))
    t.state.schedule(order.fulfillment_orders[0], None, at=t.on(-20, "10:11"))


@tale("#1033", "carla.nieto@example.com", "On hold for another reason, kept from the shopper")
def other_hold(t: Teller) -> None:
    """Two holds at once, neither for the public."""
    order = t.place(TRAY, at=t.on(-3, "15:05"))
    t.state.set_hold(order.fulfillment_orders[0], "OTHER", at=t.on(-2, "09:30"))
    t.state.set_hold(
        order.fulfillment_orders[0], "ONLINE_STORE_POST_PURCHASE_CROSS_SELL", at=t.on(-2, "09:31")
    )


@tale("#1034", "sergi.bosch@example.com", "At the Zaragoza warehouse, which has accepted the request")
def third_party(t: Teller) -> None:
    """Open, submitted and accepted: being packed. Invisible without the third-party scope."""
    order = t.place(of(CUSHION, 2, ZARAGOZA), at=t.on(-1, "12:12"), delivery=t.promise(1, 3))
    with t.state.change(order, t.on(-1, "14:00")):
        order.fulfillment_orders[0].request_status = "ACCEPTED"


@tale("#1035", "alba.rey@example.com", "The warehouse declined; the shop must send it from elsewhere")
def declined(t: Teller) -> None:
    """Nothing for a shopper to worry about."""
    order = t.place(of(CANDLE, 3, ZARAGOZA), at=t.on(-2, "07:55"))
    with t.state.change(order, t.on(-1, "08:30")):
        order.fulfillment_orders[0].request_status = "REJECTED"


@tale("#1036", "noa.gil@example.com", "Placed seconds ago: not even routed to a warehouse")
def not_routed(t: Teller) -> None:
    """For a moment an order has no fulfillment orders at all."""
    t.place(BOWL, at=t.ago(minutes=0.3), routed=False)


@tale("#1037", "leo.duran@example.com", "Two places prepare it; one has it on hold")
def two_waits(t: Teller) -> None:
    """Two reasons at once."""
    order = t.place(MUG, of(RUG, 1, VALENCIA), at=t.on(-2, "17:17"))
    t.state.start_packing(order.fulfillment_orders[0], at=t.on(-1, "09:00"))
    t.state.set_hold(order.fulfillment_orders[1], "INVENTORY_OUT_OF_STOCK", at=t.on(-1, "09:05"))
