"""The rows of periodic work: when each chore is due, who has it, and how far it has come (docs/decisions/0031)."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Step:
    """What a step came to: where to go on, and whether that is next time rather than now."""

    cursor: str
    is_finished: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A chore that is ours until `leased_until`."""

    name: str
    cursor: str
    failures: int
    leased_until: float


def prepare(due_at: Mapping[str, float]) -> None:
    """Write down the chores that are not there yet, each with the time at which it is due first."""
    with connection.cursor() as cursor:
        for name, at in due_at.items():
            cursor.execute(
                "INSERT INTO orders_chore (name, due_at, leased_until, cursor, finished_at, failures) "
                "VALUES (%s, %s, 0, '', 0, 0) ON CONFLICT (name) DO NOTHING",
                [name, at],
            )


def claim(known: Collection[str], *, now: float, lease: float) -> Claimed | None:
    """Take the one of the `known` chores that has been due longest, if one is; it is left to us for `lease` seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM orders_chore WHERE due_at <= %s AND leased_until <= %s ORDER BY due_at, name",
            [now, now],
        )
        for name in [str(row[0]) for row in cursor.fetchall()]:
            if name not in known:
                continue  # of another version of the site, or a command's
            until = now + lease + random.random()  # noqa: S311 - tells one claim from the next
            cursor.execute(
                "UPDATE orders_chore SET leased_until = %s "
                "WHERE name = %s AND due_at <= %s AND leased_until <= %s RETURNING cursor, failures",
                [until, name, now, now],
            )
            row = cursor.fetchone()
            if row is not None:
                return Claimed(name, str(row[0]), int(row[1]), until)
    return None


def renew(claimed: Claimed, until: float) -> bool:
    """Hold a chore longer; False when it is not ours any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_chore SET leased_until = %s WHERE name = %s AND leased_until = %s",
            [until, claimed.name, claimed.leased_until],
        )
        return bool(cursor.rowcount)


def keep(claimed: Claimed, step: Step, *, due_at: float | None, now: float) -> None:
    """Write down how far a chore has come; with `due_at` it is finished until then."""
    finished = due_at is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_chore SET cursor = %s, leased_until = 0, failures = 0, "
            "due_at = CASE WHEN %s = 1 THEN %s ELSE due_at END, "
            "finished_at = CASE WHEN %s = 1 THEN %s ELSE finished_at END WHERE name = %s AND leased_until = %s",
            [
                step.cursor,
                int(finished),
                due_at or 0.0,
                int(finished),
                now,
                claimed.name,
                claimed.leased_until,
            ],
        )


def put_off(claimed: Claimed, *, seconds: float, now: float) -> None:
    """Give a chore back after a failure; it goes on from the same cursor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_chore SET leased_until = 0, due_at = %s, failures = failures + 1 "
            "WHERE name = %s AND leased_until = %s",
            [now + seconds, claimed.name, claimed.leased_until],
        )
