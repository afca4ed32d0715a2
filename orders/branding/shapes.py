"""What the letters and the corners of a page are like, as CSS custom properties. Pure data."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class TypeStyle(StrEnum):
    """What the letters are like. Fonts are the reader's own: none is fetched."""

    SERIF = "serif"
    GROTESQUE = "grotesque"
    ROUNDED = "rounded"
    MONO = "mono"


class Corners(StrEnum):
    """How far pictures, fields, buttons and surfaces are rounded."""

    SQUARE = "square"
    SLIGHT = "slight"
    ROUND = "round"


def type_tokens(style: TypeStyle) -> Mapping[str, str]:
    """CSS custom properties: the stacks of titles and text in each script, and how titles are set."""
    return _TYPE[style]


def corner_tokens(corners: Corners) -> Mapping[str, str]:
    """CSS custom properties: the corners of pictures, of large surfaces, and of fields and buttons."""
    return _CORNERS[corners]


# Apple's own first where it is the best there is, then Windows', Android's and Linux's; a font that covers the script
# before the generic name, which on many machines is Times or DejaVu.
_TEXT = (
    '-apple-system,"Segoe UI Variable Text","Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif'
)
_BOOK = (
    '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,"Book Antiqua","Noto Serif",Georgia,serif'
)
_ROUND = (
    'ui-rounded,"SF Pro Rounded",Nunito,Quicksand,"Hiragino Maru Gothic ProN",Calibri,Ubuntu,Cantarell,"DejaVu Sans",'
    "sans-serif"
)
_MONO = 'ui-monospace,"SF Mono","Cascadia Mono","Roboto Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace'
_SWISS = '"Segoe UI",Roboto,Inter,"Nimbus Sans","Liberation Sans",Arial,sans-serif'
_GOTHIC = '"Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP","Noto Sans JP",sans-serif'
_MARU = '"Hiragino Maru Gothic ProN","Zen Maru Gothic","Kosugi Maru","BIZ UDPGothic",Meiryo,sans-serif'
_ARABIC = '"SF Arabic","Segoe UI","Noto Sans Arabic",Tahoma,sans-serif'

_TYPE: Mapping[TypeStyle, Mapping[str, str]] = MappingProxyType(
    {
        TypeStyle.SERIF: {
            "--title": _BOOK,
            "--text": _TEXT,
            "--title-ja": '"Hiragino Mincho ProN","Yu Mincho","Noto Serif CJK JP","Noto Serif JP",serif',
            "--text-ja": _GOTHIC,
            "--title-ar": '"Geeza Pro","Noto Naskh Arabic","Segoe UI",Tahoma,serif',
            "--text-ar": _ARABIC,
            "--title-weight": "400",
            "--title-tracking": "-.018em",
            "--title-leading": "1.04",
            "--title-scale": "1",
        },
        TypeStyle.GROTESQUE: {
            "--title": f'"Helvetica Neue","Segoe UI Variable Display",{_SWISS}',
            "--text": f'"Helvetica Neue","Segoe UI Variable Text",{_SWISS}',
            "--title-ja": _GOTHIC,
            "--text-ja": _GOTHIC,
            "--title-ar": f'"Noto Kufi Arabic",{_ARABIC}',
            "--text-ar": _ARABIC,
            "--title-weight": "800",
            "--title-tracking": "-.04em",
            "--title-leading": ".98",
            "--title-scale": "1",
        },
        TypeStyle.ROUNDED: {
            "--title": _ROUND,
            "--text": f'ui-rounded,"SF Pro Rounded",Nunito,{_TEXT}',
            "--title-ja": _MARU,
            "--text-ja": _MARU,
            "--title-ar": f'"SF Arabic Rounded","Geeza Pro",Dubai,{_ARABIC}',
            "--text-ar": f'"SF Arabic Rounded",{_ARABIC}',
            "--title-weight": "500",
            "--title-tracking": "-.02em",
            "--title-leading": "1.12",
            "--title-scale": ".86",
        },
        TypeStyle.MONO: {
            "--title": _MONO,
            "--text": _TEXT,
            "--title-ja": _GOTHIC,
            "--text-ja": _GOTHIC,
            "--title-ar": _ARABIC,
            "--text-ar": _ARABIC,
            "--title-weight": "500",
            "--title-tracking": "-.06em",
            "--title-leading": "1.1",
            "--title-scale": ".8",
        },
    }
)

_CORNERS: Mapping[Corners, Mapping[str, str]] = MappingProxyType(
    {
        Corners.SQUARE: {"--corner": "0", "--corner-large": "0", "--control-corner": "0"},
        Corners.SLIGHT: {"--corner": ".25rem", "--corner-large": ".5rem", "--control-corner": ".25rem"},
        Corners.ROUND: {"--corner": ".875rem", "--corner-large": "1.75rem", "--control-corner": "1.75rem"},
    }
)
