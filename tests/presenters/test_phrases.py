"""Where a Japanese headline may break."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from orders.presenters.phrases import in_phrases


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("11月21日（土）に届く予定です", "11月21日<wbr>（土）に<wbr>届く<wbr>予定です"),
        ("ご注文はどこにありますか？", "ご注文は<wbr>どこに<wbr>ありますか？"),
        ("届きました", "届きました"),
    ],
)
def test_a_japanese_headline_may_break_between_phrases(headline: str, shown: str) -> None:
    with translation.override("ja"):
        assert in_phrases(headline) == shown


def test_in_other_languages_nothing_is_added() -> None:
    with translation.override("de"):
        assert in_phrases("11月21日（土）に届く予定です") == "11月21日（土）に届く予定です"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_others_wrote_stays_text(language: str) -> None:
    with translation.override(language):
        shown = Template("{% load phrases %}{{ name|in_phrases }}").render(
            Context({"name": "<b>店舗</b>に届く予定です"})
        )
    assert shown.replace("<wbr>", "") == "&lt;b&gt;店舗&lt;/b&gt;に届く予定です"


def test_markup_of_our_own_is_not_cut() -> None:
    with translation.override("ja"):
        assert in_phrases(mark_safe("<bdi>店舗</bdi>に届く予定です")) == "<bdi>店舗</bdi>に届く予定です"
