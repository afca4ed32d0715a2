"""Any two colours make a palette that can be read, and what was changed is told.

Contrast is worked out here from WCAG's own formula, not with the product's library.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import astuple, fields

import pytest

from orders.branding.colours import distance, from_oklch, oklch
from orders.branding.palette import NotAColour, Palette, Scheme, build_palette, read_colour

# (role, the surfaces it stands on, the contrast it needs)
NEEDS = [
    ("ink", ("paper",), 7.0),
    ("ink", ("tint",), 7.0),
    ("muted", ("paper", "tint"), 4.5),
    ("brand", ("paper", "tint"), 4.5),
    ("on_brand", ("brand",), 4.5),
    ("problem", ("paper", "tint"), 4.5),
    ("edge", ("paper", "tint"), 3.0),
]
EXTREMES = ["#000000", "#ffffff", "#ffff00", "#f5d000", "#0000ff", "#ff0000", "#00ff00", "#808080", "#777777"]


def wcag_luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def wcag_contrast(first: str, second: str) -> float:
    darker, lighter = sorted((wcag_luminance(first), wcag_luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def schemes(palette: Palette) -> Iterator[tuple[str, Scheme]]:
    yield "light", palette.light
    yield "dark", palette.dark


def too_faint(scheme: Scheme) -> list[str]:
    return [
        f"{role} on {surface}: {contrast:.2f}"
        for role, surfaces, needed in NEEDS
        for surface in surfaces
        if (contrast := wcag_contrast(getattr(scheme, role), getattr(scheme, surface))) < needed
    ]


type Made = tuple[str, str, Palette]


def make_random(count: int) -> list[Made]:
    """Palettes of random accents on random papers, the same ones in every run."""
    chance = random.Random(20261123)
    pairs = [[f"#{chance.randrange(1 << 24):06x}" for _ in range(2)] for _ in range(count)]
    return [(accent, paper, build_palette(accent=accent, paper=paper)) for accent, paper in pairs]


@pytest.fixture(scope="module")
def extremes() -> list[Made]:
    return [
        (accent, paper, build_palette(accent=accent, paper=paper))
        for accent in EXTREMES
        for paper in EXTREMES
    ]


@pytest.fixture(scope="module")
def some(extremes: list[Made]) -> list[Made]:
    """The extremes, and a hundred others: enough for what follows from how a palette is made."""
    return extremes + make_random(100)


def test_every_pair_of_colours_can_be_read_in_light_and_in_dark(
    extremes: list[Made],
) -> None:
    faint = {
        (accent, paper, name): found
        for accent, paper, palette in make_random(500) + extremes
        for name, scheme in schemes(palette)
        if (found := too_faint(scheme))
    }
    assert faint == {}


def test_light_is_light_and_dark_is_dark(some: list[Made]) -> None:
    assert all(
        wcag_luminance(palette.light.paper) > wcag_luminance(palette.light.ink)
        and wcag_luminance(palette.dark.paper) < wcag_luminance(palette.dark.ink)
        for _, _, palette in some
    )


def test_every_colour_is_six_lower_case_digits(some: list[Made]) -> None:
    for _, _, palette in some:
        for _, scheme in schemes(palette):
            assert all(read_colour(colour) == colour for colour in astuple(scheme))


def test_a_move_of_the_accent_is_told_when_and_only_when_it_moved(some: list[Made]) -> None:
    for accent, _, palette in some:
        told = {(move.scheme, move.wanted, move.used) for move in palette.moves if move.role == "brand"}
        moved = {(name, accent, scheme.brand) for name, scheme in schemes(palette) if scheme.brand != accent}
        assert told == moved


def test_the_accent_stays_where_it_can_be_read(some: list[Made]) -> None:
    for accent, _, palette in some:
        for _, scheme in schemes(palette):
            reads = min(wcag_contrast(accent, scheme.paper), wcag_contrast(accent, scheme.tint)) >= 4.5
            assert (scheme.brand == accent) == reads


def test_a_move_of_the_paper_is_told_when_and_only_when_it_moved(some: list[Made]) -> None:
    for _, paper, palette in some:
        told = [move for move in palette.moves if move.role == "paper"]
        kept = paper in (palette.light.paper, palette.dark.paper)
        assert len(told) == (0 if kept else 1)
        assert all(getattr(palette, move.scheme).paper == move.used for move in told)


def test_what_a_move_says_is_so(some: list[Made]) -> None:
    extreme = {"light": "#000000", "dark": "#ffffff"}
    for _, _, palette in some:
        for move in palette.moves:
            scheme = getattr(palette, move.scheme)
            against = extreme[move.scheme] if move.against == "ink" else getattr(scheme, move.against)
            assert move.had == pytest.approx(wcag_contrast(move.wanted, against), abs=0.01)
            assert move.had < move.needed


def off_hue(first: str, second: str) -> float:
    """How far the second's hue is from the first's, as a distance between colours of the second's chroma."""
    (_, _, hue), (_, chroma, other) = oklch(first), oklch(second)
    return 2 * chroma * abs(math.sin(math.radians(hue - other) / 2))


def test_a_moved_colour_keeps_its_hue(some: list[Made]) -> None:
    for _, _, palette in some:
        for move in palette.moves:
            assert off_hue(move.wanted, move.used) < 0.006, move


