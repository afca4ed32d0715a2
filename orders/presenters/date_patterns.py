"""The order of a date's parts, which translators decide.

The patterns are CLDR's (https://unicode.org/reports/tr35/tr35-dates.html); letters between ' ' stand for themselves.
Each has plural forms by the day of the month, so that a language can write its first day otherwise ("1er décembre").
"""

from datetime import date

from django.utils.translation import npgettext


def first_of_month_span(day: date) -> str:
    """The first of two days of one month: "26" in "between 26 and 30 November"."""
    return npgettext("date pattern, first of two days in one month", "d", "d", day.day)


def last_of_month_span(day: date) -> str:
    """The last of two days of one month: "30 November" in "between 26 and 30 November"."""
    return npgettext("date pattern, last of two days in one month", "d MMMM", "d MMMM", day.day)


def day_and_month(day: date) -> str:
    """A day: "26 November"."""
    return npgettext("date pattern", "d MMMM", "d MMMM", day.day)


def day_month_and_year(day: date) -> str:
    """A day of another year: "26 November 2026"."""
    return npgettext("date pattern", "d MMMM y", "d MMMM y", day.day)


def short(day: date) -> str:
    """A day in short: "Thu 26 Nov"."""
    return npgettext("date pattern", "EEE d MMM", "EEE d MMM", day.day)


def short_with_year(day: date) -> str:
    """A day of another year in short: "Thu 26 Nov 2026"."""
    return npgettext("date pattern", "EEE d MMM y", "EEE d MMM y", day.day)


def full(day: date) -> str:
    """A full day, "Thursday 26 November", standing alone."""
    return npgettext("date pattern", "EEEE d MMMM", "EEEE d MMMM", day.day)


def full_with_year(day: date) -> str:
    """A full day of another year, "Thursday 26 November 2026", standing alone."""
    return npgettext("date pattern", "EEEE d MMMM y", "EEEE d MMMM y", day.day)


def full_in_span(day: date) -> str:
    """A full day, "Thursday 26 November" as the beginning or the end of a span."""
    return npgettext("date pattern in a span", "EEEE d MMMM", "EEEE d MMMM", day.day)


def full_with_year_in_span(day: date) -> str:
    """A full day of another year, "Thursday 26 November 2026" as the beginning or the end of a span."""
    return npgettext("date pattern in a span", "EEEE d MMMM y", "EEEE d MMMM y", day.day)
