"""What one engine did to our pages and the others did not. The right way is asked of each."""

import pytest

from tests.engines.door import Window
from tests.engines.test_journeys import STATES, TRANSIT
from tests.quality.demo_site import DemoSite

pytestmark = pytest.mark.browser

DESK = (1280, 900)
# Where lines of a Japanese headline end that neither a phrase nor a mark of punctuation ends.
BROKEN_PHRASES = """() => {
  const found = [];
  for (const phrase of document.querySelector("h1").childNodes) {
    if (phrase.nodeType !== Node.TEXT_NODE) continue;
    const topOf = place => {
      const range = document.createRange();
      range.setStart(phrase, place);
      range.setEnd(phrase, place + 1);
      return Math.round(range.getBoundingClientRect().top);
    };
    for (let place = 1; place < phrase.length; place++)
      if (topOf(place) > topOf(place - 1) && !/\\p{P}/u.test(phrase.data[place - 1]))
        found.push(`${phrase.data.slice(0, place)}/${phrase.data.slice(place)}`);
  }
  return found;
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
