"""The timer and the cron line of docs/operations.md that take warehouses' files, carried out as they are printed."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deployed.readme import blocks, unit_lines
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.support.live_site import site_environment
from tests.support.prepared import migrated_sqlite
from tests.support.processes import ROOT

TEXT = (ROOT / "docs" / "operations.md").read_text("utf-8")
SERVICE, TIMER = (
    next(unit for unit in blocks(TEXT, "ini") if mark in unit) for mark in ("import_tracking", "[Timer]")
)
CRON = next(
    line.strip() for line in TEXT.splitlines() if line.strip().startswith("*/10 ") and "--watch" in line
)
INSTALLED, INCOMING = "/srv/order-tracking", "/srv/incoming"
NUMBER = "1Z999AA10123456784"


def here(text: str, incoming: Path) -> str:
    """What is printed, with this machine's places in place of the deployed site's."""
    return (
        text.replace(f"{INSTALLED}/.venv/bin/python", sys.executable)
        .replace(" .venv/bin/python", f" {sys.executable}")
        .replace(INSTALLED, str(ROOT))
        .replace(INCOMING, str(incoming))
    )


def by_systemd(incoming: Path) -> list[str]:
    return shlex.split(unit_lines(here(SERVICE, incoming))["ExecStart"][0])


def by_cron(incoming: Path) -> list[str]:
    return ["/bin/sh", "-c", here(CRON, incoming).split(None, 5)[5]]


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("command", [by_systemd, by_cron])
def test_a_file_in_the_folder_is_taken_and_wrong_rows_are_no_failure_of_the_unit(
    sandbox: Sandbox, incoming: Path, tmp_path: Path, command: Callable[[Path], list[str]]
) -> None:
    sandbox.reset()
    sandbox.state.access.scopes |= WRITE_SCOPES
    order = sandbox.state.add_order("#1001", lines=[Line(title="Mug")])
    file = incoming / "shipments.csv"
    file.write_text(f"Order,Carrier,Tracking number\n1001,UPS,{NUMBER}\n4711,UPS,1Z999AA10123456793\n")
    a_minute_ago = time.time() - 60
    os.utime(file, (a_minute_ago, a_minute_ago))
    environment = site_environment(
        url="http://127.0.0.1:9", shopify_url=sandbox.url, database_url=migrated_sqlite(tmp_path)
    )
    ended = subprocess.run(
        command(incoming), cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=120
    )
    assert [info.number for made in order.fulfillments for info in made.tracking] == [NUMBER], ended.stderr
    assert str(ended.returncode) in unit_lines(SERVICE)["SuccessExitStatus"]
    assert not file.exists()
    assert len(list((incoming / "done").iterdir())) == 2  # the file and its report


def test_the_unit_starts_where_its_command_is_and_writes_only_where_it_reads() -> None:
    service = unit_lines(SERVICE)
    assert service["WorkingDirectory"] == [INSTALLED]
    assert service["ExecStart"][0].startswith(f"{INSTALLED}/.venv/bin/python manage.py import_tracking ")
    assert INCOMING in service["ReadWritePaths"][0].split()
    assert unit_lines(TIMER).keys() >= {"OnCalendar", "WantedBy"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed.")
def test_systemd_finds_no_fault_in_the_units(incoming: Path, tmp_path: Path) -> None:
    units = {"service": here(SERVICE, incoming), "timer": TIMER}
    paths = [tmp_path / f"order-tracking-import.{kind}" for kind in units]
    for path, text in zip(paths, units.values(), strict=True):
        path.write_text(text)
    looked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, paths)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    complaints = [line for line in looked.stderr.splitlines() if "order-tracking-import" in line]
    assert (looked.returncode, complaints) == (0, []), looked.stderr
