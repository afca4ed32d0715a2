"""The style of a page inside the shop's theme: it touches nothing of the theme, and nothing of the theme touches it.

The same parts as everywhere, rewritten. All rules are nested under one element. What layers do elsewhere ("a later part
wins, whatever its selectors"), ids do here: a theme's own rules stand in no layer and would win over every layer. Sizes
follow the space that the theme leaves, not the window, and the reader's own font size, which many themes change for
`rem`. Typefaces are the theme's. Looks are left out: they are compositions of a whole page (docs/decisions/0042).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from orders import conf
from orders.branding.brands import Branding
from orders.branding.looks import ColourScheme
from orders.branding.page_style import OUTPUTS, PARTS, read_part, tokens

ROOT = "#order-tracking"
MORE = ":not(#_)"
"""Matches everything, and counts as one id."""
PIXELS_OF_A_REM = 16
"""In a condition on the container's width; there a `rem` would be the theme's."""
STRONGER_THAN_THEMES = 2
"""How many ids more than its own the reset takes: a theme's `#MainContent p` may not win, nor one with two ids."""
RESET = ROOT + MORE * STRONGER_THAN_THEMES
FOUNDATION = (
    '@property --order-tracking-rem{syntax:"<length>";inherits:true;initial-value:16px}'
    f"{RESET}{{all:initial;display:block;background:var(--paper);color:var(--ink);font-family:inherit;font-size:medium;--order-tracking-rem:1em;"
    "container:order-tracking/inline-size}"
    f"{RESET} :where(:not(svg *)),{RESET} :where(:not(svg *))::before,{RESET} :where(:not(svg *))::after{{all:revert}}"
)
"""Only the typeface is inherited, and every rule of the theme's is taken back. Drawings keep their attributes.

Ground and ink stand here, beside the palette: a browser that knows no nesting reads nothing else.
"""
WIDTH = re.compile(r"@media \(min-width: ?([\d.]+)rem\)(?:, ?print)?")
SELECTORS = (
    (re.compile(r"^:root\b"), "&"),
    (re.compile(r"^body\b"), "& > .tracking-page"),
    (re.compile(r"(^|> )main\b"), r"\1.tracking-main"),
    (re.compile(r"^(\.can-[a-z]+) "), r"\1 & "),
    (re.compile(r'^(\[dir="?[a-z]+"?\]) '), r"&\1 "),
)
"""What is above our element in a page of our own, and what stands for it here."""
DECLARATIONS = (
    (re.compile(r"(?<![\w.-])(-?\d*\.?\d+)rem\b"), r"calc(\1*var(--order-tracking-rem))"),
    (re.compile(r"(?<![\w.-])(-?\d*\.?\d+)vw\b"), r"\1cqi"),
    (re.compile(r"\bfont-family: ?var\(--(?:title|text)\)"), "font-family:inherit"),
    (re.compile(r"\bfont: ?([^;}]*)var\(--(?:title|text)\)"), r"font:\1sans-serif;font-family:inherit"),
)


class NotUnderstood(ValueError):
    """The parts hold CSS of a form that this module does not rewrite."""


def theme_style(branding: Branding) -> str:
    """The CSS of every page in this brand inside the theme: one palette, by day unless the brand is dark."""
    is_dark = branding.colour_scheme == ColourScheme.DARK
    scheme = ColourScheme.DARK if is_dark else ColourScheme.LIGHT
    own = tokens(replace(branding, colour_scheme=scheme), selector=ROOT)
    assemble = _assemble_now if conf.debug() else _assemble
    return assemble(own)


def _assemble_now(own: str) -> str:
    parts = [*PARTS, "in_theme", *OUTPUTS]
    bodies = [body for name in parts for _, body in _rules(read_part(f"parts/{name}"))]
    nested = [
        f"{ROOT}{MORE * level}{{{adapt(body)}}}"
        for level, body in enumerate(bodies, start=STRONGER_THAN_THEMES + 1)
    ]
    return "".join([FOUNDATION, _declarations(own), *nested])


_assemble = lru_cache(maxsize=32)(_assemble_now)


def adapt(css: str) -> str:
    """Rules for a whole page as rules for one element of it."""
    return "".join(_adapt_rule(prelude, body) for prelude, body in _rules(css))


def _adapt_rule(prelude: str, body: str) -> str:
    width = WIDTH.fullmatch(prelude)
    if width:
        pixels = float(width[1]) * PIXELS_OF_A_REM
        return f"@container order-tracking (min-width:{pixels:g}px){{{adapt(body)}}}"
    if prelude.startswith(("@page", "@media (prefers-color-scheme")):
        return ""  # the theme's to decide
    if prelude.startswith(("@media", "@supports")):
        return f"{prelude}{{{adapt(body)}}}"
    if prelude.startswith("@") or ";" in prelude or "{" in body:
        raise NotUnderstood(prelude)
    selectors = [_selector(each.strip()) for each in _split(prelude) if not each.strip().startswith("html")]
    return f"{','.join(selectors)}{{{_declarations(body)}}}" if selectors else ""


def _selector(text: str) -> str:
    for pattern, replacement in SELECTORS:
        text = pattern.sub(replacement, text)
    return text if "&" in text else f"& {text}"


def _declarations(css: str) -> str:
    for pattern, replacement in DECLARATIONS:
        css = pattern.sub(replacement, css)
    return css


def _split(selectors: str) -> list[str]:
    """A list of selectors at its own commas, not at those within brackets."""
    return re.split(r",(?![^(]*\))", selectors)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule of one level: what stands before its braces, and what between them."""
    start = depth = opened = 0
    for position, character in enumerate(css):
        if character == "{":
            if depth == 0:
                opened = position
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : position]
                start = position + 1
    if depth or css[start:].strip():
        raise NotUnderstood(css[start:][:40])
