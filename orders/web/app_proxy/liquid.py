"""Pages that Shopify renders as Liquid: nothing in them may be Liquid, whoever wrote it.

Both of Liquid's delimiters begin with a brace. A page's own markup needs none, so every one becomes a character
reference, which a browser shows as a brace and Liquid does not know. Only our style sheet, which holds nothing of
anybody's text, keeps its braces; it is refused if it could be read as Liquid.
"""

import re

CONTENT_TYPE = "application/liquid; charset=utf-8"
DELIMITERS = re.compile(r"\{[{%]")


class StyleIsLiquid(ValueError):
    """The style sheet holds a delimiter of Liquid's."""


def make_inert(markup: str) -> str:
    """Markup that reads the same in a browser and holds no Liquid. The text of `<style>` or `<script>` would not."""
    return markup.replace("{", "&#123;")


def build_page(style: str, markup: str) -> str:
    """What Shopify puts into the theme's layout: the style as it is, and the markup made inert."""
    if DELIMITERS.search(style):
        raise StyleIsLiquid
    return f"<style>{style}</style>{make_inert(markup)}"
