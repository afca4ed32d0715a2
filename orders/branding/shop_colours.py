"""Which of the colours in a shop's brand settings become the page's two.

Shopify keeps primary and secondary groups, each of a background and the foreground that is legible on it. It means a
primary background as the brand's main colour and uses it as the ground of headers and buttons; merchants fill it in
both ways, as that colour or as the white or cream their shop stands on. So:

- A background so light and so little coloured that a page could be printed on it is a **paper**, never the accent. The
  first one, primary before secondary, is the page's paper. A foreground never is: white there says what is legible.
- The **accent** is the first primary background that is no paper, black included: a brand in black means it.
- Where every primary background is a paper, what the brand prints on it is looked for: the first real colour among
  primary foregrounds, secondary backgrounds and what stands on secondary papers, else the first of them that is dark.
- What none of this finds stays as the look has it. Whether the two can be read together is not asked here: the palette
  moves them (`orders.branding.palette`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from orders.branding.colours import NotAColour, luminance, oklch, read_colour
from orders.shopify.storefront_brand import ColorGroup

PAPER_LUMINANCE: Final = 0.65
"""From here up black has 14 to 1 and white less than 1.5 to 1: text stands on it, nothing is written with it."""
PAPER_CHROMA: Final = 0.08
COLOURFUL_CHROMA: Final = 0.04
"""From here up the eye names a hue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopColours:
    """Two colours as "#rrggbb", None where the brand settings hold none; `unreadable` counts what is no colour."""

    accent: str | None
    paper: str | None
    unreadable: int


@dataclass(frozen=True, slots=True)
class _Pair:
    background: str | None
    foreground: str | None


def choose_colours(*, primary: Iterable[ColorGroup], secondary: Iterable[ColorGroup]) -> ShopColours:
    """The accent and the paper of a brand; the module says by which rules."""
    primary, secondary = tuple(primary), tuple(secondary)
    written = [
        text for group in (*primary, *secondary) for text in (group.background, group.foreground) if text
    ]
    main, supporting = [_read_pair(group) for group in primary], [_read_pair(group) for group in secondary]
    papers = (pair.background for pair in (*main, *supporting) if is_paper(pair.background))
    return ShopColours(
        accent=_accent(main, supporting),
        paper=next(papers, None),
        unreadable=sum(_find_colour(text) is None for text in written),
    )


def is_paper(colour: str | None) -> bool:
    """Whether a page could be printed on this "#rrggbb"."""
    return colour is not None and luminance(colour) >= PAPER_LUMINANCE and oklch(colour)[1] < PAPER_CHROMA


def _accent(main: Sequence[_Pair], supporting: Sequence[_Pair]) -> str | None:
    stated = (pair.background for pair in main if pair.background and not is_paper(pair.background))
    found = next(stated, None)
    if found is not None:
        return found
    candidates = list(_printed(main, supporting))
    colourful = (colour for colour in candidates if oklch(colour)[1] >= COLOURFUL_CHROMA)
    return next(colourful, None) or next(iter(candidates), None)


def _printed(main: Sequence[_Pair], supporting: Sequence[_Pair]) -> Iterator[str]:
    """What may be printed on the paper, the likeliest first."""
    for pair in main:
        if pair.foreground and not is_paper(pair.foreground):
            yield pair.foreground
    for pair in supporting:
        printed = pair.foreground if is_paper(pair.background) else pair.background
        if printed and not is_paper(printed):
            yield printed


def _read_pair(group: ColorGroup) -> _Pair:
    return _Pair(_find_colour(group.background), _find_colour(group.foreground))


def _find_colour(text: str | None) -> str | None:
    try:
        return read_colour(text) if text else None
    except NotAColour:
        return None
