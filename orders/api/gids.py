"""Shopify's GIDs, of which the API shows the number alone."""


def order_gid(number: int) -> str:
    """An order's."""
    return f"gid://shopify/Order/{number}"


def fulfillment_gid(number: int) -> str:
    """A fulfillment's."""
    return f"gid://shopify/Fulfillment/{number}"


def fulfillment_order_gid(number: int) -> str:
    """A fulfillment order's: work, as the API calls it."""
    return f"gid://shopify/FulfillmentOrder/{number}"


def fulfillment_order_line_gid(number: int) -> str:
    """That of one line of a fulfillment order."""
    return f"gid://shopify/FulfillmentOrderLineItem/{number}"


def hold_gid(number: int) -> str:
    """A hold's."""
    return f"gid://shopify/FulfillmentHold/{number}"


def number_of(gid: str) -> int:
    """The number at a GID's end; 0 where there is none."""
    tail = gid.rpartition("/")[2].partition("?")[0]
    return int(tail) if tail.isascii() and tail.isdigit() else 0
