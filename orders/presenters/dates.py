"""Days and times as a reader says them, in the active language and the store's time zone.

Phrases stand inside a sentence ("yesterday at 14:32", "el jueves"), labels stand alone ("Yesterday, 14:32"). A day that
begins or ends a span has words of its own, because prepositions differ ("am Freitag", but "bis Freitag").
Every function takes `now` in the store's time zone; instants are converted to it first, days stay what they are, and
where only a day is known no hour is said. On paper, which is read on other days than it was printed, days are said by
their date: `with dates_in_full():`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from django.utils.translation import get_language, npgettext, pgettext, to_locale

from orders.domain.when import Day, When, as_read, day_of
from orders.presenters import date_patterns as patterns
from orders.presenters.page import Moment
from orders.presenters.weekdays import dated_weekday_phrase, weekday_phrase

_REGIONS = {"en": "en_GB"}
"""Where a language alone says too little about how its dates and clocks are written."""
_in_full: ContextVar[bool] = ContextVar("dates_in_full", default=False)


@contextmanager
def dates_in_full() -> Iterator[None]:
    """Within it no day is called today, yesterday, tomorrow, or by its weekday alone."""
    before = _in_full.set(True)
    try:
        yield
    finally:
        _in_full.reset(before)


def are_dates_in_full() -> bool:
    """Whether what is said now is read on another day."""
    return _in_full.get()


def day_phrase(at: When, *, now: datetime) -> str:
    """The day of `at` as an adverb: "today", "Friday" within six days, else "Thursday 26 November"."""
    return _phrase(day_of(at, now.tzinfo).date, now=now)


def _phrase(day: date, *, now: datetime) -> str:
    match _days_near(day, now=now):
        case 0:
            return pgettext("day in a sentence", "today")
        case 1:
            return pgettext("day in a sentence", "tomorrow")
        case -1:
            return pgettext("day in a sentence", "yesterday")
    return _weekday_or_date(day, now=now)


def moment_phrase(at: When, *, now: datetime) -> str:
    """Day and time as an adverb: "yesterday at 14:32", or "yesterday" where no time is known.

    Plural forms let a language agree with one o'clock.
    """
    local = as_read(at, now.tzinfo)
    if isinstance(local, Day):
        return _phrase(local.date, now=now)
    day = local.date()
    values = {"time": _time(local), "day": _weekday_or_date(day, now=now)}
    match _days_near(day, now=now):
        case 0:
            text = npgettext("moment in a sentence", "today at %(time)s", "today at %(time)s", local.hour)
        case -1:
            text = npgettext(
                "moment in a sentence", "yesterday at %(time)s", "yesterday at %(time)s", local.hour
            )
        case _:
            text = npgettext("moment in a sentence", "%(day)s at %(time)s", "%(day)s at %(time)s", local.hour)
    return text % values


def span_phrase(first_day: Day, last_day: Day, *, now: datetime) -> str:
    """The days on which something is to happen: "Friday", "between 26 and 30 November", "by tomorrow"."""
    first, last = first_day.date, last_day.date
    if first >= last:
        return _phrase(last, now=now)
    if first < now.date():
        return pgettext("span in a sentence", "by %(day)s") % {"day": _day_in_span(last, now=now)}
    days = _days_near(first, now=now)
    far = days is None or days > _WEEKDAY_IS_ENOUGH
    if far and (first.year, first.month) == (last.year, last.month):
        return pgettext("dates in a sentence", "between %(first)s and %(last)s") % {
            "first": format_date(first, patterns.first_of_month_span(first), locale=_locale()),
            "last": format_date(last, patterns.last_of_month_span(last), locale=_locale()),
        }
    return pgettext("span in a sentence", "between %(first)s and %(last)s") % {
        "first": _day_in_span(first, now=now),
        "last": _day_in_span(last, now=now),
    }


def day_label(at: When, *, now: datetime) -> Moment:
    """The full date, standing alone: "21 November", with the year when it is another one."""
    day = day_of(at, now.tzinfo).date
    return Moment(text=_day_and_month(day, now=now), iso=day.isoformat())


def moment_label(at: When, *, now: datetime) -> Moment:
    """Day and time, standing alone and short: "Today, 08:10", "Mon 23 Nov, 14:32"; without a time that is not known."""
    local = as_read(at, now.tzinfo)
    if isinstance(local, Day):
        return Moment(text=_short_label(local.date, now=now), iso=local.date.isoformat())
    values = {"day": _short_label(local.date(), now=now), "time": _time(local)}
    text = pgettext("moment label", "%(day)s, %(time)s") % values
    return Moment(text=text, iso=local.isoformat(timespec="minutes"))


def _short_label(day: date, *, now: datetime) -> str:
    match _days_near(day, now=now):
        case 0:
            return pgettext("day label", "Today")
        case -1:
            return pgettext("day label", "Yesterday")
        case 1:
            return pgettext("day label", "Tomorrow")
    pattern = patterns.short(day) if day.year == now.year else patterns.short_with_year(day)
    return format_date(day, pattern, locale=_locale())


def full_moment_label(at: datetime, *, now: datetime) -> Moment:
    """Day with its year, and time, standing alone: "Monday 23 November 2026, 14:32"."""
    local = at.astimezone(now.tzinfo)
    day = format_date(local, patterns.full_with_year(local), locale=_locale())
    text = pgettext("moment label", "%(day)s, %(time)s") % {"day": day, "time": _time(local)}
    return Moment(text=text, iso=local.isoformat(timespec="minutes"))


def span_label(first_day: Day, last_day: Day, *, now: datetime) -> str:
    """The expected day or days with their dates, standing alone: "Thursday 26 November", "26–30 November"."""
    first, last = first_day.date, last_day.date
    if first >= last:
        pattern = patterns.full(last) if last.year == now.year else patterns.full_with_year(last)
        return format_date(last, pattern, locale=_locale())
    return pgettext("span label", "%(first)s – %(last)s") % {
        "first": format_date(first, patterns.short(first), locale=_locale()),
        "last": format_date(last, patterns.short(last), locale=_locale()),
    }


def is_past(at: When, *, now: datetime) -> bool:
    """Whether the day of `at` is over, by the store's calendar."""
    return day_of(at, now.tzinfo).date < now.date()


