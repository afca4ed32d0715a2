"""A shopper's journeys in each engine. What only one of them is asked stands in tests/browser/."""

from itertools import count
from pathlib import Path

import pytest

from tests.engines.door import ENTER, Window
from tests.quality.demo_site import DemoSite
from tests.sandbox.app_proxy import AppProxy
from tests.sandbox.records import FulfillmentRecord

pytestmark = pytest.mark.browser

TRANSIT = ("#1010", "ines.soler@example.com")
STATES = {
    "in transit": TRANSIT,
    "out for delivery": ("#1011", "pau.ribas@example.com"),
    "delivered": ("#1012", "aitana.roca@example.com"),
    "on hold": ("#1003", "nerea.ibarra@example.com"),
    "overdue": ("#1019", "celia.blanco@example.com"),
    "ready to collect": ("#1044", "laura.pastor@example.com"),
    "two parcels": ("#1061", "gonzalo.pardo@example.com"),
    "cancelled": ("#1070", "pilar.reyes@example.com"),
}
MEASURES = (Path(__file__).parent.parent / "browser/accessibility/measures.js").read_text("utf-8")
MEASURE = f"""() => {{
  {MEASURES}
  for (const fold of document.querySelectorAll("main details")) fold.open = true;
  return ["stickingOut", "cut", "overlapping"].flatMap(name => window.measures[name]());
}}"""
FOLLOWER = "follower@example.com"
numbers = count(40_000)


def look_up(window: Window, number: str, email: str) -> None:
    """Fill in the form that the window shows, and send it."""
    window.fill("[name=order_number]", number)
    window.fill("[name=email]", email)
    window.click("form button[type=submit]")


def find_in_theme(window: Window, number: str, email: str) -> None:
    """Look an order up inside the theme, and wait until its page has the address that a reader can load again."""
    look_up(window, number, email)
    window.see("#order h1")
    window.wait_for("() => location.pathname.includes('/o/')")


def text_of(window: Window, selector: str) -> str:
    return " ".join(window.text(selector).split())


@pytest.fixture
def parcel(site: DemoSite) -> FulfillmentRecord:
    """A parcel on its way, of an order of its own."""
    state = site.sandbox.state
    name = f"#{next(numbers)}"
    state.add_order(name, email=FOLLOWER)
    sent = state.fulfill(name)
    state.add_event(sent, "IN_TRANSIT", city="Madrid")
    return sent


def test_number_and_email_lead_to_the_order(window: Window, site: DemoSite) -> None:
    window.open(site.url)
    look_up(window, *TRANSIT)
    assert "Arriving" in text_of(window, "#order h1")


def test_enter_sends_the_form(window: Window, site: DemoSite) -> None:
    window.open(site.url)
    window.fill("[name=order_number]", TRANSIT[0])
    window.fill("[name=email]", TRANSIT[1])
    window.type(ENTER)
    window.see("#order h1")


def test_a_miss_is_told_in_place_and_keeps_what_was_typed(window: Window, site: DemoSite) -> None:
    window.open(site.url)
    look_up(window, "#1010", "somebody.else@example.com")
    window.see(".problem")
    assert text_of(window, "h1") == "These two do not match an order"
    assert window.run("() => document.querySelector('[name=email]').value") == "somebody.else@example.com"
    assert window.run("() => document.activeElement.className") == "problem"


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(state, marks=pytest.mark.sweep if number % 2 else ())
        for number, state in enumerate(STATES)
    ],
)
def test_a_state_is_shown_whole(window: Window, site: DemoSite, state: str) -> None:
    window.open(site.link(*STATES[state]))
    window.see("#order h1")
    assert window.run(MEASURE) == []


@pytest.mark.parametrize(("language", "direction"), [("es", "ltr"), ("ar", "rtl"), ("ja", "ltr")])
def test_another_language_is_shown_whole(
    window: Window, site: DemoSite, language: str, direction: str
) -> None:
    window.open(f"{site.link(*STATES['overdue'])}?lang={language}")
    assert window.run("() => [document.documentElement.lang, document.dir]") == [language, direction]
    assert window.run(MEASURE) == []


def test_a_number_is_copied_and_said_to_be(window: Window, site: DemoSite) -> None:
    window.open(site.link(*TRANSIT))
    # What the clipboard is given is looked at, not what it holds: reading it needs a reader's leave.
    window.run("""() => {
      const write = navigator.clipboard.writeText.bind(navigator.clipboard);
      navigator.clipboard.writeText = text => { window.copied = text; return write(text); };
    }""")
    window.click(".copy")
    window.wait_for("() => document.querySelector('.copied').textContent === 'Copied'")
    assert window.run("() => window.copied === document.querySelector('.digits').textContent") is True


def test_folds_open_and_shut(window: Window, site: DemoSite) -> None:
    window.open(site.link(*TRANSIT))
    window.click(".scans > summary")
    window.see(".scans ol")
    window.click(".scans > summary")
    window.wait_for("() => !document.querySelector('.scans ol').checkVisibility()")


def test_an_open_page_follows_its_order_and_keeps_its_folds(
    window: Window, site: DemoSite, parcel: FulfillmentRecord
) -> None:
    window.open(site.link(parcel.order.name, FOLLOWER))
    assert text_of(window, "h1") == "On its way to you"
    window.click(".scans > summary")
    site.sandbox.state.add_event(parcel, "OUT_FOR_DELIVERY", city="Madrid")
    window.wait_for("() => document.querySelector('h1').innerText.includes('Out for delivery')")
    window.see(".scans ol")
    assert text_of(window, "#announcement") == "Out for delivery today"


def test_the_sheet_has_its_code(window: Window, site: DemoSite) -> None:
    window.open(site.link(*TRANSIT))
    window.go("#print")
    assert window.run("() => document.querySelector('.code svg').getBoundingClientRect().width") > 100
    assert window.run(MEASURE) == []


def test_in_the_theme_number_and_email_lead_to_the_order(
    window: Window, site: DemoSite, front: AppProxy
) -> None:
    window.open(front.url + front.path_prefix)
    look_up(window, *TRANSIT)
    assert "Arriving" in text_of(window, "#order h1")


def test_in_the_theme_the_order_page_can_be_loaded_again(window: Window, front: AppProxy) -> None:
    window.open(front.url + front.path_prefix)
    find_in_theme(window, *TRANSIT)
    window.reload()
    assert "Arriving" in text_of(window, "#order h1")


def test_in_the_theme_going_back_after_a_miss_and_a_find_leads_to_the_form(
    window: Window, front: AppProxy
) -> None:
    window.open(front.url + front.path_prefix)
    look_up(window, TRANSIT[0], "somebody.else@example.com")
    window.see(".problem")
    find_in_theme(window, *TRANSIT)
    window.back()
    window.see("[name=order_number]")


def test_after_going_back_the_form_can_be_sent_again(window: Window, site: DemoSite) -> None:
    window.open(site.url)
    look_up(window, *TRANSIT)
    window.see("#order h1")
    window.back()
    window.wait_for("() => location.pathname === '/' && !document.querySelector('form button').disabled")
    window.run("() => { for (const field of document.querySelectorAll('input')) field.value = ''; }")
    look_up(window, *STATES["delivered"])
    assert "Delivered" in text_of(window, "#order h1")


def test_going_back_shows_no_email_to_the_next_reader(window: Window, site: DemoSite) -> None:
    window.open(site.url)
    look_up(window, *TRANSIT)
    window.see("#order h1")
    window.back()
    window.see("[name=email]")
    assert window.run("() => document.querySelector('[name=email]').value") == ""
