"""What a link to an order is for, and with that, how much it shows and how long it lives."""

from enum import StrEnum

from orders import conf

DAY = 86_400


class Purpose(StrEnum):
    """Stored with each link. A link opens only the addresses that take its purpose."""

    LOOK_UP = "look_up"
    SUPPORT = "support"
    MAIL = "mail"
    SMS = "sms"
    SHOPIFY_MAIL = "shopify_mail"
    """In an order metafield, for Shopify's own mails."""
    SHARED = "shared"
    SHARED_WITHOUT_ITEMS = "shared_bare"
    CALENDAR = "calendar"
    FEED = "feed"


OWNER = frozenset({Purpose.LOOK_UP, Purpose.SUPPORT, Purpose.MAIL, Purpose.SMS, Purpose.SHOPIFY_MAIL})
"""Links of whoever ordered: they show all the site knows, and make and close other links."""
SHARED = frozenset({Purpose.SHARED, Purpose.SHARED_WITHOUT_ITEMS})
"""Links given to others: they show no number, no place beyond the country, and no way to anything else."""


def lifetime(purpose: Purpose) -> float:
    """Seconds after which a new link closes by itself."""
    days = {
        Purpose.MAIL: conf.message_link_days(),
        Purpose.SMS: conf.message_link_days(),
        Purpose.SHOPIFY_MAIL: conf.message_link_days(),
        Purpose.SHARED: conf.shared_link_days(),
        Purpose.SHARED_WITHOUT_ITEMS: conf.shared_link_days(),
    }.get(purpose, conf.order_link_days())
    return days * DAY
