"""The folder in which the processes of one site count together, for `/metrics`."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from tracking_site.environment import Environment

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client's own; it reads it when it is imported, so it must be set before."""
PREFIX = "order-tracking-metrics-"


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
    _remove_orphans()
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    _made.append(os.environ[VARIABLE])


def remove() -> None:
    """Remove what `prepare` made."""
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)


def forget(pid: int) -> None:
    """A process has ended: what it counted stays, what it last measured does not."""
    if os.environ.get(VARIABLE):
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - reads the folder when imported

        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _remove_orphans() -> None:
    """What processes that were killed have left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        maker = re.fullmatch(rf"{PREFIX}(\d+)-.*", folder.name)
        if maker and str(folder) not in _made and not _is_alive_elsewhere(int(maker[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive_elsewhere(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()  # a container's processes have the same numbers each time
