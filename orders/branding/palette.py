"""From a merchant's two colours to palettes that can be read: contrast after WCAG 2.1, in light and in dark.

A colour that cannot be read where it stands is moved to the nearest that can, and the move is told. What is made here
is stored; serving a page needs none of it (docs/decisions/0041-colours.md).
"""

from dataclasses import dataclass

from orders.branding.colours import (
    NotAColour,
    Oklch,
    contrast,
    distance,
    from_oklch,
    oklch,
    read_colour,
    shade,
)

__all__ = ["Move", "NotAColour", "Palette", "Scheme", "build_palette", "read_colour"]

BODY_TEXT = 7.0  # WCAG 1.4.6 for what is read most
TEXT = 4.5  # 1.4.3
CONTROL = 3.0  # 1.4.11: borders of fields, marks

_BLACK, _WHITE = "#000000", "#ffffff"
# Rust, red, amber, crimson: at least one of them is 35 degrees away from any hue, the nearest to today's rust first.
_PROBLEM_HUES = (40.0, 25.0, 80.0, 10.0)
_APART = 35.0
_COLOURFUL = 0.04  # chroma from which a hue is seen in small type


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of a page by role, each "#rrggbb". The custom property of a role has its name, with a hyphen."""

    paper: str
    ink: str
    muted: str
    line: str
    edge: str
    tint: str
    brand: str
    on_brand: str
    problem: str


@dataclass(frozen=True, slots=True)
class Move:
    """A merchant's colour that was changed: `role` on `against` had the contrast `had`, and needs `needed`."""

    role: str
    scheme: str
    wanted: str
    used: str
    against: str
    had: float
    needed: float


@dataclass(frozen=True, slots=True)
class Palette:
    """A brand's colours in light and in dark, and what had to be moved to get there."""

    light: Scheme
    dark: Scheme
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """What the neutrals of a scheme aim at: contrasts with the paper. Light pages carry fine differences better."""

    name: str
    darker: bool  # what stands on the paper is darker than it
    extreme: str  # the colour with the most contrast on this paper
    paper_lightness: float  # of a paper nobody chose
    ink: float
    muted: float
    line: float
    edge: float
    tint: float
    problem: float
    problem_chroma: float


_LIGHT = _Side(
    name="light",
    darker=True,
    extreme=_BLACK,
    paper_lightness=0.987,
    ink=16.5,
    muted=6.3,
    line=1.34,
    edge=3.9,
    tint=1.1,
    problem=5.4,
    problem_chroma=0.138,
)
_DARK = _Side(
    name="dark",
    darker=False,
    extreme=_WHITE,
    paper_lightness=0.192,
    ink=15.5,
    muted=7.8,
    line=1.42,
    edge=4.5,
    tint=1.13,
    problem=7.6,
    problem_chroma=0.108,
)


def build_palette(*, accent: str, paper: str) -> Palette:
    """The palette of a brand from its accent and its page's background, both "#rrggbb".

    A dark `paper` is the dark scheme's, and the light one gets a near-white of its hue; a light one the other way
    round. Which it is: the side it reaches with the smaller move.
    """
    chosen, used = _side_of_paper(paper)
    moves = []
    if used != paper:
        moves.append(_paper_move(chosen, wanted=paper, used=used))
    schemes = {}
    for side in (_LIGHT, _DARK):
        ground = used if side is chosen else _other_paper(side, paper=used, accent=accent)
        schemes[side.name], move = _scheme(side, paper=ground, accent=accent)
        if move:
            moves.append(move)
    return Palette(light=schemes["light"], dark=schemes["dark"], moves=tuple(moves))


def _side_of_paper(paper: str) -> tuple[_Side, str]:
    def reached(side: _Side) -> str:
        if contrast(paper, side.extreme) >= BODY_TEXT:
            return paper
        _, chroma, hue = oklch(paper)
        return shade(chroma=chroma, hue=hue, needed=BODY_TEXT, against=[side.extreme], darker=not side.darker)

    found = [(side, reached(side)) for side in (_LIGHT, _DARK)]
    return min(found, key=lambda pair: distance(paper, pair[1]))


