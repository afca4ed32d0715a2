"""To whom a message goes: asked of Shopify when it is due, or unsealed, and what they want to hear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orders.asking import breaker, gateway
from orders.messages import leaving, sealing
from orders.messages.composing import Dropped, choose_language
from orders.messages.models import ADDED, THE_ORDERS_OWN, AddedAddress, Channel, Choice, Wish
from orders.messages.outbox import Claimed
from orders.models import TrackedOrder
from orders.shopify.results import OrderContact
from orders.transport.deadline import Deadline

ASK_SECONDS = 15.0


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """To whom a message goes, found at the moment of sending."""

    address: str
    language: str
    wish: str
    time_zone: str | None = None


def read_contacts(claimed: Sequence[Claimed]) -> Mapping[int, OrderContact]:
    """The contacts of the orders whose own contact is written to, by our key, asked of Shopify together."""
    wanted = {each.order_pk for each in claimed if each.recipient == THE_ORDERS_OWN}
    if not wanted:
        return {}
    ids = dict(TrackedOrder.objects.filter(pk__in=wanted, removed_at=None).values_list("shopify_id", "pk"))
    found = breaker.ask(
        lambda: gateway.background_client().read_contacts(list(ids), deadline=Deadline.after(ASK_SECONDS))
    )
    return {ids[shopify_id]: contact for shopify_id, contact in found.items() if shopify_id in ids}


def find(claimed: Claimed, contact: OrderContact | None) -> Recipient:
    """Where a message goes now; raises `Dropped` where there is nobody to write to."""
    found = _orders_own(claimed, contact) if claimed.recipient == THE_ORDERS_OWN else _added(claimed)
    if found.wish == Wish.NOTHING:
        raise Dropped("The recipient does not want it.")
    stopped = leaving.why_stopped(found.address)
    if stopped:
        raise Dropped(f"Nothing is sent to this address any more: {stopped}.")
    return found


def _orders_own(claimed: Claimed, contact: OrderContact | None) -> Recipient:
    if contact is None:
        raise Dropped("Shopify does not show the order any more.")
    is_mail = claimed.channel == Channel.EMAIL
    field_name = "email" if is_mail else "phone"
    address = contact.contact.email if is_mail else contact.contact.phone
    if not address:
        denied = field_name in contact.denied
        raise Dropped(
            f"The app may not read the {field_name}." if denied else f"The order has no {field_name}."
        )
    choice = Choice.objects.filter(order_id=claimed.order_pk).first()
    return Recipient(
        address=address,
        language=choose_language(choice.language if choice else None, contact.locale),
        wish=choice.wish if choice else Wish.EVERY_STEP,
        time_zone=contact.time_zone,
    )


def _added(claimed: Claimed) -> Recipient:
    pk = int(claimed.recipient.removeprefix(ADDED))
    row = AddedAddress.objects.filter(pk=pk, order_id=claimed.order_pk, agreed_at__isnull=False).first()
    if row is None:
        raise Dropped("The address was taken away.")
    try:
        address = sealing.unseal(row.sealed)
    except sealing.Unreadable as error:
        raise Dropped("The key that the address was encrypted with is not among ADDRESS_KEYS.") from error
    return Recipient(address=address, language=choose_language(row.language), wish=row.wish)
