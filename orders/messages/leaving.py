"""Stopping messages: by the link in each mail, by the page, and by what mail servers and gateways report."""

import re
import secrets

from django.db.models import QuerySet

from orders import conf
from orders.messages.models import (
    ADDED,
    THE_ORDERS_OWN,
    AddedAddress,
    Choice,
    LeaveLink,
    StoppedAddress,
    Wish,
)
from orders.messages.sealing import address_hash
from orders.storage.hashing import token_hash

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def make_leave_url(order_pk: int, recipient: str, channel: str, *, now: float) -> str:
    """A link that stops this recipient's messages of this order; another one in every message."""
    token = secrets.token_urlsafe(24)
    LeaveLink.objects.create(
        token_hash=token_hash(token), order_id=order_pk, recipient=recipient, channel=channel, created_at=now
    )
    return f"{conf.site_url()}/m/{token}/"


def find_leave_link(token: str) -> LeaveLink | None:
    """What a token stops; None for every token that stops nothing."""
    if not TOKEN.fullmatch(token):
        return None
    return LeaveLink.objects.filter(token_hash=token_hash(token)).first()


def leave(link: LeaveLink, *, now: float) -> None:
    """Stop what goes to the recipient of the link, and to nobody else; a second time changes nothing."""
    choose(link.order_id, link.recipient, Wish.NOTHING, language=None, now=now)


def choose(order_pk: int, recipient: str, wish: str, *, language: str | None, now: float) -> None:
    """Note what a recipient wants to hear, and the language in which they said so."""
    values = {"wish": wish} | ({"language": language} if language else {})
    if recipient == THE_ORDERS_OWN:
        Choice.objects.update_or_create(order_id=order_pk, defaults={**values, "changed_at": now})
    else:
        _added(order_pk, recipient).update(**values)


def wish_of(order_pk: int, recipient: str) -> str:
    """What a recipient wants to hear: every step, until they have said otherwise."""
    chosen = (
        Choice.objects.filter(order_id=order_pk)
        if recipient == THE_ORDERS_OWN
        else _added(order_pk, recipient)
    )
    return chosen.values_list("wish", flat=True).first() or Wish.EVERY_STEP


def _added(order_pk: int, recipient: str) -> QuerySet[AddedAddress]:
    return AddedAddress.objects.filter(order_id=order_pk, pk=int(recipient.removeprefix(ADDED)))


def stop_address(address: str, *, reason: str, now: float) -> None:
    """Send nothing to this address any more, whatever order it is of."""
    StoppedAddress.objects.update_or_create(
        address_hash=address_hash(address), defaults={"reason": reason, "stopped_at": now}
    )


def allow_address(address: str) -> None:
    """Take a stop back, as START does."""
    StoppedAddress.objects.filter(address_hash=address_hash(address)).delete()


def why_stopped(address: str) -> str | None:
    """The reason for which nothing is sent to this address; None when something may be."""
    return (
        StoppedAddress.objects.filter(address_hash=address_hash(address))
        .values_list("reason", flat=True)
        .first()
    )
