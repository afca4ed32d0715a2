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
                    tint="#eef3f1",
                    brand="#0b5d4b",
                    on_brand="#ffffff",
                    problem="#9b3a13",
                ),
                dark=Scheme(
                    paper="#121514",
                    ink="#e7eeeb",
                    muted="#a0aca8",
                    line="#2d3331",
                    edge="#75817d",
                    tint="#1d2220",
                    brand="#4d9480",
                    on_brand="#062019",
                    problem="#f8a587",
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
                    tint="#f8f3f1",
                    brand="#d0300f",
                    on_brand="#ffffff",
                    problem="#785400",
                ),
                dark=Scheme(
                    paper="#171313",
                    ink="#f1eaea",
                    muted="#b3a6a6",
                    line="#363030",
                    edge="#887b7b",
                    tint="#241f1f",
                    brand="#ee5032",
                    on_brand="#291410",
                    problem="#deb265",
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
            paper="#fcf5ea",
            palette=Palette(
                light=Scheme(
                    paper="#fcf5ea",
                    ink="#1a1711",
                    muted="#61594d",
                    line="#dcd5cb",
                    edge="#837a6c",
                    tint="#f1eadf",
                    brand="#86345c",
                    on_brand="#ffffff",
                    problem="#96360d",
                ),
                dark=Scheme(
                    paper="#17140e",
                    ink="#efece4",
                    muted="#afa99c",
                    line="#35312b",
                    edge="#847d70",
                    tint="#23201a",
                    brand="#c36b92",
                    on_brand="#27141c",
                    problem="#f7a486",
                ),
            ),
        ),
    }
)
