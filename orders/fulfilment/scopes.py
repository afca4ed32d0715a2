"""Without a scope to write nothing of fulfilling is offered or tried."""

from typing import Final

from orders.shopify.app_scopes import FULFIL

READ_ONLY: Final = (
    "This site may only read at Shopify, so nothing was tried. To let it send fulfillments, add the scopes "
    f"{FULFIL[0]} and {FULFIL[1]} to the app in the Dev Dashboard, and approve them in the shop."
)


class ReadOnly(Exception):
    """The app holds no scope to fulfil with. The message says what to do."""

    def __init__(self) -> None:
        super().__init__(READ_ONLY)
