"""The age of the facts, in words."""

from datetime import timedelta

import pytest
from django.utils import translation

from orders.gallery.builders import NOW
from orders.presenters import present_freshness


@pytest.mark.parametrize(
    ("age", "english", "spanish"),
    [
        (timedelta(seconds=-30), "Checked with the shop just now", "Comprobado con la tienda ahora mismo"),
        (timedelta(seconds=59), "Checked with the shop just now", "Comprobado con la tienda ahora mismo"),
        (
            timedelta(seconds=60),
            "Checked with the shop 1 minute ago",
            "Comprobado con la tienda hace 1 minuto",
        ),
        (
            timedelta(minutes=4, seconds=59),
            "Checked with the shop 4 minutes ago",
            "Comprobado con la tienda hace 4 minutos",
        ),
        (timedelta(hours=1), "Checked with the shop 1 hour ago", "Comprobado con la tienda hace 1 hora"),
        (timedelta(hours=23), "Checked with the shop 23 hours ago", "Comprobado con la tienda hace 23 horas"),
        (timedelta(days=1), "Checked with the shop 1 day ago", "Comprobado con la tienda hace 1 día"),
        (timedelta(days=40), "Checked with the shop 40 days ago", "Comprobado con la tienda hace 40 días"),
    ],
)
def test_it_says_how_old_the_facts_are(age: timedelta, english: str, spanish: str) -> None:
    for language, words in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert present_freshness(NOW - age, now=NOW).words == words


@pytest.mark.parametrize(
    ("age", "ending"),
    [
        (timedelta(seconds=5), "said just now."),
        (timedelta(minutes=1), "said 1 minute ago."),
        (timedelta(minutes=7), "said 7 minutes ago."),
        (timedelta(hours=2), "said 2 hours ago."),
        (timedelta(days=3), "said 3 days ago."),
    ],
)
def test_when_the_shop_is_away_it_says_so_and_keeps_the_age(age: timedelta, ending: str) -> None:
    view = present_freshness(NOW - age, now=NOW, shop_unreachable=True)
    assert view.late
    assert view.words.startswith("The shop’s system does not answer")
    assert view.words.endswith(ending)


def test_the_exact_time_is_there_for_machines() -> None:
    assert present_freshness(NOW, now=NOW).moment.iso == "2026-11-23T11:00+01:00"
