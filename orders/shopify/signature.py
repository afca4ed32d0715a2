"""Whether a webhook was signed with one of our secrets: HMAC-SHA-256 over the raw body, in base64.

https://shopify.dev/docs/apps/build/webhooks/verify-deliveries. The signature covers the body alone, no header.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

SIGNATURE_BYTES = hashlib.sha256().digest_size
LONGEST_SIGNATURE = 64
"""Base64 of 32 bytes takes 44 characters."""


def is_signed_by(secrets: Sequence[str], *, body: bytes, signature: str) -> bool:
    """Whether any of the secrets signed `body`. `signature` is the header as it came, whatever it holds.

    During a rotation Shopify signs with the oldest secret that was not revoked, so several may be right. All are tried
    whichever fits, and compared in constant time.
    """
    given = _decode(signature)
    matches = [hmac.compare_digest(_sign(secret, body), given) for secret in secrets if secret]
    return any(matches)


def build_signature(secret: str, body: bytes) -> str:
    """The header that Shopify would send with `body`."""
    return base64.b64encode(_sign(secret, body)).decode("ascii")


def _sign(secret: str, body: bytes) -> bytes:
    return hmac.new(secret.encode(), body, hashlib.sha256).digest()


def _decode(signature: str) -> bytes:
    """The bytes of a signature; nothing that could match where it is not one."""
    if len(signature) > LONGEST_SIGNATURE:
        return b""
    try:
        decoded = base64.b64decode(signature.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return b""
    return decoded if len(decoded) == SIGNATURE_BYTES else b""
