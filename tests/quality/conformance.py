"""How the site stands by each success criterion of WCAG 2.2, and the document that says so. Pure; no browser."""

import ast
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).with_name("conformance.toml")
DOCUMENT = ROOT / "docs" / "accessibility.md"
PREAMBLE = Path(__file__).with_name("accessibility.template.md")
FIGURE = re.compile(r"^\| ([^|]+?) \| ([\d,]+) \|$", re.MULTILINE)
PRINCIPLES = {"1": "Perceivable", "2": "Operable", "3": "Understandable", "4": "Robust"}

type Figures = Mapping[str, int]
"""What was counted in a run of the tests: in words -> how many."""


class Verdict(StrEnum):
    """How a criterion stands."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A success criterion. `axe` are rules, `tests` are `path::name`; `looked` says what was looked at by hand."""

    number: str
    name: str
    level: str
    verdict: Verdict
    says: str
    axe: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    looked: str = ""


class Unfounded(Exception):
    """The data claims what is not so; the message is a list, a line each."""


def read_criteria(text: str) -> list[Criterion]:
    """The criteria of `conformance.toml`. Raises `Unfounded` for one that names no ground at all."""
    data = tomllib.loads(text)
    found = []
    for entry in data["criteria"]:
        tests = tuple(_with_path(name, data["files"]) for name in entry.get("tests", ()))
        criterion = Criterion(
            number=entry["number"],
            name=entry["name"],
            level=entry["level"],
            verdict=Verdict(entry["verdict"]),
            says=entry["says"],
            axe=tuple(entry.get("axe", ())),
            tests=tests,
            looked=entry.get("looked", ""),
        )
        if not (criterion.axe or criterion.tests or criterion.looked):
            raise Unfounded(f"{criterion.number} names nothing that it is known by.")
        found.append(criterion)
    return found


def _with_path(name: str, files: Mapping[str, str]) -> str:
    file, _, test = name.partition(":")
    if file not in files:
        raise Unfounded(f"{name}: there is no file called {file}.")
    return f"{files[file]}::{test}"


def named_tests(criteria: Sequence[Criterion]) -> list[str]:
    """All tests that criteria name, each once."""
    return sorted({test for criterion in criteria for test in criterion.tests})


def missing_tests(tests: Sequence[str], *, root: Path = ROOT) -> list[str]:
    """Those that do not exist."""
    missing = []
    for test in tests:
        path, _, name = test.partition("::")
        file = root / path
        tree = ast.parse(file.read_text("utf-8")) if file.exists() else ast.Module([], [])
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if name not in names or not name.startswith("test_"):
            missing.append(test)
    return missing


def write_document(criteria: Sequence[Criterion], figures: Figures, *, preamble: str) -> str:
    """`docs/accessibility.md`: `preamble` with its two places filled, `{{ figures }}` and `{{ criteria }}`."""
    verdicts = [criterion.verdict for criterion in criteria]
    supported, partly, idle = (verdicts.count(verdict) for verdict in Verdict)
    counted = "\n".join(f"| {words} | {count:,} |" for words, count in figures.items())
    tables = "\n\n".join(_table(name, digit, criteria) for digit, name in PRINCIPLES.items())
    parts = {
        "figures": f"| what | how many |\n|---|---:|\n{counted}",
        "summary": f"Of {len(criteria)} success criteria {supported} are supported, {partly} partly, and"
        f" {idle} do not apply.",
        "criteria": tables,
        "gaps": "\n".join(
            f"- **{each.number} {each.name}.** {each.says}"
            for each in criteria
            if each.verdict is Verdict.PARTLY
        ),
    }
    for place, text in parts.items():
        preamble = preamble.replace(f"{{{{ {place} }}}}", text)
    return preamble


def _table(name: str, digit: str, criteria: Sequence[Criterion]) -> str:
    rows = [_row(each) for each in criteria if each.number.startswith(f"{digit}.")]
    return "\n".join(
        [f"### {name}", "", "| criterion | level | | how | known by |", "|---|---|---|---|---|", *rows]
    )


def _row(criterion: Criterion) -> str:
    known = [", ".join(f"axe `{rule}`" for rule in criterion.axe)] if criterion.axe else []
    known += [_link(test) for test in criterion.tests]
    known += [f"looked at: {criterion.looked}"] if criterion.looked else []
    cells = (
        f"{criterion.number} {criterion.name}",
        criterion.level,
        criterion.verdict,
        criterion.says,
        "; ".join(known),
    )
    return f"| {' | '.join(cells)} |"


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


def read_figures(document: str) -> Figures:
    """The figures that a document holds."""
    return {words: int(count.replace(",", "")) for words, count in FIGURE.findall(document)}
