"""axe in dark colours, where only what colours can change has to be judged once more."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from orders.branding.looks import LookName
from tests.browser.accessibility.axe import COLOURS, Findings
from tests.browser.accessibility.conftest import Report
from tests.browser.accessibility.stage import Stage
from tests.support.gallery_states import LANGUAGES, a_first_and_then_sweeps, a_part, states

pytestmark = pytest.mark.browser

OTHER_LOOKS = [look for look in LookName if look is not LookName.EDITORIAL]
GROUND = "() => getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number)"


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    """A phone at night."""
    opened = Stage(browser, color_scheme="dark")
    yield opened
    opened.close()


@pytest.mark.parametrize("language", a_first_and_then_sweeps(LANGUAGES))
def test_axe_finds_nothing_in_any_state_in_any_language_in_the_dark(
    stage: Stage, language: str, report: Report
) -> None:
    findings = Findings()
    for state in a_part(language, 8):
        page = stage.show(state, language=language)
        stage.shorten()
        assert max(page.evaluate(GROUND)) < 100, f"{state} is not dark"
        findings.add(page, COLOURS, name=f"{state} {language}")
    report(findings)


@pytest.mark.sweep
@pytest.mark.parametrize("look", OTHER_LOOKS)
def test_axe_finds_nothing_in_any_state_of_another_look_in_the_dark(
    stage: Stage, look: LookName, report: Report
) -> None:
    findings = Findings()
    for state in states():
        page = stage.show(state, look=look)
        stage.shorten()
        findings.add(page, COLOURS, name=f"{state} {look}")
    report(findings)
