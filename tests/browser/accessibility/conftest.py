"""A stage for each file of tests."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility.axe import Findings
from tests.browser.accessibility.stage import Stage

type Report = Callable[[Findings], None]


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    """A phone's window."""
    opened = Stage(browser)
    yield opened
    opened.close()


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Report:
    """Write down how many pages axe judged, and fail when it found anything."""

    def write(findings: Findings) -> None:
        for name, value in findings.properties:
            record_property(name, value)
        assert not findings.complaints, "\n".join(findings.complaints[:40])

    return write
