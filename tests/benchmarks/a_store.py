"""`python -m tests.benchmarks.a_store`: a store that lets the app write and shows a few of many stored orders.

A process of its own, whose processor time is not the site's. It prints its address and serves until its input ends.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.support.processes import ROOT

SOLD = 20
"""So many of the first orders it shows, each with a parcel and something left to send."""
FIRST_ID = 5_000_000_000


@contextmanager
def serving() -> Iterator[str]:
    """The store's address."""
    command = [sys.executable, "-m", "tests.benchmarks.a_store"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


def main() -> None:
    with Sandbox(demo_orders=False) as sandbox:
        sandbox.state.access.scopes |= WRITE_SCOPES
        sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)
        for number in range(1, SOLD + 1):
            lines = [Line(title="Mug", quantity=2, sku="MUG-1"), Line(title="Plate", sku="PLATE-1")]
            order = sandbox.state.add_order(f"#{1000 + number}", legacy_id=FIRST_ID + number, lines=lines)
            sandbox.state.fulfill(order, quantities={"Mug": 1})
        print(sandbox.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
