"""An order's shipments in the admin, used as a browser without scripts does: forms, filled in and sent."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client

from orders.asking import gateway
from orders.storage import store
from orders.transport.deadline import Deadline
from tests.sandbox.records import OrderRecord


@dataclass
class ShipmentsPage:
    """Somebody of the staff, at one order's shipments."""

    client: Client
    pk: int

    def read(self) -> str:
        """What the page says."""
        return unescape(self.client.get(f"/admin/order/{self.pk}/shipments/").text)

    def fields(self, what: str, *, page: str | None = None) -> dict[str, str]:
        """What the first form of this action holds when nothing was typed."""
        text = page if page is not None else self.read()
        form = re.search(rf'<form[^>]*/shipments/{what}/".*?</form>', text, re.DOTALL)
        assert form is not None, f"the page offers no {what}"
        found = dict(re.findall(r'<input type="(?:hidden|number)" name="(\w+)" value="([^"]*)"', form[0]))
        found.pop("csrfmiddlewaretoken")
        return found

    def send(self, what: str, data: dict[str, Any]) -> Any:
        """The answer to a form, redirects followed."""
        return self.client.post(f"/admin/order/{self.pk}/shipments/{what}/", data, follow=True)

    def do(self, what: str, **typed: Any) -> str:
        """Typed, and sure of it; what the page says then."""
        return unescape(self.send(what, self.fields(what) | typed | {"sure": "yes"}).text)


def open_shipments(record: OrderRecord, client: Client) -> ShipmentsPage:
    """The page of this order, which is stored as a fetch would."""
    fetched = gateway.client().get_order(record.id, deadline=Deadline.after(10))
    return ShipmentsPage(client, store.put_if_newer(fetched, fetched_at=1.0))
