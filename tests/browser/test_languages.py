"""Pages in other languages than English, and from right to left. That nothing sticks out in any of them is shown in
accessibility/test_reflow.py.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.accessibility.stage import Stage
from tests.browser.conftest import BrowserWith, each_set_of_fonts
from tests.quality.fonts import FontSet
from tests.support.gallery_states import LANGUAGES

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 700}


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    """A narrow window."""
    opened = Stage(browser, size=NARROW)
    yield opened
    opened.close()


@pytest.mark.parametrize(("language", "forward"), [("ar", -1), ("en", 1), ("ja", 1)])
def test_progress_runs_the_way_the_language_is_read(stage: Stage, language: str, forward: int) -> None:
    stage.page.set_viewport_size(WIDE)
    window = stage.show("overdue", language=language)
    lefts = window.evaluate(
        "[...document.querySelectorAll('.journey .mark')].map((mark) => mark.getBoundingClientRect().left)"
    )
    steps = [forward * (after - before) for before, after in pairwise(lefts)]
    assert len(steps) == 5
    assert min(steps) > 0


@each_set_of_fonts
def test_a_tracking_number_reads_the_same_from_right_to_left(
    browser_with: BrowserWith, fonts: FontSet
) -> None:
    stage = Stage(browser_with(fonts), size=NARROW)
    window = stage.show("overdue", language="ar")
    lefts = window.evaluate("""() => {
      const text = document.querySelector('.digits').firstChild;
      return [...text.data].map((_, place) => {
        const range = document.createRange();
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        return range.getBoundingClientRect().left;
      });
    }""")
    stage.close()
    assert len(lefts) > 10
    assert lefts == sorted(lefts)


def test_an_order_number_keeps_its_sign_in_front(stage: Stage) -> None:
    window = stage.show("overdue", language="ar")
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


def test_the_language_list_opens_by_keyboard_and_stays_within_the_window(stage: Stage) -> None:
    window = stage.show("look_up", language="de")
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
