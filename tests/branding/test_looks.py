"""The built-in looks are what they claim to be, and their palettes are those of their colours."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from orders.branding.looks import LOOKS, Corners, Look, LookName, TypeStyle, corner_tokens, type_tokens
from orders.branding.palette import build_palette

ROOT = Path(__file__).parents[2]

looks = pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))


@looks
def test_the_palette_of_a_look_is_that_of_its_colours(look: Look) -> None:
    built = build_palette(accent=look.accent, paper=look.paper)
    assert (look.palette.light, look.palette.dark) == (built.light, built.dark)


@looks
def test_the_colours_of_a_look_are_shown_as_they_are_in_light(look: Look) -> None:
    assert (look.palette.light.paper, look.palette.light.brand) == (look.paper, look.accent)


def test_every_name_has_its_look() -> None:
    assert {name: look.name for name, look in LOOKS.items()} == {name: name for name in LookName}


def test_the_looks_share_neither_letters_nor_corners_nor_colours() -> None:
    for part in ("label", "says", "type_style", "corners", "accent", "paper"):
        assert len({getattr(look, part) for look in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("style", TypeStyle)
def test_every_type_style_has_a_stack_for_each_script(style: TypeStyle) -> None:
    tokens = type_tokens(style)
    assert tokens.keys() == type_tokens(TypeStyle.SERIF).keys()
    for script in ("", "-ja", "-ar"):
        for use in ("--title", "--text"):
            assert re.search(r'[a-z]", ?|,', tokens[use + script])
            assert tokens[use + script].endswith(("serif", "monospace"))


def test_type_styles_are_told_apart_by_their_titles() -> None:
    assert len({type_tokens(style)["--title"] for style in TypeStyle}) == len(TypeStyle)


@pytest.mark.parametrize("corners", Corners)
def test_all_corners_set_the_same_properties(corners: Corners) -> None:
    assert corner_tokens(corners).keys() == corner_tokens(Corners.SQUARE).keys()


@pytest.mark.parametrize("tokens", [*map(type_tokens, TypeStyle), *map(corner_tokens, Corners)])
def test_no_property_can_end_the_rule_it_stands_in(tokens: dict[str, str]) -> None:
    assert not re.search(r"[{};<>\\]", "".join(tokens.values()))


def test_reading_the_looks_does_not_load_the_colour_library() -> None:
    code = "import sys, orders.branding.looks; sys.exit('coloraide' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(params=LOOKS, ids=str)
def css(request: pytest.FixtureRequest) -> str:
    text = (ROOT / "static/css/looks" / f"{request.param}.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def test_a_look_has_no_colour_of_its_own(css: str) -> None:
    assert not re.search(r"#[0-9a-f]{3,8}\b[^{]*;|\b(?:rgb|hsl|oklch|white|black)\b", css)


def test_a_look_turns_with_the_direction_of_the_script(css: str) -> None:
    assert not re.search(
        r"(?:^|[\s;{-])(?:left|right|margin-left|margin-right|padding-left|padding-right)\s*:", css
    )


def test_a_look_fetches_nothing(css: str) -> None:
    assert not re.search(r"url\(|@import|@font-face", css)


def test_a_ground_in_the_brands_colour_is_kept_from_paper_and_from_the_readers_own_colours(css: str) -> None:
    everywhere = css.split("@media screen and (forced-colors: none)", maxsplit=1)[0]
    grounds = re.findall(r"([^{}]*)\{[^}]*background:\s*var\(--(?:brand|ink|night)\)", everywhere)
    assert [selector for selector in grounds if ":hover" not in selector] == []
