"""The pages inside the shop's theme, in Chromium: they look as they should, and leave the theme as it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.watch import Watch
from tests.quality.demo_site import DemoSite
from tests.sandbox.app_proxy import SHOPPER_ADDRESS, AppProxy
from tests.sandbox.demo import DemoOrder

pytestmark = pytest.mark.browser

OUTSIDE = """
() => Array.from(document.querySelectorAll("html, body, body *"))
  .filter((element) => !element.closest("#order-tracking, #plain, style"))
  .map((element) => [element.tagName, ...["color", "font", "margin", "padding", "background-color", "border",
    "letter-spacing", "list-style", "text-transform", "text-align", "display", "box-sizing", "color-scheme"]
    .map((name) => getComputedStyle(element).getPropertyValue(name))].join("; "))
"""
# What the theme's rules would do to a page of ours, had they any hold on it.
INSIDE = """
() => {
  const style = (selector) => getComputedStyle(document.querySelector(`#order-tracking ${selector}`));
  return {
    title_transform: style("h1").textTransform,
    title_align: style("h1").textAlign,
    paragraph_indent: style(".next").textIndent,
    label_float: style("label").float,
    field_mark: getComputedStyle(document.querySelector("#order-tracking .field"), "::before").content,
    button_transform: style("button").textTransform,
    button_shadow: style("button").boxShadow,
    input_height: style("input:not([type=hidden])").height,
    text_size: style(".tracking-page").fontSize,
    spacing: style(".next").letterSpacing,
  };
}
"""

STANDS_OUT = """
() => {
  const box = document.getElementById("order-tracking").getBoundingClientRect();
  return Array.from(document.querySelectorAll("#order-tracking *:not(svg *, .unseen, .unseen *)"))
    .filter((element) => {
      const place = element.getBoundingClientRect();
      return place.width && (place.left < box.left - 1 || place.right > box.right + 1);
    })
    .map((element) => element.outerHTML.slice(0, 90));
}
"""


@pytest.fixture
def front(demo: DemoSite) -> Iterator[AppProxy]:
    """The shop's domain in front of the demo site."""
    with AppProxy(app_url=demo.url) as running:
        yield running
    assert running.executed == []


@pytest.fixture
def watch(demo: DemoSite, front: AppProxy) -> Watch:
    """As elsewhere, but the pages are the shop's, and scripts and pictures come from this site and the sandbox."""
    return _ShopWatch(site=front.url, pictures=demo.sandbox.url, scripts=demo.url)


class _ShopWatch(Watch):
    def __init__(self, *, site: str, pictures: str, scripts: str) -> None:
        super().__init__(site=site, pictures=pictures)
        self._scripts = scripts
        self.expected_statuses.add(404)  # the shop's favicon

    def _note_request(self, request: Any) -> None:
        ours = request.url.startswith(f"{self._scripts}/")
        if ours and (request.resource_type == "script" or request.url.endswith("/qr.svg")):
            self.requests.append(request)
        else:
            super()._note_request(request)


@pytest.fixture
def new_page(browser: Browser, demo: DemoSite, watch: Watch) -> Iterator[Any]:
    """A window of a shopper of its own; afterwards nothing may have gone wrong in it."""
    opened = []

    def open_page(**options: Any) -> Page:
        headers = {SHOPPER_ADDRESS: demo.new_address()}
        context = browser.new_context(locale="en-GB", extra_http_headers=headers, **options)
        watch.over(context)
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def look_up(page: Page, front: AppProxy, order: DemoOrder, query: str = "") -> None:
    page.goto(f"{front.url}{front.path_prefix}{query}")
    page.locator("[name=order_number]").fill(order.name)
    page.locator("[name=email]").fill(order.contact)
    page.locator("#order-tracking button[type=submit]").click()
    expect(page.locator("#order")).to_be_visible()


def test_nothing_of_the_theme_changes_outside(new_page: Any, front: AppProxy, bought: DemoOrder) -> None:
    page = new_page()
    look_up(page, front, bought)
    with_ours = page.evaluate(OUTSIDE)
    page.evaluate(
        "document.querySelectorAll('main style, #order-tracking').forEach((element) => element.remove())"
    )
    assert page.evaluate(OUTSIDE) == with_ours
    assert len(with_ours) >= 20


