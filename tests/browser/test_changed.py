"""What has changed since the last visit: marked by a browser that remembers, and by no other."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NewContext
from tests.browser.watch import HEAR, Watch
from tests.quality.demo_site import DemoSite
from tests.sandbox.records import FulfillmentRecord

pytestmark = pytest.mark.browser

MONDAY = datetime(2026, 11, 23, 13, 32, tzinfo=UTC)  # 14:32 in the store's time zone
TUESDAY = MONDAY + timedelta(days=1)
KEPT = "Object.entries(localStorage)"
NO_STORAGE = """
Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
"""
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
IN_BACKGROUND = """
window.shown = 'hidden';
Object.defineProperty(document, 'visibilityState', { get: () => window.shown });
"""
COME_FORWARD = "window.shown = 'visible'; document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def watch(quick: DemoSite) -> Watch:
    """As elsewhere, but for the quick site."""
    return Watch(site=quick.url, pictures=quick.sandbox.url)


@pytest.fixture
def parcel(quick: DemoSite) -> FulfillmentRecord:
    """A parcel on its way, of an order of its own."""
    state = quick.sandbox.state
    name = f"#{40_000 + len(state.orders)}"
    state.add_order(name, email=f"returner{len(state.orders)}@example.com")
    sent = state.fulfill(name)
    state.add_event(sent, "IN_TRANSIT", city="Madrid")
    return sent


def link(quick: DemoSite, parcel: FulfillmentRecord) -> str:
    """The address of the parcel's order."""
    return quick.link(parcel.order.name, str(parcel.order.email))


def come(
    quick: DemoSite, browser: BrowserContext, parcel: FulfillmentRecord, at: datetime, language: str = "en"
) -> Page:
    """Open the order at that moment of the browser's clock."""
    page = browser.new_page()
    page.clock.set_fixed_time(at)
    page.goto(f"{link(quick, parcel)}?lang={language}")
    return page


def move_on(quick: DemoSite, parcel: FulfillmentRecord) -> None:
    """The parcel comes to its last van."""
    quick.sandbox.state.add_event(parcel, "OUT_FOR_DELIVERY", city="Getafe")


def marked(page: Page) -> list[str]:
    """What is marked as new, each in the words that stand beside the mark."""
    texts = page.locator("#order .new").evaluate_all(
        "marks => marks.map(mark => mark.parentElement.innerText)"
    )
    return [" ".join(text.split()) for text in texts]


def kept(page: Page) -> dict[str, Any]:
    """What the browser holds."""
    return {name: json.loads(value) for name, value in page.evaluate(KEPT)}


