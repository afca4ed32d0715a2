"""The run itself, part by part: `python -m tests.deployed [deploy] [upgrade] [containers]`. Writes docs/deployed.md."""

import contextlib
import dataclasses
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.deployed import around, debian, table
from tests.deployed.containers import run_services
from tests.deployed.looking import look_at_every_page, order_link, slow_senders
from tests.deployed.newcomer import Newcomer
from tests.deployed.striking import ANA, Row, Run, second_site_on_a_small_disk, usual_wishes
from tests.deployed.upgrading import run_upgrade
from tests.sandbox import Sandbox

SHOPIFY = ("127.0.0.1", 9100)
HOST = around.HOSTS[0]
RESULTS = debian.FOLDER / "results"
FREE_OF_ERRORS = ("the cache", "a worker", "reload", "restart", "upgrade")
"""How the rows begin that may hold no error."""

type Results = dict[str, Any]


def main() -> int:
    """Run the parts that are named, or all; the table is written from what there is of each."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    RESULTS.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PARTS:
        began = time.monotonic()
        with staged(name) as (root, services, newcomer):
            try:
                results = PARTS[name](root, services, newcomer)
            except BaseException:
                tell_logs(root)
                raise
            finally:
                newcomer.close()
        (RESULTS / f"{name}.json").write_text(json.dumps(results | {"seconds": time.monotonic() - began}))
    known = {path.stem: json.loads(path.read_text()) for path in RESULTS.glob("*.json")}
    table.write(known)
    wrong = [
        f"{row['broken']}: {row['errors']} errors, and there should be none."
        for name in known
        for row in known[name].get("rows", ())
        if row["errors"] and row["broken"].startswith(FREE_OF_ERRORS)
    ]
    print("\n".join(wrong))
    return int(bool(wrong))


@contextlib.contextmanager
def staged(name: str) -> Iterator[tuple[Path, around.Around, Newcomer]]:
    """A root, a shop with orders, and nothing started."""
    print(f"==> {name}", flush=True)
    with (
        Sandbox(host=SHOPIFY[0], port=SHOPIFY[1]) as sandbox,
        debian.copy(name) as root,
        contextlib.closing(around.Around(root)) as services,
    ):
        for number in range(7001, 7041):
            sandbox.state.add_order(f"#{number}", email=ANA)
        yield root, services, Newcomer(root, sandbox.url)


def deploy(root: Path, services: around.Around, newcomer: Newcomer) -> Results:
    """By the README; every page through both proxies; struck."""
    services.start_database()
    services.start_cache()
    services.start_nginx()
    newcomer.deploy()
    tell_times(newcomer.took)
    link = order_link(HOST, "7001", ANA)
    look_at_every_page(HOST, link)
    slow_senders(HOST, link)
    assert newcomer.site
    run = Run(root, services, newcomer.site, HOST, usual_wishes(link))
    run.all()
    run.rows += second_site_on_a_small_disk(root, services, newcomer)
    services.stop_nginx()
    services.start_caddy()
    around.wait_until(lambda: bool(order_link(HOST, "7003", ANA)))
    look_at_every_page(HOST, link)
    slow_senders(HOST, link)
    return {"rows": as_json(run.rows), "steps": newcomer.took}


def upgrade(root: Path, services: around.Around, newcomer: Newcomer) -> Results:
    services.start_cache()
    services.start_nginx()
    return {"rows": as_json(run_upgrade(root, services, newcomer))}


def containers(root: Path, services: around.Around, newcomer: Newcomer) -> Results:
    services.start_database()
    took = run_services(root, newcomer.shopify_url, fill_in=newcomer.fill_in)
    tell_times(took)
    return {"steps": took}


PARTS: dict[str, Callable[[Path, around.Around, Newcomer], Results]] = {
    "deploy": deploy,
    "upgrade": upgrade,
    "containers": containers,
}


def as_json(rows: list[Row]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(row) for row in rows]


def tell_times(took: list[tuple[str, float]]) -> None:
    for step, each in took:
        print(f"    {step:<16} {each:5.1f} s", flush=True)


def tell_logs(root: Path) -> None:
    for log in ("site", "second", "old", "containers"):
        path = root / f"tmp/{log}.log"
        if path.exists():
            print(f"{log}.log ends:\n{path.read_text()[-3000:]}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
