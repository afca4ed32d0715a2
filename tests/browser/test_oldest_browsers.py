"""What docs/browsers.md says of old browsers is what the CSS needs."""

import pytest

from tests.quality.oldest_browsers import (
    BROWSERS,
    DATA,
    DONE_WITHOUT,
    PACKAGE,
    all_features,
    features,
    needed,
    oldest,
    table,
)
from tests.support.processes import ROOT

pytestmark = pytest.mark.browser

SAID = (ROOT / "docs" / "browsers.md").read_text("utf-8")


@pytest.fixture(autouse=True, scope="module")
def mdn() -> None:
    """Its tables are there."""
    assert DATA.exists(), f"Missing: sh scripts/install_tool.sh {PACKAGE}"


def test_the_documentation_names_the_versions_that_the_style_needs() -> None:
    assert table() in SAID


def test_and_those_that_know_nesting_for_pages_in_a_theme() -> None:
    said = ", ".join(f"{name} {needed('selectors.nesting', browser):g}" for browser, name in BROWSERS.items())
    assert said in SAID


def test_a_newer_rule_moves_them() -> None:
    newer = oldest(all_features() | features("a{anchor-name:--a}"))
    assert newer["Chrome"] == (125, "properties.anchor-name")


def test_nothing_is_done_without_that_is_not_there() -> None:
    assert set(DONE_WITHOUT) <= all_features()
