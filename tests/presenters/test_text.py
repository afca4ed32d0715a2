"""Text from outside, before it stands on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.presenters.text import link_address, plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (None, ""),
        ("", ""),
        ("  Zaragoza \n\t Centro ", "Zaragoza Centro"),
        ("a\u202eb\u2066c\u200bd\x00e\x1bf", "abcdef"),
        ("\ud800x", "x"),
        ("日本 東京", "日本 東京"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_it_is_one_line_of_visible_text(text: str | None, plain: str) -> None:
    assert plain_text(text) == plain


def test_it_is_cut_with_an_ellipsis() -> None:
    assert plain_text("a" * 50, limit=10) == "a" * 9 + "…"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_it_is_never_longer_than_its_limit_and_changes_nothing_twice(text: str, limit: int) -> None:
    plain = plain_text(text, limit=limit)
    assert len(plain) <= limit
    assert plain_text(plain, limit=limit) == plain


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.example/x?n=1&m=%20#f", "https://a.example/x?n=1&m=%20#f"),
        ('https://a.example/{1}?q=<>"|`^', "https://a.example/%7B1%7D?q=%3C%3E%22%7C%60%5E"),
        ("", ""),
    ],
)
def test_what_no_address_may_hold_is_encoded_and_nothing_else(url: str, written: str) -> None:
    assert link_address(url) == written
