"""Demo orders and every small page: in English in a wide window, or in Spanish in the narrowest one."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Route, ViewportSize

from tests.browser.watch import Watch
from tests.quality.demo_site import FINDABLE, HUGE, DemoSite
from tests.quality.small_pages import SMALL_PAGES, render_small_page

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}  # also a window of 1280 at 400 %
WINDOWS = {"en": WIDE, "es": NARROW}
ORDERS = {f"{order.name} {order.contact.partition('@')[0]}": order for order in FINDABLE}
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"
# Hundreds of rows that all look alike would keep axe busy for a minute.
SHORTEN = """() => {
  for (const [list, most] of [['.parcel', 6], ['#items .rows > li', 6], ['.scans li', 20]])
    [...document.querySelectorAll(list)].slice(most).forEach(row => row.remove());
}"""
STICKING_OUT = """() => [...document.querySelectorAll('body *')].filter(element => {
  const box = element.getBoundingClientRect();
  return box.width > 2 && (box.left < -1 || box.right > innerWidth + 1)
    && !element.closest('.unseen, .skip, .sprite');
}).map(element => element.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def windows(browser: Browser, demo: DemoSite) -> Iterator[Mapping[str, Page]]:
    """One window for each language, watched like all others."""
    watch = Watch(site=demo.url, pictures=demo.sandbox.url)
    context = browser.new_context(locale="en-GB")
    watch.over(context)
    context.add_init_script(AXE_SCRIPT)
    context.route(f"{demo.url}/small/**", _serve_small_page)
    opened = {language: context.new_page() for language in WINDOWS}
    for language, page in opened.items():
        page.set_viewport_size(WINDOWS[language])
    yield opened
    context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def _serve_small_page(route: Route) -> None:
    """A page, and nothing new to one that asks for news of itself."""
    name, _, language = route.request.url.rpartition("/small/")[2].replace("%20", " ").partition("?lang=")
    if "/" in name or not language:
        route.fulfill(status=HTTPStatus.NO_CONTENT)
    else:
        route.fulfill(content_type="text/html", body=render_small_page(name, language))


def _pages() -> Iterator[Any]:
    """Small pages and every third order, in turns wide and narrow; all of them in both windows where all is swept."""
    for names, every in ((SMALL_PAGES, 1), (ORDERS, 3)):
        for number, name in enumerate(names):
            for turn, language in enumerate(WINDOWS):
                is_usual = number % every == 0 and number // every % 2 == turn
                marks = () if is_usual else pytest.mark.sweep
                yield pytest.param((name, language), marks=marks, id=f"{name} {language}")


@pytest.fixture(scope="module", params=_pages())
def shown(windows: Mapping[str, Page], demo: DemoSite, request: pytest.FixtureRequest) -> Page:
    """One page, its folds open."""
    name, language = request.param
    window = windows[language]
    url = demo.link_to(ORDERS[name]) if name in ORDERS else f"{demo.url}/small/{name}"
    window.goto(f"{url}?lang={language}")
    if name.startswith(HUGE):
        window.evaluate(SHORTEN)
    window.evaluate(OPEN_FOLDS)
    return window


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds, a line each."""
    found = page.evaluate(
        "options => axe.run({preload: false, resultTypes: ['violations'], ...options})"
        ".then(results => results.violations)",
        options,
    )
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]


def test_axe_finds_nothing_by_day_or_in_the_dark(shown: Page) -> None:
    assert violations(shown, {}) == []
    shown.emulate_media(color_scheme="dark")
    try:
        assert violations(shown, {"runOnly": ["color-contrast"]}) == []
    finally:
        shown.emulate_media(color_scheme="light")


def test_nothing_sticks_out_even_when_letters_are_twice_the_size(shown: Page) -> None:
    for size in (100, 200):
        shown.evaluate("size => { document.documentElement.style.fontSize = `${size}%`; }", size)
        assert shown.evaluate(STICKING_OUT) == [], f"{size} %"
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{size} %"
