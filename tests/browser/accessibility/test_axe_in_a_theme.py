"""axe on the pages as they stand in the layout of the shop's theme. Of the theme itself nothing is asked."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility.axe import BY_TAGS, Findings
from tests.browser.accessibility.conftest import Report
from tests.browser.accessibility.stage import PHONE
from tests.quality.demo_site import DemoSite
from tests.sandbox.app_proxy import SHOPPER_ADDRESS, AppProxy
from tests.support.gallery_states import LANGUAGES

pytestmark = pytest.mark.browser

OURS = "#order-tracking"
OVERDUE = ("#1019", "celia.blanco@example.com")


@pytest.fixture(scope="module")
def front(demo: DemoSite) -> Iterator[AppProxy]:
    """The shop's domain in front of the demo site."""
    with AppProxy(app_url=demo.url) as running:
        yield running


@pytest.fixture
def window(browser: Browser, demo: DemoSite) -> Iterator[Page]:
    """A phone, with axe on every page."""
    context = browser.new_context(viewport=PHONE, extra_http_headers={SHOPPER_ADDRESS: demo.new_address()})
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_inside_a_theme(
    window: Page, front: AppProxy, language: str, report: Report
) -> None:
    findings = Findings()
    window.goto(f"{front.url}{front.path_prefix}?lang={language}")
    findings.add(window, BY_TAGS, name=f"look-up {language}", within=OURS)
    window.locator("[name=order_number]").fill("my order")
    window.locator(f"{OURS} button[type=submit]").click()
    expect(window.locator(".problem")).to_be_visible()
    findings.add(window, BY_TAGS, name=f"mistakes {language}", within=OURS)
    # A page that is brought up to date while axe looks at it cannot be judged.
    window.route("**/status/*", lambda route: route.fulfill(status=204))
    for field, typed in zip(("order_number", "email"), OVERDUE, strict=True):
        window.locator(f"[name={field}]").fill(typed)
    window.locator(f"{OURS} button[type=submit]").click()
    expect(window.locator("#order")).to_be_visible()
    findings.add(window, BY_TAGS, name=f"order {language}", within=OURS)
    report(findings)
