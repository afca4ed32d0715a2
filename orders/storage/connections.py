"""Connections of a pool are lent: whoever will not need the database for a while gives its own back."""

from django.db import connection


def give_back() -> None:
    """Let others use this thread's connection, where there is a pool and no transaction is open.

    Django does so at the end of each request of its own. The next statement takes one from the pool again.
    """
    if connection.connection is not None and not connection.in_atomic_block:
        pooled = connection.settings_dict["OPTIONS"].get("pool")
        if pooled:
            connection.close()
