"""Days of the week inside a sentence, as whole phrases: languages differ in preposition, gender and order."""

import datetime as dt

from django.utils.translation import pgettext, pgettext_lazy


def weekday_phrase(day: dt.date) -> str:
    """The day of the week as an adverb: "Friday", "el viernes", "na sexta-feira"."""
    return str(_ALONE[day.weekday()])


def dated_weekday_phrase(day: dt.date, *, date: str) -> str:
    """Day of the week and `date` (a finished day and month) as an adverb: "am Freitag, 4. Dezember"."""
    return _with_date(day.weekday()) % {"date": date}


_ALONE = (
    pgettext_lazy("day in a sentence", "Monday"),
    pgettext_lazy("day in a sentence", "Tuesday"),
    pgettext_lazy("day in a sentence", "Wednesday"),
    pgettext_lazy("day in a sentence", "Thursday"),
    pgettext_lazy("day in a sentence", "Friday"),
    pgettext_lazy("day in a sentence", "Saturday"),
    pgettext_lazy("day in a sentence", "Sunday"),
)


def _with_date(weekday: int) -> str:
    return (
        pgettext("day in a sentence", "Monday %(date)s"),
        pgettext("day in a sentence", "Tuesday %(date)s"),
        pgettext("day in a sentence", "Wednesday %(date)s"),
        pgettext("day in a sentence", "Thursday %(date)s"),
        pgettext("day in a sentence", "Friday %(date)s"),
        pgettext("day in a sentence", "Saturday %(date)s"),
        pgettext("day in a sentence", "Sunday %(date)s"),
    )[weekday]
