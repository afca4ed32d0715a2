"""Keyed hashes for what must be recognised but not be readable: contacts, addresses, look-up keys."""

import hashlib
import hmac

from orders import conf


def keyed_hash(purpose: str, value: str) -> str:
    """32 hex digits (128 bits) of HMAC-SHA-256 under the site's secret key; each purpose has its own space."""
    message = f"{purpose}\x00{value}".encode()
    return hmac.digest(conf.secret_key().encode(), message, "sha256").hex()[:32]


def token_hash(token: str) -> str:
    """SHA-256 of a link's token. A token is 192 random bits, so it needs no key and no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
