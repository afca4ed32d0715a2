"""Whether the database can do what the site needs of it: it has our tables, and what is written stays."""

import logging

from django.db import Error, connection

from orders.storage.trouble import in_its_own_words
from orders.watching.seldom import Seldom

HAS_TABLES = "SELECT 1 FROM orders_trackedorder, orders_accesslink, orders_limit, orders_flight LIMIT 1"
# A row of its own among the limits, which housekeeping clears away once nobody asks any more.
WRITE = """
INSERT INTO orders_limit (key, level, updated_at) VALUES ('readiness', 0, %(now)s)
ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at
"""
BELIEVED_SECONDS = 1.0
"""How long a process believes that it can write, so that nobody makes it write by asking."""

_trouble = Seldom(logging.getLogger(__name__), logging.ERROR)


class _Last:
    written_at: float = 0.0


def find_trouble(*, now: float) -> str | None:
    """What keeps the site from serving, in the database's own words; None when it can. Committed, as a look-up is."""
    if 0 <= now - _Last.written_at < BELIEVED_SECONDS:
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(HAS_TABLES)
            cursor.execute(WRITE, {"now": now})
    except Error as error:
        words = in_its_own_words(error)
        _trouble.say("The site is not ready. The database: %s", words)
        return words
    _Last.written_at = now
    return None


def begin_anew() -> None:
    """Believe nothing, as a process that has just started."""
    _Last.written_at = 0.0
