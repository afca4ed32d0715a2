"""What a page tells, as short marks by which a browser can know again what it has shown before (docs/decisions/0044).

A mark is made of what has happened, never of the words that say it or of the time that has passed since: neither
another language nor another day is news. It is keyed, so that a mark found in a browser says nothing.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC
from hashlib import blake2s

from orders.domain.timeline.kinds import ItemPlaceKind, StepState
from orders.domain.timeline.model import Expected, ItemPlace, ItemView, Milestone, Parcel, Waiting
from orders.domain.when import end_of

MARK_BYTES = 3
"""Makes four characters. Two facts of one order with the same mark are one chance in 16 million, and cost one "New"."""


class Facts:
    """The marks of one order's facts; `key` is the order's own and is not shown anywhere."""

    def __init__(self, parcels: Iterable[Parcel], *, key: str) -> None:
        self._key = blake2s(key.encode()).digest()
        self._fulfillments: Mapping[int | None, str] = {
            parcel.number: parcel.fulfillment_id for parcel in parcels
        }

    def milestone(self, milestone: Milestone) -> str:
        """A step that is reached, or where something stands in the way; empty for one to come."""
        match milestone.state:
            case StepState.UPCOMING:
                return ""
            case StepState.PROBLEM:
                return self._mark("held up", milestone.step)
        # That the order has left a step behind is told by the step after it.
        return self._mark("reached", milestone.step)

    def parcel(self, parcel: Parcel) -> str:
        """The state a parcel is in."""
        return self._mark("parcel", parcel.fulfillment_id, parcel.state)

    def scans_of(self, parcel: Parcel) -> str:
        """What the marks of a parcel's scans begin with; the page adds each scan's own time (`site.js`)."""
        return self._mark("scans", parcel.fulfillment_id)

    def expected_of_parcel(self, parcel: Parcel) -> str:
        """The expected day or days of a parcel; empty without any."""
        return self._expected(parcel.expected, parcel.fulfillment_id)

    def waiting(self, waiting: Waiting) -> str:
        """Why something has not left, whatever else waits for the same."""
        return self._mark("waiting", *self._names(waiting))

    def expected_of_waiting(self, waiting: Waiting) -> str:
        """The expected day or days of what has not left; empty without any."""
        return self._expected(waiting.expected, *self._names(waiting))

    def place(self, view: ItemView, place: ItemPlace) -> str:
        """Where so many of an item are. How far its parcel has come is the parcel's own fact."""
        # Of what waits ever fewer are left, which is told by where the others are.
        quantity = "" if place.kind is ItemPlaceKind.WAITING else str(place.quantity)
        where = self._fulfillments.get(place.parcel_number, "")
        return self._mark("place", view.item.id, place.kind, where, quantity)

    def returning(self, return_status: str) -> str:
        """How far a return is."""
        return self._mark("return", return_status)

    def _expected(self, expected: Expected | None, *of: str) -> str:
        if expected is None:
            return ""
        days = (day.date.isoformat() for day in (expected.first_day, expected.last_day))
        return self._mark("expected", *of, *days)

    def _names(self, waiting: Waiting) -> tuple[str, ...]:
        starts = end_of(waiting.starts_at, UTC).isoformat() if waiting.starts_at else ""
        return waiting.reason, waiting.journey, waiting.from_location or "", starts

    def _mark(self, *parts: str) -> str:
        text = "\0".join(parts).encode(errors="surrogatepass")
        return urlsafe_b64encode(blake2s(text, key=self._key, digest_size=MARK_BYTES).digest()).decode()
