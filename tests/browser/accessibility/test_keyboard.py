"""The deployed site without a mouse."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.accessibility.keyboard import count_controls, is_seen_later, missing_ring, next_stop, walk
from tests.browser.accessibility.stage import AT_400_PERCENT
from tests.browser.conftest import NewContext
from tests.browser.watch import Watch
from tests.quality.demo_site import DemoSite

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1280, "height": 800}
WINDOWS = {"wide": WIDE, "at 400 %": AT_400_PERCENT}
PAGES = {
    "look-up": None,
    "on its way": ("#1010", "ines.soler@example.com"),
    "two parcels": ("#1061", "gonzalo.pardo@example.com"),
    "overdue": ("#1019", "celia.blanco@example.com"),
}
OPEN_FOLDS = "document.querySelectorAll('main details').forEach(fold => { fold.open = true; })"
FOCUS_NAME = 'document.activeElement.outerHTML.replace(/ (open|class)="[^"]*"/g, \'\')'
# The same answer and the same way into the page as when the order has changed, without waiting until it does.
BRING_UP_TO_DATE = """() => {
  const order = document.getElementById("order");
  const address = order.dataset.hxGet.replace(/v=\\d+/, "v=0");
  return htmx.ajax("GET", address, {source: order, target: order, swap: "outerHTML"});
}"""


@pytest.fixture(scope="module")
def window(browser: Browser, demo: DemoSite) -> Iterator[Page]:
    """One window for all of this, watched like all others."""
    watch = Watch(site=demo.url, pictures=demo.sandbox.url)
    context = browser.new_context(locale="en-GB", viewport=WIDE, permissions=["clipboard-write"])
    watch.over(context)
    yield context.new_page()
    context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def go(window: Page, demo: DemoSite, name: str, *, language: str = "en") -> None:
    """Open one of `PAGES`, its folds open, the focus nowhere."""
    order = PAGES[name]
    window.goto(f"{demo.link(*order) if order else demo.url}?lang={language}")
    window.evaluate(OPEN_FOLDS)


@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_tab_stops_at_every_control_in_the_order_they_are_seen_and_then_leaves(
    window: Page, demo: DemoSite, name: str, language: str, size: str
) -> None:
    window.set_viewport_size(WINDOWS[size])
    go(window, demo, name, language=language)
    controls = count_controls(window)
    stops = walk(window)
    assert len(stops) == controls
    early = [
        stop.name
        for before, stop in pairwise(
            stops[1:]
        )  # the first is the skip link, which is seen only while it has the focus
        if not is_seen_later(stop, before, leftwards=language == "ar")
    ]
    assert early == []


@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("name", PAGES)
def test_what_has_the_focus_is_on_the_screen_and_not_covered(
    window: Page, demo: DemoSite, name: str, size: str
) -> None:
    window.set_viewport_size(WINDOWS[size])
    go(window, demo, name)
    window.evaluate("document.querySelector('.languages details').open = true")
    count_controls(window)
    stops = walk(window)
    assert len(stops) > 9
    assert [stop.name for stop in stops if not (stop.on_screen and stop.bare)] == []


@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
@pytest.mark.parametrize("name", PAGES)
def test_what_has_the_focus_wears_a_ring_that_can_be_seen(
    window: Page, demo: DemoSite, name: str, colours: str
) -> None:
    window.set_viewport_size(WIDE)
    window.emulate_media(
        color_scheme="dark" if colours == "dark" else "light",
        forced_colors="active" if colours == "forced" else "none",
        reduced_motion="reduce",
    )
    go(window, demo, name)
    count_controls(window)
    unseen = []
    while stop := next_stop(window):
        unseen.append(missing_ring(window, stop))
    window.emulate_media(color_scheme="light", forced_colors="none")
    assert len(unseen) > 5
    assert list(filter(None, unseen)) == []


def test_shift_and_tab_lead_back_the_same_way(window: Page, demo: DemoSite) -> None:
    window.set_viewport_size(WIDE)
    go(window, demo, "on its way")
    count_controls(window)
    forth = [stop.name for stop in walk(window)]
    count_controls(window)
    back = [stop.name for stop in walk(window, "Shift+Tab")]
    assert back == forth[::-1]


@pytest.mark.parametrize("name", PAGES)
def test_folds_open_and_shut_with_enter_and_with_space(window: Page, demo: DemoSite, name: str) -> None:
    window.set_viewport_size(WIDE)
    go(window, demo, name)
    folds = window.locator("details > summary")
    assert folds.count() >= 1
    for fold in folds.all():
        was_open = fold.evaluate("fold => fold.parentElement.open")
        fold.focus()
        for key in ("Enter", "Space"):
            window.keyboard.press(key)
            was_open = not was_open
            assert fold.evaluate("fold => fold.parentElement.open") is was_open, key


@pytest.mark.parametrize("name", ["on its way", "two parcels", "overdue"])
def test_the_focus_stays_where_it_is_when_the_order_is_brought_up_to_date(
    window: Page, demo: DemoSite, name: str
) -> None:
    window.set_viewport_size(WIDE)
    go(window, demo, name)
    stops = window.locator("#order").locator("a[href], button, summary")
    assert stops.count() >= 4
    for place in range(stops.count()):
        window.evaluate(OPEN_FOLDS)
        stops.nth(place).focus()
        held = window.evaluate(FOCUS_NAME)
        window.evaluate(BRING_UP_TO_DATE)
        assert window.evaluate(FOCUS_NAME) == held


def test_a_mistake_takes_the_focus_and_its_link_leads_to_the_field(
    demo: DemoSite, page: Page, watch: Watch
) -> None:
    watch.expected_statuses.add(422)
    page.goto(demo.url)
    page.get_by_label("Order number").fill("my order")
    page.get_by_label("Email").fill("maria@example.com")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    number = page.get_by_label("Order number")
    expect(number).to_be_focused()
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_have_accessible_description(
        "It is in the confirmation email, such as #1001. An order number has digits in it, such as #1001."
    )
    expect(page.get_by_label("Email")).to_have_value("maria@example.com")


def test_the_way_to_the_content_skips_what_is_on_every_page(window: Page, demo: DemoSite) -> None:
    go(window, demo, "on its way")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.closest('main') !== null")


def test_number_and_contact_can_be_pasted(demo: DemoSite, new_context: NewContext) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(demo.url)
    for label, text in (("Order number", "#1010"), ("Email", "ines.soler@example.com")):
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.get_by_label(label).focus()
        page.keyboard.press("Control+V")
        expect(page.get_by_label(label)).to_have_value(text)
