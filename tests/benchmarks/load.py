"""Asks a server as fast as it answers, over connections that are kept alive: with wrk, or from Python without it.

Python itself is slower than the servers measured; its ratios flatter the slower one of two. wrk is in the packages of
most systems (`apt install wrk`).
"""

import functools
import http.client
import multiprocessing
import shutil
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.asking import Asked, ask, ask_once, connect

CONNECTIONS = 32
PYTHON_CLIENTS = 8
START_SECONDS = 30
HEAD_START_SECONDS = 0.05
"""So that all clients have heard of a task before it begins."""

SCRIPT = """
wrk.method = "{method}"
wrk.body = {body}
{headers}
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a server bore: requests a second, and seconds that half and 99 of 100 requests took at the most."""

    requests: int
    rate: float
    p50: float
    p99: float
    errors: int


def generator() -> str:
    """Which load generator is used, in words."""
    if shutil.which("wrk"):
        return f"wrk, 1 thread, {CONNECTIONS} connections, on the same cores as the server"
    return (
        f"Python's http.client in {PYTHON_CLIENTS} processes, on the same cores as the server; "
        "with wrk (apt install wrk) the figures would be higher and truer"
    )


def bear(asked: Asked, *, seconds: float) -> Load:
    """Send the request over and over for so long."""
    ask_once(asked)  # raises when the answer is not the one that is to be measured
    return _by_wrk(asked, seconds) if shutil.which("wrk") else _by_python(asked, seconds)


def _by_wrk(asked: Asked, seconds: float) -> Load:
    headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in asked.headers.items())
    script = SCRIPT.format(
        method=asked.method,
        body=f'"{asked.body}"' if asked.form else "nil",
        headers=headers,
    )
    with tempfile.TemporaryDirectory(prefix="orders-wrk-") as folder:
        path = Path(folder) / "ask.lua"
        path.write_text(script, encoding="ascii")
        # wrk counts whole seconds only.
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{max(1, round(seconds))}s",
            "-s",
            str(path),
            asked.url,
        ]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    line = next(line for line in printed.splitlines() if line.startswith("FIGURES"))
    requests, microseconds, p50, p99, errors = (int(figure) for figure in line.split()[1:])
    return Load(requests, requests / microseconds * 1e6, p50 / 1e6, p99 / 1e6, errors)


@functools.cache
def _clients() -> ProcessPoolExecutor:
    """Kept for all turns, for they take longer to start than a turn lasts; all of them are there before any begins."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(PYTHON_CLIENTS)
    clients = ProcessPoolExecutor(
        PYTHON_CLIENTS, mp_context=context, initializer=ready.wait, initargs=(START_SECONDS,)
    )
    wait([clients.submit(int) for _ in range(PYTHON_CLIENTS)])
    return clients


def _by_python(asked: Asked, seconds: float) -> Load:
    clients = _clients()
    begin_at = time.monotonic() + HEAD_START_SECONDS
    jobs = [clients.submit(_ask_for, asked, begin_at, seconds) for _ in range(PYTHON_CLIENTS)]
    results = [job.result() for job in jobs]
    took = [each for times, _ in results for each in times]
    errors = sum(failed for _, failed in results)
    if len(took) < PYTHON_CLIENTS:
        raise RuntimeError(f"Only {len(took)} requests were answered, and {errors} failed.")
    percentiles = statistics.quantiles(took, n=100)
    return Load(len(took), len(took) / seconds, percentiles[49], percentiles[98], errors)


def _ask_for(asked: Asked, begin_at: float, seconds: float) -> tuple[list[float], int]:
    """Ask from that moment of the machine's monotonic clock; seconds that each request took, and how many failed."""
    took: list[float] = []
    errors = 0
    with closing(connect(asked)) as connection:
        time.sleep(max(0.0, begin_at - time.monotonic()))
        end_at = time.perf_counter() + seconds
        while (began := time.perf_counter()) < end_at:
            try:
                ask(asked, connection)
            except (OSError, http.client.HTTPException, RuntimeError):
                errors += 1
                connection.close()
            else:
                took.append(time.perf_counter() - began)
    return took, errors
