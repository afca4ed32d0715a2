"""Scans in a file: each parcel's, by their own moments, and what was kept out of them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from orders.domain.status import FulfillmentEventStatus
from orders.fulfilment.files.parcels import FileRow
from orders.fulfilment.files.scan_codes import ScanCodes
from orders.fulfilment.wanted import WantedEvent, WantedEvents
from orders.shopify.text import clean_text

MOST_SCANS: Final = 100
MOST_TOLD: Final = 10
AHEAD: Final = timedelta(minutes=5)
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_CITY: Final = 100
LONGEST_MESSAGE: Final = 255
DPD_TIME: Final = "%Y%m%d%H%M%S"
ISO_DAY: Final = re.compile(r"[0-9]{4}-?(?:[0-9]{2}-?[0-9]{2}|W[0-9]{2}-?[0-9])(?:[Tt ]|$)")
NOT_EVERYWHERE: Final = frozenset(
    {
        FulfillmentEventStatus.BUYER_ACTION_REQUIRED,
        FulfillmentEventStatus.PICKED_UP,
        FulfillmentEventStatus.READY_FOR_RECIPIENT_PICKUP,
        FulfillmentEventStatus.RETURNING_TO_SENDER,
    }
)
"""Statuses that no stable version of Shopify's API takes."""
TAKEN: Final = frozenset(FulfillmentEventStatus) - NOT_EVERYWHERE


class WrongScan(Exception):
    """Why a scan cannot be taken, in a sentence."""


@dataclass(slots=True, kw_only=True)
class Scans:
    """What was read of a file's scans so far. `zone` is that of times without an offset, `now` the latest of all."""

    codes: ScanCodes | None
    zone: tzinfo
    now: datetime
    left_out: Counter[str] = field(default_factory=Counter)
    returns: int = 0
    found: dict[tuple[str, str], tuple[str, list[int], dict[tuple[str, datetime], WantedEvent]]] = field(
        default_factory=dict
    )

    def is_return(self, service: str) -> bool:
        """Whether the row is of a parcel that travels back, where "delivered" means at the shop."""
        is_one = self.codes is not None and service in self.codes.returns
        self.returns += is_one
        return is_one

    def add(
        self, line: int, order: str, number: str, *, what: str, when: str, city: str = "", message: str = ""
    ) -> None:
        """One scan of one parcel; of two of the same status and moment the first stands. Raises WrongScan."""
        if not what:
            return
        status = self.status_of(what)
        if status is None:
            self.left_out[what[:20]] += 1
            return
        event = WantedEvent(
            status=status,
            happened_at=self._moment(when),
            city=clean_text(city, limit=LONGEST_CITY),
            message=clean_text(message, limit=LONGEST_MESSAGE),
        )
        _, lines, events = self.found.setdefault((order.casefold(), number), (order, [], {}))
        if line not in lines[-1:]:
            lines.append(line)
        events.setdefault((status, event.happened_at), event)

    def rows(self) -> list[FileRow]:
        """For each parcel its scans, the oldest first."""
        made = []
        for (_, number), (order, lines, events) in self.found.items():
            if len(events) > MOST_SCANS:
                problem = f"The parcel {number} has more than {MOST_SCANS} scans."
                made.append(FileRow(lines=tuple(lines), order=order, problem=problem))
                continue
            sorted_events = tuple(
                sorted(events.values(), key=lambda event: (event.happened_at, event.status))
            )
            wanted = WantedEvents(number=number, events=sorted_events)
            made.append(FileRow(lines=tuple(lines), order=order, events=wanted))
        return made

    def notes(self) -> tuple[str, ...]:
        """What was kept out, for the merchant."""
        told = []
        if self.left_out:
            most = self.left_out.most_common(MOST_TOLD)
            listed = ", ".join(f"{code} ({count})" for code, count in most)
            told.append(f"Scans that Shopify has no word for were kept out: {listed}.")
        if self.returns:
            told.append(
                f"{self.returns} rows are of parcels that travel back to the shop, and were kept out."
            )
        return tuple(told)

    def status_of(self, what: str) -> str | None:
        """Shopify's word for it; None where it has none."""
        if self.codes is not None:
            return self.codes.statuses.get(what.zfill(2))
        name = what.strip().upper().replace(" ", "_").replace("-", "_")
        return name if name in TAKEN else None

    def _moment(self, when: str) -> datetime:
        if not when:
            raise WrongScan("The scan has no time.")
        try:
            read = datetime.strptime(when, DPD_TIME) if self.codes else _from_iso(when)  # noqa: DTZ007
        except (ValueError, OverflowError):
            raise WrongScan(f'"{when[:40]}" is no date and time.') from None
        try:
            at = (read if read.tzinfo else read.replace(tzinfo=self.zone)).astimezone(UTC)
        except OverflowError:
            at = datetime.min.replace(tzinfo=UTC)
        at = at.replace(microsecond=0)
        if not EARLIEST <= at <= self.now + AHEAD:
            raise WrongScan(f"The scan of {when[:40]} has not happened yet, or is too old to be true.")
        return at


def _from_iso(when: str) -> datetime:
    """Python takes any character between day and time, so that `2026-11-27+02:00` would be two o'clock and a figure
    too many of a number an hour. Raises ValueError.
    """
    if not ISO_DAY.match(when):
        raise ValueError
    return datetime.fromisoformat(when)
