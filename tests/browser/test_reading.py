"""Reading an order in every way people read: by keyboard, in the dark, on paper, without scripts, in Spanish."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.quality.demo_site import DemoSite

pytestmark = pytest.mark.browser

TRANSIT = ("#1010", "ines.soler@example.com")
OVERDUE = ("#1019", "celia.blanco@example.com")
LUMINANCE = """element => {
  const channels = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number);
  return (0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]) / 255;
}"""
FOCUSED = "document.activeElement"


def is_focus_seen(page: Page) -> bool:
    """Whether what has the focus is on the screen and marked."""
    return bool(
        page.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement);
              const box = document.activeElement.getBoundingClientRect();
              return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                && box.bottom > 0 && box.top < innerHeight;
            }"""
        )
    )


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus, which must be seen at every stop."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert is_focus_seen(page), page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 120)")
        if page.evaluate(f"selector => {FOCUSED}.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def test_by_keyboard_alone_one_comes_from_the_look_up_to_the_carrier(demo: DemoSite, page: Page) -> None:
    page.goto(demo.url)
    tab_to(page, "#id_order_number")
    page.keyboard.type(TRANSIT[0])
    tab_to(page, "#id_email")
    page.keyboard.type(TRANSIT[1])
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/*/**")
    tab_to(page, "a.follow")
    href = page.evaluate(f"{FOCUSED}.href")
    assert href.startswith("https://")
    tab_to(page, "details.scans > summary")
    page.keyboard.press("Enter")
    expect(page.locator("details.scans ol")).to_be_visible()


def test_the_first_stop_skips_to_the_content(demo: DemoSite, page: Page) -> None:
    page.goto(demo.link(*TRANSIT))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('main') !== null")


def test_the_copy_button_copies_and_says_so(demo: DemoSite, new_context: NewContext) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(demo.link(*TRANSIT))
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".copied")).to_have_text("Copied")
    number = page.locator(".digits").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == number


def test_in_the_dark_the_page_is_dark(demo: DemoSite, new_context: NewContext) -> None:
    page = new_context(color_scheme="dark").new_page()
    page.goto(demo.link(*TRANSIT))
    assert page.locator("body").evaluate(LUMINANCE) < 0.2
    page.emulate_media(color_scheme="light")
    assert page.locator("body").evaluate(LUMINANCE) > 0.9


def test_on_paper_the_order_is_there_and_the_buttons_are_not(demo: DemoSite, page: Page) -> None:
    page.goto(demo.link(*TRANSIT))
    page.emulate_media(media="print")
    for kept in ("h1", ".digits", ".journey", "#freshness time", "#help"):
        expect(page.locator(kept).first).to_be_visible()
    for dropped in ("nav.languages", "button.copy", "#refresh"):
        expect(page.locator(dropped).first).to_be_hidden()
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF")
    assert b"/Font" in pdf
    assert 1 <= pdf.count(b"/Type /Page\n") <= 2


def test_with_forced_colours_marks_and_lines_are_still_told_apart(
    demo: DemoSite, new_context: NewContext
) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto(demo.link(*OVERDUE))
    page.mouse.move(0, 0)
    colours = page.locator(".journey .mark").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).color)"
    )
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert ground not in colours
    expect(page.locator(".journey [aria-current=step]")).to_have_count(1)


def test_with_reduced_motion_nothing_moves(demo: DemoSite, new_context: NewContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(demo.link(*TRANSIT))
    page.locator("details.scans > summary").click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_without_javascript_everything_can_be_read(demo: DemoSite, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(demo.link(*OVERDUE))
    expect(page.locator("h1")).to_contain_text("2 days late")
    page.locator("details.scans > summary").click()
    expect(page.locator("details.scans ol li").first).to_be_visible()
    expect(page.get_by_role("link", name="Check again")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_spanish_browser_is_answered_in_spanish(demo: DemoSite, new_context: NewContext) -> None:
    page = new_context(locale="es-ES").new_page()
    page.goto(demo.url)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_label("Número de pedido").fill(TRANSIT[0])
    page.locator("#id_email").fill(TRANSIT[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/*/**")
    expect(page.locator("h1")).to_contain_text("Llega")


def test_the_language_chosen_on_the_page_stays_through_look_up_and_refresh(
    demo: DemoSite, page: Page
) -> None:
    page.goto(demo.url)
    page.locator(".languages summary").click()
    page.get_by_role("link", name="Español").click()
    page.locator("#id_order_number").fill(TRANSIT[0])
    page.locator("#id_email").fill(TRANSIT[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/*/?lang=es")
    page.locator("#refresh").click()
    page.wait_for_url("**/o/*/?lang=es")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_on_a_phone_the_answer_and_what_comes_next_need_no_scrolling(
    demo: DemoSite, new_context: NewContext
) -> None:
    page = new_context(viewport={"width": 390, "height": 664}, is_mobile=True, has_touch=True).new_page()
    page.goto(demo.link(*TRANSIT))
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    expect(page.locator(".lead .next").first).to_be_in_viewport(ratio=1)
    expect(page.locator(".journey [aria-current=step]")).to_be_in_viewport(ratio=1)


def test_pictures_come_from_the_shop_and_are_seen(demo: DemoSite, page: Page) -> None:
    page.goto(demo.link(*TRANSIT))
    picture = page.locator(".cards img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.cards img').complete")
    assert picture.evaluate("img => img.naturalWidth") > 0


def test_the_browser_stores_nothing_but_the_marks_of_what_it_has_shown(demo: DemoSite, page: Page) -> None:
    page.goto(demo.url)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.goto(demo.link(*TRANSIT))
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [1, 0]
    assert page.evaluate("localStorage.key(0)").startswith("order-seen:")
