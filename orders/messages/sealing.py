"""Addresses that must be kept for a while are kept sealed: encrypted with the first key, read with any of them.

`ADDRESS_KEYS` holds them, the newest first; by default the site's own secret serves.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from orders import conf
from orders.storage.hashing import keyed_hash


class Unreadable(Exception):
    """No key that is known opens it."""


def seal(address: str) -> bytes:
    """`address` encrypted."""
    return _fernet(conf.address_keys()).encrypt(address.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """The address; raises `Unreadable`."""
    try:
        return _fernet(conf.address_keys()).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise Unreadable from error


def reseal(sealed: bytes | memoryview) -> bytes:
    """The same address under the newest key; raises `Unreadable`."""
    try:
        return _fernet(conf.address_keys()).rotate(bytes(sealed))
    except InvalidToken as error:
        raise Unreadable from error


def address_hash(address: str) -> str:
    """By which an address is known again: equal for spellings that reach the same mailbox."""
    return keyed_hash("message address", address.strip().casefold())


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"addresses\0{key}".encode()).digest()))
        for key in keys
    )
