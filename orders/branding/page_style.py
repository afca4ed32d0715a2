"""The style of a page: all of its CSS as one text, which stands in the page itself (docs/decisions/0045)."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

from orders import conf
from orders.branding.brands import Branding
from orders.branding.looks import ColourScheme, LookName, corner_tokens, type_tokens
from orders.branding.palette import Scheme

PARTS = ("base", "frame", "order", "form", "widths")
OUTPUTS = ("forced_colours", "print")
LAYERS = "@layer tokens, base, frame, order, form, widths, look, outputs;"
"""A later layer wins: a look over the parts, and the printer and the reader's own colours over everything."""
ROLES = ("paper", "ink", "muted", "line", "edge", "tint", "brand", "on_brand", "problem")


def page_style(branding: Branding) -> str:
    """The CSS of every page in this brand."""
    assemble = _assemble_now if conf.debug() else _assemble
    return assemble(branding.look, tokens(branding))


def page_style_hash(branding: Branding) -> str:
    """What the Content-Security-Policy calls that text: `'sha256-…'`."""
    return _hash(page_style(branding))


def tokens(branding: Branding, *, selector: str = ":root") -> str:
    """The brand as CSS custom properties, set on `selector`."""
    shape = {**type_tokens(branding.type_style), **corner_tokens(branding.corners)}
    shape_css = "".join(f"{name}:{value};" for name, value in shape.items())
    palette = branding.palette
    dark = f"{_colours(palette.dark)}--plate:{palette.light.paper};--plate-space:.375rem .625rem;"
    if branding.colour_scheme == ColourScheme.DARK:
        return f"{selector}{{color-scheme:dark;{dark}{shape_css}}}"
    if branding.colour_scheme == ColourScheme.LIGHT:
        return f"{selector}{{color-scheme:light;{_colours(palette.light)}{shape_css}}}"
    return (
        f"{selector}{{color-scheme:light dark;{_colours(palette.light)}{shape_css}}}"
        f"@media (prefers-color-scheme:dark){{{selector}{{{dark}}}}}"
    )


def _assemble_now(look: LookName, own: str) -> str:
    own_look = read_part(f"looks/{look}")
    parts = [read_part(f"parts/{name}") for name in PARTS]
    outputs = [read_part(f"parts/{name}") for name in OUTPUTS]
    return "".join(
        [
            LAYERS,
            *parts,
            f"@layer look{{{own_look}}}" if own_look else "",
            *outputs,
            f"@layer tokens{{{own}}}",
        ]
    )


_assemble = lru_cache(maxsize=32)(_assemble_now)


def read_part(name: str) -> str:
    """A file of `static/css`, shortened."""
    path = finders.find(f"css/{name}.css")
    if path is None:
        raise FileNotFoundError(f"static/css/{name}.css is missing.")
    return shorten(Path(path).read_text(encoding="utf-8"))


def shorten(css: str) -> str:
    """CSS without comments and without space that means nothing. Texts within quotes keep single spaces."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};]) ?", r"\1", css).replace(";}", "}").strip()


@lru_cache(maxsize=32)
def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _colours(scheme: Scheme) -> str:
    return "".join(f"--{role.replace('_', '-')}:{getattr(scheme, role)};" for role in ROLES)
