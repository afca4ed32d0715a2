"""Messages about an order that is not stored: for the merchant's preview, pictures, and checks of every state."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext

from orders import conf
from orders.branding import brands
from orders.domain.forecast.of_order import FindUsual, nothing_usual
from orders.domain.order import Order
from orders.domain.timeline.facts import ARRIVED
from orders.domain.timeline.kinds import Quiet
from orders.domain.timeline.model import Parcel
from orders.domain.timeline.waiting import HELD
from orders.messages import letters
from orders.messages.alphabet import write_sms
from orders.messages.email import Letter
from orders.messages.events import STEPS, EventKind, boxes, count_gone, numbers_mark
from orders.messages.leading import Told
from orders.messages.letters import Sheet
from orders.messages.wording import MessageView, present_message, sms_words
from orders.presenters.timelines import timeline_of

TOKEN = "0" * 32


def sample_sheet(order: Order, *, now: datetime, find_usual: FindUsual = nothing_usual) -> Sheet:
    """The mail about this state of an order, in the active language; its links lead nowhere. `find_usual` knows what
    usually happens to such parcels.
    """
    return letters.order_sheet(
        _view(order, now=now, find_usual=find_usual),
        url=f"{conf.site_url()}/o/{TOKEN}/",
        why=gettext("You get this because you placed this order with us."),
        leave_url=f"{conf.site_url()}/m/{TOKEN}/",
    )


def sample_letter(
    order: Order, *, now: datetime, language: str, sender: str, find_usual: FindUsual = nothing_usual
) -> Letter:
    """The same as a whole mail."""
    with translation.override(language):
        return letters.write_letter(
            sample_sheet(order, now=now, find_usual=find_usual),
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


def _view(order: Order, *, now: datetime, find_usual: FindUsual = nothing_usual) -> MessageView:
    timeline = timeline_of(order, now=now)
    told = [each for parcel in boxes(timeline) for each in _told_of(parcel)]
    if timeline.silence is not None and timeline.silence.state is None:
        told.append(Told(EventKind.QUIET.value, "", ""))
    if count_gone(timeline):
        told.append(Told(EventKind.REDUCED.value, "", ""))
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
        usual=find_usual(order, timeline, now.tzinfo),
    )


def _told_of(parcel: Parcel) -> Iterator[Told]:
    """The newest thing about a parcel: its silence, its new number, or the step it has reached."""
    if parcel.silence is not None and parcel.silence.quiet is not Quiet.USUAL:
        yield Told(EventKind.QUIET.value, parcel.fulfillment_id, "")
    elif parcel.renumbering is not None and parcel.state not in ARRIVED:
        yield Told(EventKind.NEW_NUMBER.value, parcel.fulfillment_id, numbers_mark(parcel))
    elif parcel.state in STEPS:
        yield Told(STEPS[parcel.state].value, parcel.fulfillment_id, "")
