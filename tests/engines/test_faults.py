"""What one engine did to our pages and the others did not. The right way is asked of each."""

import pytest

from tests.engines.door import Window
from tests.engines.test_journeys import STATES, TRANSIT
from tests.quality.demo_site import DemoSite

pytestmark = pytest.mark.browser

DESK = (1280, 900)
# Where a Japanese headline's lines end, each within the phrases that the server marked.
BROKEN_PHRASES = """() => {
  const heading = document.querySelector("h1");
  const phrases = [...heading.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
  return phrases.filter(phrase => {
    const range = document.createRange();
    range.selectNodeContents(phrase);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
  }).map(phrase => phrase.data);
}"""


@pytest.mark.parametrize("selector", [".journey", ".cards", ".numbers", ".scans ol", "#items .rows"])
def test_a_list_is_told_to_be_one(window: Window, site: DemoSite, selector: str) -> None:
    window.open(site.link(*STATES["two parcels"]))
    window.run("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")
    assert window.role(selector) == "list"


@pytest.mark.parametrize("width", [450, 700, 1280])
def test_a_japanese_headline_breaks_between_phrases(window: Window, site: DemoSite, width: int) -> None:
    window.resize(width, 900)
    window.open(f"{site.link(*STATES['overdue'])}?lang=ja")
    assert window.run("() => document.querySelectorAll('h1 wbr').length") > 0
    assert window.run(BROKEN_PHRASES) == []


def test_headlines_are_not_hyphenated_where_there_is_room(window: Window, site: DemoSite) -> None:
    window.resize(*DESK)
    window.open(f"{site.link(*TRANSIT)}?lang=de")
    assert window.run("() => getComputedStyle(document.querySelector('h1')).hyphens") == "manual"


def test_the_code_is_there_for_whoever_prints_the_order_page(window: Window, site: DemoSite) -> None:
    window.open(site.link(*TRANSIT))
    if not window.run("() => navigator.vendor.startsWith('Apple')"):
        return  # these fetch it when they print: tests/browser/test_print.py
    window.wait_for("() => document.querySelector('.paper img').naturalWidth > 0")


def test_a_step_says_its_word_apart_from_its_day(window: Window, site: DemoSite) -> None:
    window.open(site.link(*TRANSIT))
    assert window.run("() => document.querySelector('.journey .done').textContent").split()[:2] == [
        "Ordered",
        "Done",
    ]
    style = window.run("() => getComputedStyle(document.querySelector('.unseen')).whiteSpace")
    assert style == "pre"


def test_the_rail_repeats_nothing_to_who_listens(window: Window, site: DemoSite) -> None:
    window.open(site.link(*STATES["two parcels"]))
    assert window.run("() => document.querySelectorAll('.rail').length") > 0
    assert (
        window.run("() => [...document.querySelectorAll('.rail')].every(rail => rail.ariaHidden === 'true')")
        is True
    )
