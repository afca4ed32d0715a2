"""Every state in every language in a window of 1280 by 1024 at 400 %: 320 by 256 CSS pixels, whatever the letters."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from orders.branding.looks import LookName
from tests.browser.accessibility.stage import AT_400_PERCENT, Stage
from tests.browser.conftest import BrowserWith
from tests.quality.fonts import FONT_SETS, USUAL, FontSet
from tests.support.gallery_states import LANGUAGES, a_part

pytestmark = pytest.mark.browser

MEASURES = (Path(__file__).parent / "measures.js").read_text("utf-8")
PLAIN = ("stickingOut", "cut", "overlapping", "stuck", "small")
PARTS, PARTS_ELSEWHERE = 8, 6
"""Of how many states one is shown, in the usual set of fonts and in others."""

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
type StageWith = Callable[[FontSet], Stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown together: some states, in these letters."""

    fonts: FontSet
    language: str
    look: LookName

    def __str__(self) -> str:
        return f"{self.fonts.name} {self.language} {self.look}"

    @property
    def states(self) -> list[str]:
        """Most of German, with the longest words, which stands for all languages in the other looks."""
        if self.fonts is not USUAL:
            return a_part(self.language, PARTS_ELSEWHERE)
        return a_part(self.language, 2 if self.language == "de" else PARTS)


# Every language in the first look; the longest words in the others.
SHOWN = [
    Shown(fonts=fonts, language=language, look=look)
    for fonts in FONT_SETS.values()
    for language in LANGUAGES
    for look in (LookName if language == "de" else [LookName.EDITORIAL])
    if language not in fonts.lacks
]


@pytest.fixture(scope="module")
def stage_with(browser_with: BrowserWith) -> Iterator[StageWith]:
    """The narrow window, one for each set of fonts."""
    opened: dict[FontSet, Stage] = {}

    def stage_with(fonts: FontSet) -> Stage:
        if fonts not in opened:
            opened[fonts] = Stage(browser_with(fonts), size=AT_400_PERCENT)
            opened[fonts].page.evaluate(MEASURES)
        return opened[fonts]

    yield stage_with
    for stage in opened.values():
        stage.close()


USUALLY = [
    each
    for each in SHOWN
    if each.look is LookName.EDITORIAL
    and each.language in ({"de", "ar", "ja"} if each.fonts is USUAL else {"de"})
]


@pytest.fixture(
    scope="module",
    params=[each if each in USUALLY else pytest.param(each, marks=pytest.mark.sweep) for each in SHOWN],
    ids=str,
)
def shown(request: pytest.FixtureRequest) -> Shown:
    """One after the other, all that is shown."""
    chosen: Shown = request.param
    return chosen


@pytest.fixture(scope="module")
def found(stage_with: StageWith, shown: Shown) -> Found:
    """What is wrong, setting by setting; each state is shown once."""
    wrong: dict[str, list[str]] = {setting: [] for setting in SETTINGS}
    stage = stage_with(shown.fonts)
    for state in shown.states:
        page = stage.show(state, language=shown.language, look=shown.look)
        for setting, (css, names) in SETTINGS.items():
            wrong[setting] += [f"{state}: {line}" for line in page.evaluate(MEASURE, [css, list(names)])]
    return wrong


def test_at_400_percent_nothing_sticks_out_is_cut_off_overlaps_or_is_too_small_to_hit(
    found: Found, record_property: Callable[[str, object], None], shown: Shown
) -> None:
    record_property("pages", len(shown.states))
    assert found["as it is"] == []


def test_with_wider_spaced_text_nothing_sticks_out_is_cut_off_or_overlaps(found: Found) -> None:
    assert found["spaced"] == []


def test_with_letters_twice_the_size_nothing_sticks_out_is_cut_off_or_overlaps(found: Found) -> None:
    assert found["letters twice the size"] == []


@pytest.mark.parametrize("fonts", FONT_SETS.values(), ids=lambda fonts: fonts.name)
def test_the_way_to_the_content_fits_with_letters_twice_the_size(
    stage_with: StageWith, fonts: FontSet
) -> None:
    stage = stage_with(fonts)
    for language in LANGUAGES:
        page = stage.show("look_up", language=language)
        page.add_style_tag(content="html { font-size: 200% !important; }")
        page.locator(".skip").focus()
        box = page.locator(".skip").bounding_box()
        assert box is not None
        assert (box["x"] >= 0, box["x"] + box["width"] <= 320, box["y"] >= 0) == (True, True, True), language


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
    stage_with: StageWith, css: str, measure: str, complaint: str
) -> None:
    page = stage_with(USUAL).show("look_up")
    assert page.evaluate(MEASURE, ["", [measure]]) == []
    assert complaint in "\n".join(page.evaluate(MEASURE, [css, [measure]]))
