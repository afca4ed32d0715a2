"""An order on paper, as Chromium prints it."""

import re
import zlib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, each_set_of_fonts
from tests.browser.watch import Watch
from tests.quality.demo_site import FINDABLE, HUGE, DemoSite
from tests.quality.fonts import FontSet

pytestmark = pytest.mark.browser

TRANSIT = ("#1010", "ines.soler@example.com")
TWO_PARCELS = ("#1061", "gonzalo.pardo@example.com")
SHEETS = ["A4", "Letter"]
MODULES = 150
"""A code is more lines than this, and all else of a sheet is fewer."""
TOO_HIGH = """most => [...document.querySelectorAll('.parcel')]
  .filter(part => part.getBoundingClientRect().height > most).length"""


def count_sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def count_boxes(pdf: bytes) -> int:
    """How many boxes and lines a PDF draws: a QR code is hundreds of them."""
    count = 0
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            count += len(re.findall(rb"\b(?:re|l)\b", zlib.decompress(stream)))
        except zlib.error:
            continue  # a font, or a picture
    return count


@each_set_of_fonts
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("order", [TRANSIT, TWO_PARCELS], ids=lambda order: order[0])
@pytest.mark.parametrize("part", ["", "print/"])
def test_a_usual_order_takes_one_sheet(
    demo: DemoSite, new_context: NewContext, order: tuple[str, str], part: str, sheet: str, fonts: FontSet
) -> None:
    page = new_context(fonts=fonts).new_page()
    page.goto(demo.link(*order) + part)
    assert count_sheets(page.pdf(format=sheet)) == 1


def test_the_order_page_asks_for_its_code_only_when_it_is_printed(
    demo: DemoSite, page: Page, watch: Watch
) -> None:
    page.goto(demo.link(*TRANSIT), wait_until="networkidle")
    page.mouse.wheel(0, 5000)
    page.wait_for_load_state("networkidle")
    assert not [path for path in watch.paths("image") if path.endswith("qr.svg")]
    boxes = count_boxes(page.pdf())
    assert len([path for path in watch.paths("image") if path.endswith("qr.svg")]) == 1
    assert boxes > MODULES


def test_without_its_code_the_page_is_printed_all_the_same(demo: DemoSite, page: Page, watch: Watch) -> None:
    watch.expected_statuses.add(404)
    page.route("**/qr.svg", lambda route: route.fulfill(status=404))
    page.goto(demo.link(*TRANSIT))
    pdf = page.pdf()
    assert count_sheets(pdf) == 1
    assert count_boxes(pdf) < MODULES


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_says_all_that_matters(
    demo: DemoSite, new_context: NewContext, scheme: str
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.goto(f"{demo.link(*TRANSIT)}print/")
    page.emulate_media(media="print")
    assert (
        page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    for kept in (".store", "h1", ".journey", ".contents", ".digits", ".code svg", ".code a", ".help"):
        expect(page.locator(kept).first).to_be_visible()
    expect(page.locator(".tools")).to_be_hidden()
    code = page.locator(".code svg").bounding_box()
    assert code is not None
    assert code["width"] > 100  # 27 mm and more: a module is wider than half a millimetre


def test_many_parcels_go_on_over_sheets_and_no_card_is_cut(demo: DemoSite, page: Page) -> None:
    page.set_viewport_size({"width": 680, "height": 1000})  # what is left of a sheet between its margins
    huge = next(order for order in FINDABLE if order.name == HUGE)
    page.goto(f"{demo.link_to(huge)}print/")
    assert 10 <= count_sheets(page.pdf(format="A4")) <= 20
    page.emulate_media(media="print")
    parcels = page.locator(".parcel")
    assert parcels.count() == 40
    assert set(parcels.evaluate_all("parts => parts.map(part => getComputedStyle(part).breakInside)")) == {
        "avoid"
    }
    assert page.evaluate(TOO_HIGH, 950) == 0


def test_the_print_button_prints(demo: DemoSite, page: Page) -> None:
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; }")
    page.goto(demo.link(*TRANSIT))
    page.get_by_role("link", name="Print this order").click()
    page.wait_for_url("**/print/**")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1
    page.get_by_role("link", name="Back to the order").click()
    expect(page.get_by_role("link", name="Print this order")).to_be_visible()


def test_without_javascript_the_sheet_is_there_and_has_no_button(
    demo: DemoSite, new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(demo.link(*TRANSIT))
    page.get_by_role("link", name="Print this order").click()
    expect(page.locator(".code svg")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_on_a_screen_nothing_of_the_sheet_sticks_out(
    demo: DemoSite, new_context: NewContext, language: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 700}).new_page()
    page.goto(f"{demo.link(*TWO_PARCELS)}print/?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
