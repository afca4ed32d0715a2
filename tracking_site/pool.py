"""The processes that serve pages lend PostgreSQL's connections to their threads, from a pool (docs/decisions/0033).

Only they do. The start's own checks, the worker and every command have a connection or three for themselves, and hear
at once, in the database's own words, what ails it.
"""

from django.conf import settings

WAIT_SECONDS = 3.0
"""How long a request waits for a connection: longer than a server takes to restart, shorter than one is patient."""
GIVE_UP_SECONDS = 4.0
"""Then the pool tries no more by itself, and the next request has it try anew. Its pauses double, so that after a long
absence of the server it would find it late."""
IDLE_SECONDS = 60.0


def lend_connections() -> None:
    """From now on a thread's connection to PostgreSQL comes from its process's pool and goes back after each request.

    To be called while no connection is open, before processes are forked: each opens a pool with its first request.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") or not settings.DATABASE_POOL_SIZE:
        return
    database["CONN_MAX_AGE"] = 0  # what Django closes after a request goes back to the pool
    database["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": settings.DATABASE_POOL_SIZE,
        "timeout": WAIT_SECONDS,
        "reconnect_timeout": GIVE_UP_SECONDS,
        "max_idle": IDLE_SECONDS,
    }
