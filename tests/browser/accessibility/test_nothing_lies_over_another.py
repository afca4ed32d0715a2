"""In a wide window forms stand beside the words or under each other, and never one over the other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from orders.branding.looks import LookName
from orders.gallery.catalogue import STATES
from orders.gallery.state import Group
from tests.browser.accessibility.stage import Stage

pytestmark = pytest.mark.browser

WITH_FORMS = [
    name for name, state in STATES.items() if state.group in {Group.LOOK_UP, Group.SHARED, Group.MESSAGES}
]
OVERLAPS = """() => {
  const blocks = [...document.querySelectorAll('main header, main section, main form, main p, main h2')];
  const boxes = blocks.map(block => [block, block.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height);
  return boxes.flatMap(([one, a], index) => boxes.slice(index + 1)
    .filter(([other, b]) => !one.contains(other) && !other.contains(one)
      && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
    .map(([other]) => `${one.tagName} ${one.className} | ${other.tagName} ${other.className}`));
}"""


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Stage]:
    stage = Stage(browser, size={"width": 1280, "height": 900})
    yield stage
    stage.close()


@pytest.mark.parametrize("look", list(LookName))
def test_no_block_of_a_page_with_forms_lies_over_another(desk: Stage, look: LookName) -> None:
    found = {name: desk.show(name, look=look).evaluate(OVERLAPS) for name in WITH_FORMS}
    assert {name: overlaps for name, overlaps in found.items() if overlaps} == {}
