"""Counts that stay quick however much there is: each up to a limit, all in one statement."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from orders.console.models import Attention

MOST_IN_ALL = 1000
MOST_OF_A_PART = 100


def count_each(
    whole: QuerySet[Attention],
    parts_of_it: Sequence[QuerySet[Attention]],
    *,
    in_all: int = MOST_IN_ALL,
    of_a_part: int = MOST_OF_A_PART,
) -> tuple[int, list[int]]:
    """How many rows the whole has and each of its parts; the limits mean so many or more."""
    parts, values = [], list[Any]()
    limited = [(whole, in_all), *((rows, of_a_part) for rows in parts_of_it)]
    for place, (rows, most) in enumerate(limited):
        statement, asked = rows.order_by().values("pk")[:most].query.sql_with_params()
        parts.append(f"SELECT {place}, COUNT(*) FROM ({statement}) AS counted")  # noqa: S608 - Django's own statement
        values += asked
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        counted = dict(cursor.fetchall())
    total, *others = (int(counted[place]) for place in range(len(limited)))
    return total, others


def words(count: int, *, most: int) -> str:
    """A count as a badge says it."""
    return f"{count:,}" if count < most else f"{most - 1:,}+"


# One step from each carrier to the next in the index, so that it takes as long as there are carriers, not rows.
CARRIERS = """
WITH RECURSIVE each_one(carrier) AS (
  SELECT MIN(carrier) FROM console_attention WHERE carrier > ''
  UNION ALL
  SELECT (SELECT MIN(carrier) FROM console_attention WHERE carrier > each_one.carrier)
  FROM each_one WHERE each_one.carrier IS NOT NULL
)
SELECT carrier FROM each_one WHERE carrier IS NOT NULL LIMIT 50
"""


def carriers() -> list[str]:
    """The carriers of all that needs attention, by name."""
    with connection.cursor() as cursor:
        cursor.execute(CARRIERS)
        return [str(row[0]) for row in cursor.fetchall()]
