"""What README's Deploy prints, taken out to be run, so that the text and what is proved cannot part."""

import itertools
import re
import textwrap
from dataclasses import dataclass

from tests.support.processes import ROOT

FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
STEP = re.compile(r"^(\d+)\. ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language and its text without the indentation of a list."""

    language: str
    text: str


def deploy_section(text: str | None = None) -> str:
    """The section «Deploy» of this README, or of another version's."""
    whole = text if text is not None else (ROOT / "README.md").read_text("utf-8")
    return whole.split("\n## Deploy\n", 1)[1].split("\n## ", 1)[0]


def blocks(text: str, language: str) -> list[str]:
    """All blocks of a language in a text."""
    return [textwrap.dedent(found["body"]) for found in FENCE.finditer(text) if found["language"] == language]


def steps() -> list[str]:
    """The numbered steps, each with its blocks."""
    section = deploy_section().partition("\n### ")[0]
    starts = [match.start() for match in STEP.finditer(section)] + [len(section)]
    return [section[begin:end] for begin, end in itertools.pairwise(starts)]


def under(heading: str) -> str:
    """A subsection of Deploy."""
    return deploy_section().split(f"\n### {heading}\n", 1)[1].split("\n### ", 1)[0]


def unit_lines(text: str) -> dict[str, list[str]]:
    """A unit's settings, each with all of its values in order."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith(("#", "[")):
            found.setdefault(name.strip(), []).append(value.strip())
    return found
