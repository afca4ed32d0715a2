"""The script that makes sure of a Chromium, on machines that have one thing or another: what it would install."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.processes import ROOT

QUICK, USUAL = "chromium-headless-shell", "chromium"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Its programs: apt-get notes what it is to install, and all but Chromium is installed already."""
    for name in ("sh", "dirname", "grep"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    add(tmp_path, "id", "echo 0")
    add(tmp_path, "apt-get", f'[ "$1" = update ] || echo "$@" >> "{tmp_path}/asked"')
    add(tmp_path, "dpkg-query", 'case "$*" in *chromium*) exit 1 ;; esac; echo install ok installed')
    return tmp_path


def add(machine: Path, name: str, script: str = "") -> Path:
    program = machine / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def installed(machine: Path, chromium: str = "") -> list[str]:
    environment = {"PATH": str(machine)} | ({"CHROMIUM": chromium} if chromium else {})
    script = ROOT / "scripts/install_chromium.sh"
    subprocess.run([machine / "sh", script], env=environment, check=True, capture_output=True)
    asked = machine / "asked"
    return [line.split()[-1] for line in asked.read_text().splitlines()] if asked.exists() else []


def test_where_there_is_none_both_are_asked_for(machine: Path) -> None:
    assert installed(machine) == [QUICK, USUAL]


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
def test_any_of_its_names_will_do_where_the_quick_one_cannot_be_had(machine: Path, name: str) -> None:
    add(machine, name)
    assert installed(machine) == [QUICK]


def test_the_quick_one_is_enough(machine: Path) -> None:
    add(machine, QUICK)
    assert installed(machine) == []


def test_another_that_is_wished_for_is_installed_beside_the_quick_one(machine: Path) -> None:
    add(machine, QUICK)
    assert installed(machine, chromium=USUAL) == [USUAL]


def test_one_that_is_named_is_taken_wherever_it_is(machine: Path) -> None:
    (machine / "my browsers").mkdir()
    assert installed(machine, chromium=str(add(machine, "my browsers/chrome"))) == []


def test_nothing_is_installed_in_place_of_one_that_cannot_be(machine: Path) -> None:
    assert installed(machine, chromium="/nowhere/chrome") == []
