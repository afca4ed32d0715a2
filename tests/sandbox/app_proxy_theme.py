"""The pages of the shop itself, in the layout of its theme."""

from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent
HOME = (
    "<h2>Our favourites</h2><p>Everything is made by hand.</p><p><a href='/products/candle'>A candle</a></p>"
)
MISSING = "<h2>Page not found</h2><p>The page you requested does not exist.</p>"
APP_ERROR = (
    "<!doctype html><title>Error</title><h1>There was an error in the third-party application</h1>"
    "<p>Try again in a few minutes, or contact the app developer.</p>"
)

_layout = Template((FOLDER / "app_proxy_theme.html").read_text("utf-8"))
_style = (FOLDER / "app_proxy_theme.css").read_text("utf-8")


def in_layout(content: str, *, tracking: str = "/") -> bytes:
    """A page of the shop: `content` is the markup in its middle, `tracking` where the menu leads for orders."""
    return _layout.substitute(style=_style, content=content, tracking=escape(tracking)).encode()
