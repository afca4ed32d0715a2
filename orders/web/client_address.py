"""Who is asking, as far as a limit needs to know: the sender's network, found behind trusted proxies only."""

import ipaddress
from collections.abc import Mapping, Sequence
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


PREFIXES = {4: (24,), 6: (64, 56, 48)}
"""Who has one IPv6 address has 2**64 of them, and mostly as many networks as fit into a /56 or a /48."""


def client_networks(
    meta: Mapping[str, str], *, trusted_proxies: Sequence[str], sender_vouches: bool = False
) -> tuple[str, ...]:
    """The networks that the sender is in, the narrowest first: the /24 (IPv4), or the /64, /56 and /48 (IPv6).

    `X-Forwarded-For` is read from the right, and only as far as the hops are trusted: what a sender wrote there
    himself is never believed. A socket without an address (a Unix socket) counts as trusted. `sender_vouches` when
    the sender has proved to be one whose word is good for one hop more: Shopify (docs/decisions/0042).
    """
    trusted = _networks(tuple(trusted_proxies))
    address = _address(meta.get("REMOTE_ADDR", ""))
    hops = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    on_socket = not meta.get("REMOTE_ADDR")
    while hops:
        if not (trusted and (on_socket or _is_trusted(address, trusted))):
            if not sender_vouches:
                break
            sender_vouches = False
        on_socket = False
        hop = _address(hops.pop())
        if hop is None:
            break
        address = hop
    return _networks_around(address)


def is_trusted_proxy(meta: Mapping[str, str], *, trusted_proxies: Sequence[str]) -> bool:
    """Whether the request was handed to us by a proxy that is believed."""
    trusted = _networks(tuple(trusted_proxies))
    sender = meta.get("REMOTE_ADDR", "")
    return bool(trusted) and (not sender or _is_trusted(_address(sender), trusted))


def _is_trusted(address: Address | None, trusted: tuple[Network, ...]) -> bool:
    return address is not None and any(address in network for network in trusted)


@lru_cache(maxsize=4096)
def _networks_around(address: Address | None) -> tuple[str, ...]:
    if address is None:
        return ("unknown",)
    return tuple(
        str(ipaddress.ip_network((address, prefix), strict=False)) for prefix in PREFIXES[address.version]
    )


def _address(text: str) -> Address | None:
    """An address from `1.2.3.4`, `1.2.3.4:5678`, `::1` or `[::1]:5678`; IPv4 inside IPv6 is taken out."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


@lru_cache
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
