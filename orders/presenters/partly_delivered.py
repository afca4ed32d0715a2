"""The sentence for an order of which some parcels have arrived. The verb agrees with how many have."""

from datetime import datetime

from django.utils.translation import ngettext

from orders.domain.timeline.kinds import HeadlineKind
from orders.domain.timeline.model import Headline
from orders.presenters.dates import day_phrase, is_past, span_phrase


def partly_delivered_words(headline: Headline, now: datetime) -> str:
    """So many of so many parcels have been delivered, and what is known of the next one."""
    one_left = headline.total - headline.count == 1
    values: dict[str, object] = {"count": headline.count, "total": headline.total}
    expected = headline.expected
    if expected is None:
        text = _one_left_words(headline.count) if one_left else _several_left_words(headline.count)
    elif is_past(expected.last_day, now=now):
        values["when"] = day_phrase(expected.last_day, now=now)
        text = _one_left_late_words(headline.count) if one_left else _several_left_late_words(headline.count)
    else:
        values["when"] = span_phrase(expected.first_day, expected.last_day, now=now)
        text = (
            _one_left_dated_words(headline.count) if one_left else _several_left_dated_words(headline.count)
        )
    return text % values


def rest_to_collect_words(headline: Headline, _now: datetime) -> str:
    """Parcels arrived or on their way, and the rest, which does not travel, is not ready yet."""
    if headline.kind is HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT:
        text = ngettext(
            "%(count)d parcel delivered; the rest is for you to collect, not ready yet",
            "%(count)d parcels delivered; the rest is for you to collect, not ready yet",
            headline.count,
        )
    else:
        text = ngettext(
            "%(count)d parcel is on its way; the rest is for you to collect, not ready yet",
            "%(count)d parcels are on their way; the rest is for you to collect, not ready yet",
            headline.count,
        )
    return text % {"count": headline.count}


def _one_left_words(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d parcels delivered; the other is still to come",
        "%(count)d of %(total)d parcels delivered; the other is still to come",
        count,
    )


def _several_left_words(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d parcels delivered; the others are still to come",
        "%(count)d of %(total)d parcels delivered; the others are still to come",
        count,
    )


def _one_left_late_words(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d parcels delivered; the other was expected %(when)s",
        "%(count)d of %(total)d parcels delivered; the other was expected %(when)s",
        count,
    )


def _several_left_late_words(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d parcels delivered; the next was expected %(when)s",
        "%(count)d of %(total)d parcels delivered; the next was expected %(when)s",
        count,
    )


def _one_left_dated_words(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d parcels delivered; the other arrives %(when)s",
        "%(count)d of %(total)d parcels delivered; the other arrives %(when)s",
        count,
    )


def _several_left_dated_words(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d parcels delivered; the next arrives %(when)s",
        "%(count)d of %(total)d parcels delivered; the next arrives %(when)s",
        count,
    )
