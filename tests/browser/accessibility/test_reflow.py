"""Every state in every language in a window of 1280 by 1024 at 400 %: 320 by 256 CSS pixels."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility.stage import AT_400_PERCENT, LANGUAGES, Stage, states

pytestmark = pytest.mark.browser

MEASURES = (Path(__file__).parent / "measures.js").read_text("utf-8")
PLAIN = ("stickingOut", "cut", "overlapping", "stuck", "small")
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


@pytest.fixture(scope="module", params=LANGUAGES)
def found(stage: Stage, request: pytest.FixtureRequest) -> Found:
    """What is wrong in one language, setting by setting; each state is shown once."""
    wrong: dict[str, list[str]] = {setting: [] for setting in SETTINGS}
    for state in states():
        page = stage.show(state, language=request.param)
        for setting, (css, names) in SETTINGS.items():
            wrong[setting] += [f"{state}: {line}" for line in page.evaluate(MEASURE, [css, list(names)])]
    return wrong


def test_at_400_percent_nothing_sticks_out_is_cut_off_overlaps_or_is_too_small_to_hit(found: Found) -> None:
    assert found["as it is"] == []


def test_with_wider_spaced_text_nothing_sticks_out_is_cut_off_or_overlaps(found: Found) -> None:
    assert found["spaced"] == []


def test_with_letters_twice_the_size_nothing_sticks_out_is_cut_off_or_overlaps(found: Found) -> None:
    assert found["letters twice the size"] == []
