"""`python -m tests.benchmarks.importing`: a warehouse's file through the rate limit, by workers that are killed.

Every row is to be done exactly once, in little more than the time that its points take to come back, and in little more
memory than an idle worker's. `reading`: the memory that a file takes to be read and kept, by its rows.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks import in_process  # first, for it sets Django up

# isort: split
from orders import clock
from orders.asking import gateway
from orders.fulfilment import imports
from orders.fulfilment.accepting import Told, read_upload
from orders.fulfilment.models import TrackingImport
from tests.benchmarks.ending import stop_what_was_started
from tests.benchmarks.figures import print_machine, print_table
from tests.sandbox import Sandbox
from tests.sandbox.access import DEFAULT_SCOPES, WRITE_SCOPES
from tests.sandbox.building import Line
from tests.support.processes import ROOT

IDLE_SECONDS = 6.0
KILLED_AT = (1 / 3, 2 / 3)
BUCKET_SECONDS = 20
"""A bucket holds what comes back in so many seconds."""


def main() -> None:
    """Run what is asked for, by default all of it."""
    stop_what_was_started()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=100.0, help="points a second that come back")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--idle-seconds", type=float, default=IDLE_SECONDS)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 50_000])
    options = parser.parse_args()
    print_machine()
    read(options.sizes)
    with Sandbox(demo_orders=False) as sandbox:
        sandbox.state.access.scopes = set(DEFAULT_SCOPES | WRITE_SCOPES)
        sandbox.state.buckets.resize(size=BUCKET_SECONDS * options.rate, restore_rate=options.rate)
        in_process.connect(sandbox.url)
        gateway.forget_client()
        through(
            sandbox,
            rows=options.rows,
            rate=options.rate,
            workers=options.workers,
            idle_seconds=options.idle_seconds,
        )


def write_file(rows: int) -> bytes:
    """A file of so many orders, each with a number of its own."""
    lines = (f"#{1000 + row},UPS,{_number(row)}\n" for row in range(rows))
    return f"Order,Carrier,Tracking number\n{''.join(lines)}".encode()


def _number(row: int) -> str:
    """With its check digit, as UPS gives them."""
    digits = f"999AA1{row:08}"
    figures = [int(char) if char.isdecimal() else (ord(char) - 63) % 10 for char in digits]
    total = sum(figures[0::2]) + 2 * sum(figures[1::2])
    return f"1Z{digits}{-total % 10}"


# Through the rate limit ----------------------------------------------------------------------------------------------


def through(sandbox: Sandbox, *, rows: int, rate: float, workers: int, idle_seconds: float) -> None:
    """Accept a file and let workers do it, of which one is killed at each third."""
    for row in range(rows):
        sandbox.state.add_order(f"#{1000 + row}", lines=[Line(title="Mug")])
    environment = os.environ | {"SHOPIFY_API_URL": sandbox.url}
    running = [_start(environment) for _ in range(workers)]
    time.sleep(idle_seconds)
    idle = _memory(running[0].pid)
    made = _accept(write_file(rows))
    sandbox.clear_requests()
    began = time.monotonic()
    peak, kills = idle, 0
    while (progress := imports.progress(made)).waiting:
        peak = max([peak, *(_memory(each.pid) for each in running)])
        if kills < len(KILLED_AT) and progress.done >= KILLED_AT[kills] * rows:
            victim = running.pop(0)
            victim.kill()
            victim.wait()
            running.append(_start(environment))
            kills += 1
        time.sleep(0.2)
    seconds = time.monotonic() - began
    for each in running:
        each.kill()
        each.wait()
    _tell(sandbox, made, rows=rows, rate=rate, seconds=seconds, kills=kills, idle=idle, peak=peak)


def _tell(
    sandbox: Sandbox,
    made: TrackingImport,
    *,
    rows: int,
    rate: float,
    seconds: float,
    kills: int,
    idle: int,
    peak: int,
) -> None:
    sent = Counter(len(order.fulfillments) for order in sandbox.state.orders)
    right = sum(
        [info.number for each in order.fulfillments for info in each.tracking] == [_number(row)]
        for row, order in enumerate(sandbox.state.orders)
    )
    asked = sandbox.requests
    points = sum(call.actual_cost or 0 for call in asked)
    free = BUCKET_SECONDS * rate * (1 - gateway.BACKGROUND_RESERVE)
    floor = max(points - free, 0.0) / rate
    by_operation = Counter(call.operation or "?" for call in asked)
    print_table(
        f"{rows:,} rows, {rate:g} points a second, {kills} workers killed",
        ("", "figure"),
        [
            ("rows done exactly once", f"{right:,} of {rows:,}"),
            ("orders by shipments", ", ".join(f"{count:,} with {n}" for n, count in sorted(sent.items()))),
            (
                "verdicts",
                ", ".join(f"{count:,} {name}" for name, count in imports.progress(made).verdicts.items()),
            ),
            ("points", f"{points:,}, {points / rows:.1f} a row"),
            ("calls", ", ".join(f"{count:,} {name}" for name, count in by_operation.most_common(6))),
            ("seconds", f"{seconds:,.0f}"),
            ("seconds that the points alone take", f"{floor:,.0f}"),
            ("times the floor", f"{seconds / floor:.2f}" if floor else "the bucket held all of it"),
            ("memory of an idle worker, MB", f"{idle / 1e6:.0f}"),
            ("peak above it, MB", f"{(peak - idle) / 1e6:.0f}"),
        ],
    )


def _accept(content: bytes) -> TrackingImport:
    now = clock.seconds()
    reading = read_upload(content, Told(), client=gateway.background_client(), now=now)
    return imports.accept(
        reading, name="file.csv", actor="benchmark", is_check=False, is_watched=True, now=now
    )


def _start(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "manage.py", "worker"], env=environment, cwd=ROOT)


def _memory(pid: int | str) -> int:
    """The most that a process has held, in bytes; 0 where it is gone, or this is no Linux."""
    try:
        told = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    return int(found[1]) * 1024 if found else 0


# Reading -------------------------------------------------------------------------------------------------------------


def read(sizes: list[int]) -> None:
    """Read and keep files of these sizes, each in a process of its own."""
    rows = []
    for size in sizes:
        code = (
            "from tests.benchmarks import importing;"
            f"before = importing._memory('self'); made = importing._accept(importing.write_file({size}));"
            "print(made.rows.count(), importing._memory('self') - before)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        kept, grown = map(int, done.stdout.split())
        rows.append((f"{size:,}", f"{kept:,}", f"{grown / 1e6:.0f}"))
    print_table("Reading a file and keeping its rows", ("rows", "kept", "memory, MB"), rows)


if __name__ == "__main__":
    main()
