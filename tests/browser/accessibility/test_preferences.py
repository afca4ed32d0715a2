"""What a reader asks of every page: their own colours, more contrast, no motion, or a window turned on its side."""

from collections.abc import Iterator
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, expect

from orders.branding import brands
from orders.branding.looks import LookName
from orders.branding.page_style import page_style
from tests.browser.accessibility.stage import Stage
from tests.support.gallery_states import a_first_and_then_sweeps, a_part

pytestmark = pytest.mark.browser

STEPS = {
    "done": "arriving",
    "current": "arriving",
    "upcoming": "arriving",
    "problem": "delayed",
}
# The strip in which a step's mark or bar is drawn, without its words.
STRIP = """step => {
  const item = document.querySelector(`.journey .${step}`);
  item.querySelectorAll(".label, .when").forEach(words => { words.style.visibility = "hidden"; });
  item.scrollIntoView({block: "center"});
  const box = item.getBoundingClientRect();
  return {x: box.left - 6, y: box.top, width: 38, height: box.height};
}"""
MOVES = """() => [...document.querySelectorAll("*")].flatMap(element => [null, "::before", "::after"].map(part => {
  const style = getComputedStyle(element, part);
  const lasts = (times) => times.split(",").some(time => parseFloat(time) > 0.01);
  return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration))
    ? element.outerHTML.slice(0, 80) : null;
})).filter(Boolean)"""
QUIET_TEXT = "element => getComputedStyle(element).color"


@pytest.fixture
def forced(browser: Browser) -> Iterator[Stage]:
    """A window with the reader's own few colours."""
    opened = Stage(browser, forced_colors="active")
    yield opened
    opened.close()


def picture(shot: bytes) -> Image.Image:
    """A place of the page in 32 by 32 pixels of light and dark."""
    return Image.open(BytesIO(shot)).convert("L").resize((32, 32))


def unlike(one: Image.Image, other: Image.Image) -> int:
    """How many of the pixels are clearly lighter or darker."""
    return sum(ImageChops.difference(one, other).histogram()[64:])


@pytest.mark.parametrize("look", list(LookName))
def test_with_forced_colours_steps_are_told_apart_by_their_shape(forced: Stage, look: LookName) -> None:
    pictures = {}
    for step, state in STEPS.items():
        page = forced.show(state, look=look)
        pictures[step] = picture(page.screenshot(clip=page.evaluate(STRIP, step)))
    alike = {(one, other): unlike(pictures[one], pictures[other]) for one, other in combinations(STEPS, 2)}
    if look is LookName.STUDIO:
        alike.pop(("current", "problem"))  # its bar has no shape of its own for a problem, but its words
    assert {pair: pixels for pair, pixels in alike.items() if pixels < 16} == {}


@pytest.mark.parametrize("look", list(LookName))
def test_with_forced_colours_a_problem_is_said_in_words(forced: Stage, look: LookName) -> None:
    page = forced.show("delayed", look=look)
    expect(page.locator(".journey .problem .word")).to_have_text("Held up here")
    expect(page.locator(".journey .problem .word")).to_be_visible()


@pytest.mark.parametrize("look", list(LookName))
def test_with_forced_colours_what_a_parcel_has_passed_is_told_from_what_it_has_not(
    forced: Stage, look: LookName
) -> None:
    page = forced.show("partly_delivered", look=look)
    done, upcoming = (
        picture(page.locator(f".rail .{step}").last.screenshot()) for step in ("done", "upcoming")
    )
    assert unlike(done, upcoming) > 64


@pytest.mark.parametrize("look", list(LookName))
def test_with_forced_colours_fields_and_buttons_keep_their_borders(forced: Stage, look: LookName) -> None:
    page = forced.show("look_up_shape", look=look)
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    for control in page.locator("form input, form button").all():
        style, width, colour = control.evaluate(
            "element => { const style = getComputedStyle(element);"
            " return [style.borderBlockEndStyle, style.borderBlockEndWidth, style.borderBlockEndColor]; }"
        )
        assert style == "solid"
        assert float(width.removesuffix("px")) >= 1
        assert colour != ground


@pytest.mark.parametrize("look", a_first_and_then_sweeps(list(LookName)))
def test_who_asks_for_less_motion_gets_none_in_any_state(browser: Browser, look: LookName) -> None:
    calm = Stage(browser, reduced_motion="reduce")
    moving = {}
    for state in a_part("en", 3):
        found = calm.show(state, look=look).evaluate(MOVES)
        if found:
            moving[state] = found
    assert moving == {}
    calm.page.emulate_media(reduced_motion="no-preference")
    assert calm.show("refreshing", look=look).evaluate(MOVES)  # the others see a line grow
    calm.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_asks_for_more_contrast_gets_no_quiet_text(browser: Browser, scheme: str) -> None:
    stage = Stage(browser, color_scheme=scheme)
    page = stage.show("arriving")
    quiet, loud = page.locator(".eyebrow"), page.locator("h1")
    assert quiet.evaluate(QUIET_TEXT) != loud.evaluate(QUIET_TEXT)
    page.emulate_media(contrast="more")
    assert quiet.evaluate(QUIET_TEXT) == loud.evaluate(QUIET_TEXT)
    stage.close()


@pytest.mark.parametrize("look", list(LookName))
def test_no_rule_of_any_look_asks_how_the_window_is_turned(look: LookName) -> None:
    assert "orientation" not in page_style(brands.built_in(look))
