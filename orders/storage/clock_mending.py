"""Times that a clock wrote which ran ahead: they count as now, and from now on they age (docs/decisions/0009)."""

import logging
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from orders import clock
from orders.storage import due

logger = logging.getLogger("orders.worker")

LONGEST_WAIT_SECONDS = 25 * 3600.0
"""Nothing is put off for longer than a day; what is due later, and not never, was put off by a wrong clock."""

# Each: what is written anew where a time lies too far ahead. `ahead` is the latest that a right clock can have written.
STATEMENTS = (
    *(
        f"UPDATE {table} SET {column} = %(now)s WHERE {column} > %(ahead)s"  # noqa: S608 - own names
        for table, columns in {
            "orders_trackedorder": ("fetched_at", "failed_at", "missing_at", "hinted_at", "removed_at"),
            "orders_accesslink": ("created_at", "used_at"),
            "orders_limit": ("updated_at",),
            "orders_webhookdelivery": ("received_at",),
        }.items()
        for column in columns
    ),
    # Sweeps looked only for what changed since a day that had not come: they begin anew.
    (
        "UPDATE orders_chore SET cursor = '', due_at = %(now)s, finished_at = 0, leased_until = 0 "
        "WHERE finished_at > %(ahead)s OR leased_until > %(ahead)s OR due_at > %(latest)s"
    ),
    "DELETE FROM orders_flight WHERE until > %(ahead)s",
    "DELETE FROM orders_worker WHERE seen_at > %(ahead)s",
    (
        "UPDATE orders_breaker SET failures = 0, open_until = 0, failed_at = 0, slow_until = 0 "
        "WHERE open_until > %(ahead)s + 300 OR failed_at > %(ahead)s OR slow_until > %(ahead)s"
    ),
)


def mend_times(*, now: float) -> int:
    """Write what lies in the future as now; returns how many rows there were. To be called when a clock went back."""
    values = {
        "now": now,
        "ahead": now + clock.AHEAD_SECONDS,
        "latest": now + LONGEST_WAIT_SECONDS,
        "never": due.NEVER,
    }
    mended = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (*STATEMENTS, *_release_rows()):
            cursor.execute(statement, values)
            mended += cursor.rowcount
    if mended:
        logger.warning(
            "A clock had run ahead: %d rows held times of days to come, which count as now.", mended
        )
    return mended


def _release_rows() -> Iterator[str]:
    """For every table of ours whose rows wait until they are due and are held by a lease, whichever room it is of."""
    for model in apps.get_models():
        about = model._meta  # noqa: SLF001 - Django's documented way to ask a model about itself
        columns = {field.column for field in about.concrete_fields}
        if model.__module__.startswith("orders.") and "leased_until" in columns:
            table = about.db_table
            yield f"UPDATE {table} SET leased_until = 0 WHERE leased_until > %(ahead)s"  # noqa: S608 - own names
            if "due_at" in columns:
                yield (
                    f"UPDATE {table} SET due_at = %(now)s "  # noqa: S608 - own names
                    "WHERE due_at > %(latest)s AND due_at < %(never)s"
                )
