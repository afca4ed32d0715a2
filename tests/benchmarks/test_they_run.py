"""The measurements still run, and print what they promise. What they measure is not judged here."""

import os
import subprocess
import sys

import pytest

from tests.support.processes import ROOT

pytestmark = pytest.mark.slow

COMMANDS = {
    "timeline": (["--rounds", "1", "--seconds", "0.001"], ["build_timeline", "A huge order"]),
    "opening": (["--rounds", "1", "--seconds", "0.001"], ["the page, kept", "made by Django", "find_link"]),
    "points": (["#1001"], ["cold look-up", "Usual", "#1001"]),
    "growth": (
        ["--sizes", "5", "20", "--rounds", "1", "--seconds", "0.001"],
        ["find_link", "put_if_newer", "By the time at 5"],
    ),
    "parcel_figures": (
        ["--sizes", "20", "60", "--rounds", "1", "--seconds", "0.001"],
        ["Counted by the worker", "a year", "By the time at 20"],
    ),
    "serving": (
        ["--rounds", "1"],
        ["order page", "bare WSGI", "Memory", "of the bare WSGI application's rate"],
    ),
    "outage": (
        ["--seed", "5", "--hours", "1"],
        ["staleness, median", " 0 not as the shop has them"],
    ),
    "console": (
        ["--sizes", "40", "80", "--calls", "2"],
        ["front", "find, a parcel", "80, median", "queries"],
    ),
    "cold": (["--latencies", "0", "--no-scans"], ["Cold look-ups", "usual", "refunded", "huge", "1 + 1"]),
    "messaging": (
        ["--changes", "40", "--mails", "5", "--rounds", "1", "--seed", "7"],
        ["not named 0", "Mails a second", "with messages on"],
    ),
    "importing": (
        ["--rows", "6", "--rate", "1000", "--sizes", "100", "--idle-seconds", "1"],
        ["6 of 6", "6 with 1", "above it, MB", "Reading a file"],
    ),
    "following": (
        ["--scans", "2", "--orders", "5", "--views", "40", "--seconds", "1"],
        ["How soon", "with worker and webhooks", "with neither"],
    ),
}

LONG = {"timeline", "serving", "outage", "cold", "following", "console", "messaging", "importing"}
"""Those that take ten seconds and more at their smallest; `make measurements` runs these too."""


def run(name: str, *arguments: str) -> str:
    """Run a measurement as one does by hand, with warnings as errors; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.long] if name in LONG else []) for name in COMMANDS],
)
def test_it_prints_its_table(name: str) -> None:
    arguments, promised = COMMANDS[name]
    printed = run(name, *arguments)
    for words in promised:
        assert words in printed
