"""One deployed site and one browser for all journeys; a watched context of its own for each."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.watch import Watch
from tests.quality.chromium import launch, the_playwright
from tests.quality.demo_site import DemoSite
from tests.quality.fonts import FONT_SETS, USUAL, FontSet
from tests.sandbox.demo import DemoOrder

type NewContext = Callable[..., BrowserContext]
type BrowserWith = Callable[[FontSet], Browser]

PATIENCE_MILLISECONDS = 15_000
each_set_of_fonts = pytest.mark.parametrize("fonts", FONT_SETS.values(), ids=lambda fonts: fonts.name)
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="session")
def demo() -> Iterator[DemoSite]:
    """The site with its usual settings, in front of the furnished shop."""
    with DemoSite() as running:
        yield running


@pytest.fixture(scope="module")
def quick(demo: DemoSite) -> Iterator[DemoSite]:
    """Another site in front of the same shop. Its snapshots are old after two seconds, so that one need not wait."""
    settings = {"REFRESH_MOVING_SECONDS": "2", "REFRESH_WAITING_SECONDS": "2"}
    with DemoSite(sandbox=demo.sandbox, **settings) as running:
        yield running


@pytest.fixture(scope="session")
def browser_with() -> Iterator[BrowserWith]:
    """The machine's Chromium with one set of fonts; each is started once."""
    started: dict[FontSet, Browser] = {}

    def browser_with(fonts: FontSet) -> Browser:
        if fonts not in started:
            started[fonts] = launch(the_playwright(), fonts)
        return started[fonts]

    yield browser_with
    for browser in started.values():
        browser.close()


@pytest.fixture(scope="session")
def browser(browser_with: BrowserWith) -> Browser:
    """The machine's Chromium."""
    return browser_with(USUAL)


@pytest.fixture
def watch(demo: DemoSite) -> Watch:
    """What this test's pages log and fetch; journeys that mean to meet a refusal say so here."""
    return Watch(site=demo.url, pictures=demo.sandbox.url)


@pytest.fixture
def new_context(browser_with: BrowserWith, demo: DemoSite, watch: Watch) -> Iterator[NewContext]:
    """Another shopper: a browser profile with an address of its own. Afterwards nothing may have gone wrong in it."""
    opened: list[BrowserContext] = []

    def open_context(*, fonts: FontSet = USUAL, **options: Any) -> BrowserContext:
        headers = {"X-Forwarded-For": demo.new_address()}
        context = browser_with(fonts).new_context(
            **{"locale": "en-GB", "extra_http_headers": headers} | options
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        watch.over(context)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


@pytest.fixture
def bought(demo: DemoSite) -> DemoOrder:
    """An order placed just now, which nobody has looked up yet."""
    number = 20_000 + len(demo.sandbox.state.orders)
    order = DemoOrder(f"#{number}", f"buyer{number}@example.com", "Placed just now")
    demo.sandbox.state.add_order(order.name, email=order.contact)
    return order


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A desktop window, in English."""
    return new_context().new_page()
