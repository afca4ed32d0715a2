"""Connections of a pool are lent: whoever will not need the database for a while gives its own back."""

from django.db import DEFAULT_DB_ALIAS, connections


def give_back() -> None:
    """Let others use this thread's connection, where there is a pool and no transaction is open.

    Django does so at the end of each request of its own. The next statement takes one from the pool again.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None or database.in_atomic_block:
        return
    if database.settings_dict["OPTIONS"].get("pool"):
        database.close()
