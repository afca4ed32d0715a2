"""Shopify is down before anything is known here. A site of its own, for it may remember the outage for a while."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewContext
from tests.browser.watch import Watch
from tests.quality.demo_site import DemoSite
from tests.sandbox import Sandbox

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stranded() -> Iterator[DemoSite]:
    """A site whose shop answers nothing but 503."""
    with Sandbox(demo_orders=False) as sandbox, DemoSite(sandbox=sandbox) as running:
        sandbox.state.add_order("#1001", email="ana@example.com")
        sandbox.state.faults.outage(503)
        yield running


@pytest.fixture
def watch(stranded: DemoSite) -> Watch:
    """As elsewhere, but for the stranded site; its refusals are expected."""
    return Watch(site=stranded.url, pictures=stranded.sandbox.url, expected_statuses={503})


@pytest.mark.parametrize("javascript", [True, False])
def test_a_first_look_up_is_answered_calmly_and_nothing_typed_is_lost(
    stranded: DemoSite, new_context: NewContext, javascript: bool
) -> None:
    page = new_context(java_script_enabled=javascript).new_page()
    page.goto(stranded.url)
    page.get_by_label("Order number").fill("#1001")
    page.get_by_label("Email").fill("ana@example.com")
    page.get_by_role("button", name="Find my order").click()
    expect(page.locator("h1")).to_have_text("We cannot look it up right now")
    expect(page.locator(".problem")).to_contain_text("Your order is not affected.")
    expect(page.get_by_label("Order number")).to_have_value("#1001")
    expect(page.get_by_label("Email")).to_have_value("ana@example.com")
    expect(page.get_by_role("button", name="Find my order")).to_be_enabled()
