"""Fills a database file with what rules have done for many stored orders."""

import sqlite3
from typing import Any

from orders import clock
from orders.rules.models import Rule
from orders.rules.triggers import Trigger

RULES = (Trigger.NO_SCAN, Trigger.OVERDUE, Trigger.ATTEMPTED, Trigger.PROBLEM, Trigger.SILENT)
FAILED_ONE_IN = 100
FIRINGS = (
    "INSERT INTO order_rules_firing (id, rule_id, order_id, occurrence, trigger, hours, fulfillment_id, detail, fact, "
    "since, fired_at) VALUES (?, ?, ?, ?, ?, 48, '', '', '', ?, ?)"
)
DEEDS = (
    "INSERT INTO order_rules_deed (firing_id, kind, target, state, mark, due_at, leased_until, tries, unanswered, "
    "created_at, ended_at, said) VALUES (?, 'mail', 'sam@casalumbre.example', ?, ?, ?, 0, 1, 0, ?, ?, '')"
)


def add_rules() -> None:
    """A rule of each kind, in the database the site is connected to."""
    now = clock.seconds()
    Rule.objects.bulk_create(
        Rule(
            name=f"Rule of {trigger}",
            trigger=trigger,
            hours=48,
            mail_to="sam@casalumbre.example",
            is_on=True,
            created_at=now,
            changed_at=now,
        )
        for trigger in RULES
    )


def fill(database: sqlite3.Connection, *, orders: int, one_in: int) -> None:
    """For every `one_in`th order a rule fired within the last twelve days and wrote a mail, which may have failed."""
    database.execute("DELETE FROM order_rules_deed")
    database.execute("DELETE FROM order_rules_firing")
    numbers = range(one_in, orders + 1, one_in)
    database.executemany(FIRINGS, (_firing(number, place) for place, number in enumerate(numbers)))
    database.executemany(DEEDS, (_deed(number, place) for place, number in enumerate(numbers)))


def _firing(number: int, place: int) -> tuple[Any, ...]:
    rule, at = place % len(RULES), clock.seconds() - number % 1_000_000
    return number, rule + 1, number, f"{RULES[rule]}:{number}", RULES[rule], at - 172_800, at


def _deed(number: int, place: int) -> tuple[Any, ...]:
    at = clock.seconds() - number % 1_000_000
    return number, "failed" if place % FAILED_ONE_IN == 0 else "done", f"mark {number}", at, at, at
