"""Messages about an order that is not stored: for the merchant's preview, pictures, and checks of every state."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext

from orders import conf
from orders.branding import brands
from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.domain.timeline.waiting import HELD
from orders.messages import letters
from orders.messages.alphabet import write_sms
from orders.messages.email import Letter
from orders.messages.events import STEPS, EventKind, boxes
from orders.messages.letters import Sheet
from orders.messages.wording import MessageView, Told, present_message, sms_words

TOKEN = "0" * 32


def sample_sheet(order: Order, *, now: datetime) -> Sheet:
    """The mail about this state of an order, in the active language; its links lead nowhere."""
    return letters.order_sheet(
        _view(order, now=now),
        url=f"{conf.site_url()}/o/{TOKEN}/",
        why=gettext("You get this because you placed this order with us."),
        leave_url=f"{conf.site_url()}/m/{TOKEN}/",
    )


def sample_letter(order: Order, *, now: datetime, language: str, sender: str) -> Letter:
    """The same as a whole mail."""
    with translation.override(language):
        return letters.write_letter(
            sample_sheet(order, now=now),
            sender=sender,
            message_id=letters.make_id("sample", f"{now.timestamp():.0f}"),
        )


def sample_sms(order: Order, *, now: datetime, language: str, fold_accents: bool) -> str:
    """The SMS about this state of an order, as it would be sent."""
    with translation.override(language):
        text = sms_words(
            _view(order, now=now), shop=brands.current().name, url=f"{conf.site_url()}/o/{TOKEN}/"
        )
    return write_sms(text, language=language, fold_accents=fold_accents)


def _view(order: Order, *, now: datetime) -> MessageView:
    timeline = build_timeline(order, now=now)
    told = [
        Told(STEPS[parcel.state].value, parcel.fulfillment_id, "")
        for parcel in boxes(timeline)
        if parcel.state in STEPS
    ]
    told += [
        Told(EventKind.HELD.value, "", waiting.reason.value)
        for waiting in timeline.waiting
        if waiting.reason in HELD
    ]
    return present_message(
        order,
        timeline,
        told,
        now=now,
        checked_at=now,
        carrier_links=conf.carrier_links(),
        country=conf.country(),
    )