def is_today(at: When, *, now: datetime) -> bool:
    """Whether the day of `at` is today, by the store's calendar."""
    return day_of(at, now.tzinfo).date == now.date()


def time_zone_name(now: datetime) -> str:
    """The store's time zone by its usual name, such as "Central European Time"."""
    zone: tzinfo | None = now.tzinfo
    seasonal = now.utcoffset() != (now + timedelta(days=182)).utcoffset()
    return get_timezone_name(zone if seasonal else now, locale=_locale())


def locale_code() -> str:
    """The reader's locale as browsers call it, such as `en-GB`."""
    return str(_locale()).replace("_", "-")


_WEEKDAY_IS_ENOUGH = 6


def _days_near(day: date, *, now: datetime) -> int | None:
    """How many days away, for words that only hold today; None where days are said in full."""
    return None if _in_full.get() else (day - now.date()).days


def _weekday_or_date(day: date, *, now: datetime) -> str:
    days = _days_near(day, now=now)
    if days is not None and abs(days) <= _WEEKDAY_IS_ENOUGH:
        return weekday_phrase(day)
    return dated_weekday_phrase(day, date=_day_and_month(day, now=now))


def _day_and_month(day: date, *, now: datetime) -> str:
    pattern = patterns.day_and_month(day) if day.year == now.year else patterns.day_month_and_year(day)
    return format_date(day, pattern, locale=_locale())


def _day_in_span(day: date, *, now: datetime) -> str:
    """A day as the beginning or the end of a span: "today", "viernes", "le mardi 1er décembre"."""
    match _days_near(day, now=now):
        case 0:
            return pgettext("day in a span", "today")
        case 1:
            return pgettext("day in a span", "tomorrow")
        case int(days) if abs(days) <= _WEEKDAY_IS_ENOUGH:
            weekday = format_date(day, "EEEE", locale=_locale())
            return pgettext("day in a span", "%(weekday)s") % {"weekday": weekday}
    pattern = patterns.full_in_span(day) if day.year == now.year else patterns.full_with_year_in_span(day)
    return format_date(day, pattern, locale=_locale())


def _time(local: datetime) -> str:
    return format_time(local.timetz(), "short", locale=_locale())


def _locale() -> Locale:
    return _parse_locale(get_language() or "en")


@cache
def _parse_locale(language: str) -> Locale:
    return Locale.parse(_REGIONS.get(language, to_locale(language)))
