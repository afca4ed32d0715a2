"""Every state in every language in a window of 1280 by 1024 at 400 %: 320 by 256 CSS pixels."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from orders.branding.looks import LookName
from tests.browser.accessibility.stage import AT_400_PERCENT, LANGUAGES, Stage, states

pytestmark = pytest.mark.browser

MEASURES = (Path(__file__).parent / "measures.js").read_text("utf-8")
PLAIN = ("stickingOut", "cut", "overlapping", "stuck", "small")
# Every language in the first look; the longest words in the others.
SHOWN = [
    *((language, LookName.EDITORIAL) for language in LANGUAGES),
    *(("de", look) for look in LookName if look is not LookName.EDITORIAL),
]
# WCAG 1.4.12, as its definition has it.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
SETTINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "as it is": ("", PLAIN),
    "spaced": (SPACED, ("stickingOut", "cut", "overlapping")),
    "letters twice the size": ("html { font-size: 200% !important; }", ("stickingOut", "cut", "overlapping")),
}
MEASURE = """([css, names]) => {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const found = names.flatMap(name => window.measures[name]());
  style.remove();
  return found;
}"""

type Found = Mapping[str, list[str]]


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    """The narrow window."""
    opened = Stage(browser, size=AT_400_PERCENT)
    opened.page.evaluate(MEASURES)
    yield opened
    opened.close()


def shown(language: str, look: LookName) -> list[str]:
    """German stands for all languages in the other looks, and so is shown whole."""
    return states(language if look is LookName.EDITORIAL else "en")


@pytest.fixture(scope="module", params=SHOWN, ids=" ".join)
def found(stage: Stage, request: pytest.FixtureRequest) -> Found:
    """What is wrong in one language and look, setting by setting; each state is shown once."""
    language, look = request.param
    wrong: dict[str, list[str]] = {setting: [] for setting in SETTINGS}
    for state in shown(language, look):
        page = stage.show(state, language=language, look=look)
        for setting, (css, names) in SETTINGS.items():
            wrong[setting] += [f"{state}: {line}" for line in page.evaluate(MEASURE, [css, list(names)])]
    return wrong


def test_at_400_percent_nothing_sticks_out_is_cut_off_overlaps_or_is_too_small_to_hit(
    found: Found, record_property: Callable[[str, object], None], request: pytest.FixtureRequest
) -> None:
    record_property("pages", len(shown(*request.node.callspec.params["found"])))
    assert found["as it is"] == []


def test_with_wider_spaced_text_nothing_sticks_out_is_cut_off_or_overlaps(found: Found) -> None:
    assert found["spaced"] == []


def test_with_letters_twice_the_size_nothing_sticks_out_is_cut_off_or_overlaps(found: Found) -> None:
    assert found["letters twice the size"] == []


@pytest.mark.parametrize(
    ("css", "measure", "complaint"),
    [
        ("h1 { inline-size: 340px; }", "stickingOut", "sticks out: <h1"),
        ("h1 { block-size: 10px; overflow: hidden; }", "cut", "cut off: <h1"),
        ("h1 { margin-block-end: -70px; }", "overlapping", "lies over"),
        (".masthead { position: sticky; }", "stuck", "keeps its place in the window: <header"),
        (".action { min-block-size: 0; block-size: 20px; padding: 0; }", "small", "by 20 px: <button"),
    ],
)
def test_each_measure_finds_what_is_wrong_when_something_is(
    stage: Stage, css: str, measure: str, complaint: str
) -> None:
    page = stage.show("look_up")
    assert page.evaluate(MEASURE, ["", [measure]]) == []
    assert complaint in "\n".join(page.evaluate(MEASURE, [css, [measure]]))
