"""A day beside an instant: what is known to the day is never turned into an hour, nor moved to another day.

Who knows only a day has to write an instant into Shopify's date fields, and takes its first or its last second, in
whatever offset: `2026-11-27T00:00:00Z`, `2026-11-27T23:59:59-06:00`. Read as instants these fall on the day before, or
the day after, wherever the store is in another zone. So they are read as the day that is written there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day of the calendar, the same one wherever it is read; it has neither hour nor zone.

    No `datetime.date`, of which every `datetime` is one: an instant must not pass for a day.
    """

    date: date


type When = datetime | Day
"""An aware instant, or a day."""


def read_when(moment: datetime) -> When:
    """What an aware `moment`, in the offset it was written in, stands for; an instant comes back in UTC."""
    return Day(moment.date()) if is_first_or_last_second(moment) else in_zone(moment, UTC)


def is_first_or_last_second(moment: datetime) -> bool:
    """Whether nobody meant an hour: the first second of a day, as a whole, or any part of its last."""
    if moment.second == 0:
        return not (moment.hour or moment.minute or moment.microsecond)
    return moment.second == moment.minute == 59 and moment.hour == 23


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """`moment` by the clocks of `zone`; at the two ends of time, where that cannot be, by its own."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment.replace(tzinfo=zone)


def as_read(when: When, zone: tzinfo | None) -> When:
    """`when` as it is told in `zone`: by its clocks, or as a day where they show the first or last second of one."""
    if isinstance(when, Day):
        return when
    local = in_zone(when, zone)
    return Day(local.date()) if is_first_or_last_second(local) else local


def day_of(when: When, zone: tzinfo | None) -> Day:
    """The day itself, or the day of an instant by the calendar of `zone`."""
    return when if isinstance(when, Day) else Day(in_zone(when, zone).date())


def end_of(when: When, zone: tzinfo | None) -> datetime:
    """By when it was over in `zone`: the instant itself, or the end of the day. Orders days among instants."""
    return datetime.combine(when.date, time.max, zone) if isinstance(when, Day) else when


def last_of(times: Iterable[When | None], zone: tzinfo | None) -> When | None:
    """The last of the times; None if one of them is unknown, or for none."""
    known: list[When] = []
    for when in times:
        if when is None:
            return None
        known.append(when)
    return max(known, key=lambda when: end_of(when, zone), default=None)