def _paper_move(side: _Side, *, wanted: str, used: str) -> Move:
    had = contrast(wanted, side.extreme)
    return Move("paper", side.name, wanted, used, against="ink", had=had, needed=BODY_TEXT)


def _other_paper(side: _Side, *, paper: str, accent: str) -> str:
    chroma, hue = _whisper(paper, accent)
    strongest = 0.006 if side is _LIGHT else 0.02
    return from_oklch(side.paper_lightness, min(chroma, strongest), hue)


def _whisper(paper: str, accent: str) -> tuple[float, float]:
    """Chroma and hue of greys that belong to this paper; on a paper without a hue, to the accent."""
    _, chroma, hue = oklch(paper)
    if chroma:
        return min(0.006 + 0.35 * chroma, 0.05), hue
    _, accent_chroma, accent_hue = oklch(accent)
    return (0.006, accent_hue) if accent_chroma >= _COLOURFUL else (0.0, 0.0)


def _scheme(side: _Side, *, paper: str, accent: str) -> tuple[Scheme, Move | None]:
    room = contrast(paper, side.extreme)
    whisper, hue = _whisper(paper, accent)
    surface = max(oklch(paper)[1], whisper)  # a tint of yellow is yellow, not grey

    def neutral(wanted: float, chroma: float, *, darker: bool = side.darker) -> str:
        return shade(chroma=chroma, hue=hue, needed=wanted, against=[paper], darker=darker)

    tint_chroma = surface + min(surface / 2, 0.015)  # or it looks dirty beside the paper
    tint = neutral(side.tint, tint_chroma)
    if contrast(tint, side.extreme) < BODY_TEXT:  # the paper has none to give away: away from the text, then
        tint = neutral(side.tint, tint_chroma, darker=not side.darker)
    brand = _brand(side, accent=accent, paper=paper, tint=tint)
    made = Scheme(
        paper=paper,
        ink=neutral(min(side.ink, room), whisper),
        muted=neutral(min(side.muted, room * 0.85), 1.8 * whisper),
        line=neutral(side.line, surface),
        edge=neutral(side.edge, 2 * whisper),
        tint=tint,
        brand=brand,
        on_brand=_on_brand(brand),
        problem=_problem(side, brand=brand, paper=paper, tint=tint, room=room),
    )
    return made, None if brand == accent else _brand_move(side, made, wanted=accent)


def _brand(side: _Side, *, accent: str, paper: str, tint: str) -> str:
    if min(contrast(accent, paper), contrast(accent, tint)) >= TEXT:
        return accent
    # There is one way to go: a paper with seven to one against black has at most three against white, and the other
    # way round. The further from the accent, the less of its chroma fits, so the first that passes is the nearest.
    _, chroma, hue = oklch(accent)
    return shade(chroma=chroma, hue=hue, needed=TEXT, against=[paper, tint], darker=side.darker)


def _brand_move(side: _Side, scheme: Scheme, *, wanted: str) -> Move:
    on_paper, on_tint = contrast(wanted, scheme.paper), contrast(wanted, scheme.tint)
    against, had = ("paper", on_paper) if on_paper < TEXT else ("tint", on_tint)
    return Move("brand", side.name, wanted, scheme.brand, against, had=had, needed=TEXT)


def _on_brand(brand: str) -> str:
    _, chroma, hue = oklch(brand)
    dark = from_oklch(0.22, min(chroma, 0.035), hue)
    return next(colour for colour in (_WHITE, dark, _BLACK) if contrast(colour, brand) >= TEXT)


def _problem(side: _Side, *, brand: str, paper: str, tint: str, room: float) -> str:
    needed = max(min(side.problem, room * 0.75), TEXT)
    hue = _problem_hue(oklch(brand))
    return shade(
        chroma=side.problem_chroma, hue=hue, needed=needed, against=[paper, tint], darker=side.darker
    )


def _problem_hue(brand: Oklch) -> float:
    _, chroma, hue = brand
    if chroma < _COLOURFUL:
        return _PROBLEM_HUES[0]
    return next(other for other in _PROBLEM_HUES if abs((hue - other + 180) % 360 - 180) >= _APART)
