"""What is to be done, as rows: claimed by one worker at a time, moved on with what came of it.

A row says that it is being done before anything leaves; what a killed worker leaves so counts as a try without answer.
"""

import random

from django.db import connection

from orders.rules.models import OPEN, Deed, State
from orders.storage.write_queue import in_turn

LEASE_SECONDS = 120.0
FIRST_WAIT_SECONDS = 15.0
LONGEST_WAIT_SECONDS = 3 * 3600.0
GIVEN_UP_SECONDS = 86_400.0
MOST_SAID = 200

CLAIM = """
UPDATE order_rules_deed SET leased_until = %(until)s, tries = tries + 1,
  unanswered = unanswered + CASE WHEN state = 'doing' THEN 1 ELSE 0 END, state = 'waiting'
WHERE id = (
  SELECT id FROM order_rules_deed
  WHERE state IN ('waiting', 'doing') AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT 1)
AND leased_until <= %(now)s RETURNING id
"""
IS_ANY_DUE = """
SELECT 1 FROM order_rules_deed
WHERE state IN ('waiting', 'doing') AND due_at <= %s AND leased_until <= %s LIMIT 1
"""


def claim(*, now: float) -> Deed | None:
    """Take what has been due longest; None when nothing is."""
    with connection.cursor() as cursor:
        cursor.execute(IS_ANY_DUE, [now, now])
        if cursor.fetchone() is None:
            return None
    until = now + LEASE_SECONDS + random.random()  # noqa: S311 - tells one claim from the next
    with in_turn(), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "until": until})
        row = cursor.fetchone()
    if row is None:
        return None
    return Deed.objects.select_related("firing__rule", "firing__order").filter(pk=row[0]).first()


def begin(deed: Deed) -> bool:
    """Note that it now leaves; False when it is not ours any more."""
    return _change(deed, state=State.DOING)


def end(deed: Deed, state: State, said: str, *, now: float) -> None:
    """Move it on for good."""
    _change(deed, state=state, said=said[:MOST_SAID], ended_at=now, leased_until=0)


def put_off(
    deed: Deed, said: str, *, now: float, seconds: float | None = None, is_unanswered: bool = False
) -> None:
    """Again later, and longer each time; given up a day after it was first to be done."""
    unanswered = deed.unanswered + is_unanswered
    if now - deed.created_at >= GIVEN_UP_SECONDS:
        _change(
            deed,
            state=State.FAILED,
            said=f"Given up after a day: {said}"[:MOST_SAID],
            ended_at=now,
            leased_until=0,
            unanswered=unanswered,
        )
        return
    wait = back_off(deed.tries) if seconds is None else seconds
    _change(
        deed,
        state=State.WAITING,
        said=said[:MOST_SAID],
        due_at=now + wait,
        leased_until=0,
        unanswered=unanswered,
    )


def again(deed: Deed, *, now: float) -> bool:
    """Somebody wants what was given up to be tried for another day."""
    rows = Deed.objects.filter(pk=deed.pk, state=State.FAILED)
    return bool(
        rows.update(
            state=State.WAITING,
            created_at=now,
            due_at=now,
            leased_until=0,
            tries=0,
            unanswered=0,
            ended_at=None,
        )
    )


def settle(deed: Deed, *, now: float) -> bool:
    """Somebody leaves it at that: it is not told of any more."""
    rows = Deed.objects.filter(pk=deed.pk, state=State.FAILED)
    return bool(rows.update(state=State.DROPPED, ended_at=now))


def back_off(tries: int) -> float:
    """Seconds until the next try."""
    longest = min(FIRST_WAIT_SECONDS * 2.0 ** min(tries - 1, 12), LONGEST_WAIT_SECONDS)
    return longest * random.uniform(0.8, 1.0)  # noqa: S311 - spreads, protects nothing


def _change(deed: Deed, **fields: object) -> bool:
    """Change it where it is still ours."""
    held = Deed.objects.filter(pk=deed.pk, leased_until=deed.leased_until, state__in=OPEN)
    return bool(held.update(**fields))
