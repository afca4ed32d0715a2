"""What the shop lets this site change, said to whoever calls the API: they cannot mend it, the shop can."""

from typing import Final

from orders.fulfilment.scopes import MayWrite
from orders.shopify.app_scopes import ACCEPT, FULFIL, HOLD, REPORT

READ_ONLY_CODE: Final = "shop_is_read_only"


def missing_scopes(kind: str, may: MayWrite) -> str:
    """Why an operation of this kind cannot be done here, and who can mend that; empty where it can."""
    if kind == "report_event":
        return _say("events be reported", REPORT) if not may.report else ""
    if kind == "answer":
        return _say("requests be answered", ACCEPT) if not may.accept else ""
    if kind in ("hold", "release"):
        return _say("work be held or released", " or ".join(HOLD)) if not may.hold else ""
    return _say("fulfillments be changed", f"{FULFIL[0]} or {FULFIL[1]}") if not may.fulfil else ""


def _say(what: str, scope: str) -> str:
    return f"The shop does not let {what} through this site. Ask it to grant the app {scope}; then send this again."
