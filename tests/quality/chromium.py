"""Finding and starting the Chromium of this machine."""

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.quality.fonts import USUAL, FontSet, environment

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    """The path of the browser: `CHROMIUM`, or what PATH holds, the quickest first. Raises `NoChromium`."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NoChromium(
            f"{named or 'Chromium'} was not found. The browser tests need it: install it (Debian: "
            "apt-get install chromium), or name its path in CHROMIUM."
        )
    return found


@cache
def the_playwright() -> Playwright:
    """The one of this process, which ends with it: beside a running Playwright no second one can be started."""
    manager = sync_playwright()
    playwright = manager.start()
    atexit.register(playwright.stop)
    return playwright


def launch(playwright: Playwright, fonts: FontSet = USUAL) -> Browser:
    """A headless browser that talks to nobody by itself and has these fonts alone."""
    return playwright.chromium.launch(
        executable_path=find_chromium(), args=list(ARGUMENTS), env=environment(fonts)
    )


@contextmanager
def open_browser(fonts: FontSet = USUAL) -> Iterator[Browser]:
    """The only browser that is needed."""
    find_chromium()
    browser = launch(the_playwright(), fonts)
    try:
        yield browser
    finally:
        browser.close()
