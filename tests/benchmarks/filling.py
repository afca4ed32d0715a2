"""Fills a database file with many stored orders, each found and opened as if it had been looked up."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from orders.access import buckets, limits, links
from orders.access.buckets import Bucket
from orders.domain.matching import order_keys
from orders.domain.order import Order
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import keys, store
from orders.storage.hashing import keyed_hash, token_hash
from tests.benchmarks.samples import usual_order

BATCH = 20_000
TABLES = (
    "orders_trackedorder",
    "orders_orderkey",
    "orders_ordercontact",
    "orders_accesslink",
    "orders_limit",
)

type Row = Mapping[str, object]
type Patterns = Mapping[str, dict[str, object]]


def token(number: int) -> str:
    """The token of the link to the order of this number."""
    return f"{number:032}"


def name(number: int) -> str:
    """What the shop calls it."""
    return f"#{1000 + number}"


def contact(number: int) -> Contact:
    """Whom it belongs to."""
    return Contact(email=f"shopper{number}@example.com")


def numbered(number: int, order: Order) -> Order:
    """`order` as another one, with an id, a name and a confirmation number of its own."""
    return replace(
        order,
        id=f"gid://shopify/Order/{5_000_000_000 + number}",
        name=name(number),
        number=1000 + number,
        confirmation_number=f"C{number:08}X",
    )


def store_pattern(*, now: float) -> None:
    """Let the site itself store order 1 and what goes with it, in the database it is connected to."""
    order = numbered(1, usual_order(datetime.fromtimestamp(now, UTC)))
    order_pk = store.put_if_newer(FetchedOrder(order=order, contact=contact(1)), fetched_at=now)
    links.issue_link(order_pk, origin="look_up", now=now)
    buckets.charge({Bucket.of(limits.PER_NETWORK[0], "1"): 1.0}, now=now)


def fill(database: Path, *, count: int) -> None:
    """Copy what `store_pattern` has stored until there are `count` orders, by plain SQL.

    Each order gets its own names, contact and link, and one bucket of look-up limits comes with it, which is more than
    the shoppers of that many orders leave behind in a day.
    """
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-500000")
    patterns = {
        table: dict(connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()) for table in TABLES
    }
    with connection:
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
        for first in range(1, count + 1, BATCH):
            numbers = range(first, min(first + BATCH, count + 1))
            for table, rows in _rows(numbers, patterns).items():
                columns = [column for column in patterns[table] if column != "id" or table == TABLES[0]]
                marks = ", ".join(f":{column}" for column in columns)
                statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
                connection.executemany(statement, ({**patterns[table], **row} for row in rows))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _rows(numbers: Iterable[int], patterns: Patterns) -> dict[str, Iterator[Row]]:
    """For each table what tells the rows of these orders from the pattern."""
    numbers = tuple(numbers)
    placed = patterns["orders_trackedorder"]["ordered_at"]
    assert isinstance(placed, float)
    return {
        "orders_trackedorder": (
            {
                "id": n,
                "shopify_id": f"gid://shopify/Order/{5_000_000_000 + n}",
                "ordered_at": placed + n / 100,
            }
            for n in numbers
        ),
        "orders_orderkey": ({"order_id": n, "key": key} for n in numbers for key in _keys(n)),
        "orders_ordercontact": (
            {"order_id": n, "hash": form} for n in numbers for form in keys.contact_hashes(contact(n))
        ),
        "orders_accesslink": ({"order_id": n, "token_hash": token_hash(token(n))} for n in numbers),
        "orders_limit": ({"key": f"address:{keyed_hash('limit', str(n))}"} for n in numbers),
    }


def _keys(number: int) -> frozenset[str]:
    return order_keys(name=name(number), number=1000 + number, confirmation_number=f"C{number:08}X")
