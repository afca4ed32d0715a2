"""Orders that were cancelled, edited, refunded or sent back."""

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


@tale("#1070", "pilar.reyes@example.com", "Cancelled by the shopper")
def cancelled_by_shopper(t: Teller) -> None:
    """A reason that may be said."""
    order = t.place(PLATE, at=t.on(-2, "20:00"))
    t.state.cancel_order(order, "CUSTOMER", at=t.on(-1, "09:00"))


@tale("#1071", "omar.haddad@example.com", "Cancelled: sold out")
def cancelled_inventory(t: Teller) -> None:
    """The other reason that may be said."""
    order = t.place(VASE, at=t.on(-5, "10:30"))
    t.state.cancel_order(order, "INVENTORY", at=t.on(-3, "11:20"))


@tale("#1072", "felix.navas@example.com", "Cancelled for fraud, of which nothing is said")
def cancelled_fraud(t: Teller) -> None:
    """A reason that must never be said."""
    order = t.place(of(LAMP, 8), at=t.on(-3, "02:20"), financial_status="VOIDED")
    t.state.cancel_order(order, "FRAUD", at=t.on(-3, "08:00"))


@tale("#1073", "emma.solis@example.com", "Cancelled after one parcel had left")
def cancelled_partly_shipped(t: Teller) -> None:
    """The parcel is still followed."""
    order = t.place(MUG, THROW, at=t.on(-5, "17:45"), city="León", zip_code="24001")
    sent = t.ship(
        order, parcel("Correos", "PK43A70412345740124001H"), at=t.on(-3, "12:00"), quantities={MUG.title: 1}
    )
    t.scan(sent, "IN_TRANSIT", t.on(-2, "07:10"), "Valladolid", estimated=t.on(1, "20:00"))
    t.state.cancel_order(order, "CUSTOMER", at=t.on(-1, "10:00"))


@tale("#1074", "jaime.oteo@example.com", "Edited: one thing added, one removed")
def edited(t: Teller) -> None:
    """Still being prepared, with what it is now."""
    order = t.place(of(BOWL, 2), CANDLE, at=t.on(-2, "13:00"))
    t.state.add_line(order, TRAY, at=t.on(-1, "09:40"))
    t.state.remove_line(order, CANDLE.title, 1, at=t.on(-1, "09:41"))


@tale("#1075", "sara.benito@example.com", "Refunded in full before anything left")
def refunded(t: Teller) -> None:
    """Nothing is left on it, but it was not cancelled."""
    order = t.place(PITCHER, at=t.on(-6, "14:20"))
    t.state.refund(order, {PITCHER.title: 1}, at=t.on(-4, "10:00"))


@tale("#1076", "unai.zabala@example.com", "One of three refunded, the others on their way")
def partly_refunded(t: Teller) -> None:
    """Two are still coming."""
    order = t.place(of(CUSHION, 3), at=t.on(-4, "11:15"), city="Vitoria-Gasteiz", zip_code="01001")
    t.state.refund(order, {CUSHION.title: 1}, at=t.on(-3, "09:30"))
    sent = t.ship(order, parcel("GLS", "61771234567911"), at=t.on(-2, "13:20"))
    t.scan(sent, "IN_TRANSIT", t.on(-1, "03:10"), "Burgos", estimated=t.on(1, "20:00"))


@tale("#1077", "amaia.etxeberria@example.com", "Delivered; a return is on its way back")
def return_in_progress(t: Teller) -> None:
    """With the parcel that brings it back."""
    order = t.place(LAMP, MUG, at=t.on(-14, "18:18"), city="Donostia", zip_code="20004")
    sent = t.ship(order, parcel("SEUR", "02841203456841"), at=t.on(-13, "12:00"))
    t.scan(sent, "DELIVERED", t.on(-11, "10:40"), "Donostia")
    back = parcel("Correos", "PK43A70412345750120004G")
    t.state.open_return(sent, quantities={LAMP.title: 1}, tracking=[back], at=t.on(-3, "16:00"))


@tale("#1078", "lucas.fraile@example.com", "Returned and refunded")
def returned(t: Teller) -> None:
    """All done."""
    order = t.place(THROW, at=t.on(-25, "10:00"), city="Salamanca", zip_code="37001")
    sent = t.ship(order, parcel("GLS", "61771234567921"), at=t.on(-24, "12:00"))
    t.scan(sent, "DELIVERED", t.on(-22, "17:05"), "Salamanca")
    made = t.state.open_return(sent, tracking=[parcel("GLS", "61771234567922")], at=t.on(-18, "09:00"))
    t.state.close_return(made, at=t.on(-12, "11:00"))
    t.state.refund(order, {THROW.title: 1}, restock_type="RETURN", at=t.on(-12, "11:05"))


@tale("#1079", "zoe.ferrandis@example.com", "A return was asked for and declined")
def return_declined(t: Teller) -> None:
    """With a note meant for the shopper."""
    order = t.place(of(CANDLE, 2), at=t.on(-40, "12:00"), city="Elche", zip_code="03202")
    sent = t.ship(order, parcel("Correos", "PK43A70412345760103202M"), at=t.on(-39, "12:00"))
    t.scan(sent, "DELIVERED", t.on(-37, "13:00"), "Elche")
    note = "Las velas usadas no se pueden devolver."
    t.state.open_return(sent, status="DECLINED", decline=("FINAL_SALE", note), at=t.on(-30, "10:00"))
