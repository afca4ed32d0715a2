"""The folder in which the processes of one site count together, for `/metrics`."""

import os
import shutil
import tempfile
from pathlib import Path

from tracking_site.environment import Environment

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client's own; it reads it when it is imported, so it must be set before."""


_made: list[str] = []
"""What this process made: a configuration that is read again makes no second folder."""


def prepare(env: Environment) -> None:
    """Make an empty folder and name it in the process environment, for this process and those it starts.

    Nothing is made where no metrics are wanted, or where whoever started us has named a folder and looks after it.
    """
    if os.environ.get(VARIABLE):
        Path(os.environ[VARIABLE]).mkdir(parents=True, exist_ok=True)
        return
    if not (env.text("METRICS_TOKEN") or env.text("METRICS_PORT", "0") != "0"):
        return
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="order-tracking-metrics-")
    _made.append(os.environ[VARIABLE])


def remove() -> None:
    """Remove what `prepare` made."""
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)
