"""One webhook on its way: what waits, the signature, and the try to deliver it."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

import requests

CONNECT_SECONDS, WHOLE_SECONDS = 1.0, 5.0


@dataclass(order=True, slots=True)
class Pending:
    """A delivery that waits for its moment."""

    due_at: float
    turn: int
    subscription_id: str = field(compare=False)
    uri: str = field(compare=False)
    body: bytes = field(compare=False)
    headers: dict[str, str] = field(compare=False)
    tries: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver. `status` is None when nobody answered."""

    topic: str
    webhook_id: str
    event_id: str
    status: int | None
    body: bytes


def post(session: requests.Session, pending: Pending) -> int | None:
    """Try to deliver; the status, or None when nobody answered in time."""
    try:
        response = session.post(
            pending.uri,
            data=pending.body,
            headers=pending.headers,
            timeout=(CONNECT_SECONDS, WHOLE_SECONDS),
            allow_redirects=False,
        )
    except requests.RequestException:
        return None
    return response.status_code


def sign(secret: str, body: bytes) -> str:
    """base64 of HMAC-SHA-256."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
