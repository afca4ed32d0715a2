"""`manage.py held_data 5600000000001`: what is kept here of an order, to answer a customer who asks for their data."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import QuerySet

from orders import clock
from orders.console import failed_look_ups
from orders.history.models import PastParcel
from orders.management.site_command import SiteCommand
from orders.messages.models import THE_ORDERS_OWN, AddedAddress, Choice, Message
from orders.models import TrackedOrder
from orders.rules.models import Firing
from orders.rules.triggers import describe
from orders.storage import store
from orders.storage.snapshots import UnreadableSnapshot
from orders.webhooks.topics import order_gid


class Command(SiteCommand):
    help = (
        "Prints all that is kept of some orders, as JSON. Emails and phone numbers are kept as keyed hashes only; "
        "addresses that were added for messages are encrypted, and not shown."
    )

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
            "held": "only that its details were removed; rows of past parcels lead to no order",
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
        "messages": [_describe_message(each) for each in row.messages.order_by("noted_at", "pk")],
        "failed_look_ups": [
            {"at": _moment(each.at), "what": each.get_kind_display()}
            for each in failed_look_ups.of_order(row.pk)
        ],
        "messages_wanted": Choice.objects.filter(order=row).values_list("wish", flat=True).first(),
        "history_rows": _describe_history(row.pk),
        "rules": [_describe_firing(each) for each in _firings(row)],
        "added_addresses": [_describe_address(each) for each in row.added_addresses.order_by("added_at")],
    }


def _describe_history(order_pk: int) -> list[dict[str, Any]]:
    """What will be left of the order's parcels, without what leads to them, when its details are removed."""
    rows = PastParcel.objects.filter(parcelmark__order_id=order_pk).order_by("ordered_on", "packed_on", "pk")
    return [{name: value for name, value in row.items() if name != "id"} for row in rows.values()]


def _describe_message(message: Message) -> dict[str, Any]:
    return {
        "channel": message.channel,
        "to": "the order's own contact" if message.recipient == THE_ORDERS_OWN else "an added address",
        "told": sorted(set(message.events.values_list("kind", flat=True))),
        "state": message.state,
        "noted_at": _moment(message.noted_at),
        "done_at": None if message.done_at is None else _moment(message.done_at),
    }


def _firings(row: TrackedOrder) -> QuerySet[Firing]:
    return Firing.objects.filter(order=row).select_related("rule").order_by("fired_at", "pk")


def _describe_firing(firing: Firing) -> dict[str, Any]:
    return {
        "rule": firing.rule.name,
        "reason": describe(firing.trigger, firing.hours),
        "fired_at": _moment(firing.fired_at),
        "done": [
            {"what": deed.get_kind_display(), "state": deed.state} for deed in firing.deeds.order_by("pk")
        ],
    }


def _describe_address(address: AddedAddress) -> dict[str, Any]:
    """Not the address itself: it may be another person's than who asks."""
    return {
        "address_hash": address.address_hash,
        "wish": address.wish,
        "language": address.language,
        "added_at": _moment(address.added_at),
        "agreed_at": None if address.agreed_at is None else _moment(address.agreed_at),
    }


def _moment(at: float) -> str:
    return clock.local(at).isoformat(timespec="seconds")
