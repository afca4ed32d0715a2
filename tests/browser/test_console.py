"""Support's day in the console of a deployed site: what needs attention, a search, an order, all by keyboard."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.watch import Watch
from tests.quality.demo_site import DemoSite
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.sandbox.locations import ZARAGOZA

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSWORD = "right horse battery"
AXE = """axe.run({exclude: ['iframe']}, {preload: false, resultTypes: ['violations']})
  .then(results => results.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""
ASKED = "#30001"
GOODS = [Line(title="Mug", quantity=2, location=ZARAGOZA), Line(title="Plate", location=ZARAGOZA)]
FILL = ("sync_orders", "--since", "2020-01-01")


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    """The furnished shop, whose orders are stored and may be changed, and one staff account."""
    with DemoSite() as running:
        state = running.sandbox.state
        state.access.scopes |= WRITE_SCOPES
        asked = state.add_order(ASKED, lines=GOODS)
        for message in ("Before Friday", "All of it in one box, and with the green label. " * 20):
            options = {"notify_customer": True, "note": "عاجل"}
            state.ask_service(asked.fulfillment_orders[0], message=message, options=options)
        account = {"USERNAME": "noa", "PASSWORD": PASSWORD, "EMAIL": "noa@example.com"}
        running.site.environment |= {f"DJANGO_SUPERUSER_{name}": value for name, value in account.items()}
        running.site.manage("createsuperuser", "--no-input")
        running.site.manage(*FILL)
        yield running


@pytest.fixture(scope="module")
def session(browser: Browser, site: DemoSite) -> Any:
    """The cookies of the staff member."""
    with browser.new_context(base_url=site.url) as context:
        page = context.new_page()
        page.goto("/admin/")
        page.get_by_label("Username").fill("noa")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="Needs attention")).to_be_visible()
        return context.storage_state()


@pytest.fixture
def watch(site: DemoSite) -> Watch:
    return Watch(site=site.url, pictures=site.sandbox.url)


@pytest.fixture
def open_window(
    browser: Browser, site: DemoSite, session: Any, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """A window of the staff member's; afterwards nothing may have gone wrong in it."""
    opened: list[BrowserContext] = []

    def open_one(path: str = "/admin/", **options: Any) -> Page:
        context = browser.new_context(base_url=site.url, storage_state=session, **options)
        context.set_default_timeout(15_000)
        watch.over(context)
        opened.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def names(page: Page) -> list[str]:
    """The orders of the list, in their order."""
    return page.locator(".attention h2 a").all_inner_texts()


def test_the_whole_way_to_an_order_and_its_refresh_goes_by_keyboard(open_window: Callable[..., Page]) -> None:
    page = open_window()
    page.keyboard.press("/")
    expect(page.get_by_label("Find an order")).to_be_focused()
    page.keyboard.type("1001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Order #1001", level=1)).to_be_visible()
    address = page.url
    refresh = page.get_by_role("button", name="Refresh now")
    for _ in range(40):
        if refresh.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.evaluate("window.isSame = true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Fetched from Shopify just now.")
    expect(refresh).to_be_focused()
    assert page.evaluate("window.isSame")
    assert page.url == address


def test_what_is_settled_goes_from_the_list_and_the_focus_to_what_comes_next(
    open_window: Callable[..., Page],
) -> None:
    page = open_window()
    before = names(page)
    assert len(before) > 2
    page.evaluate("window.isSame = true")
    done = page.get_by_role("button", name="done").first
    done.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Done. It comes back")
    expect(page.locator(".attention > li")).not_to_have_count(0)
    expect(page.locator(".attention h2 a").first).to_be_focused()
    page.get_by_role("button", name="Take ").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("It is yours.")
    expect(page.get_by_role("link", name="Mine 1")).to_be_visible()
    assert page.evaluate("window.isSame")


def test_without_javascript_all_of_it_works(open_window: Callable[..., Page]) -> None:
    page = open_window(java_script_enabled=False)
    page.get_by_role("button", name="off until tomorrow").first.click()
    expect(page.get_by_role("status")).to_contain_text("Put off until this time tomorrow.")
    page.goto("/admin/?state=snoozed")
    page.get_by_label("Save it as").fill("Put off")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Put off 1")).to_be_visible()
    page.get_by_role("button", name="Bring ").first.click()
    expect(page.get_by_text("Nothing here.")).to_be_visible()
    page.get_by_label("Find an order", exact=True).fill("1001")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("The new link.")).to_have_value(re.compile("/o/[\\w-]{32}/$"))


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_and_axe_finds_nothing_in_light_or_dark(
    open_window: Callable[..., Page], width: int
) -> None:
    page = open_window(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    order = page.locator(".attention h2 a").first.get_attribute("href")
    page.goto(f"/admin/find/?q={ASKED.removeprefix('#')}")
    asked = page.get_by_role("link", name="Shipments").get_attribute("href")
    lists = ("/admin/", "/admin/?reason=overdue&assignee=nobody", "/admin/find/?q=nobody")
    for path in (*lists, f"{order}", f"{asked}"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(250)  # until the colours have changed
            page.evaluate(AXE_SCRIPT)
            assert page.evaluate(AXE) == [], (path, scheme)
    expect(page.get_by_role("region", name="The message, which can be scrolled")).to_contain_text(
        "green label"
    )
