"""axe, all of its rules for WCAG 2.2 A and AA and its good practices, in light colours."""

import pytest

from orders.branding.looks import LookName
from tests.browser.accessibility.axe import BY_TAGS, Findings
from tests.browser.accessibility.conftest import Report
from tests.browser.accessibility.stage import Stage
from tests.support.gallery_states import LANGUAGES, a_first_and_then_sweeps, a_part, states

pytestmark = pytest.mark.browser

OTHER_LOOKS = [look for look in LookName if look is not LookName.EDITORIAL]
SPOIL = """() => {
  document.querySelector('h1').style.color = '#ddd';
  document.querySelectorAll('label').forEach(label => label.remove());
  document.querySelectorAll('.languages a, .help a').forEach(link => { link.textContent = ''; });
}"""
OPEN_LANGUAGES = "document.querySelector('.languages details').open = true"


@pytest.mark.parametrize("language", a_first_and_then_sweeps(LANGUAGES))
def test_axe_finds_nothing_in_any_state_in_any_language(stage: Stage, language: str, report: Report) -> None:
    findings = Findings()
    for state in a_part(language, 3):
        page = stage.show(state, language=language)
        stage.shorten()
        findings.add(page, BY_TAGS, name=f"{state} {language}")
    report(findings)


@pytest.mark.sweep
@pytest.mark.parametrize("look", OTHER_LOOKS)
def test_axe_finds_nothing_in_any_state_of_another_look(stage: Stage, look: LookName, report: Report) -> None:
    findings = Findings()
    for state in states():
        page = stage.show(state, look=look)
        stage.shorten()
        findings.add(page, BY_TAGS, name=f"{state} {look}")
    report(findings)


def test_axe_finds_nothing_in_the_open_list_of_languages(stage: Stage, report: Report) -> None:
    findings = Findings()
    for language in LANGUAGES:
        page = stage.show("look_up", language=language)
        page.evaluate(OPEN_LANGUAGES)
        findings.add(page, BY_TAGS, name=language, within=".languages")
    report(findings)


@pytest.mark.sweep
def test_axe_finds_nothing_in_forty_parcels_and_two_hundred_items(stage: Stage, report: Report) -> None:
    findings = Findings()
    findings.add(stage.show("very_long"), BY_TAGS, name="very_long")
    report(findings)


def test_axe_finds_nothing_on_paper(stage: Stage, report: Report) -> None:
    findings = Findings()
    stage.page.emulate_media(media="print")
    for language in LANGUAGES:
        findings.add(stage.show("arriving", language=language), BY_TAGS, name=f"paper {language}")
    stage.page.emulate_media(media="screen")
    report(findings)


def test_axe_finds_what_is_wrong_when_something_is(stage: Stage) -> None:
    findings = Findings()
    page = stage.show("look_up")
    page.evaluate(SPOIL)
    findings.add(page, BY_TAGS, name="spoilt")
    assert {complaint.split(": ")[1] for complaint in findings.complaints} >= {
        "color-contrast",
        "label",
        "link-name",
    }
