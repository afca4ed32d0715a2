"""The palette of a brand, as its row keeps it: worked out when the brand is saved, only read when a page is served."""

import re
from dataclasses import fields
from typing import Any

from orders.branding.looks import LOOKS, LookName
from orders.branding.models import Brand
from orders.branding.palette import Palette, Scheme, build_palette

HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")


def palette_of(brand: Brand) -> Palette:
    """The palette made of a brand's two colours; of its look's where it has none."""
    look = LOOKS[LookName(brand.look)]
    return build_palette(accent=brand.accent or look.accent, paper=brand.paper or look.paper)


def keep_palette(brand: Brand) -> Palette:
    """Put the palette into the row, unsaved; a row without colours of its own keeps none. Returns it."""
    palette = palette_of(brand)
    brand.palette = palette_to_json(palette) if brand.accent or brand.paper else None
    return palette


def palette_to_json(palette: Palette) -> dict[str, dict[str, str]]:
    """What `Brand.palette` holds."""
    return {
        scheme: {each.name: getattr(getattr(palette, scheme), each.name) for each in fields(Scheme)}
        for scheme in ("light", "dark")
    }


def palette_from_json(stored: Any) -> Palette | None:
    """The palette that `Brand.palette` holds; None when it holds none, or none that can be read."""
    try:
        light, dark = (
            Scheme(**{each.name: _colour(stored[scheme][each.name]) for each in fields(Scheme)})
            for scheme in ("light", "dark")
        )
    except (KeyError, TypeError, ValueError):
        return None
    return Palette(light=light, dark=dark, moves=())


def _colour(text: Any) -> str:
    """A colour that may stand in a stylesheet: never anything but six hexadecimal digits."""
    if not isinstance(text, str) or not HEX_COLOUR.fullmatch(text):
        raise ValueError("not a colour")
    return text
