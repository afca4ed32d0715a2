"""Finding and starting the Chromium of this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
)


class NoChromium(Exception):
    """There is no Chromium on this machine."""


def find_chromium() -> str:
    """The path of the browser: `CHROMIUM`, or what PATH holds. Raises `NoChromium`."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NoChromium(
            f"{named or 'Chromium'} was not found. The browser tests need it: install it (Debian: "
            "apt-get install chromium), or name its path in CHROMIUM."
        )
    return found


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless browser that talks to nobody by itself."""
    executable = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
