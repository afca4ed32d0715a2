"""Written-out statements give what Django's cursor gives, and are heard by whoever listens."""

from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from orders.storage.statements import run

pytestmark = pytest.mark.django_db
MARK = "INSERT INTO orders_limit (key, level, updated_at, granted) VALUES (%s, %s, 0, false)"


def test_rows_come_as_tuples_and_a_statement_without_rows_gives_none() -> None:
    assert run(MARK, ["a", 1.5]) == []
    assert run("SELECT key, level FROM orders_limit WHERE level > %s", [1]) == [("a", 1.5)]


def test_values_go_by_place_or_by_name() -> None:
    run(MARK, ["a", 1.5])
    named = "SELECT level FROM orders_limit WHERE key = %(key)s OR key = %(key)s || %(more)s"
    assert run(named, {"key": "a", "more": "b"}) == [(1.5,)]
    assert run("SELECT key FROM orders_limit WHERE key LIKE 'a%%' AND level = %s", [1.5]) == [("a",)]


def test_two_signs_for_percent_are_one_whatever_follows() -> None:
    run(MARK, ["sums", 1.5])
    assert run("SELECT key FROM orders_limit WHERE key LIKE '%%s' AND level = %s", [1.5]) == [("sums",)]
    told = "SELECT key, '%%(level)s' FROM orders_limit WHERE key LIKE '%%%%s' AND level = %(level)s"
    assert run(told, {"level": 1.5}) == [("sums", "%(level)s")]


def test_errors_are_djangos() -> None:
    run(MARK, ["a", 1.0])
    with pytest.raises(IntegrityError), transaction.atomic():
        run(MARK, ["a", 1.0])
    with pytest.raises(Error), transaction.atomic():
        run("SELECT nothing FROM nowhere")


def test_nothing_runs_in_a_transaction_that_is_broken() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            run("SELECT 1")


def test_whoever_listens_to_statements_hears_these() -> None:
    heard: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        heard.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        assert run("SELECT %s", [1]) == [(1,)]
    assert heard == ["SELECT %s"]
