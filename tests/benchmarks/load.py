"""Asks a server as fast as it answers, over connections that are kept alive: with wrk, or from Python without it.

Python itself is slower than the servers measured; its ratios flatter the slower one of two. wrk is in the packages of
most systems (`apt install wrk`).
"""

import http.client
import multiprocessing
import shutil
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.servers import Asked, ask

CONNECTIONS = 32
PYTHON_CLIENTS = 8

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
    ask(asked)  # raises when the answer is not the one that is to be measured
    return _by_wrk(asked, seconds) if shutil.which("wrk") else _by_python(asked, seconds)


def _by_wrk(asked: Asked, seconds: float) -> Load:
    headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in asked.headers.items())
    script = SCRIPT.format(
        method="POST" if asked.form else "GET",
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
    return Load(requests / microseconds * 1e6, p50 / 1e6, p99 / 1e6, errors)


def _by_python(asked: Asked, seconds: float) -> Load:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PYTHON_CLIENTS, mp_context=context) as clients:
        began_at = time.time() + 0.5  # when all have started
        jobs = [
            clients.submit(_ask_until, asked, began_at, began_at + seconds) for _ in range(PYTHON_CLIENTS)
        ]
        done = [job.result() for job in jobs]
    took = sorted(one for latencies, _ in done for one in latencies)
    percentiles = statistics.quantiles(took, n=100) if len(took) > 1 else took * 99
    return Load(len(took) / seconds, percentiles[49], percentiles[98], sum(errors for _, errors in done))


def _ask_until(asked: Asked, begin_at: float, end_at: float) -> tuple[list[float], int]:
    """Seconds that each request took, and how many failed."""
    host = asked.url.removeprefix("http://").partition("/")[0]
    connection = http.client.HTTPConnection(host, timeout=20)
    took: list[float] = []
    errors = 0
    time.sleep(max(0, begin_at - time.time()))
    while time.time() < end_at:
        began = time.perf_counter()
        try:
            ask(asked, connection=connection)
        except (OSError, http.client.HTTPException, RuntimeError):
            errors += 1
            connection.close()
        else:
            took.append(time.perf_counter() - began)
    connection.close()
    return took, errors
