"""Product pictures in a browser: in the size shown, in time, and without moving anything."""

import time

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import NewContext, each_set_of_fonts
from tests.quality.demo_site import FINDABLE, HUGE, DemoSite
from tests.quality.fonts import FontSet

pytestmark = pytest.mark.browser

TRANSIT = ("#1010", "ines.soler@example.com")
COUNT_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifted += entry.value; }))
  .observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize(("density", "width"), [(1, 64), (2, 128), (3, 192)])
def test_a_screen_gets_as_many_pixels_as_it_shows(
    demo: DemoSite, new_context: NewContext, density: int, width: int
) -> None:
    page = new_context(device_scale_factor=density).new_page()
    page.goto(demo.link(*TRANSIT))
    picture = page.locator(".cards img").first
    page.wait_for_function("document.querySelector('.cards img').complete")
    assert f"width={width}" in picture.evaluate("img => img.currentSrc")
    assert picture.evaluate("img => img.naturalWidth") == 64  # told in CSS pixels of this density


@each_set_of_fonts
def test_pictures_and_scripts_that_come_late_move_nothing(
    demo: DemoSite, new_context: NewContext, fonts: FontSet
) -> None:
    browser = new_context(fonts=fonts, viewport={"width": 390, "height": 1200})
    browser.add_init_script(COUNT_SHIFTS)

    def wait(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    browser.route("**/cdn/shop/files/**", wait)
    browser.route("**/js/site*.js", wait)
    page = browser.new_page()
    page.goto(demo.link(*TRANSIT), wait_until="load")
    page.wait_for_function("[...document.querySelectorAll('.cards img')].every(img => img.complete)")
    assert page.evaluate("window.shifted") < 0.001


def test_of_hundreds_in_folds_none_is_fetched(demo: DemoSite, new_context: NewContext) -> None:
    huge = next(order for order in FINDABLE if order.name == HUGE)
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(demo.link_to(huge), wait_until="networkidle")
    expect(page.locator(".cards img")).to_have_count(200)
    fetched = "imgs => imgs.filter(img => img.complete && img.naturalWidth).length"
    assert page.locator(".cards details img").evaluate_all(fetched) == 0


def test_the_first_pictures_of_an_open_card_do_not_wait(demo: DemoSite, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(demo.link(*TRANSIT))
    assert page.locator(".cards img").first.get_attribute("loading") is None
