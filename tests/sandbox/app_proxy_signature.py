"""What Shopify adds to a query that it passes on to an app, and how it signs it."""

import hashlib
import hmac
from collections import defaultdict
from urllib.parse import parse_qsl, quote, urlencode


def added_parameters(*, shop: str, path_prefix: str, timestamp: int, customer_id: str = "") -> str:
    """The parameters before the signature, encoded."""
    return urlencode(
        {
            "shop": shop,
            "logged_in_customer_id": customer_id,
            "path_prefix": path_prefix,
            "timestamp": timestamp,
        },
        quote_via=quote,
        safe="",
    )


def signature_of(query: str, secret: str) -> str:
    """HMAC-SHA-256 of the sorted parameters, in hexadecimal digits."""
    values = defaultdict(list)
    for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        values[name].append(value)
    message = "".join(sorted(f"{name}={','.join(given)}" for name, given in values.items()))
    return hmac.digest(secret.encode(), message.encode("utf-8", "surrogateescape"), hashlib.sha256).hex()
