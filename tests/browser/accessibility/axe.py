"""Asking axe: which rules, and what it found."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SLEEPING = ("focus-order-semantics", "label-content-name-mismatch", "target-size")
"""Rules that axe leaves out unless it is asked for them."""
BY_TAGS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": list(TAGS)},
    "rules": {rule: {"enabled": True} for rule in SLEEPING},
}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What another colour scheme can change."""
RUN = """([within, options]) => axe
  .run(within || document, {preload: false, resultTypes: ['violations', 'incomplete'], ...options})
  .then(results => {
    const told = rules => rules.flatMap(rule => rule.nodes.map(node => [rule.id, node.html.slice(0, 150)]));
    return {
      found: told(results.violations),
      undecided: told(results.incomplete),
      passed: results.passes.map(rule => rule.id),
    };
  })"""


@dataclass
class Findings:
    """What axe said of many pages. `passed` counts for each rule the pages it had something to judge on, and passed."""

    pages: int = 0
    complaints: list[str] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)

    def add(self, page: Page, options: dict[str, Any], *, name: str, within: str | None = None) -> None:
        """Let axe judge what a window shows, or a part of it (`within`, a selector).

        What it cannot decide counts as a complaint: nobody else would look.
        """
        results = page.evaluate(RUN, [within, options])
        self.pages += 1
        self.passed.update(results["passed"])
        self.complaints += [f"{name}: {rule}: {html}" for rule, html in results["found"]]
        self.complaints += [f"{name}: undecided: {rule}: {html}" for rule, html in results["undecided"]]

    @property
    def properties(self) -> list[tuple[str, str]]:
        """For the report of the test run."""
        counts = " ".join(f"{rule}={count}" for rule, count in sorted(self.passed.items()))
        return [("pages", str(self.pages)), ("axe", counts)]
