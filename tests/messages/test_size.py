"""How heavy a mail is on its way: Gmail cuts one off at 102 KB, and a shopper's phone pays for each."""

import pytest
from django.conf import settings

from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.state import Group, OrderPageOf
from orders.messages.email import build_mail
from orders.messages.sample import sample_letter

pytestmark = pytest.mark.django_db

MOST_BYTES = 30_000
CUT_OFF_BYTES = 102_000
SENDER = "Casa Lumbre <orders@casalumbre.example>"
LANGUAGES = [code for code, _ in settings.LANGUAGES]
USUAL = [
    name
    for name, state in STATES.items()
    if isinstance(state.page, OrderPageOf) and state.group is not Group.EXTREMES
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_about_any_usual_state_weighs_at_most_thirty_kilobytes(language: str) -> None:
    weights = {}
    for name in USUAL:
        letter = sample_letter(STATES[name].page.build(NOW), now=NOW, language=language, sender=SENDER)  # type: ignore[union-attr]
        weights[name] = len(build_mail(letter, to="maria@example.com").message().as_bytes())
    assert len(weights) > 50
    assert {name: weight for name, weight in weights.items() if weight > MOST_BYTES} == {}


def test_a_mail_about_two_hundred_items_is_not_cut_off() -> None:
    letter = sample_letter(STATES["very_long"].page.build(NOW), now=NOW, language="ja", sender=SENDER)  # type: ignore[union-attr]
    assert len(build_mail(letter, to="maria@example.com").message().as_bytes()) < CUT_OFF_BYTES
