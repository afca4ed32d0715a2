"""Which colours of a shop's brand settings become the page's two: shops as they are filled in."""

import pytest

from orders.branding.palette import build_palette
from orders.branding.shop_colours import ShopColours, choose_colours
from orders.shopify.storefront_brand import ColorGroup

type Pairs = list[tuple[str | None, str | None]]

SHOPS: dict[str, tuple[Pairs, Pairs, str | None, str | None]] = {
    "a colour, and a cream beside it": (
        [("#9C3D1F", "#FFFFFF")],
        [("#F7F0E6", "#2B2420")],
        "#9c3d1f",
        "#f7f0e6",
    ),
    "black on white": ([("#FFFFFF", "#000000")], [], "#000000", "#ffffff"),
    "black buttons on cream": ([("#1A1A1A", "#FFFFFF")], [("#F5F1EA", "#1A1A1A")], "#1a1a1a", "#f5f1ea"),
    "burgundy printed on cream": ([("#FAF5EF", "#7A1F2B")], [], "#7a1f2b", "#faf5ef"),
    "white, with a red among the secondary": (
        [("#FFFFFF", "#000000")],
        [("#E4002B", "#FFFFFF")],
        "#e4002b",
        "#ffffff",
    ),
    "black means black, whatever red is beside it": (
        [("#000000", "#FFFFFF")],
        [("#E4002B", "#FFFFFF")],
        "#000000",
        None,
    ),
    "deep green on mint": ([("#CFF5E7", "#0B3B2E")], [], "#0b3b2e", "#cff5e7"),
    "a yellow is light, but no paper": ([("#FFE600", "#000000")], [], "#ffe600", None),
    "acid green on black": ([("#0B0B0B", "#C8FF00")], [], "#0b0b0b", None),
    "navy, with tan and white": (
        [("#1B2A49", "#FFFFFF")],
        [("#E8DCC8", "#1B2A49"), ("#FFFFFF", "#1B2A49")],
        "#1b2a49",
        "#e8dcc8",
    ),
    "teal written on the second of two whites": (
        [("#F2F2F2", "#333333")],
        [("#FFFFFF", "#008080")],
        "#008080",
        "#f2f2f2",
    ),
    "a second primary that is a colour": (
        [("#FFFFFF", "#000000"), ("#336699", "#FFFFFF")],
        [],
        "#336699",
        "#ffffff",
    ),
    "white on white says only what the paper is": ([("#FFFFFF", "#FFFFFF")], [], None, "#ffffff"),
    "secondary only": ([], [("#336699", "#FFFFFF")], "#336699", None),
    "a foreground only": ([(None, "#222222")], [], "#222222", None),
    "short and bare hex": ([("369", "#fff")], [], "#336699", None),
    "nothing": ([], [], None, None),
    "nothing in the groups": ([(None, None)], [(None, None)], None, None),
}


def groups(pairs: Pairs) -> list[ColorGroup]:
    return [ColorGroup(background=background, foreground=foreground) for background, foreground in pairs]


@pytest.mark.parametrize(("primary", "secondary", "accent", "paper"), SHOPS.values(), ids=SHOPS.keys())
def test_a_shop_gets_the_colours_it_would_choose(
    primary: Pairs, secondary: Pairs, accent: str | None, paper: str | None
) -> None:
    chosen = choose_colours(primary=groups(primary), secondary=groups(secondary))
    assert chosen == ShopColours(accent=accent, paper=paper, unreadable=0)


@pytest.mark.parametrize(
    ("primary", "secondary", "accent", "paper"),
    [shop for shop in SHOPS.values() if shop[2] and shop[3]],
    ids=[name for name, shop in SHOPS.items() if shop[2] and shop[3]],
)
def test_the_two_are_used_as_they_are_on_the_light_page(
    primary: Pairs, secondary: Pairs, accent: str, paper: str
) -> None:
    light = build_palette(accent=accent, paper=paper).light
    assert light.paper == paper
    assert light.brand == accent or accent in {"#e4002b", "#008080"}  # a hair short of legible


@pytest.mark.parametrize(
    "garbage", ["red;}", "url(x)", "#12", "#GGGGGG", "rgba(0,0,0,.5)", "</style>", "x" * 500, "\u202e", "nan"]
)
def test_what_is_no_colour_is_counted_and_passed_over(garbage: str) -> None:
    chosen = choose_colours(primary=groups([(garbage, garbage), ("#336699", garbage)]), secondary=[])
    assert chosen == ShopColours(accent="#336699", paper=None, unreadable=3)
