"""Whether Shopify could deliver to an address, found out before anything is subscribed for it."""

import ipaddress
from urllib.parse import urlsplit

from orders.transport.deadline import Deadline
from orders.transport.errors import TransportError
from orders.transport.http import Transport

GET_SECONDS = 10.0
LOCAL_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


def find_fault(uri: str) -> str | None:
    """Why Shopify could not deliver there, by the address alone; None where nothing is wrong with it."""
    parts = urlsplit(uri)
    host = (parts.hostname or "").lower()
    if _is_local(host):
        return f"{host or 'an address without a host'} can be reached from this machine or its network only"
    if parts.scheme != "https":
        return "Shopify delivers to https addresses only"
    return None


def find_wrong_answer(uri: str) -> str | None:
    """What a GET of the address found instead of this site's webhooks; None where it found those."""
    parts = urlsplit(uri)
    try:
        with Transport(
            partner="the webhook address", base_url=f"{parts.scheme}://{parts.netloc}"
        ) as transport:
            reply = transport.get(parts.path, headers={}, deadline=Deadline.after(GET_SECONDS))
    except TransportError as error:
        return f"{error} From elsewhere it may look different"
    if reply.status == 405 and reply.headers.get("allow") == "POST":
        return None
    return f"it answers {reply.status} to a GET, and not as this site's webhooks do: another program, or another path"


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(LOCAL_ENDINGS)