def test_no_rule_of_the_theme_reaches_inside(new_page: Any, front: AppProxy) -> None:
    page = new_page()
    page.goto(f"{front.url}{front.path_prefix}")
    assert page.evaluate(INSIDE) == {
        "title_transform": "none",
        "title_align": "start",
        "paragraph_indent": "0px",
        "label_float": "none",
        "field_mark": "none",
        "button_transform": "none",
        "button_shadow": "none",
        "input_height": page.evaluate(INSIDE)["input_height"],
        "text_size": "17px",
        "spacing": "normal",
    }
    assert float(page.evaluate(INSIDE)["input_height"].removesuffix("px")) > 20


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_a_theme_without_a_night_keeps_its_day(
    new_page: Any, front: AppProxy, bought: DemoOrder, colour_scheme: str
) -> None:
    page = new_page(color_scheme=colour_scheme)
    look_up(page, front, bought)
    background = page.evaluate("getComputedStyle(document.querySelector('.tracking-page')).backgroundColor")
    assert background == "rgb(253, 253, 252)"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_nothing_stands_out_of_its_place_at_any_width(
    new_page: Any, front: AppProxy, bought: DemoOrder, width: int, language: str
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    look_up(page, front, bought, f"?lang={language}")
    overflow = page.evaluate(STANDS_OUT)
    assert overflow == []


def test_icons_are_drawn_as_on_the_site_itself(new_page: Any, front: AppProxy, bought: DemoOrder) -> None:
    page = new_page()
    look_up(page, front, bought)
    paint = page.evaluate(
        "() => { const ring = document.querySelector('#i-upcoming .ring'); const paint = getComputedStyle(ring);"
        " return [ring.getAttribute('fill') ?? paint.fill, paint.fill, paint.strokeWidth]; }"
    )
    assert paint[1:] == ["none", "2px"]


def test_after_the_look_up_the_address_is_the_orders_own(
    new_page: Any, front: AppProxy, bought: DemoOrder
) -> None:
    page = new_page()
    look_up(page, front, bought)
    expect(page).to_have_url(f"{front.url}{page.locator('#own-url').get_attribute('data-url')}")
    expect(page).to_have_title(f"We have your order · Order {bought.name} · Casa Lumbre")
    page.reload()
    expect(page.locator("#order h1")).to_have_text("We have your order")
    page.go_back()
    expect(page.locator("#order-tracking h1")).to_have_text("Where is your order?")


def test_an_open_page_follows_its_order(
    new_page: Any, demo: DemoSite, front: AppProxy, watch: Watch, bought: DemoOrder
) -> None:
    page = new_page()
    look_up(page, front, bought)
    with page.expect_response("**/status/**") as heard:
        pass
    assert heard.value.status in {200, 204}
    assert heard.value.url.startswith(f"{front.url}{front.path_prefix}/o/")


def test_all_of_it_works_without_javascript(new_page: Any, front: AppProxy, bought: DemoOrder) -> None:
    page = new_page(java_script_enabled=False)
    look_up(page, front, bought)
    page.get_by_role("link", name="Open your link").click()
    expect(page.locator("#order h1")).to_have_text("We have your order")
    page.get_by_role("link", name="Check again").click()
    expect(page.locator("#order h1")).to_have_text("We have your order")
    assert "/o/" in page.url
    page.locator("#order-tracking summary", has_text="English").click()
    page.get_by_role("link", name="Español").click()
    expect(page.locator("#order-tracking")).to_have_attribute("lang", "es")


def test_with_the_keyboard_alone(new_page: Any, front: AppProxy, bought: DemoOrder) -> None:
    page = new_page()
    page.goto(f"{front.url}{front.path_prefix}")
    page.locator("[name=order_number]").focus()
    page.keyboard.type(bought.name)
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.type(bought.contact)
    page.keyboard.press("Enter")
    expect(page.locator("#order")).to_be_visible()
