"""What ails the database, in its own words, as far as those hold nothing of a row."""

import sqlite3
from typing import Any

# PostgreSQL's conditions (appendix A of its manual) whose first line names the server, a role, a table or a column at
# most: connections, authorisation, read-only, missing things, locks, resources, operators, the system, its own faults.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
SPEAKABLE = ("08", "25006", "28", "3D", "3F", "40", "42501", "42P01", "42703", "53", "55P", "57", "58", "XX")


def in_its_own_words(error: BaseException) -> str:
    """One line such as `OperationalError: attempt to write a readonly database`.

    An error that may quote a value (a broken constraint, text that does not fit) is named and no more.
    """
    cause = error.__cause__ or error
    words = _words(cause)
    return f"{type(cause).__name__}: {words}" if words else type(cause).__name__


def _words(cause: Any) -> str:
    if isinstance(cause, sqlite3.Error):
        # SQLite quotes names of its own, never a value; Python's own complaints about parameters may.
        quotes = isinstance(cause, sqlite3.DataError | sqlite3.ProgrammingError | sqlite3.InterfaceError)
        return "" if quotes else str(cause)
    if hasattr(cause, "sqlstate"):  # psycopg's, which is not installed everywhere
        if cause.sqlstate is None:
            return _first_line(str(cause))  # of the connection: the server has said nothing about a statement
        condition = f" ({cause.sqlstate})"
        if cause.sqlstate.startswith(SPEAKABLE):
            return _first_line(cause.diag.message_primary or str(cause)) + condition
        return f"condition {cause.sqlstate}"
    return ""


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
