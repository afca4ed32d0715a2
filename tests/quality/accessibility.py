"""Writes docs/accessibility.md from a run of the tests it names: `make accessibility`."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")

from django.conf import settings

from orders.branding.looks import LookName
from orders.gallery.catalogue import STATES
from tests.quality.conformance import (
    DATA,
    DOCUMENT,
    PREAMBLE,
    ROOT,
    Criterion,
    Figures,
    Unfounded,
    missing_tests,
    named_tests,
    read_criteria,
    write_document,
)

OWN = "tests/browser/accessibility"
RESULTS = ROOT / "var" / "accessibility" / "results.xml"


@dataclass
class Run:
    """What came of a run of pytest. `cases` counts the cases of each test that passed, `failed` names the others."""

    cases: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)
    axe: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Run, judge, write; 1 when the document would claim what is not so."""
    try:
        criteria = read_criteria(DATA.read_text("utf-8"))
        absent = missing_tests(named_tests(criteria))
        if absent:
            raise Unfounded("\n".join(f"There is no such test: {test}" for test in absent))
        run = read_results(run_tests(named_tests(criteria)))
        check_grounds(criteria, run)
    except Unfounded as error:
        print(f"docs/accessibility.md was not written.\n{error}", file=sys.stderr)
        return 1
    DOCUMENT.write_text(
        write_document(criteria, count(run), preamble=PREAMBLE.read_text("utf-8")), encoding="utf-8"
    )
    print(f"==> {DOCUMENT.relative_to(ROOT)} written from {run.cases.total()} passed tests")
    return 0


def run_tests(tests: Sequence[str]) -> str:
    """The named tests and all of our own, on two cores; returns the report as JUnit XML."""
    elsewhere = [test for test in tests if not test.startswith(OWN)]
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", f"--junitxml={RESULTS}"]
    environment = os.environ | {"ACCESSIBILITY": "whole"}
    subprocess.run([*command, OWN, *elsewhere], cwd=ROOT, env=environment, check=False)
    if not RESULTS.exists():
        raise Unfounded("The tests could not be run.")
    return RESULTS.read_text("utf-8")


def read_results(xml: str) -> Run:
    """What a report in JUnit XML says. Skipped tests count as failed: they have shown nothing."""
    run = Run()
    for case in ET.fromstring(xml).iter("testcase"):
        path = case.get("classname", "").replace(".", "/") + ".py"
        test = f"{path}::{case.get('name', '').partition('[')[0]}"
        if any(case.find(tag) is not None for tag in ("failure", "error", "skipped")):
            run.failed.append(test)
            continue
        run.cases[test] += 1
        for entry in case.iter("property"):
            value = entry.get("value", "")
            if entry.get("name") == "pages":
                run.pages[Path(path).stem] += int(value)
            elif entry.get("name") == "axe":
                run.axe.update({rule: int(n) for rule, n in (each.split("=") for each in value.split())})
    return run


def check_grounds(criteria: Sequence[Criterion], run: Run) -> None:
    """Raises `Unfounded` with every claim that the run does not bear out."""
    wrong = [f"Failed or left out: {test}" for test in sorted(set(run.failed))]
    wrong += [
        f"Did not run: {test}" for test in named_tests(criteria) if test not in {*run.cases, *run.failed}
    ]
    wrong += [
        f"{criterion.number}: axe judged nothing by {rule}"
        for criterion in criteria
        for rule in criterion.axe
        if not run.axe[rule]
    ]
    if wrong:
        raise Unfounded("\n".join(wrong))


def count(run: Run) -> Figures:
    """What the document counts."""
    return {
        "states of pages": len(STATES),
        "languages": len(settings.LANGUAGES),
        "looks": len(LookName),
        "pages judged by axe in light colours": run.pages["test_axe_by_day"],
        "pages judged by axe in dark colours": run.pages["test_axe_in_the_dark"],
        "pages judged by axe inside a theme": run.pages["test_axe_in_a_theme"],
        "rules of axe that judged something": len(run.axe),
        "pages laid out at 320 pixels, plain, with wider spacing and with letters twice the size": run.pages[
            "test_reflow"
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
