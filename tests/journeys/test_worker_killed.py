"""Workers killed outright, fifty times at random points under load: nothing is lost, doubled or stuck."""

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from orders.shopify.auth import StaticToken
from orders.shopify.client import ShopifyClient
from orders.storage import snapshots
from orders.transport.deadline import Deadline
from tests.sandbox import Sandbox
from tests.support import services
from tests.support.live_site import manage, site_environment
from tests.support.worker_forks import WorkerForks

ORDERS = 40
KILLS = 50
WORKERS = 3
LEASE = 3.0
DRAIN_SECONDS = 25.0


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own, of each kind."""
    folder = Path(tempfile.mkdtemp(prefix="orders-killed-"))
    if request.param == "sqlite":
        yield f"sqlite:///{folder}/orders.sqlite3"
    else:
        with services.postgresql() as url:
            yield url
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_fifty_workers_killed_at_random_points_lose_double_and_block_nothing(
    sandbox: Sandbox, database_url: str
) -> None:
    seed = int(os.environ.get("SEED") or random.randrange(1_000_000))
    print(f"SEED={seed}")
    dice = random.Random(seed)
    sandbox.reset()
    sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)
    ids = [
        sandbox.state.add_order(f"#{7000 + number}", email="ana@example.com").id for number in range(ORDERS)
    ]
    environment = site_environment(
        url="http://127.0.0.1:8000", shopify_url=sandbox.url, database_url=database_url
    )
    manage(environment, "migrate", "--verbosity", "0")
    manage(
        environment, "worker", "--once"
    )  # the first sweep, so that what follows is fetched for its hint alone
    with WorkerForks(environment, lease=LEASE) as forks:
        sandbox.state.faults.latency = 0.03
        before = len(fetches(sandbox))
        hints = storm(forks, sandbox, ids, dice)
        drain(forks)
        rows = forks.rows()
        fetched = len(fetches(sandbox)) - before
    assert {row.shopify_id for row in rows} == set(ids), f"seed {seed}"
    assert len(rows) == ORDERS, f"seed {seed}"
    wrong = [row.shopify_id for row in rows if row.snapshot != truth(sandbox, row.shopify_id)]
    assert wrong == [], f"seed {seed}"
    assert fetched <= hints + KILLS, f"seed {seed}: an order was fetched that nobody had hinted"
    now = time.time()
    stuck = [row for row in rows if row.due_at <= now or row.hinted_at > row.fetched_at or row.failures]
    assert stuck == [], f"seed {seed}"
    print(f"{hints} hints, {KILLS} kills, {fetched} fetches")


def storm(forks: WorkerForks, sandbox: Sandbox, ids: list[str], dice: random.Random) -> int:
    """Orders change and are hinted, while workers die and others take over. Returns how many hints there were."""
    hints = 0
    for _ in range(WORKERS):
        forks.fork()
    for _ in range(KILLS):
        for shopify_id in dice.sample(ids, 4):
            change(sandbox, shopify_id, dice)
            forks.hint([shopify_id])
            hints += 1
        time.sleep(dice.uniform(0.0, 0.25))
        forks.kill(dice.choice(forks.pids))
        forks.fork()
    return hints


def change(sandbox: Sandbox, shopify_id: str, dice: random.Random) -> None:
    order = sandbox.state.order(shopify_id)
    if not order.fulfillments:
        sandbox.state.fulfill(order)
    else:
        status = dice.choice(["IN_TRANSIT", "OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY"])
        sandbox.state.add_event(order.fulfillments[0], status, city=dice.choice(["Teruel", "Soria", "Lugo"]))


def drain(forks: WorkerForks) -> None:
    """Let those that still live finish what is due."""
    give_up_at = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < give_up_at:
        now = time.time()
        if all(row.due_at > now and row.hinted_at < row.fetched_at for row in forks.rows()):
            return
        time.sleep(0.2)


def truth(sandbox: Sandbox, shopify_id: str) -> bytes:
    with ShopifyClient(
        shop_domain=sandbox.store_domain, api_url=sandbox.url, credentials=StaticToken(sandbox.access_token)
    ) as client:
        return snapshots.encode(client.get_order(shopify_id, deadline=Deadline.after(5)).order)


def fetches(sandbox: Sandbox) -> list[str]:
    return [str(asked.variables["id"]) for asked in sandbox.requests if asked.operation == "Order"]
