"""A site whose snapshots age fast, and a window of each engine in turn."""

from collections.abc import Callable, Iterator

import pytest

from tests.engines.chromium import ChromiumWindow
from tests.engines.door import Window
from tests.engines.firefox import Firefox, FirefoxWindow
from tests.engines.webkit import NARROWEST, WebKit, WebKitWindow
from tests.quality.chromium import launch, the_playwright
from tests.quality.demo_site import DemoSite
from tests.sandbox.app_proxy import AppProxy

PHONE = (NARROWEST, 900)
ENGINES = ("chromium", "firefox", "webkit")

type NewWindow = Callable[[], Window]


@pytest.fixture(scope="session")
def site() -> Iterator[DemoSite]:
    """One shopper's address for all of them, and so room for many look-ups."""
    with DemoSite(
        REFRESH_MOVING_SECONDS="2", REFRESH_WAITING_SECONDS="2", LOOK_UP_LIMIT_FACTOR="100"
    ) as running:
        yield running


@pytest.fixture(scope="session")
def front(site: DemoSite) -> Iterator[AppProxy]:
    """The shop's own domain in front of it."""
    with AppProxy(app_url=site.url) as running:
        yield running


@pytest.fixture(scope="session", params=ENGINES)
def new_window(request: pytest.FixtureRequest) -> Iterator[NewWindow]:
    """Opens windows of one engine, which is started when the first test asks for it."""
    match request.param:
        case "firefox":
            with Firefox() as firefox:
                yield lambda: FirefoxWindow(firefox, size=PHONE)
        case "webkit":
            with WebKit() as webkit:
                yield lambda: WebKitWindow(webkit, size=PHONE)
        case _:
            browser = launch(the_playwright())
            yield lambda: ChromiumWindow(browser, size=PHONE, dark=False)
            browser.close()


@pytest.fixture(scope="session")
def shared(new_window: NewWindow) -> Iterator[Window]:
    """The engine's window for all journeys that leave nothing behind in it."""
    opened = new_window()
    yield opened
    opened.close()


@pytest.fixture
def window(shared: Window) -> Window:
    """That window, of a phone's size, empty."""
    shared.resize(*PHONE)
    shared.open("about:blank")
    return shared
