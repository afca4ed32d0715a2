"""What a screen reader says of an open page: a changed sentence once, and of all else nothing.

On this site snapshots grow old in two seconds, so that one need not wait.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.watch import Watch
from tests.quality.demo_site import DemoSite
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import FulfillmentRecord

pytestmark = pytest.mark.browser

EMAIL = "listener@example.com"
# Every text that any live region of the page was given, and whether one appeared anew with text in it: some screen
# readers say that, others do not, so the page must not count on it.
HEAR = """
window.heard = [];
window.appeared = [];
const LIVE = "[role=status], [role=alert], [role=log], [role=timer], [aria-live], output";
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver((changes) => {
    const spoken = new Set();
    for (const change of changes) {
      const region = (change.target.closest ? change.target : change.target.parentElement)?.closest(LIVE);
      if (region?.textContent.trim()) spoken.add(region);
      for (const added of change.addedNodes)
        for (const live of added.querySelectorAll?.(LIVE) ?? [])
          if (live.textContent.trim()) window.appeared.push(live.textContent.trim());
    }
    for (const region of spoken) window.heard.push(region.textContent.trim());
  }).observe(document.body, {childList: true, characterData: true, subtree: true});
});
"""
POLLS = """performance.getEntriesByType("resource")
  .filter(entry => entry.initiatorType === "xmlhttprequest").length"""


@pytest.fixture
def watch(quick: DemoSite) -> Watch:
    """As elsewhere, but for the quick site."""
    return Watch(site=quick.url, pictures=quick.sandbox.url)


@pytest.fixture
def parcel(quick: DemoSite) -> FulfillmentRecord:
    """A parcel on its way, of an order of its own."""
    state = quick.sandbox.state
    name = f"#{40_000 + len(state.orders)}"
    state.add_order(name, email=EMAIL)
    sent = state.fulfill(name, tracking=[TrackingRecord(company="Correos", number="PK4711000012345ES")])
    state.add_event(sent, "IN_TRANSIT", city="Madrid")
    return sent


def listen(quick: DemoSite, page: Page, parcel: FulfillmentRecord) -> None:
    """Open the order's page with an ear on all of its live regions."""
    page.add_init_script(HEAR)
    page.goto(quick.link(parcel.order.name, EMAIL))
    expect(page.locator("h1")).to_have_text("On its way to you")


def wait_for_polls(page: Page, more: int) -> None:
    """Until the page has asked for news that many times again, and has shown what it heard."""
    page.wait_for_function(f"count => {POLLS} >= count", arg=page.evaluate(POLLS) + more)
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def test_polls_that_bring_nothing_are_not_heard(
    quick: DemoSite, page: Page, parcel: FulfillmentRecord
) -> None:
    listen(quick, page, parcel)
    wait_for_polls(page, 3)
    assert page.evaluate("[heard, appeared]") == [[], []]


def test_each_new_sentence_is_heard_once_whatever_is_asked_afterwards(
    quick: DemoSite, page: Page, parcel: FulfillmentRecord
) -> None:
    listen(quick, page, parcel)
    for status, sentence in (
        ("OUT_FOR_DELIVERY", "Out for delivery today"),
        ("DELIVERED", "Delivered today"),
    ):
        quick.sandbox.state.add_event(parcel, status, city="Madrid")
        expect(page.locator("h1")).to_contain_text(sentence)
        if status != "DELIVERED":
            wait_for_polls(page, 2)
    said = page.locator("h1").inner_text()
    assert page.evaluate("[heard, appeared]") == [["Out for delivery today", said], []]


def test_a_scan_that_changes_no_sentence_is_shown_and_not_heard(
    quick: DemoSite, page: Page, parcel: FulfillmentRecord
) -> None:
    listen(quick, page, parcel)
    quick.sandbox.state.add_event(parcel, "IN_TRANSIT", city="Zaragoza")
    expect(page.locator("#order")).to_contain_text("Zaragoza")
    wait_for_polls(page, 2)
    assert page.evaluate("[heard, appeared]") == [[], []]


def test_a_copied_number_is_heard_once(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    listen(quick, page, parcel)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".copied")).to_have_text("Copied")
    wait_for_polls(page, 1)
    assert page.evaluate("[heard, appeared]") == [["Copied"], []]
