"""A message that is due becomes a letter, from the order as it is stored now: or it is dropped, and why."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from orders import clock, conf
from orders.access import links
from orders.access.purposes import Purpose
from orders.domain.order import Order
from orders.domain.timeline import Timeline
from orders.history.usual_days import find_windows
from orders.messages import leaving, letters
from orders.messages.email import Letter
from orders.messages.events import is_still_so
from orders.messages.leading import Told
from orders.messages.models import THE_ORDERS_OWN, Channel, MessageEvent, Switches
from orders.messages.noting import DAY_SECONDS, is_wanted
from orders.messages.outbox import Claimed
from orders.messages.wording import MessageView, present_message
from orders.presenters.spoken import find_spoken
from orders.presenters.text import isolated, plain_text
from orders.presenters.timelines import timeline_of
from orders.shopify.results import Contact
from orders.storage import keys, store
from orders.storage.hashing import keyed_hash
from orders.storage.snapshots import UnreadableSnapshot


class Dropped(Exception):
    """There is nothing (any more) that should be sent; the text says why, for the merchant."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a message is about: the order as it is now, and those of its events that are still so."""

    claimed: Claimed
    stored: store.StoredOrder
    order: Order
    timeline: Timeline
    told: tuple[Told, ...]
    now: float


def read_matter(claimed: Claimed, switches: Switches, *, wish: str, now: float) -> Matter:
    """What is to be told now; raises `Dropped` when all of it was undone, overtaken, switched off or is too old."""
    try:
        stored = store.get(claimed.order_pk)
        order = store.get_snapshot(claimed.order_pk)
    except (store.NotStored, UnreadableSnapshot) as error:
        raise Dropped("The order is not stored any more.") from error
    local = clock.local(now)
    timeline = timeline_of(order, now=local)
    events = MessageEvent.objects.filter(message_id=claimed.pk).order_by("pk")
    oldest = now - switches.oldest_days * DAY_SECONDS
    kinds = switches.events_of(claimed.channel)
    told = []
    reason = "It had been undone or overtaken."
    for event in events:
        if event.kind not in kinds:
            reason = "It was switched off meanwhile."
        elif not is_wanted(event.kind, wish):
            reason = "The recipient does not want it."
        elif event.happened_at < oldest:
            reason = "It is too old to be told."
        elif is_still_so(event.kind, event.fulfillment_id, event.fact, timeline, now=local):
            told.append(Told(event.kind, event.fulfillment_id, event.fact))
    if not told:
        raise Dropped(reason)
    return Matter(claimed, stored, order, timeline, tuple(told), now)


def choose_language(*wishes: str | None) -> str:
    """The first of the wishes that is spoken here, else the shop's own language."""
    spoken = tuple(code for code, _ in conf.languages())
    for wish in wishes:
        found = find_spoken((wish or "").lower().replace("_", "-"), spoken)
        if found:
            return found
    return spoken[0]


def present(matter: Matter) -> MessageView:
    """What the message says, in the active language."""
    now = clock.local(matter.now)
    return present_message(
        matter.order,
        matter.timeline,
        matter.told,
        now=now,
        checked_at=clock.local(matter.stored.fetched_at),
        carrier_links=conf.carrier_links(),
        country=conf.country(),
        usual=find_windows(matter.order, matter.timeline, now.tzinfo),
    )


def compose_mail(matter: Matter, switches: Switches, *, language: str, address: str) -> Letter:
    """The mail, with a link to the order and one to stop that are its own."""
    claimed = matter.claimed
    with translation.override(language):
        sheet = letters.order_sheet(
            present(matter),
            url=order_url(
                claimed.order_pk,
                language,
                origin=Purpose.MAIL,
                now=matter.now,
                proof=proof_of(claimed.recipient, address),
                recipient="" if claimed.recipient == THE_ORDERS_OWN else claimed.recipient,
            ),
            why=why(matter.order, claimed.recipient),
            leave_url=leaving.make_leave_url(
                claimed.order_pk, claimed.recipient, Channel.EMAIL, now=matter.now
            ),
        )
        return letters.write_letter(
            sheet,
            sender=switches.from_address,
            message_id=claimed.message_id or message_id(claimed.pk),
            thread_id=letters.make_id("order", keyed_hash("thread", matter.order.id)),
        )


def message_id(pk: int) -> str:
    """The same for every try of one message."""
    return letters.make_id("m", keyed_hash("message id", str(pk)))


def order_url(
    order_pk: int, language: str, *, origin: Purpose, now: float, proof: str = "", recipient: str = ""
) -> str:
    """A new link to the order, which opens in this language. `proof` and `recipient` as of `issue_link`."""
    token = links.issue_link(order_pk, origin=origin, now=now, proof=proof, recipient=recipient)
    return f"{conf.site_url()}/o/{token}/?lang={language}"


def proof_of(recipient: str, address: str) -> str:
    """What closes the link when the order belongs to another contact; empty for an address that was added."""
    contact = Contact(email=address) if "@" in address else Contact(phone=address)
    return min(keys.contact_hashes(contact), default="") if recipient == THE_ORDERS_OWN else ""


def why(order: Order, recipient: str) -> str:
    """Why somebody gets this, in the active language."""
    if recipient == THE_ORDERS_OWN:
        return gettext("You get this because you placed this order with us.")
    name = isolated(plain_text(order.name, limit=60))
    return gettext("You get this because you asked for news of order %(name)s.") % {"name": name}
