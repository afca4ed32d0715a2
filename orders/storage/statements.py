"""Written-out statements, run without what Django does around each on SQLite (docs/decisions/0008).

For those that a page, a look-up or a webhook waits for; everything else asks `connection.cursor()` as usual.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

PLACE = re.compile(r"%(?:\((?P<name>\w+)\)s|s|%)")

type Values = Sequence[Any] | Mapping[str, Any]


def run(statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """The rows that a statement gives, none for one that gives none; `%s` and `%(name)s` stand for the values.

    Raises Django's database errors. Whoever listens to statements (`execute_wrapper`, a debugging cursor) hears these.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None or database.vendor != "sqlite" or _is_heard(database):
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        return list(database.connection.execute(_for_sqlite(statement), values).fetchall())


def _is_heard(database: Any) -> bool:
    return bool(database.execute_wrappers) or database.queries_logged


@lru_cache(maxsize=256)
def _for_sqlite(statement: str) -> str:
    """The same with SQLite's own places for values."""
    return PLACE.sub(_place, statement)


def _place(found: re.Match[str]) -> str:
    if found["name"]:
        return f":{found['name']}"
    return "?" if found[0] == "%s" else "%"
