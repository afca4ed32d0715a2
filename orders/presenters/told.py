"""The carrier's own words beside what the page says."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext

from orders.domain.order import FulfillmentEvent
from orders.domain.receivers import without_receiver
from orders.domain.timeline.facts import ARRIVED, EVENT_STATES, NOTICES
from orders.domain.timeline.kinds import ParcelState
from orders.domain.timeline.parcel_state import GOING_BACK, TO_COLLECT
from orders.presenters.dates import moment_label
from orders.presenters.page import ToldView
from orders.presenters.text import plain_text
from orders.presenters.words import event_words

_SETTLED = ARRIVED | TO_COLLECT
"""What no notice undoes, so that it is told as something that came after."""


def present_told(
    events: Iterable[FulfillmentEvent], *, state: ParcelState, now: datetime
) -> tuple[ToldView, ...]:
    """What the carrier wrote; a notice about a parcel in another `state` is named, with its time."""
    views = []
    for event in events:
        read = EVENT_STATES.get(event.status)
        named = read in NOTICES and read is not state and state not in GOING_BACK
        views.append(
            ToldView(
                words=event_words(event.status) if named else "",
                moment=moment_label(event.happened_at, now=now) if named else None,
                message=without_receiver(plain_text(event.message, limit=300)),
                lead=gettext("Since then the carrier also reported:") if named and state in _SETTLED else "",
            )
        )
    return tuple(view for view in views if view.words or view.message)
