"""What must be kept for a while, and read again, is kept sealed: encrypted with the first key, read with any of them.

`ADDRESS_KEYS` holds them, the newest first; by default the site's own secret serves. Each purpose has keys of its own.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from orders import conf


class Unreadable(Exception):
    """No key that is known opens it."""


def seal(purpose: str, text: str) -> bytes:
    """`text` encrypted."""
    return _fernet(purpose, conf.address_keys()).encrypt(text.encode())


def unseal(purpose: str, sealed: bytes | memoryview) -> str:
    """The text; raises `Unreadable`."""
    try:
        return _fernet(purpose, conf.address_keys()).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise Unreadable from error


def reseal(purpose: str, sealed: bytes | memoryview) -> bytes:
    """The same text under the newest key; raises `Unreadable`."""
    try:
        return _fernet(purpose, conf.address_keys()).rotate(bytes(sealed))
    except InvalidToken as error:
        raise Unreadable from error


@lru_cache(maxsize=8)
def _fernet(purpose: str, keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}\0{key}".encode()).digest()))
        for key in keys
    )
