"""How a firing is named to people and to software: the order, what is so, and where to look. Nothing about a person."""

from django.urls import reverse

from orders import conf
from orders.rules.models import Firing
from orders.rules.triggers import describe
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot


def name_of(firing: Firing) -> str:
    """The order's name as the shop writes it."""
    try:
        return snapshots.decode(bytes(firing.order.snapshot)).name
    except UnreadableSnapshot:
        return "An order"


def what_of(firing: Firing) -> str:
    """What was so, such as `A delivery was attempted (DHL Express)`."""
    return describe(firing.trigger, firing.hours) + (f" ({firing.detail})" if firing.detail else "")


def console_url(firing: Firing) -> str:
    """The order in the console."""
    return conf.site_url() + reverse("console:order", args=[firing.order_id])
