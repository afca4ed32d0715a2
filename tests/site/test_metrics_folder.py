"""The folder in which processes count together is not left behind, not even by who was killed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tracking_site import metrics_folder
from tracking_site.environment import Environment


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv(metrics_folder.VARIABLE, "")
    monkeypatch.setattr(metrics_folder, "_made", [])
    return tmp_path


WANTED = Environment({"METRICS_PORT": "9100"})


def test_what_a_killed_process_left_is_removed_and_what_is_in_use_stays(temporary: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    left = temporary / f"{metrics_folder.PREFIX}{gone.pid}-a"
    used = temporary / f"{metrics_folder.PREFIX}{os.getppid()}-b"
    left.mkdir()
    used.mkdir()
    metrics_folder.prepare(WANTED)
    assert not left.exists()
    assert used.exists()


def test_it_is_made_where_metrics_are_wanted_and_removed_at_the_end() -> None:
    metrics_folder.prepare(WANTED)
    folder = Path(os.environ[metrics_folder.VARIABLE])
    assert folder.is_dir()
    metrics_folder.remove()
    assert not folder.exists()


def test_none_is_made_where_nobody_wants_metrics(temporary: Path) -> None:
    metrics_folder.prepare(Environment({}))
    assert not list(temporary.iterdir())
