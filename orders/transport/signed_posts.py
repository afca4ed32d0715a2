"""Posting JSON to an address that somebody else named: signed, never to a private address, never redirected.

The form is that of Standard Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature` over both and the body.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from orders.transport.deadline import Deadline
from orders.transport.errors import UnusableAddress
from orders.transport.http import HttpReply, Transport
from orders.transport.reachable import MayReach, is_public

MAX_ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """`partner` names the receiver in errors; `may_reach` decides about every address that is connected to."""

    partner: str
    may_reach: MayReach = is_public
    schemes: tuple[str, ...] = ("https",)

    def post(
        self, url: str, body: bytes, *, event_id: str, at: int, secret: str, seconds: float
    ) -> HttpReply:
        """Post a JSON body; `at` is in seconds since the epoch. Raises TransportError."""
        address = urlsplit(url)
        if address.scheme not in self.schemes:
            message = f"The address of {self.partner} must begin with https."
            raise UnusableAddress(message)
        headers = {"Content-Type": "application/json"} | sign(body, event_id=event_id, at=at, secret=secret)
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        with Transport(
            partner=self.partner,
            base_url=f"{address.scheme}://{address.netloc}",
            max_body_bytes=MAX_ANSWER_BYTES,
            may_reach=self.may_reach,
        ) as transport:
            return transport.post(path, body=body, headers=headers, deadline=Deadline.after(seconds))


def sign(body: bytes, *, event_id: str, at: int, secret: str) -> dict[str, str]:
    """The three headers by which a receiver knows that it was us, when, and whether it has heard it before."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{event_id}.{at}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": event_id, "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}


def derive_secret(key: str, purpose: str) -> str:
    """A signing secret for one receiver, derived from the site's own key and so stored nowhere."""
    derived = hmac.new(key.encode(), purpose.encode(), hashlib.sha256)
    return f"whsec_{base64.b64encode(derived.digest()).decode()}"
