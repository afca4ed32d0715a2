"""The style inside a theme: every part of the site's own is understood, stays under one element, and is no Liquid."""

import re
from dataclasses import replace

import pytest

from orders.branding import brands
from orders.branding.looks import ColourScheme, LookName
from orders.branding.theme_style import MORE, ROOT, NotUnderstood, adapt, theme_style

AT_TOP = re.compile(rf"(?:@property --order-tracking-rem|{ROOT}(?:{re.escape(MORE)})*[ ,{{:])")


def top_level(css: str) -> list[str]:
    """What stands before the braces of each rule that is within no other."""
    preludes, depth, start = [], 0, 0
    for position, character in enumerate(css):
        if character == "{":
            if depth == 0:
                preludes.append(css[start:position])
            depth += 1
        elif character == "}":
            depth -= 1
            start = position + 1
    return preludes


@pytest.mark.parametrize("look", list(LookName))
def test_every_rule_stands_under_our_element(look: LookName) -> None:
    preludes = top_level(theme_style(brands.built_in(look)))
    assert len(preludes) > 8
    assert [prelude for prelude in preludes if not AT_TOP.match(f"{prelude}{{")] == []


def test_it_holds_nothing_that_could_be_liquid_or_end_the_element() -> None:
    style = theme_style(brands.built_in(LookName.EDITORIAL))
    assert re.findall(r"\{[{%]|</", style) == []


def test_no_size_depends_on_the_themes_own_root_or_on_the_window() -> None:
    style = theme_style(brands.built_in(LookName.EDITORIAL))
    assert re.findall(r"[\d.](?:rem|vw)\b", style) == []


@pytest.mark.parametrize(
    ("scheme", "said"),
    [(ColourScheme.AUTO, "light"), (ColourScheme.LIGHT, "light"), (ColourScheme.DARK, "dark")],
)
def test_it_has_one_palette_whatever_the_reader_prefers(scheme: ColourScheme, said: str) -> None:
    style = theme_style(replace(brands.built_in(LookName.EDITORIAL), colour_scheme=scheme))
    screen = style.partition("@media print")[0]
    assert re.findall(r"color-scheme: ?([a-z ]+)", screen) == [said]
    assert "prefers-color-scheme" not in style


@pytest.mark.parametrize(
    ("css", "adapted"),
    [
        ("a{color:red}", "& a{color:red}"),
        (":root{--x:1rem}", "&{--x:calc(1*var(--order-tracking-rem))}"),
        ("html{margin:0}", ""),
        ("html,p{margin:0}", "& p{margin:0}"),
        ("body{margin:0}", "& > .tracking-page{margin:0}"),
        ("body > *,.order > *{margin:0}", "& > .tracking-page > *,& .order > *{margin:0}"),
        ("body > main{margin:0}", "& > .tracking-page > .tracking-main{margin:0}"),
        ("main > .lead{margin:0}", "& .tracking-main > .lead{margin:0}"),
        (".can-copy .copy{margin:0}", ".can-copy & .copy{margin:0}"),
        ('[dir="rtl"] .icon{margin:0}', '&[dir="rtl"] .icon{margin:0}'),
        (":is(h1, h2),p{margin:0}", "& :is(h1, h2),& p{margin:0}"),
        ("p{inset:-.5rem 20vw}", "& p{inset:calc(-.5*var(--order-tracking-rem)) 20cqi}"),
        ("p{font:1em/1.5 var(--text)}", "& p{font:1em/1.5 sans-serif;font-family:inherit}"),
        ("h1{font-family: var(--title)}", "& h1{font-family:inherit}"),
        ("@media (min-width: 46rem){p{margin:0}}", "@container order-tracking (min-width:736px){& p{margin:0}}"),
        ("@media (prefers-color-scheme: dark){p{margin:0}}", ""),
        ("@page{margin:0}", ""),
        ("@media print{p{margin:0}}", "@media print{& p{margin:0}}"),
        ("@supports (color: red){p{margin:0}}", "@supports (color: red){& p{margin:0}}"),
    ],
)  # fmt: skip
def test_a_rule_for_a_page_becomes_one_for_an_element(css: str, adapted: str) -> None:
    assert adapt(css) == adapted


@pytest.mark.parametrize(
    "css", ["@font-face{src:x}", "@import 'x';p{margin:0}", "p{a:b;&:hover{c:d}}", "p{margin:0", "margin:0"]
)
def test_css_of_another_form_is_refused(css: str) -> None:
    with pytest.raises(NotUnderstood):
        adapt(css)