def test_on_a_first_visit_nothing_is_new(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    page = come(quick, new_context(), parcel, MONDAY)
    expect(page.locator("h1")).to_have_text("On its way to you")
    assert marked(page) == []
    expect(page.locator("#since")).to_be_hidden()


def test_on_the_next_visit_what_happened_since_is_marked_and_nothing_else(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    page = come(quick, browser, parcel, TUESDAY)
    expect(page.locator("#since")).to_have_text("New since your last visit on Monday at 14:32")
    expect(page.locator(".journey li", has_text="Out for delivery").locator(".new")).to_be_visible()
    expect(page.locator(".scans > summary .new")).to_have_text("New")
    page.locator(".scans > summary").click()
    expect(page.locator(".scans li", has_text="Getafe").locator(".new")).to_be_visible()
    expect(page.locator(".scans li", has_text="Madrid").locator(".new")).to_have_count(0)
    assert len(marked(page)) == 3


def test_a_mark_is_a_word_in_a_frame_and_not_a_colour_alone(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context(forced_colors="active")
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    mark = come(quick, browser, parcel, TUESDAY).locator(".journey .new")
    expect(mark).to_have_text("New")
    assert mark.evaluate("mark => getComputedStyle(mark).borderTopStyle") == "solid"


def test_what_was_marked_is_still_marked_when_the_page_is_loaded_again(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    page = come(quick, browser, parcel, TUESDAY)
    expect(page.locator(".new")).to_have_count(3)
    page.reload()
    expect(page.locator(".new")).to_have_count(3)
    expect(page.locator("#since")).to_have_text("New since your last visit on Monday at 14:32")
    page.get_by_role("link", name="Check again").click()
    expect(page.locator(".new")).to_have_count(3)


def test_what_has_been_seen_is_not_new_on_the_visit_after(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    page = come(quick, browser, parcel, TUESDAY)
    expect(page.locator(".new")).to_have_count(3)
    page.close()
    page = come(quick, browser, parcel, TUESDAY + timedelta(hours=2))
    expect(page.locator("h1")).to_have_text("Out for delivery today")
    assert marked(page) == []
    expect(page.locator("#since")).to_be_hidden()


def test_another_language_is_no_news(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY, "en").close()
    page = come(quick, browser, parcel, TUESDAY, "ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert marked(page) == []


@pytest.mark.parametrize(
    ("language", "since", "new"),
    [
        ("es", "Novedades desde tu última visita (lunes, 14:32)", "Nuevo"),
        ("ja", "前回のご確認（月曜日 14:32）以降に新しい情報があります", "新着"),
        ("ar", "جديد منذ زيارتك الأخيرة (الاثنين، 2:32 م)", "جديد"),
    ],
)
def test_it_is_said_in_the_readers_language(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord, language: str, since: str, new: str
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY, language).close()
    move_on(quick, parcel)
    page = come(quick, browser, parcel, TUESDAY, language)
    expect(page.locator("#since")).to_be_visible()
    assert page.locator("#since").inner_text().replace("\u202f", " ").replace("\xa0", " ") == since
    expect(page.locator(".journey .new")).to_have_text(new)


def test_a_visit_long_ago_is_said_by_its_date(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    page = come(quick, browser, parcel, MONDAY + timedelta(days=12))
    expect(page.locator("#since")).to_have_text("New since your last visit on 23 November at 14:32")


def test_news_that_comes_while_the_page_is_open_is_marked_and_heard_once(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    browser.add_init_script(HEAR)
    page = come(quick, browser, parcel, MONDAY)
    expect(page.locator("h1")).to_have_text("On its way to you")
    move_on(quick, parcel)
    expect(page.locator("h1")).to_have_text("Out for delivery today")
    expect(page.locator(".journey .new")).to_have_count(1)
    expect(page.locator("#since")).to_be_hidden()
    with page.expect_response("**/status/**"), page.expect_response("**/status/**"):
        pass
    assert page.evaluate("heard") == ["Out for delivery today"]
    assert len(marked(page)) == 3


def test_a_page_that_nobody_looked_at_has_shown_nothing(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    browser.add_init_script(IN_BACKGROUND)
    page = come(quick, browser, parcel, TUESDAY)
    expect(page.locator("h1")).to_have_text("Out for delivery today")
    page.close()
    page = come(quick, browser, parcel, TUESDAY + timedelta(hours=2))
    expect(page.locator("h1")).to_have_text("Out for delivery today")
    assert marked(page) == []
    page.evaluate(COME_FORWARD)
    expect(page.locator(".new")).to_have_count(3)
    expect(page.locator("#since")).to_have_text("New since your last visit on Monday at 14:32")


@pytest.mark.parametrize("storage", [NO_STORAGE, FULL_STORAGE], ids=["none", "full"])
def test_without_storage_nothing_is_marked_and_nothing_breaks(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord, storage: str
) -> None:
    browser = new_context()
    browser.add_init_script(storage)
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    page = come(quick, browser, parcel, TUESDAY)
    expect(page.locator("h1")).to_have_text("Out for delivery today")
    expect(page.locator("#since")).to_be_hidden()


def test_without_javascript_nothing_is_marked(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context(java_script_enabled=False)
    for _ in range(2):
        page = browser.new_page()
        page.goto(link(quick, parcel))
        expect(page.locator("#since")).to_be_hidden()
        expect(page.locator(".new")).to_have_count(0)


@pytest.mark.parametrize("broken", ["", "null", '{"at": "x", "seen": "a"}', '{"at": 1, "seen": 7}'])
def test_what_cannot_be_read_counts_as_never_seen(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord, broken: str
) -> None:
    browser = new_context()
    page = come(quick, browser, parcel, MONDAY)
    page.evaluate("value => { for (const name in {...localStorage}) localStorage[name] = value; }", broken)
    page.goto("about:blank")
    page.close()
    page = come(quick, browser, parcel, TUESDAY)
    assert marked(page) == []
    assert all(isinstance(entry["at"], int) for entry in kept(page).values())


def test_what_is_kept_says_nothing_about_the_order(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    page = come(quick, new_context(), parcel, MONDAY)
    ((name, entry),) = kept(page).items()
    assert name.startswith("order-seen:")
    assert set(entry) <= {"at", "seen", "since", "before"}
    held = name + json.dumps(entry)
    token = link(quick, parcel).strip("/").rpartition("/")[2]
    for private in (token, parcel.order.name.strip("#"), "returner", "Madrid", "transit", "ordered", "2026"):
        assert private not in held
    assert page.context.cookies() == []


def test_two_links_to_one_order_share_what_is_known(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY).close()
    other = quick.site.manage("order_link", parcel.order.name).split()
    move_on(quick, parcel)
    page = browser.new_page()
    page.clock.set_fixed_time(TUESDAY)
    page.goto(next(word for word in other if "/o/" in word))
    expect(page.locator(".journey .new")).to_have_count(1)


def test_old_visits_and_the_oldest_of_too_many_are_forgotten(
    quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord
) -> None:
    browser = new_context()
    page = browser.new_page()
    page.goto(quick.url)
    page.evaluate(
        """now => {
          const keep = (name, days) => localStorage.setItem(
            name, JSON.stringify({at: now - days * 86400000, seen: "abcd", since: 0}));
          for (let each = 1; each <= 55; each++) keep(`order-seen:recent${each}`, each / 10);
          keep("order-seen:old", 61);
          keep("somebody-elses", 999);
        }""",
        MONDAY.timestamp() * 1000,
    )
    page.close()
    names = kept(come(quick, browser, parcel, MONDAY)).keys()
    ours = {name for name in names if name.startswith("order-seen:")}
    assert len(ours) == 50
    assert "order-seen:old" not in ours
    assert {"order-seen:recent1", "order-seen:recent49"} <= ours
    assert not {"order-seen:recent50", "order-seen:recent55"} & ours
    assert "somebody-elses" in names


def test_on_paper_nothing_is_new(quick: DemoSite, new_context: NewContext, parcel: FulfillmentRecord) -> None:
    browser = new_context()
    come(quick, browser, parcel, MONDAY).close()
    move_on(quick, parcel)
    page = come(quick, browser, parcel, TUESDAY)
    expect(page.locator(".new")).to_have_count(3)
    page.emulate_media(media="print")
    for mark in page.locator(".new").all():
        expect(mark).to_be_hidden()
    expect(page.locator("#since")).to_be_hidden()
