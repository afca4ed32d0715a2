"""Reading, measuring and making single colours, in OKLCH (lightness, chroma, hue as the eye orders them).

Colours go in and out as "#rrggbb". coloraide does the sums; it takes a tenth of a second to import, so it is imported
on first use: a process that only serves pages reads stored palettes and never pays for it.
"""

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coloraide import Color

type Oklch = tuple[float, float, float]

_BARE_HEX = re.compile(r"#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LONGEST = 64
_GREY_BELOW = 0.004  # chroma; under this a hue is rounding noise
_STEP = 0.0005  # of lightness; the eight bits of a channel are coarser


class NotAColour(ValueError):
    """The text does not name one opaque colour. It is not repeated in the message: it was typed by someone."""


def read_colour(text: str) -> str:
    """`text` as "#rrggbb": hex of three or six digits (with or without #) or any opaque CSS colour.

    A colour outside sRGB is brought into it. Raises NotAColour.
    """
    typed = text.strip()
    if _BARE_HEX.fullmatch(typed):
        digits = typed.removeprefix("#").lower()
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    if len(typed) > _LONGEST:
        raise NotAColour("Too long for a colour.")
    try:
        colour = _colour_class()(typed.lower())
    except (ValueError, OverflowError):
        raise NotAColour("Not a colour in hex or in CSS's own words.") from None
    if not all(math.isfinite(part) for part in colour.coords(nans=False)):
        raise NotAColour("A colour's numbers have to be finite.")
    if colour.alpha(nans=False) < 1:
        raise NotAColour("A see-through colour has no contrast of its own.")
    return _hex(colour)


def contrast(first: str, second: str) -> float:
    """WCAG 2.1's contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0 to 1, by its own rounded weights (the library's differ in the fourth digit)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def oklch(colour: str) -> Oklch:
    """Lightness 0 to 1, chroma, and hue in degrees. A grey has chroma and hue 0."""
    lightness, chroma, hue = _colour_class()(colour).convert("oklch").coords(nans=False)
    return (lightness, chroma, hue) if chroma >= _GREY_BELOW else (lightness, 0.0, 0.0)


def distance(first: str, second: str) -> float:
    """How far apart two colours look: deltaE OK, where 0.02 is just noticeable and black to white is 1."""
    colour = _colour_class()
    return colour(first).delta_e(colour(second), method="ok")


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour, with as much of its chroma as sRGB can show at this lightness and hue."""
    colour = _colour_class()("oklch", [lightness, chroma, hue])
    return _hex(colour)


def shade(*, chroma: float, hue: float, needed: float, against: Sequence[str], darker: bool) -> str:
    """The colour of this chroma and hue that just reaches the contrast `needed` on each of `against`.

    Black or white where none can reach it.
    """
    grounds = [luminance(colour) for colour in against]
    goal = (
        min((ground + 0.05) / needed - 0.05 for ground in grounds)
        if darker
        else max((ground + 0.05) * needed - 0.05 for ground in grounds)
    )
    lightness = _lightness_of(min(max(goal, 0.0), 1.0), chroma=chroma, hue=hue)
    step = -_STEP if darker else _STEP
    while 0 < lightness < 1:
        made = from_oklch(lightness, chroma, hue)
        if all(contrast(made, ground) >= needed for ground in against):
            return made
        lightness += step
    return "#000000" if darker else "#ffffff"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _lightness_of(goal: float, *, chroma: float, hue: float) -> float:
    # OKLCH's lightness is close to the cube root of the luminance; what is left over is added until nothing is.
    lightness = wanted = math.cbrt(goal)
    for _ in range(5):
        made = _fitted(_colour_class()("oklch", [lightness, chroma, hue]))
        missing = wanted - math.cbrt(max(made.luminance(), 0.0))
        lightness += missing
        if abs(missing) < _STEP / 5:
            break
    return lightness


def _hex(colour: "Color") -> str:
    return _fitted(colour).convert("srgb").to_string(hex=True, alpha=False)


def _fitted(colour: "Color") -> "Color":
    # jnd=0: chroma alone is given up. The default clips in the end, which turns the hue a little.
    return colour if colour.in_gamut("srgb") else colour.fit("srgb", method="oklch-chroma", jnd=0)


@cache
def _colour_class() -> type["Color"]:
    from coloraide import Color  # noqa: PLC0415 - see the module's docstring

    return Color