def test_a_moved_accent_is_the_nearest_of_its_hue_that_can_be_read() -> None:
    for accent, _, palette in make_random(25):
        _, chroma, hue = oklch(accent)
        lightnesses = [from_oklch(step / 250, chroma, hue) for step in range(251)]
        for move in (move for move in palette.moves if move.role == "brand"):
            scheme = getattr(palette, move.scheme)
            nearest = min(
                distance(accent, other)
                for other in lightnesses
                if min(wcag_contrast(other, scheme.paper), wcag_contrast(other, scheme.tint)) >= 4.5
            )
            assert distance(accent, move.used) < nearest + 0.003, move  # eight bits a channel


def test_a_problem_never_has_the_hue_of_a_colourful_brand(some: list[Made]) -> None:
    for _, _, palette in some:
        for _, scheme in schemes(palette):
            (_, chroma, hue), (_, problem_chroma, problem_hue) = oklch(scheme.brand), oklch(scheme.problem)
            if min(chroma, problem_chroma) >= 0.06:
                assert abs((hue - problem_hue + 180) % 360 - 180) > 30


@pytest.mark.parametrize("accent", EXTREMES)
def test_a_grey_paper_without_a_colourful_accent_has_true_greys(accent: str) -> None:
    light = build_palette(accent="#777777", paper="#ffffff").light
    assert {colour[1:3] == colour[3:5] == colour[5:7] for colour in (light.ink, light.muted, light.line)} == {
        True
    }


def test_yellow_on_white_becomes_a_dark_yellow_and_says_so() -> None:
    palette = build_palette(accent="#f5d000", paper="#ffffff")
    assert palette.dark.brand == "#f5d000"
    (move,) = palette.moves
    assert (move.role, move.scheme, move.wanted, move.used) == (
        "brand",
        "light",
        "#f5d000",
        palette.light.brand,
    )
    assert (move.against, move.needed) == ("paper", 4.5)
    assert move.had == pytest.approx(1.51, abs=0.01)


def test_a_dark_paper_is_the_dark_schemes() -> None:
    palette = build_palette(accent="#f0c0ff", paper="#1a0b2e")
    assert palette.dark.paper == "#1a0b2e"
    assert wcag_luminance(palette.light.paper) > 0.9
    assert palette.moves == tuple(move for move in palette.moves if move.scheme == "light")


def test_a_paper_between_light_and_dark_moves_to_where_text_can_be_read() -> None:
    palette = build_palette(accent="#000000", paper="#808080")
    (move,) = [move for move in palette.moves if move.role == "paper"]
    assert (move.scheme, move.against, move.needed) == ("light", "ink", 7.0)
    assert palette.light.paper == move.used


def test_a_palette_can_be_rebuilt() -> None:
    assert build_palette(accent="#86345c", paper="#fcf5ea") == build_palette(
        accent="#86345c", paper="#fcf5ea"
    )


def test_a_scheme_has_the_nine_roles_of_a_page() -> None:
    assert [each.name for each in fields(Scheme)] == [
        "paper",
        "ink",
        "muted",
        "line",
        "edge",
        "tint",
        "brand",
        "on_brand",
        "problem",
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("#0b5d4b", "#0b5d4b"),
        ("#AABBCC", "#aabbcc"),
        ("#abc", "#aabbcc"),
        ("AABBCC", "#aabbcc"),
        (" #abc\n", "#aabbcc"),
        ("#AABBCCFF", "#aabbcc"),
        ("rgb(255, 0, 128)", "#ff0080"),
        ("RGB(255 0 128)", "#ff0080"),
        ("rgba(0, 0, 0, 1)", "#000000"),
        ("hsl(120 100% 50%)", "#00ff00"),
        ("rebeccapurple", "#663399"),
        ("rgb(none 0 0)", "#000000"),
        ("oklch(0.5 0 none)", "#636363"),
    ],
)
def test_a_colour_is_read_however_it_is_written(typed: str, read: str) -> None:
    assert read_colour(typed) == read


@pytest.mark.parametrize("typed", ["oklch(0.7 0.4 150)", "color(display-p3 0 1 0)", "rgb(300 -20 0)"])
def test_a_colour_no_screen_has_is_brought_into_srgb(typed: str) -> None:
    assert read_colour(read_colour(typed)) == read_colour(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "#",
        "#12",
        "#12345",
        "#1234567",
        "#gggggg",
        "red;}body{display:none",
        "url(https://example.com)",
        "var(--ink)",
        "transparent",
        "rgba(0, 0, 0, 0)",
        "#00000080",
        "rgb(0 0 0 / none)",
        "oklch(1e999 0 0)",
        "oklch(0.5 1e999 0)",
        "oklch(0.5 0.1 1e999)",
        "#abc" * 5000,
        "#аbcdef",
        "１２３",
        "#12\x0034",
        "currentcolor",
    ],
)
def test_what_is_not_one_opaque_colour_is_refused(typed: str) -> None:
    with pytest.raises(NotAColour):
        read_colour(typed)


def test_a_refusal_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(NotAColour) as refused:
        read_colour("maria@example.com")
    assert "maria" not in str(refused.value)
