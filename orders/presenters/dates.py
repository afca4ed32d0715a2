"""Days and times as a reader says them, in the active language and the store's time zone.

Phrases stand inside a sentence ("yesterday at 14:32", "el jueves"), labels stand alone ("Yesterday, 14:32").
Every function takes `now` in the store's time zone; other times are converted to it first.
"""

from datetime import datetime, timedelta, tzinfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from django.utils.translation import get_language, npgettext, pgettext, to_locale

from orders.presenters.page import Moment

_REGIONS = {"en": "en_GB"}
"""Where a language alone says too little about how its dates and clocks are written."""


def day_phrase(at: datetime, *, now: datetime) -> str:
    """The day of `at` as an adverb: "today", "Friday" within six days, else "Thursday 26 November"."""
    day = at.astimezone(now.tzinfo)
    match (day.date() - now.date()).days:
        case 0:
            return pgettext("day in a sentence", "today")
        case 1:
            return pgettext("day in a sentence", "tomorrow")
        case -1:
            return pgettext("day in a sentence", "yesterday")
    return pgettext("day in a sentence", "%(day)s") % {"day": _day(day, now=now)}


def moment_phrase(at: datetime, *, now: datetime) -> str:
    """Day and time as an adverb: "yesterday at 14:32". Plural forms let a language agree with one o'clock."""
    local = at.astimezone(now.tzinfo)
    values = {"time": _time(local), "day": _day(local, now=now)}
    match (local.date() - now.date()).days:
        case 0:
            text = npgettext("moment in a sentence", "today at %(time)s", "today at %(time)s", local.hour)
        case -1:
            text = npgettext(
                "moment in a sentence", "yesterday at %(time)s", "yesterday at %(time)s", local.hour
            )
        case _:
            text = npgettext("moment in a sentence", "%(day)s at %(time)s", "%(day)s at %(time)s", local.hour)
    return text % values


def span_phrase(earliest_at: datetime, latest_at: datetime, *, now: datetime) -> str:
    """The days on which something is to happen: "Friday", "between 26 and 30 November", "by tomorrow"."""
    first, last = earliest_at.astimezone(now.tzinfo), latest_at.astimezone(now.tzinfo)
    if first.date() >= last.date():
        return day_phrase(last, now=now)
    if first.date() < now.date():
        return pgettext("span in a sentence", "by %(day)s") % {"day": day_phrase(last, now=now)}
    far = (first.date() - now.date()).days > _WEEKDAY_IS_ENOUGH
    if far and (first.year, first.month) == (last.year, last.month):
        first_day = format_date(first, pgettext("date pattern", "d"), locale=_locale())
        last_day = format_date(last, pgettext("date pattern", "d MMMM"), locale=_locale())
        return pgettext("dates in a sentence", "between %(first)s and %(last)s") % {
            "first": first_day,
            "last": last_day,
        }
    return pgettext("span in a sentence", "between %(first)s and %(last)s") % {
        "first": day_phrase(first, now=now),
        "last": day_phrase(last, now=now),
    }


def day_label(at: datetime, *, now: datetime) -> Moment:
    """The full date, standing alone: "21 November", with the year when it is another one."""
    local = at.astimezone(now.tzinfo)
    pattern = (
        pgettext("date pattern", "d MMMM") if local.year == now.year else pgettext("date pattern", "d MMMM y")
    )
    return Moment(text=format_date(local, pattern, locale=_locale()), iso=local.date().isoformat())


def moment_label(at: datetime, *, now: datetime) -> Moment:
    """Day and time, standing alone and short: "Today, 08:10", "Mon 23 Nov, 14:32"."""
    local = at.astimezone(now.tzinfo)
    match (local.date() - now.date()).days:
        case 0:
            day = pgettext("day label", "Today")
        case -1:
            day = pgettext("day label", "Yesterday")
        case 1:
            day = pgettext("day label", "Tomorrow")
        case _:
            pattern = (
                pgettext("date pattern", "EEE d MMM")
                if local.year == now.year
                else pgettext("date pattern", "EEE d MMM y")
            )
            day = format_date(local, pattern, locale=_locale())
    text = pgettext("moment label", "%(day)s, %(time)s") % {"day": day, "time": _time(local)}
    return Moment(text=text, iso=local.isoformat(timespec="minutes"))


def span_label(earliest_at: datetime, latest_at: datetime, *, now: datetime) -> str:
    """The expected day or days with their dates, standing alone: "Thursday 26 November", "26–30 November"."""
    first, last = earliest_at.astimezone(now.tzinfo), latest_at.astimezone(now.tzinfo)
    if first.date() >= last.date():
        return _full_date(last, now=now)
    return pgettext("span label", "%(first)s – %(last)s") % {
        "first": format_date(first, pgettext("date pattern", "EEE d MMM"), locale=_locale()),
        "last": format_date(last, pgettext("date pattern", "EEE d MMM"), locale=_locale()),
    }


def is_past(at: datetime, *, now: datetime) -> bool:
    """Whether the day of `at` is over, by the store's calendar."""
    return at.astimezone(now.tzinfo).date() < now.date()


def time_zone_name(now: datetime) -> str:
    """The store's time zone by its usual name, such as "Central European Time"."""
    zone: tzinfo | None = now.tzinfo
    seasonal = now.utcoffset() != (now + timedelta(days=182)).utcoffset()
    return get_timezone_name(zone if seasonal else now, locale=_locale())


_WEEKDAY_IS_ENOUGH = 6


def _day(local: datetime, *, now: datetime) -> str:
    if abs((local.date() - now.date()).days) <= _WEEKDAY_IS_ENOUGH:
        return format_date(local, "EEEE", locale=_locale())
    return _full_date(local, now=now)


def _full_date(local: datetime, *, now: datetime) -> str:
    pattern = (
        pgettext("date pattern", "EEEE d MMMM")
        if local.year == now.year
        else pgettext("date pattern", "EEEE d MMMM y")
    )
    return format_date(local, pattern, locale=_locale())


def _time(local: datetime) -> str:
    return format_time(local.timetz(), "short", locale=_locale())


def _locale() -> Locale:
    language = get_language() or "en"
    return Locale.parse(_REGIONS.get(language, to_locale(language)))
