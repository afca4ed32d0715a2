"""Which language a reader gets."""

import pytest

from orders.language import choose_language


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
    ],
)
def test_the_address_comes_first_then_the_browser_then_english(
    asked: str, accepted: str, language: str
) -> None:
    assert choose_language(asked, accepted) == language
