"""`manage.py held_data 5600000000001`: what is kept here of an order, to answer a customer who asks for their data."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders import clock
from orders.models import TrackedOrder
from orders.storage import store
from orders.storage.snapshots import UnreadableSnapshot
from orders.webhooks.topics import order_gid


class Command(BaseCommand):
    help = "Prints all that is kept of some orders, as JSON. Emails and phone numbers are kept as keyed hashes only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numbers", nargs="+", help="Shopify's own id of an order, such as 5600000000001")

    def handle(self, *args: Any, **options: Any) -> None:
        held = []
        for number in options["numbers"]:
            shopify_id = order_gid(number)
            if shopify_id is None:
                raise CommandError(
                    f"Give Shopify's own id of an order, a number such as 5600000000001, not {number!r}."
                )
            held.append(_describe(shopify_id))
        self.stdout.write(json.dumps(held, indent=2, ensure_ascii=False, default=str))


def _describe(shopify_id: str) -> dict[str, Any]:
    row = TrackedOrder.objects.filter(shopify_id=shopify_id).first()
    if row is None:
        return {"id": shopify_id, "held": "nothing"}
    if row.removed_at is not None:
        return {
            "id": shopify_id,
            "held": "only that its details were removed",
            "removed_at": _moment(row.removed_at),
        }
    try:
        order: dict[str, Any] | None = asdict(store.get_snapshot(row.pk))
    except UnreadableSnapshot:
        order = None  # it was heard of and not fetched yet, or an older version of the site wrote it
    return {
        "id": shopify_id,
        "fetched_at": _moment(row.fetched_at) if row.fetched_at else None,
        "order": order,
        "look_up_keys": sorted(row.keys.values_list("key", flat=True)),
        "contact_hashes": sorted(row.contacts.values_list("hash", flat=True)),
        "links": [
            {
                "made_for": link.origin,
                "created_at": _moment(link.created_at),
                "expires_at": _moment(link.expires_at),
                "revoked": link.revoked_at is not None,
            }
            for link in row.links.order_by("created_at")
        ],
    }


def _moment(at: float) -> str:
    return clock.local(at).isoformat(timespec="seconds")
