"""What became of the merchant's two colours, in plain words: which are used, and which had to be moved, and why."""

import math
from dataclasses import dataclass

from orders.branding.looks import ColourScheme
from orders.branding.models import Brand
from orders.branding.palette import Move, Palette, Scheme
from orders.branding.stored_palette import palette_of

COLOUR_NAMES = {"brand": "brand colour", "paper": "page colour"}
CONTRAST_WITH = {
    "paper": "on the {scheme} page",
    "tint": "on the tinted parts of the {scheme} page",
    "ink": "with the darkest or lightest letters there are",
}


@dataclass(frozen=True, slots=True)
class MoveNote:
    """A colour that was moved: two swatches and the sentence about them."""

    wanted: str
    used: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SchemeNote:
    """The colours of the light or the dark page as they are used."""

    name: str
    colours: Scheme


@dataclass(frozen=True, slots=True)
class ColourNotes:
    """What stands beside the two colours."""

    schemes: tuple[SchemeNote, ...]
    moves: tuple[MoveNote, ...]


def build_colour_notes(brand: Brand) -> ColourNotes:
    """The notes about a brand's colours, saved or not; only of the pages that it lets readers see."""
    palette = palette_of(brand)
    shown = ("light", "dark") if brand.colour_scheme == ColourScheme.AUTO else (str(brand.colour_scheme),)
    own = {"brand": brand.accent, "paper": brand.paper}
    return ColourNotes(
        schemes=tuple(SchemeNote(name, _scheme(palette, name)) for name in shown),
        moves=tuple(
            MoveNote(move.wanted, move.used, describe(move))
            for move in palette.moves
            if move.scheme in shown and own[move.role]
        ),
    )


def describe(move: Move) -> str:
    """One move in a merchant's words. Contrasts are cut, not rounded: 4.49 must not read as the 4.5 it lacks."""
    return (
        f"Your {COLOUR_NAMES[move.role]} {move.wanted} has a contrast of {_cut(move.had)} to 1 "
        f"{CONTRAST_WITH[move.against].format(scheme=move.scheme)}; {_cut(move.needed)} to 1 is needed to read it. "
        f"The {move.scheme} page uses {move.used} instead, the nearest that can be read."
    )


def _scheme(palette: Palette, name: str) -> Scheme:
    return palette.dark if name == "dark" else palette.light


def _cut(contrast: float) -> str:
    return f"{math.floor(contrast * 10) / 10:.1f}".removesuffix(".0")
