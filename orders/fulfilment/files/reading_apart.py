"""Large workbooks are read in a process of their own (`workbook_process`), so that one that is ill costs neither the
site's time nor its memory.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from orders.fulfilment.files.table import Cell, Cells, Line, Sheet, UnreadableFile

ROOT: Final = Path(__file__).resolve().parents[3]
PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH")
"""Of our environment, which holds secrets, no more than a program needs to start."""
PROCESS: Final = "orders.fulfilment.files.workbook_process"
SECONDS: Final = 180.0
MOST_SAID: Final = 200_000_000
TOO_MUCH: Final = (
    "Opening this workbook takes more time or memory than 50,000 rows should. Keep only the columns that are needed, "
    "or save it as CSV, and try again."
)


def read_apart(content: bytes) -> Sheet:
    """The rows as `xlsx_file.read_here` gives them, from a process that is ended when it costs too much."""
    said = _said(content)
    return Sheet(notes=tuple(next(said)), lines=_lines(said))


def _lines(said: Iterator[Any]) -> Iterator[Line]:
    for number, cells in said:
        yield Line(number=number, cells=Cells(cells, _cell))


def _cell(told: str | list[Any]) -> Cell:
    return Cell(text=told) if isinstance(told, str) else Cell(text=told[0], number=told[1], is_padded=told[2])


def _said(content: bytes) -> Iterator[Any]:
    """What the process says, up to its good end. Raises UnreadableFile for any other."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own module, and no word of a stranger's among its arguments
            [sys.executable, "-m", PROCESS],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        )
    watch = threading.Timer(SECONDS, process.kill)
    watch.daemon = True
    watch.start()
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        yield from _until_the_end(process.stdout)
    finally:
        watch.cancel()
        process.kill()
        process.communicate()


def _until_the_end(told: IO[bytes]) -> Iterator[Any]:
    read = 0
    for line in told:
        read += len(line)
        if read > MOST_SAID or not line.endswith(b"\n"):
            break
        message = json.loads(line)
        if isinstance(message, dict):
            if message["problem"]:
                raise UnreadableFile(message["problem"])
            return
        yield message
    raise UnreadableFile(TOO_MUCH)
