"""Pages in every language on the narrowest phone, and from right to left."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page, ViewportSize

from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW
from orders.gallery.states import GALLERY
from orders.presenters import present_order
from orders.web.forms import LookUpForm
from tests.support.shopper_request import shopper_request

pytestmark = pytest.mark.browser

LANGUAGES = [code for code, _ in settings.LANGUAGES]
NARROW: ViewportSize = {"width": 320, "height": 700}
STATES = [
    "overdue",
    "partly_delivered",
    "three_numbers",
    "date_unknown",
    "awaiting_return",
    "delivery_attempted",
    "removed",
    "cancelled_out_of_stock",
]
# Text that sticks out at either side; what is hidden from sight on purpose may.
STICKING_OUT = """() => [...document.querySelectorAll('body *')].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width > 2 && (box.left < -1 || box.right > innerWidth + 1)
    && !element.closest('.unseen, .skip, .sprite');
}).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A narrow window for pages that are rendered here: no server has a part in how wide they are."""
    context = browser.new_context(viewport=NARROW)
    context.route("**/*", lambda route: route.abort())
    yield context.new_page()
    context.close()


def show(window: Page, html: str) -> None:
    """The page, every fold open."""
    window.set_content(html, wait_until="domcontentloaded")
    window.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


def order_html(state: str) -> str:
    order = GALLERY[state](NOW)
    page = present_order(
        order,
        build_timeline(order, now=NOW),
        now=NOW,
        checked_at=NOW,
        overrides={},
        image_hosts=[],
        shop_unreachable=True,
    )
    urls = {"refresh": "refresh/", "status": "status/", "look_up": "/"}
    context = {"page": page, "urls": urls, "poll": None, "stale": False, "version": 7}
    return render_to_string("order.html", context, shopper_request())


def look_up_html(problem: str) -> str:
    context = {"form": LookUpForm({"order_number": "my order", "email": "maria"}), "problem": problem}
    return render_to_string("look_up.html", context, shopper_request())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_sticks_out_on_the_narrowest_phone(window: Page, language: str) -> None:
    with translation.override(language):
        pages = {state: order_html(state) for state in STATES}
        pages |= {problem: look_up_html(problem) for problem in ("", "miss", "unavailable")}
    for name, html in pages.items():
        show(window, html)
        assert window.evaluate(STICKING_OUT) == [], name
        assert window.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name


@pytest.mark.parametrize(("language", "forward"), [("ar", -1), ("en", 1), ("ja", 1)])
def test_progress_runs_the_way_the_language_is_read(window: Page, language: str, forward: int) -> None:
    window.set_viewport_size({"width": 1280, "height": 800})
    with translation.override(language):
        show(window, order_html("overdue"))
    lefts = window.evaluate(
        "[...document.querySelectorAll('.journey .mark')].map((mark) => mark.getBoundingClientRect().left)"
    )
    steps = [forward * (after - before) for before, after in pairwise(lefts)]
    assert len(steps) == 5
    assert min(steps) > 0


def test_a_tracking_number_reads_the_same_from_right_to_left(window: Page) -> None:
    with translation.override("ar"):
        show(window, order_html("overdue"))
    lefts = window.evaluate("""() => {
      const text = document.querySelector('.digits').firstChild;
      return [...text.data].map((_, place) => {
        const range = document.createRange();
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        return range.getBoundingClientRect().left;
      });
    }""")
    assert len(lefts) > 10
    assert lefts == sorted(lefts)


def test_an_order_number_keeps_its_sign_in_front(window: Page) -> None:
    with translation.override("ar"):
        show(window, order_html("overdue"))
    sign, digit = window.evaluate("""() => {
      const text = document.querySelector('.eyebrow').firstChild;
      return ['#', '1'].map((character) => {
        const range = document.createRange();
        range.setStart(text, text.data.indexOf(character));
        range.setEnd(text, text.data.indexOf(character) + 1);
        return range.getBoundingClientRect().left;
      });
    }""")
    assert sign < digit


def test_the_language_list_opens_by_keyboard_and_stays_within_the_window(window: Page) -> None:
    with translation.override("de"):
        show(window, look_up_html(""))
    window.evaluate("document.querySelector('.languages details').open = false")
    window.locator(".languages summary").focus()
    window.keyboard.press("Enter")
    links = window.locator(".languages a")
    assert links.count() == len(LANGUAGES)
    assert all(link.is_visible() for link in links.all())
    box = window.locator(".languages ul").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    sizes = [link.bounding_box() for link in links.all()]
    assert all(size is not None and size["height"] >= 24 for size in sizes)
