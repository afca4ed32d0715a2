"""Orders of which nothing has left yet, for one reason or another."""

from tests.sandbox.demo.products import BOWL, CANDLE, MUG, PLATE, THROW, of
from tests.sandbox.demo.telling import Teller, tale


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
    order = t.place(of(THROW, 1), at=t.on(-4, "11:05"))
    t.state.set_hold(order.fulfillment_orders[0], "INVENTORY_OUT_OF_STOCK", at=t.on(-3, "09:12"))
