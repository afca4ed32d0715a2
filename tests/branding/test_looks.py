"""The built-in looks are what they claim to be, and their palettes are those of their colours."""

import re
import subprocess
import sys

import pytest

from orders.branding.looks import LOOKS, Corners, Look, LookName, TypeStyle, corner_tokens, type_tokens
from orders.branding.palette import build_palette

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
