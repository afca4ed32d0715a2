"""A window in which the gallery's states are shown, rendered in this process: nothing is asked of a server."""

import re
from typing import Any
from urllib.parse import quote

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, ViewportSize

from orders.branding import brands
from orders.branding.looks import LookName
from orders.gallery.drawings import DRAWINGS, draw
from orders.gallery.rendering import PICTURES as FOLDER
from orders.gallery.rendering import render_state
from tests.support.processes import ROOT

PHONE: ViewportSize = {"width": 390, "height": 800}
AT_400_PERCENT: ViewportSize = {"width": 320, "height": 256}
"""What a window of 1280 × 1024 holds at 400 %, in CSS pixels."""
SCRIPTS = ROOT / "static" / "js"
ADDRESS = "http://localhost/"
"""Where the window believes to be: a secure place, as the deployed site is."""
SCRIPT = re.compile(r"<script\b[^>]*></script>")
OUR_SCRIPT = re.compile(r'<script src="[^"]*/js/(\w+)\.js"([^>]*) defer></script>')
PICTURES = {
    f"{settings.SITE_URL}{FOLDER}{name}.svg": f"data:image/svg+xml,{quote(draw(name))}" for name in DRAWINGS
}

# The language list stays shut: it would lie over the sentence.
OPEN_FOLDS = "document.querySelectorAll('main details').forEach(fold => { fold.open = true; })"
# Hundreds of rows that all look alike would keep axe busy for ten seconds.
SHORTEN = """() => {
  for (const [list, most] of [['.parcel', 4], ['#waiting li', 4], ['#items .rows > li', 6], ['.scans li', 20]])
    [...document.querySelectorAll(list)].slice(most).forEach(row => row.remove());
}"""


class Stage:
    """One window, used again for page after page. Nothing leaves the machine, and nothing moves while it is judged."""

    def __init__(self, browser: Browser, *, size: ViewportSize = PHONE, **options: Any) -> None:
        self.context = browser.new_context(viewport=size, **{"reduced_motion": "reduce"} | options)
        self.context.route("**/*", _answer)
        self.page: Page = self.context.new_page()
        self.page.goto(ADDRESS)

    def show(self, name: str, *, language: str = "en", look: LookName = LookName.EDITORIAL) -> Page:
        """A state of the gallery, all folds of its content open."""
        self.page.set_content(_html(name, language, look), wait_until="domcontentloaded")
        self.page.evaluate(OPEN_FOLDS)
        return self.page

    def shorten(self) -> None:
        """Leave a few rows of each long list."""
        self.page.evaluate(SHORTEN)

    def close(self) -> None:
        """Shut the window."""
        self.context.close()


def _html(name: str, language: str, look: LookName) -> str:
    """Everything in the page itself, our scripts as well: asking for something takes longer than showing it.

    htmx is left out; there is nobody to ask for news.
    """
    html = render_state(name, language=language, brand=brands.built_in(look))
    for picture, address in PICTURES.items():
        html = html.replace(picture, address)
    ours = [
        f"<script{attributes}>{(SCRIPTS / f'{name}.js').read_text('utf-8')}</script>"
        for name, attributes in OUR_SCRIPT.findall(html)
    ]
    return SCRIPT.sub("", html).replace("</body>", "".join(ours) + "</body>")


def _answer(route: Route) -> None:
    """An empty page with axe in it, which stays: only what stands in the window is replaced, never the window."""
    if route.request.url != ADDRESS:
        route.abort()
        return
    html = f"<!doctype html><title>Stage</title><script>{AXE_SCRIPT}</script>"
    route.fulfill(content_type="text/html", body=html)
