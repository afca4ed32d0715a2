"""Messages as rows: claimed by one worker at a time, handed on once, moved on with what came of it.

Before a message is handed to a server its row says so; what a killed worker leaves in that state may have been sent,
is tried once more under the same `Message-ID`, and stays marked.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from orders.messages.models import State
from orders.watching import metrics

LEASE_SECONDS = 180.0
REASON_LIMIT = 200

COLUMNS = "id, order_id, channel, recipient, attempts, unanswered, message_id, noted_at, leased_until"
_CLAIM = """
UPDATE order_messages_message AS claimed SET
  leased_until = %(until)s,
  unanswered = claimed.unanswered + CASE WHEN claimed.state = 'sending' THEN 1 ELSE 0 END,
  state = 'claimed'
"""
_PICK = """
  SELECT id FROM order_messages_message
  WHERE state IN ('waiting', 'claimed', 'sending') AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT %(most)s"""
_RETURNED = ", ".join(f"claimed.{column}" for column in COLUMNS.split(", "))
CLAIM_ON_POSTGRESQL = (
    f"WITH picked AS MATERIALIZED ({_PICK} FOR UPDATE SKIP LOCKED) {_CLAIM} "
    f"FROM picked WHERE claimed.id = picked.id RETURNING {_RETURNED}"
)
CLAIM_ON_SQLITE = f"{_CLAIM} WHERE id IN ({_PICK}) RETURNING {COLUMNS}"
IS_ANYTHING_DUE = """
SELECT 1 FROM order_messages_message
WHERE state IN ('waiting', 'claimed', 'sending') AND due_at <= %s AND leased_until <= %s LIMIT 1
"""
BEGIN = """
UPDATE order_messages_message SET
  state = 'sending', message_id = %s, language = %s, segments = %s, attempts = attempts + 1
WHERE id = %s AND leased_until = %s AND state = 'claimed'
  AND EXISTS (SELECT 1 FROM orders_trackedorder tracked
    WHERE tracked.id = order_messages_message.order_id AND tracked.version = %s)
"""
PUT_OFF = """
UPDATE order_messages_message SET state = 'claimed', leased_until = 0, due_at = %s, reason = %s,
  unanswered = unanswered + %s
WHERE id = %s AND leased_until = %s
"""
FINISH = """
UPDATE order_messages_message SET state = %s, leased_until = 0, reason = %s, done_at = %s,
  unanswered = unanswered + %s
WHERE id = %s AND leased_until = %s
"""

BEGIN_AGAIN = """
UPDATE order_messages_message SET state = 'waiting', due_at = %(now)s, noted_at = %(now)s, leased_until = 0,
  attempts = 0, unanswered = 0, message_id = %(message_id)s, reason = '', done_at = NULL
WHERE id = %(pk)s AND state IN ('sent', 'dropped', 'failed')
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours until `leased_until`; the fields are `COLUMNS`."""

    pk: int
    order_pk: int
    channel: str
    recipient: str
    attempts: int
    unanswered: int
    message_id: str
    noted_at: float
    leased_until: float


def claim(*, most: int, now: float, lease: float = LEASE_SECONDS) -> list[Claimed]:
    """Take up to `most` messages that are due, the longest due first."""
    with connection.cursor() as cursor:
        cursor.execute(IS_ANYTHING_DUE, [now, now])
        if cursor.fetchone() is None:
            return []
        statement = CLAIM_ON_POSTGRESQL if connection.vendor == "postgresql" else CLAIM_ON_SQLITE
        # A lease that differs each time, so that a lapsed one cannot be taken for the one that followed it.
        until = now + lease + random.random()  # noqa: S311
        cursor.execute(statement, {"now": now, "most": most, "until": until})
        return sorted((Claimed(*row) for row in cursor.fetchall()), key=lambda each: each.pk)


def begin(claimed: Claimed, *, version: int, message_id: str, language: str, segments: int = 0) -> bool:
    """Note that the message is now handed to a server. False when it is not ours any more, or the order has changed
    since the `version` that the message was made from.
    """
    values: list[str | float] = [message_id, language, segments, claimed.pk, claimed.leased_until, version]
    return _change(BEGIN, values)


def put_off(
    claimed: Claimed, *, seconds: float, reason: str, now: float, is_unanswered: bool = False
) -> None:
    """Give a message back, to be tried again after `seconds`."""
    _change(
        PUT_OFF,
        [now + seconds, reason[:REASON_LIMIT], int(is_unanswered), claimed.pk, claimed.leased_until],
    )


def finish(
    claimed: Claimed,
    state: State,
    *,
    reason: str = "",
    now: float,
    is_unanswered: bool = False,
) -> None:
    """Move a message on for good."""
    is_ours = _change(
        FINISH,
        [
            state.value,
            reason[:REASON_LIMIT],
            now,
            int(is_unanswered),
            claimed.pk,
            claimed.leased_until,
        ],
    )
    if is_ours:
        metrics.MESSAGES.labels(claimed.channel, state.value).inc()


def begin_again(pk: int, *, message_id: str, now: float) -> bool:
    """Have what was sent, dropped or failed be sent once more; False where a message to its recipient waits already."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BEGIN_AGAIN, {"pk": pk, "message_id": message_id, "now": now})
            return bool(cursor.rowcount)
    except IntegrityError:
        return False


def _change(statement: str, values: Sequence[str | float]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)
