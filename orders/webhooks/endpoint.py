"""`POST /webhooks/shopify/`: is it Shopify's, is it ours, is it whole? Then `orders.webhooks.inbox` takes it."""

import logging
import re
from http import HTTPStatus

from django.db import Error
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from orders import clock, conf
from orders.shopify.errors import Unavailable
from orders.shopify.json_shapes import Json, parse_json
from orders.shopify.signature import is_signed_by
from orders.storage.trouble import in_its_own_words
from orders.watching import metrics
from orders.watching.seldom import Seldom
from orders.webhooks import inbox

_trouble = Seldom(logging.getLogger("orders.webhooks"), logging.ERROR)
_refused = Seldom(logging.getLogger("orders.webhooks"))

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes. An order of 500 lines stays below; with the fields that `subscribe_webhooks` asks for it is a few hundred."""
TOPIC = re.compile(r"[a-z0-9_]{1,40}/[a-z0-9_]{1,39}")
WHY = {
    HTTPStatus.UNAUTHORIZED: "for no secret of WEBHOOK_SECRETS signed it, or it is another shop's.",
    HTTPStatus.BAD_REQUEST: "for it is not whole.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "for it is too large.",
}
WEBHOOK_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


class Refused(Exception):
    """The delivery is not taken; `status` says why, to Shopify and in its dashboard."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@csrf_exempt  # the signature is the proof, and there is no session that another site could borrow
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take one delivery. 200 only once it is written down; Shopify repeats it otherwise."""
    try:
        delivery = _read_delivery(request)
        metrics.webhook(inbox.accept(delivery, now=clock.seconds()))
    except Refused as refusal:
        metrics.webhook(f"refused_{refusal.status.value}")
        _refused.say("A webhook was refused: %d, %s", refusal.status, WHY[refusal.status])
        return bare_answer(refusal.status)
    except Error as error:
        metrics.webhook("failed")
        _trouble.say(
            "A webhook could not be written down; Shopify will send it again. The database: %s",
            in_its_own_words(error),
        )
        return bare_answer(HTTPStatus.SERVICE_UNAVAILABLE)
    return bare_answer(HTTPStatus.OK)


def _read_delivery(request: HttpRequest) -> inbox.Delivery:
    """The delivery, if all of it is as it must be; raises `Refused`. Nothing of the body is looked at unsigned."""
    body = _read_body(request)
    signature = _header(request, "Hmac-Sha256")
    if not is_signed_by(conf.webhook_secrets(), body=body, signature=signature):
        raise Refused(HTTPStatus.UNAUTHORIZED)
    domain = _header(request, "Shop-Domain").lower()
    if domain and domain != conf.shopify().domain:
        raise Refused(HTTPStatus.UNAUTHORIZED)
    topic = _header(request, "Topic").lower()
    webhook_id = _header(request, "Webhook-Id")
    payload = _parse(body)
    if not (
        domain and TOPIC.fullmatch(topic) and WEBHOOK_ID.fullmatch(webhook_id) and isinstance(payload, dict)
    ):
        raise Refused(HTTPStatus.BAD_REQUEST)
    return inbox.Delivery(webhook_id=webhook_id, topic=topic, body=body, payload=payload)


def _header(request: HttpRequest, name: str) -> str:
    """What Shopify says about a delivery. Its older names begin with `X-`, its newer ones do not."""
    key = name.upper().replace("-", "_")
    return str(request.META.get(f"HTTP_X_SHOPIFY_{key}") or request.META.get(f"HTTP_SHOPIFY_{key}", ""))


def _read_body(request: HttpRequest) -> bytes:
    """All bytes that Content-Length announces and no more; raises `Refused` before reading what is too much."""
    announced = request.META.get("CONTENT_LENGTH") or "0"  # nothing announced, nothing read
    if not (announced.isascii() and announced.isdigit()):
        raise Refused(HTTPStatus.BAD_REQUEST)
    length = int(announced[:20])
    if length > LARGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        body = request.read(length)
    except UnreadablePostError as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error
    if len(body) != length:
        raise Refused(HTTPStatus.BAD_REQUEST)
    return body


def _parse(body: bytes) -> Json:
    """The JSON of a body; None where it holds none."""
    try:
        return parse_json(body)
    except Unavailable:
        return None


def bare_answer(status: HTTPStatus) -> HttpResponse:
    """All that Shopify reads of an answer: its status."""
    return HttpResponse(status=status, headers={"Cache-Control": "no-store"})
