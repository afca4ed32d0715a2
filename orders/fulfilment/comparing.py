"""What an order has, by its id, and whether it is so already as somebody wants it."""

from orders.domain.fulfillable import FulfillableOrder, MadeFulfillment, Tracking, Work
from orders.fulfilment.wanted import comparable


def find_made(order: FulfillableOrder, gid: str) -> MadeFulfillment | None:
    """A shipment of the order, cancelled or not."""
    return next((made for made in order.fulfillments if made.id == gid), None)


def find_work(order: FulfillableOrder, gid: str) -> Work | None:
    """One of the order's fulfillment orders."""
    return next((work for work in order.work if work.id == gid), None)


def bears(made: MadeFulfillment | None, tracking: Tracking) -> bool:
    """Whether a shipment has exactly these numbers, this carrier and these addresses, where any are named."""
    if made is None:
        return False
    held = [(comparable(info.number or ""), info.company, info.url) for info in made.tracking if info.number]
    if [number for number, _, _ in held] != [comparable(number) for number in tracking.numbers]:
        return False
    same_company = tracking.company is None or all(company == tracking.company for _, company, _ in held)
    return same_company and (not tracking.urls or tuple(url for _, _, url in held) == tracking.urls)
