"""HTTP statuses told apart (https://shopify.dev/docs/api/usage/response-codes), each by what should be
done.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from orders.shopify.errors import (
    WHOLE_API,
    AccessDenied,
    AuthenticationFailed,
    Misconfigured,
    QueryRefused,
    ShopClosed,
    ShopifyError,
    Unavailable,
)
from orders.shopify.throttle import UNKNOWN_WAIT_SECONDS, throttled
from orders.transport.http import HttpReply

LONGEST_RETRY_AFTER = 3600.0
SHOP_CLOSED_RETRY_AFTER = 3600.0
SECURITY_REJECTION_RETRY_AFTER = 600.0

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,128}")


def find_request_id(reply: HttpReply) -> str | None:
    """Shopify's id of the request, which its support asks for; None when missing or of another form."""
    request_id = reply.headers.get("x-request-id", "")
    return request_id if _REQUEST_ID.fullmatch(request_id) else None


def find_http_date(text: str | None) -> datetime | None:
    """The moment an HTTP date names, or None."""
    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def find_retry_after(reply: HttpReply) -> float | None:
    """Seconds that `Retry-After` asks for, at most an hour; a date counts from the reply's own `Date`."""
    text = reply.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text):
        return min(float(text), LONGEST_RETRY_AFTER)
    until, answered_at = find_http_date(text), find_http_date(reply.headers.get("date"))
    if until is None or answered_at is None:
        return None
    return min(max(0.0, (until - answered_at).total_seconds()), LONGEST_RETRY_AFTER)


def raise_for_status(reply: HttpReply) -> None:
    """Raise what a status other than 200 means."""
    if reply.status != 200:
        raise _error_for_status(reply)


def _error_for_status(reply: HttpReply) -> ShopifyError:
    status, request_id = reply.status, find_request_id(reply)
    if status == 429:
        wait = find_retry_after(reply)
        return throttled(UNKNOWN_WAIT_SECONDS if wait is None else wait, request_id=request_id)
    if status == 430:
        return Unavailable(
            "Shopify turned the request away as suspicious (430).",
            retry_after=SECURITY_REJECTION_RETRY_AFTER,
            request_id=request_id,
        )
    if status >= 500 or status == 408:
        return Unavailable(
            f"Shopify has a fault of its own ({status}).",
            retry_after=find_retry_after(reply),
            transient=True,
            request_id=request_id,
        )
    if status in {402, 423}:
        reason = "frozen" if status == 402 else "locked"
        return ShopClosed(
            f"The shop is {reason} ({status}).", retry_after=SHOP_CLOSED_RETRY_AFTER, request_id=request_id
        )
    return _error_only_people_can_mend(status, request_id)


def _error_only_people_can_mend(status: int, request_id: str | None) -> ShopifyError:
    if status == 401:
        return AuthenticationFailed("Shopify does not accept the access token (401).", request_id=request_id)
    if status == 403:
        return AccessDenied(
            "Shopify does not let the app use its API at all (403).", field=WHOLE_API, request_id=request_id
        )
    if status == 404:
        return Misconfigured("There is no such shop or API version (404).", request_id=request_id)
    if 300 <= status < 400:
        return Misconfigured(
            f"The address leads elsewhere ({status}): use the shop's own myshopify.com domain.",
            request_id=request_id,
        )
    if 400 <= status < 500:
        return QueryRefused(f"Shopify does not understand the request ({status}).", request_id=request_id)
    return Unavailable(f"Shopify gave an answer without content ({status}).", request_id=request_id)
