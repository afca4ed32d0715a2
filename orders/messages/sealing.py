"""Addresses that must be kept for a while are kept sealed, and recognised by a hash."""

from email.utils import parseaddr

from orders.storage import sealed as sealed_text
from orders.storage.hashing import keyed_hash
from orders.storage.sealed import Unreadable

__all__ = ["Unreadable", "address_hash", "mask", "reseal", "seal", "unseal"]

PURPOSE = "addresses"


def seal(address: str) -> bytes:
    """`address` encrypted."""
    return sealed_text.seal(PURPOSE, address)


def unseal(sealed: bytes | memoryview) -> str:
    """The address; raises `Unreadable`."""
    return sealed_text.unseal(PURPOSE, sealed)


def reseal(sealed: bytes | memoryview) -> bytes:
    """The same address under the newest key; raises `Unreadable`."""
    return sealed_text.reseal(PURPOSE, sealed)


def address_hash(address: str) -> str:
    """By which an address is known again: equal for spellings that reach the same mailbox."""
    return keyed_hash("message address", address.strip().casefold())


def mask(address: str) -> str:
    """Enough to tell two recipients apart, too little to write to one."""
    _, bare = parseaddr(address)
    local, _, domain = (bare or address).rpartition("@")
    if not local:
        return f"…{address[-2:]}"
    return f"{local[:1]}…@{domain[:1]}…"
