"""A shop that delivers webhooks to the site, well or badly."""

import base64
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import Client

from orders.web.deliveries import Deliveries
from tests.support.wsgi import ask

PATH = "/webhooks/shopify/"
SECRET = "sandbox-secret"
DOMAIN = "demo-store.myshopify.com"


def sign(body: bytes, secret: str = SECRET) -> str:
    """As Shopify's page on verifying deliveries says, written down a second time on purpose."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class SiteClient(Client):
    """Asks the site as gunicorn does, with what stands in front of Django for webhooks."""

    def request(self, **variables: Any) -> Any:
        """Send what `post` and the others have put together."""
        path = variables.pop("PATH_INFO")
        answer = ask(Deliveries(WSGIHandler()), path, **variables)
        return HttpResponse(answer.text, status=answer.status, headers=answer.headers)


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """`send` is a delivery as it should be; headers given by name replace its own, None leaves one out.
    With `secret` None it is not signed."""

    client: Client

    def send(
        self, topic: str, payload: object, /, *, secret: str | None = SECRET, **headers: str | None
    ) -> Any:
        """Deliver a payload."""
        return self.send_bytes(topic, json.dumps(payload).encode(), secret=secret, **headers)

    def without_x(
        self, topic: str, payload: object, /, *, secret: str = SECRET, shop_domain: str = DOMAIN
    ) -> Any:
        """Deliver a payload as Shopify's newer libraries name its headers."""
        body = json.dumps(payload).encode()
        sent = {
            "shopify-topic": topic,
            "shopify-hmac-sha256": sign(body, secret),
            "shopify-shop-domain": shop_domain,
            "shopify-webhook-id": str(uuid.uuid4()),
        }
        return self.client.post(PATH, body, content_type="application/json", headers=sent)

    def send_bytes(
        self, topic: str, body: bytes, /, *, secret: str | None = SECRET, **headers: str | None
    ) -> Any:
        """Deliver a body as it is."""
        usual: dict[str, str | None] = {
            "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": None if secret is None else sign(body, secret),
            "X-Shopify-Shop-Domain": DOMAIN,
            "X-Shopify-API-Version": "2026-10",
            "X-Shopify-Webhook-Id": str(uuid.uuid4()),
        }
        given = {f"X-Shopify-{name.replace('_', '-').title()}": value for name, value in headers.items()}
        names = {name.lower(): name for name in usual}
        merged = usual | {names.get(name.lower(), name): value for name, value in given.items()}
        sent = {name: value for name, value in merged.items() if value is not None}
        return self.client.post(PATH, body, content_type="application/json", headers=sent)
