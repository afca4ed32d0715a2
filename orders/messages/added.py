"""Addresses that a shopper adds on the page: asked whether they agree before anything else is sent there."""

import secrets

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from orders import conf
from orders.access import links
from orders.messages import leaving, letters, sealing
from orders.messages.email import Letter
from orders.messages.letters import Sheet
from orders.messages.models import AddedAddress
from orders.presenters.text import isolated, plain_text
from orders.storage import store
from orders.storage.hashing import keyed_hash, token_hash

MOST_OF_AN_ORDER = 5
AGREE_SECONDS = 7 * 86_400.0


def add(order_pk: int, address: str, *, language: str, now: float) -> None:
    """Note an address, to be asked. One that is there already, or one too many, changes nothing."""
    if AddedAddress.objects.filter(order_id=order_pk).count() >= MOST_OF_AN_ORDER:
        return
    AddedAddress.objects.get_or_create(
        order_id=order_pk,
        address_hash=sealing.address_hash(address),
        defaults={"sealed": sealing.seal(address.strip()), "language": language, "added_at": now},
    )


def next_to_ask() -> AddedAddress | None:
    """An address whose owner was not asked yet."""
    return AddedAddress.objects.filter(asked_at=None).order_by("pk").first()


def claim_to_ask(added: AddedAddress, *, now: float) -> bool:
    """Note that it is asked now; False when another worker was quicker. A mail that is lost is asked for by adding
    the address again, so it is never sent twice.
    """
    return bool(AddedAddress.objects.filter(pk=added.pk, asked_at=None).update(asked_at=now))


def compose_question(added: AddedAddress, *, sender: str) -> Letter:
    """The mail that asks; its link is stored as a hash."""
    token = secrets.token_urlsafe(24)
    AddedAddress.objects.filter(pk=added.pk).update(token_hash=token_hash(token))
    order = store.get_snapshot(added.order_id)
    name = isolated(plain_text(order.name, limit=60))
    with translation.override(added.language):
        return letters.write_letter(
            question_sheet(name, url=f"{conf.site_url()}/m/agree/{token}/?lang={added.language}"),
            sender=sender,
            message_id=letters.make_id("q", keyed_hash("question", str(added.pk))),
        )


def question_sheet(name: str, *, url: str) -> Sheet:
    """What that mail says, in the active language; the order's name is fenced already."""
    title = gettext("Do you want news of order %(name)s?") % {"name": name}
    return Sheet(
        subject=title,
        eyebrow=gettext("Order %(name)s") % {"name": name},
        title=title,
        lead=gettext(
            "Somebody who has the link to this order gave us your address. If you want news of it, say so on the "
            "next page. If not, do nothing: you will hear no more from us."
        ),
        action=gettext("Yes, I want news"),
        url=url,
    )


def find_question(token: str, *, now: float) -> AddedAddress | None:
    """The address that a question's link is about; None for a link that is too old or was never made."""
    if not leaving.TOKEN.fullmatch(token):
        return None
    return AddedAddress.objects.filter(token_hash=token_hash(token), added_at__gt=now - AGREE_SECONDS).first()


def agree(added: AddedAddress, *, wish: str, now: float) -> None:
    """Its owner wants news, of these kinds; a second time changes nothing."""
    AddedAddress.objects.filter(pk=added.pk, agreed_at=None).update(agreed_at=now, wish=wish)


def of_order(order_pk: int) -> list[AddedAddress]:
    """Every address that was added to the order, in the order in which they were."""
    return list(AddedAddress.objects.filter(order_id=order_pk).order_by("added_at", "pk"))


def masked(added: AddedAddress) -> str:
    """Enough of the address for whoever added it to know it by."""
    try:
        return sealing.mask(sealing.unseal(added.sealed))
    except sealing.Unreadable:
        return "…"


def take_away(order_pk: int, pk: int, *, now: float) -> None:
    """Forget an added address, and close the links that it was sent."""
    found = AddedAddress.objects.filter(order_id=order_pk, pk=pk).first()
    if found is not None:
        with transaction.atomic():
            links.close_links_of(order_pk, found.recipient, now=now)
            found.delete()


def forget_unanswered(*, now: float) -> None:
    """Delete addresses whose owner did not agree in time."""
    AddedAddress.objects.filter(agreed_at=None, added_at__lt=now - AGREE_SECONDS).delete()
