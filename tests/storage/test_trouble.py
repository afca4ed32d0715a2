"""What the database says of its trouble, and what it does not say of a row."""

import pytest
from django.db import DatabaseError, connection

from orders.storage.trouble import in_its_own_words

pytestmark = pytest.mark.django_db


def words_of(statement: str, values: list[str | int] | None = None) -> str:
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute(statement, values or [])
    return in_its_own_words(caught.value)


def test_a_missing_table_is_named() -> None:
    assert "orders_nothing" in words_of("SELECT 1 FROM orders_nothing")


def test_a_broken_constraint_tells_nothing_of_the_row() -> None:
    insert = "INSERT INTO orders_limit (key, level, updated_at) VALUES (%s, %s, 0)"
    with connection.cursor() as cursor:
        cursor.execute(insert, ["ana@example.com", 1])
    told = words_of(insert, ["ana@example.com", 1])
    assert "ana" not in told
    assert told


def test_a_value_that_does_not_fit_is_not_quoted() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes any value")
    told = words_of("SELECT CAST(%s AS integer)", ["ana@example.com"])
    assert "ana" not in told
    assert "22P02" in told
