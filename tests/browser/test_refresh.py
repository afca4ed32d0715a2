"""An open page that follows its order. On this site snapshots grow old in two seconds, so that one need not wait."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.watch import HEAR, Watch
from tests.quality.demo_site import DemoSite
from tests.sandbox.records import FulfillmentRecord

pytestmark = pytest.mark.browser

EMAIL = "follower@example.com"


@pytest.fixture
def watch(quick: DemoSite) -> Watch:
    """As elsewhere, but for the quick site."""
    return Watch(site=quick.url, pictures=quick.sandbox.url)


@pytest.fixture
def parcel(quick: DemoSite, request: pytest.FixtureRequest) -> FulfillmentRecord:
    """A parcel on its way, of an order of its own."""
    state = quick.sandbox.state
    name = f"#{30_000 + len(state.orders)}"
    state.add_order(name, email=EMAIL)
    sent = state.fulfill(name)
    state.add_event(sent, "IN_TRANSIT", city="Madrid")
    return sent


def open_order(quick: DemoSite, page: Page, parcel: FulfillmentRecord) -> None:
    """The order's page, with an ear on its live region."""
    page.add_init_script(HEAR)
    page.goto(quick.link(parcel.order.name, EMAIL))


def test_the_headline_changes_in_place_and_is_announced_once(
    quick: DemoSite, page: Page, watch: Watch, parcel: FulfillmentRecord
) -> None:
    open_order(quick, page, parcel)
    expect(page.locator("h1")).to_have_text("On its way to you")
    quick.sandbox.state.add_event(parcel, "OUT_FOR_DELIVERY", city="Madrid")
    expect(page.locator("h1")).to_have_text("Out for delivery today")
    expect(page).to_have_title(f"Out for delivery today · Order {parcel.order.name} · Casa Lumbre")
    expect(page.get_by_role("status").first).to_have_text("Out for delivery today")
    asked = len(watch.paths("xhr"))
    page.wait_for_function("n => performance.getEntriesByType('resource').length > n", arg=asked)
    assert page.evaluate("heard") == ["Out for delivery today"]
    assert len(watch.paths("document")) == 1


def test_what_was_opened_scrolled_to_and_focused_stays_so(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    page = new_context(viewport={"width": 390, "height": 500}).new_page()
    open_order(quick, page, parcel)
    page.locator("details.scans summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.scans")).to_have_attribute("open", "")
    page.evaluate("window.scrollTo(0, 400)")
    quick.sandbox.state.add_event(parcel, "OUT_FOR_DELIVERY", city="Madrid")
    expect(page.locator("h1")).to_have_text("Out for delivery today")
    expect(page.locator("details.scans")).to_have_attribute("open", "")
    expect(page.locator("details.scans summary")).to_be_focused()
    assert abs(page.evaluate("window.scrollY") - 400) < 100


def test_without_news_nothing_but_the_age_changes(
    quick: DemoSite, page: Page, watch: Watch, parcel: FulfillmentRecord
) -> None:
    open_order(quick, page, parcel)
    page.evaluate("document.getElementById('order').dataset.marked = 'yes'")
    with page.expect_response("**/status/**"), page.expect_response("**/status/**"):
        pass
    page.wait_for_function("document.querySelector('.htmx-request') === null")
    expect(page.locator("#order")).to_have_attribute("data-marked", "yes")
    assert page.evaluate("heard") == []


def test_asking_stops_when_all_is_delivered(
    quick: DemoSite, page: Page, watch: Watch, parcel: FulfillmentRecord
) -> None:
    page.clock.install()
    open_order(quick, page, parcel)
    with page.expect_response("**/status/**"):
        page.clock.run_for(3_000)
    quick.sandbox.state.add_event(parcel, "DELIVERED", city="Madrid")
    page.wait_for_timeout(2_000)  # until the snapshot is old enough to be fetched again
    with page.expect_response("**/status/**"):
        page.clock.run_for(3_000)
    expect(page.locator("h1")).to_contain_text("Delivered today")
    asked = len(watch.paths("xhr"))
    page.clock.run_for(600_000)
    expect(page.locator("h1")).to_contain_text("Delivered today")
    assert len(watch.paths("xhr")) == asked


def test_a_delivered_order_asks_nothing_at_all(quick: DemoSite, page: Page, watch: Watch) -> None:
    page.clock.install()
    page.goto(quick.link("#1012", "aitana.roca@example.com"))
    page.clock.run_for(600_000)
    expect(page.locator("h1")).to_contain_text("Delivered yesterday")
    assert watch.paths("xhr") == []


def test_the_refresh_link_works_without_javascript(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(quick.link(parcel.order.name, EMAIL))
    page.get_by_role("link", name="Check again").click()
    expect(page.locator("h1")).to_have_text("On its way to you")
    expect(page.locator(".freshness")).to_contain_text("just now")
    assert page.url.partition("?")[0] == quick.link(parcel.order.name, EMAIL)


def test_while_shopify_is_away_the_last_known_state_stays_and_says_its_age(
    quick: DemoSite, page: Page, parcel: FulfillmentRecord
) -> None:
    open_order(quick, page, parcel)
    quick.sandbox.state.faults.outage(503)
    try:
        expect(page.locator(".freshness")).to_contain_text("does not answer")
        expect(page.locator("h1")).to_have_text("On its way to you")
        page.reload()
        expect(page.locator(".freshness")).to_contain_text("does not answer")
        expect(page.locator("h1")).to_have_text("On its way to you")
    finally:
        quick.sandbox.state.faults.clear()


def test_when_the_link_is_revoked_an_open_page_closes_itself(
    quick: DemoSite, page: Page, watch: Watch, parcel: FulfillmentRecord
) -> None:
    watch.expected_statuses.add(404)
    open_order(quick, page, parcel)
    quick.site.manage("revoke_links", parcel.order.name)
    expect(page.locator("h1")).to_have_text("That link no longer opens")
