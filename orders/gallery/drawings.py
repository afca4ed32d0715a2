"""Product pictures of the gallery, drawn here so that nothing is fetched from elsewhere."""

from collections.abc import Mapping
from dataclasses import replace

from orders import conf
from orders.domain.order import Image, Order
from orders.presenters.qr_code import draw_qr_code

MUG = """
<ellipse cx="100" cy="160" rx="52" ry="7" fill="#000" opacity=".1"/>
<path d="M134 82h10a24 24 0 0 1 0 48h-12v-11h11a13 13 0 0 0 0-26h-9z" fill="#b39b7c"/>
<path d="M62 66h78l-5 80a14 14 0 0 1-14 13H81a14 14 0 0 1-14-13z" fill="#d2bd9f"/>
<path d="M62 66h78l-2 30c-24 9-52 9-74 0z" fill="#f1e7d6"/>
<ellipse cx="101" cy="66" rx="39" ry="7" fill="#8f7a5f"/>
"""
CANDLE = """
<ellipse cx="100" cy="164" rx="42" ry="6" fill="#000" opacity=".1"/>
<path d="M100 24c9 13 12 19 12 26a12 12 0 0 1-24 0c0-7 3-13 12-26z" fill="#e9a23b"/>
<path d="M100 39c4 6 6 10 6 13a6 6 0 0 1-12 0c0-3 2-7 6-13z" fill="#fbe3a3"/>
<path d="M98.5 58h3v14h-3z" fill="#5b4630"/>
<rect x="72" y="70" width="56" height="94" rx="5" fill="#dba94a"/>
<path d="M72 76a6 6 0 0 1 6-6h44a6 6 0 0 1 6 6v8c-9 7-12-2-19 1s-12 9-19 1-13 4-18-2z" fill="#efc878"/>
"""
LAMP = """
<ellipse cx="100" cy="166" rx="44" ry="6" fill="#000" opacity=".12"/>
<path d="M96 96h8v64h-8z" fill="#a8843a"/>
<path d="M70 160h60a6 6 0 0 1 6 6H64a6 6 0 0 1 6-6z" fill="#8d6d2d"/>
<path d="M78 40h44l22 60H56z" fill="#f3e4bd"/>
<path d="M78 40h20l-6 60H56z" fill="#fbf3dc"/>
<circle cx="100" cy="36" r="5" fill="#a8843a"/>
"""
VASE = """
<ellipse cx="100" cy="166" rx="40" ry="6" fill="#000" opacity=".12"/>
<path d="M86 34h28v10c0 20 30 34 30 70 0 30-16 52-30 52H86c-14 0-30-22-30-52 0-36 30-50 30-70z" fill="#b9603f"/>
<path d="M86 34h12v12c-2 20-24 34-24 68 0 26 9 44 20 52h-8c-14 0-30-22-30-52 0-36 30-50 30-70z" fill="#cf7c5a"/>
<ellipse cx="100" cy="34" rx="14" ry="4" fill="#7d3b24"/>
"""
GIFT_CARD = """
<rect x="38" y="64" width="124" height="80" rx="8" fill="#000" opacity=".1"/>
<rect x="38" y="58" width="124" height="80" rx="8" fill="#42586b"/>
<path d="M38 92h124v10H38z" fill="#d9b77a"/>
<path d="M70 58h10v80H70z" fill="#d9b77a"/>
<g fill="none" stroke="#f0dcb4" stroke-width="4">
<path d="M75 96c-18-22-30-14-26-4s18 6 26 4zm0 0c18-22 30-14 26-4s-18 6-26 4z"/></g>
"""
DRAWINGS: Mapping[str, tuple[str, str]] = {
    "mug": ("#e9e4dc", MUG),
    "candle": ("#eee7d8", CANDLE),
    "lamp": ("#dfe3e0", LAMP),
    "vase": ("#ece2dc", VASE),
    "gift-card": ("#e3e6ea", GIFT_CARD),
}
"""Name in the picture's address -> the colour behind, and what stands before it."""
PICTURED: Mapping[str, str] = {
    "Stoneware mug": "mug",
    "Mug": "mug",
    "Beeswax candle": "candle",
    "Brass table lamp": "lamp",
    "Terracotta vase": "vase",
    "Gift card": "gift-card",
}
"""An item's title -> its drawing. What has none, such as the table runner, shows what stands in for a picture."""


QR_CODE = "qr-code"
"""The name of the picture that opens the sample link."""


def sample_link() -> str:
    """A link to an order as shoppers have them; it opens none."""
    return f"{conf.site_url()}/o/{'GALLERY-'.ljust(32, '0')}/"


def draw(name: str) -> str:
    """A drawing as an SVG document. Raises `KeyError`."""
    if name == QR_CODE:
        return draw_qr_code(sample_link())
    background, shapes = DRAWINGS[name]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="0 0 200 200">'
        f'<rect width="200" height="200" fill="{background}"/>{shapes.replace("\n", "")}</svg>'
    )


def with_pictures(order: Order, *, folder: str) -> Order:
    """The order with the address of a drawing, within `folder`, on every item there is one for."""
    return replace(
        order,
        line_items=tuple(
            replace(line, image=Image(url=f"{folder}{PICTURED[line.title]}.svg"))
            if line.title in PICTURED
            else line
            for line in order.line_items
        ),
    )
