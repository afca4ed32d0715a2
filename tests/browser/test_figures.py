"""The figures in Chromium: nothing runs out of the page, axe has nothing to say, and no script is needed."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.support.live_site import LiveSite
from tests.support.processes import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.long]

PAGE = "/admin/figures/"
PASSWORD = "right horse battery"
AXE = """axe.run(document, {preload: false, resultTypes: ['violations']})
  .then(results => results.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""


@pytest.fixture(scope="module")
def site() -> Iterator[LiveSite]:
    """A site with the demo's made-up year, and one staff account."""
    with LiveSite(shopify_url="http://127.0.0.1:9", LOG_LEVEL="WARNING") as running:
        account = {"USERNAME": "noa", "PASSWORD": PASSWORD, "EMAIL": "noa@example.com"}
        running.environment |= {f"DJANGO_SUPERUSER_{name}": value for name, value in account.items()}
        running.manage("createsuperuser", "--no-input")
        subprocess.run(
            [sys.executable, "-m", "scripts.demo_past_year"], env=running.environment, cwd=ROOT, check=True
        )
        yield running


@pytest.fixture(scope="module")
def session(browser: Browser, site: LiveSite) -> Any:
    """The cookies of the staff member."""
    with browser.new_context(base_url=site.url) as context:
        page = context.new_page()
        page.goto(PAGE)
        page.get_by_label("Username").fill("noa")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="Figures", exact=True)).to_be_visible()
        return context.storage_state()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_figures_read_well_on_a_phone_and_at_a_desk_by_day_and_by_night(
    browser: Browser, site: LiveSite, session: Any, width: int, scheme: Any
) -> None:
    complaints: list[str] = []
    viewport: Any = {"width": width, "height": 900}
    with browser.new_context(
        base_url=site.url, storage_state=session, viewport=viewport, color_scheme=scheme
    ) as context:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(PAGE)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert _words_outside(page) == []
        for details in page.locator("details").all():
            details.locator("summary").click()
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE) == []
    assert complaints == []


def test_a_period_is_chosen_without_a_script(browser: Browser, site: LiveSite, session: Any) -> None:
    with browser.new_context(base_url=site.url, storage_state=session, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(PAGE)
        page.get_by_role("link", name="A year").click()
        expect(page.get_by_role("link", name="A year")).to_have_attribute("aria-current", "true")
        expect(page.get_by_role("img", name="On time by week")).to_be_visible()
        assert page.locator("#weeks rect.bar").count() > 45


def test_what_is_drawn_can_be_told_apart_in_forced_colours(
    browser: Browser, site: LiveSite, session: Any
) -> None:
    with browser.new_context(base_url=site.url, storage_state=session, forced_colors="active") as context:
        page = context.new_page()
        page.goto(PAGE)
        fills = page.evaluate(
            "['track', 'bar'].map(name => getComputedStyle(document.querySelector(`#carriers .${name}`)).fill)"
        )
        assert len(set(fills)) == 2


def _words_outside(page: Page) -> list[str]:
    """Words of plots that do not stand wholly within the window."""
    outside: list[str] = page.evaluate(
        """[...document.querySelectorAll('.plot text')].filter(text => {
          const box = text.getBoundingClientRect();
          return box.left < 0 || box.right > document.documentElement.clientWidth;
        }).map(text => text.textContent)"""
    )
    return outside
