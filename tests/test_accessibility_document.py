"""docs/accessibility.md says what the data says, and the command that writes it claims nothing that was not shown."""

import re
from collections import Counter

import pytest

from orders.gallery.catalogue import STATES
from tests.quality.accessibility import Run, check_grounds, count, read_results
from tests.quality.conformance import (
    DATA,
    DOCUMENT,
    PREAMBLE,
    Criterion,
    Unfounded,
    Verdict,
    missing_tests,
    named_tests,
    read_criteria,
    read_figures,
    write_document,
)

CRITERIA = read_criteria(DATA.read_text("utf-8"))
HERE = "tests/test_accessibility_document.py"
CLAIM = Criterion(
    number="9.9.9",
    name="Kindness",
    level="A",
    verdict=Verdict.SUPPORTS,
    says="So it is.",
    axe=("kind",),
    tests=(f"{HERE}::test_a",),
)


def report(*cases: str) -> str:
    """A report in JUnit XML."""
    return f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"


def case(name: str, inside: str = "") -> str:
    return f'<testcase classname="tests.test_accessibility_document" name="{name}">{inside}</testcase>'


PAGES = (
    '<properties><property name="pages" value="3"/><property name="axe" value="kind=3 calm=1"/></properties>'
)


def test_the_document_is_what_the_command_would_write() -> None:
    document = DOCUMENT.read_text("utf-8")
    again = write_document(CRITERIA, read_figures(document), preamble=PREAMBLE.read_text("utf-8"))
    assert document == again, "run: make accessibility"


def test_the_document_counts_what_the_command_counts_and_claims_no_state_that_is_not_there() -> None:
    figures = read_figures(DOCUMENT.read_text("utf-8"))
    assert list(figures) == list(count(Run()))
    assert all(figures.values())
    assert figures["states of pages"] <= len(STATES), "run: make accessibility"


def test_every_criterion_of_levels_a_and_aa_is_there_once_and_in_order() -> None:
    numbers = [tuple(map(int, each.number.split("."))) for each in CRITERIA]
    assert numbers == sorted(set(numbers))
    # WCAG 2.2 has 87; one of them is obsolete (4.1.1), 31 are of level AAA.
    assert Counter(each.level for each in CRITERIA) == {"A": 31, "AA": 24}


def test_every_test_that_is_named_exists() -> None:
    assert missing_tests(named_tests(CRITERIA)) == []


def test_the_document_has_no_date() -> None:
    assert not re.search(r"\b20\d\d\b", DOCUMENT.read_text("utf-8"))


@pytest.mark.parametrize(
    "test", [f"{HERE}::test_that_nobody_wrote", f"{HERE}::case", "tests/nowhere.py::test_a"]
)
def test_a_test_that_does_not_exist_is_found_out(test: str) -> None:
    assert missing_tests([test]) == [test]


def test_results_are_read_with_all_cases_of_a_test() -> None:
    run = read_results(report(case("test_a[en]", PAGES), case("test_a[es]", PAGES)))
    assert run.cases == {f"{HERE}::test_a": 2}
    assert run.pages == {"test_accessibility_document": 6}
    assert run.axe == {"kind": 6, "calm": 2}
    check_grounds([CLAIM], run)


@pytest.mark.parametrize(
    ("cases", "complaint"),
    [
        ([case("test_a", "<failure/>"), case("test_b", PAGES)], "Failed or left out: .*::test_a"),
        ([case("test_a[en]", PAGES), case("test_a[es]", "<error/>")], "Failed or left out: .*::test_a"),
        ([case("test_a", "<skipped/>"), case("test_b", PAGES)], "Failed or left out: .*::test_a"),
        ([case("test_a", PAGES), case("test_b", "<failure/>")], "Failed or left out: .*::test_b"),
        ([case("test_b", PAGES)], "Did not run: .*::test_a"),
        ([case("test_a")], "9.9.9: axe judged nothing by kind"),
        ([], "Did not run"),
    ],
)
def test_what_was_not_shown_is_not_written(cases: list[str], complaint: str) -> None:
    with pytest.raises(Unfounded, match=complaint):
        check_grounds([CLAIM], read_results(report(*cases)))


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('verdict = "supports"', "names nothing"),
        ('verdict = "supports"\ntests = ["there:test_a"]', "no file called there"),
    ],
)
def test_a_claim_without_ground_is_refused(entry: str, complaint: str) -> None:
    text = f'[files]\nhere = "{HERE}"\n[[criteria]]\nnumber = "9.9.9"\nname = "Kindness"\nlevel = "A"\nsays = "So."\n'
    with pytest.raises(Unfounded, match=complaint):
        read_criteria(text + entry)


def test_a_verdict_nobody_knows_is_refused() -> None:
    text = DATA.read_text("utf-8").replace('verdict = "partly"', 'verdict = "mostly"', 1)
    with pytest.raises(ValueError, match="mostly"):
        read_criteria(text)
