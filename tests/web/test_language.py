"""Which language a reader gets."""

import pytest
from django.test import override_settings

from orders.web.language import choose_language


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("", "", "en"),
        ("es", "en", "es"),
        ("ES", "", "es"),
        ("", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "xx,es;q=0.5", "es"),
        ("xx", "es", "es"),
        ("xx", "", "en"),
        ("", "en;q=0.3,es;q=0.9", "es"),
        ("'\"><script>", "*", "en"),
        ("es" * 5000, "es," * 5000, "es"),
        ("", "\x00", "en"),
        ("", "fr-CA", "fr"),
        ("", "de-AT,de;q=0.9", "de"),
        ("", "pt-BR", "pt-br"),
        ("", "pt-PT,pt;q=0.9,en;q=0.8", "pt-br"),
        ("pt", "", "pt-br"),
        ("PT-PT", "", "pt-br"),
        ("pt_BR", "", "pt-br"),
        ("", "it-CH", "it"),
        ("", "nl-BE", "nl"),
        ("", "ja-JP", "ja"),
        ("", "ar-EG,ar;q=0.9", "ar"),
        ("", "zh-TW,zh;q=0.9", "en"),
        ("", "zh,ja;q=0.5", "ja"),
        ("zh", "de", "de"),
        ("-", "de", "de"),
    ],
)
def test_the_address_comes_first_then_the_browser_then_english(
    asked: str, accepted: str, language: str
) -> None:
    assert choose_language(asked, accepted) == language


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [("", "", "de"), ("", "en", "de"), ("en", "fr", "fr"), ("pt", "es", "de"), ("", "fr-CH,en", "fr")],
)
def test_a_shop_that_offers_fewer_languages_falls_back_to_its_first(
    asked: str, accepted: str, language: str
) -> None:
    with override_settings(LANGUAGES=[("de", "Deutsch"), ("fr", "Français")]):
        assert choose_language(asked, accepted) == language
