"""The three looks a shop can start from. Pure data.

A look's CSS is `static/css/looks/<name>.css`. Its palettes are `build_palette` of its two colours, worked out
beforehand (a test compares them), because serving a page does no colour sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from orders.branding.palette import Palette, Scheme
from orders.branding.shapes import Corners, TypeStyle, corner_tokens, type_tokens

__all__ = [
    "LOOKS",
    "ColourScheme",
    "Corners",
    "Look",
    "LookName",
    "TypeStyle",
    "corner_tokens",
    "type_tokens",
]


class LookName(StrEnum):
    """The built-in looks."""

    EDITORIAL = "editorial"
    STUDIO = "studio"
    ATELIER = "atelier"


class ColourScheme(StrEnum):
    """Whether the page follows the reader's wish for light or dark, or is always one of them."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """A look with everything it takes to show it; `says` is for the merchant who chooses."""

    name: LookName
    label: str
    says: str
    type_style: TypeStyle
    corners: Corners
    accent: str
    paper: str
    palette: Palette


LOOKS: Mapping[LookName, Look] = MappingProxyType(
    {
        LookName.EDITORIAL: Look(
            name=LookName.EDITORIAL,
            label="Editorial",
            says="A printed page: one sentence set in a book face, hairlines, white paper and a deep green.",
            type_style=TypeStyle.SERIF,
            corners=Corners.SLIGHT,
            accent="#0b5d4b",
            paper="#fdfdfc",
            palette=Palette(
                light=Scheme(
                    paper="#fdfdfc",
                    ink="#1b1e1d",
                    muted="#58605e",
                    line="#d8dddc",
                    edge="#78817e",
                    tint="#ecf3f1",
                    brand="#0b5d4b",
                    on_brand="#ffffff",
                    problem="#a5441f",
                ),
                dark=Scheme(
                    paper="#121514",
                    ink="#e7eeeb",
                    muted="#a0aca8",
                    line="#2d3331",
                    edge="#75817d",
                    tint="#1a221f",
                    brand="#4d947f",
                    on_brand="#062019",
                    problem="#f09d80",
                ),
            ),
        ),
        LookName.STUDIO: Look(
            name=LookName.STUDIO,
            label="Studio",
            says="A poster: heavy tight type, thick black rules, square corners and one vermilion.",
            type_style=TypeStyle.GROTESQUE,
            corners=Corners.SQUARE,
            accent="#d0300f",
            paper="#ffffff",
            palette=Palette(
                light=Scheme(
                    paper="#ffffff",
                    ink="#221e1d",
                    muted="#665e5c",
                    line="#e3dddc",
                    edge="#887f7d",
                    tint="#faf2f1",
                    brand="#d0300f",
                    on_brand="#ffffff",
                    problem="#835c00",
                ),
                dark=Scheme(
                    paper="#171313",
                    ink="#f1eaea",
                    muted="#b3a6a6",
                    line="#363030",
                    edge="#887b7b",
                    tint="#261e1f",
                    brand="#ee4f31",
                    on_brand="#291410",
                    problem="#d6ab5e",
                ),
            ),
        ),
        LookName.ATELIER: Look(
            name=LookName.ATELIER,
            label="Atelier",
            says="A wrapped present: rounded letters on cream, everything centred, soft surfaces and plum.",
            type_style=TypeStyle.ROUNDED,
            corners=Corners.ROUND,
            accent="#86345c",
            paper="#fdf5ee",
            palette=Palette(
                light=Scheme(
                    paper="#fdf5ee",
                    ink="#1b1713",
                    muted="#635951",
                    line="#ddd5cf",
                    edge="#85796f",
                    tint="#f5e9df",
                    brand="#86345c",
                    on_brand="#ffffff",
                    problem="#a04019",
                ),
                dark=Scheme(
                    paper="#18130f",
                    ink="#f1ebe5",
                    muted="#b2a79e",
                    line="#36312c",
                    edge="#877c72",
                    tint="#261f18",
                    brand="#c36b92",
                    on_brand="#27141c",
                    problem="#f09d80",
                ),
            ),
        ),
    }
)
