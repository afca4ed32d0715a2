"""Which order a file, a form or other software means: by its name as the look-up page finds it."""

from orders.asking import breaker
from orders.domain.matching import Kinship, asked_order_keys, find_kinship, read_order_number
from orders.models import TrackedOrder
from orders.shopify.client import ShopifyClient
from orders.transport.deadline import Deadline

SEARCH_SECONDS = 10.0


class NotFound(Exception):
    """There is no such order, or several that are as near to what was written; the message says which."""


def find_order(text: str, *, client: ShopifyClient) -> str:
    """The GID of the one order that is meant. Raises NotFound, and ShopifyError where Shopify cannot be asked."""
    number = read_order_number(text)
    if number is None:
        raise NotFound("This is no order number.")
    exact = [key for key, kinship in asked_order_keys(number).items() if kinship is Kinship.NAME]
    stored = TrackedOrder.objects.filter(keys__key__in=exact, removed_at=None, missing_at=0)
    known = set(stored.values_list("shopify_id", flat=True)[:2])
    if len(known) == 1:
        return known.pop()
    candidates = breaker.ask(
        lambda: client.find_orders(number.typed, name=number.name, deadline=Deadline.after(SEARCH_SECONDS))
    )
    near: dict[Kinship, list[str]] = {}
    for each in candidates:
        kinship = find_kinship(
            number, name=each.name, number=each.number, confirmation_number=each.confirmation_number
        )
        if kinship is not None:
            near.setdefault(kinship, []).append(each.id)
    if not near:
        raise NotFound("The shop has no such order.")
    nearest = near[min(near)]
    if len(nearest) > 1:
        raise NotFound("Several orders answer to this number. Write the order's whole name.")
    return nearest[0]
