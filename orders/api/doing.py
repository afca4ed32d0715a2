"""The worker's part: one stored operation after the other, those of one order in the order in which they came.

What a killed worker held is due again when its lease runs out. `Desk` begins with reading, so a parcel with a number
is not made twice; for one without, and for events, what was so before the first try is written down first.
"""

import random
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from orders import clock, conf
from orders.api.callbacks import note_ended
from orders.api.doing_answers import answer
from orders.api.doing_holds import hold, release
from orders.api.endings import Ending, NotOurs, remember
from orders.api.models import ApiToken, Operation, State
from orders.api.work import is_own
from orders.api.writable import READ_ONLY_CODE, missing_scopes
from orders.asking import gateway
from orders.domain.fulfillable import FulfillableOrder, ReportedEvent, Tracking
from orders.fulfilment.changing import Unsettled
from orders.fulfilment.locks import OrderBusy
from orders.fulfilment.operations import Desk
from orders.fulfilment.planning import CANNOT_LEAVE, Verdict
from orders.fulfilment.scopes import ask_may_write
from orders.fulfilment.wanted import WantedItem, WantedShipment, shopifys_company
from orders.shopify.errors import (
    AccessDenied,
    ChangeRefused,
    Misconfigured,
    OrderNotFound,
    OutcomeUnknown,
    ShopifyError,
    Unavailable,
)
from orders.storage import due
from orders.storage.write_queue import in_turn

LEASE_SECONDS = 120.0
"""Longer than an operation takes with all its waiting."""
SETTLE_SECONDS = 60.0
PATIENCE_SECONDS = 2.0
LONGEST_BACK_OFF_SECONDS = 600.0
GIVEN_UP_SECONDS = 3 * 86_400.0

CLAIM = """
UPDATE api_operation SET leased_until = %(until)s, tries = tries + 1 WHERE id = (
  SELECT mine.id FROM api_operation mine WHERE mine.finished_at IS NULL
    AND mine.due_at <= %(now)s AND mine.leased_until <= %(now)s
    AND NOT EXISTS (SELECT 1 FROM api_operation other
      WHERE other.finished_at IS NULL AND other.shopify_id = mine.shopify_id AND other.id < mine.id)
  ORDER BY mine.due_at, mine.id LIMIT 1)
AND leased_until <= %(now)s RETURNING id
"""


def do_next(*, now: float) -> bool:
    """Do the operation that has been due longest; False when none is."""
    operation = _claim(now=now)
    if operation is None:
        return False
    ending: Ending | None
    try:
        ending = _do(operation)
    except AccessDenied as error:
        missing = _missing_scopes(operation)
        ending = missing or _put_off(operation, error, now=clock.seconds())
    except (Unsettled, OrderBusy, Unavailable, Misconfigured) as error:
        ending = _put_off(operation, error, now=clock.seconds())
    except ChangeRefused as refusal:
        ending = Ending(state=State.REFUSED, code="shopify_refuses", detail=" ".join(refusal.reasons))
    except (NotOurs, OrderNotFound):
        ending = _not_ours()
    except ShopifyError as error:
        ending = Ending(state=State.REFUSED, code="failed", detail=str(error))
    if ending is not None:
        _finish(operation, ending, now=clock.seconds())
    return True


def _missing_scopes(operation: Operation) -> Ending | None:
    """The scope to write was taken away since this was accepted: waiting for days would not help."""
    try:
        may = ask_may_write(gateway.background_client())
    except ShopifyError:
        return None
    missing = missing_scopes(operation.kind, may)
    return Ending(state=State.REFUSED, code=READ_ONLY_CODE, detail=missing) if missing else None


def _not_ours() -> Ending:
    return Ending(
        state=State.REFUSED,
        code="not_found",
        detail="There is no such order or fulfillment at this location.",
    )


def _do(operation: Operation) -> Ending:
    token = operation.token
    if token.revoked_at is not None and not operation.begun:
        said = "The token was revoked, so nothing more is tried."
        return Ending(state=State.REFUSED, code="revoked", detail=said)
    desk = Desk(actor=token.actor, client=gateway.background_client(), patience=PATIENCE_SECONDS)
    order = desk.look(operation.shopify_id)
    if not is_own(token, order):
        raise NotOurs
    if operation.kind == "ship":
        return _ship(desk, operation, order)
    if operation.kind == "answer":
        return answer(desk, operation, order)
    if operation.kind == "hold":
        return hold(desk, operation, order)
    if operation.kind == "release":
        return release(desk, operation, order)
    made = next((each for each in order.fulfillments if each.id == operation.fulfillment_id), None)
    if made is None or made.location_id != token.location_id:
        raise NotOurs
    return _change(desk, operation)


def _ship(desk: Desk, operation: Operation, order: FulfillableOrder) -> Ending:
    token, body = operation.token, operation.body
    wanted = _wanted(body, token)
    if isinstance(wanted, Ending):
        return wanted
    if not wanted.numbers:
        before = remember(operation, {"fulfillments": [made.id for made in order.fulfillments]})
        fresh = _made_meanwhile(order, token, before["fulfillments"]) if operation.tries > 1 else None
        if fresh:
            return Ending(state=State.DONE, fulfillment_id=fresh)
    outcome = desk.ship(operation.shopify_id, wanted)
    plan = outcome.plan
    if plan.verdict in (Verdict.REFUSED, Verdict.NOTHING_LEFT):
        return Ending(state=State.REFUSED, code=str(plan.verdict), detail=plan.reason)
    return Ending(
        state=State.DONE,
        code=str(plan.verdict),
        detail=plan.reason,
        fulfillment_id=outcome.fulfillment_id or "",
    )


def _made_meanwhile(order: FulfillableOrder, token: ApiToken, before: list[str]) -> str | None:
    """The parcel without a number that an earlier try has made before it was cut off."""
    fresh = [
        made.id
        for made in order.fulfillments
        if made.id not in before
        and made.location_id == token.location_id
        and made.status not in CANNOT_LEAVE
        and not any(info.number for info in made.tracking)
    ]
    return fresh[0] if fresh else None


def _change(desk: Desk, operation: Operation) -> Ending:
    body, order_id, gid = operation.body, operation.shopify_id, operation.fulfillment_id
    if operation.kind == "update_tracking":
        tracking = _tracking(body["tracking"])
        if isinstance(tracking, Ending):
            return tracking
        desk.correct_tracking(order_id, gid, tracking, notify_customer=bool(body.get("notify_customer")))
    elif operation.kind == "cancel":
        desk.cancel(order_id, gid)
    elif operation.begun:  # an earlier try was cut off while it was sent, or just after
        if not desk.was_reported(_event(operation)):
            return _unknown()
    else:
        remember(operation, {"sent": True})
        try:
            desk.report_event(order_id, _event(operation))
        except Unsettled:
            return _unknown()
        except (OrderBusy, Unavailable, Misconfigured) as error:
            if isinstance(error.__context__, OutcomeUnknown):  # it was sent; reading it back is what failed
                return _unknown()
            _forget(operation)
            raise
    return Ending(state=State.DONE, fulfillment_id=gid)


def _unknown() -> Ending:
    return Ending(state=State.UNKNOWN, code="no_answer", detail="Sent, and Shopify gave no answer.")


def _wanted(body: dict[str, Any], token: ApiToken) -> WantedShipment | Ending:
    tracking = _tracking(body["tracking"]) if body.get("tracking") else Tracking()
    if isinstance(tracking, Ending):
        return tracking
    return WantedShipment(
        numbers=tracking.numbers,
        company=tracking.company,
        url=tracking.urls[0] if tracking.urls else None,
        items=tuple(WantedItem(**item) for item in body.get("items", ())),
        location_id=token.location_id,
        notify_customer=bool(body.get("notify_customer")),
    )


def _tracking(body: dict[str, Any]) -> Tracking | Ending:
    company = shopifys_company(body["company"], country=conf.country()) if body.get("company") else None
    numbers = tuple(body["numbers"])
    url = body.get("url")
    return Tracking(company=company, numbers=numbers, urls=(url,) if url and len(numbers) == 1 else ())


def _event(operation: Operation) -> ReportedEvent:
    body = operation.body
    happened_at = _moment(body, "happened_at") or datetime.fromtimestamp(operation.created_at, UTC)
    return ReportedEvent(
        fulfillment_id=operation.fulfillment_id,
        status=body["status"],
        happened_at=happened_at,
        estimated_delivery_at=_moment(body, "estimated_delivery_at"),
        message=body.get("message"),
        city=body.get("city"),
        province=body.get("province"),
        country=body.get("country"),
        zip=body.get("zip"),
    )


def _moment(body: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(body[name]) if body.get(name) else None


def _claim(*, now: float) -> Operation | None:
    until = now + LEASE_SECONDS + random.random()  # noqa: S311 - tells one claim from the next
    with in_turn(), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "until": until})
        row = cursor.fetchone()
    return Operation.objects.select_related("token").get(pk=row[0]) if row else None


def _forget(operation: Operation) -> None:
    Operation.objects.filter(pk=operation.pk).update(begun={})


def _put_off(operation: Operation, error: Exception, *, now: float) -> Ending | None:
    """Try again later; None while that is so."""
    if now - operation.created_at > GIVEN_UP_SECONDS:
        return Ending(state=State.REFUSED, code="given_up", detail=f"Not possible for days: {error}")
    wait = min(due.back_off(operation.tries, dice=random.random()), LONGEST_BACK_OFF_SECONDS)  # noqa: S311
    if isinstance(error, Unsettled):
        wait = SETTLE_SECONDS
    elif isinstance(error, OrderBusy):
        wait = PATIENCE_SECONDS
    elif isinstance(error, Unavailable) and error.retry_after:
        wait = error.retry_after
    Operation.objects.filter(pk=operation.pk).update(due_at=now + wait, leased_until=0)
    return None


def _finish(operation: Operation, ending: Ending, *, now: float) -> None:
    """The end of an operation and the callback that tells of it: both or neither."""
    with in_turn(), transaction.atomic():
        changed = Operation.objects.filter(pk=operation.pk, finished_at=None).update(
            state=ending.state,
            code=ending.code[:40],
            detail=ending.detail[:500],
            fulfillment_id=ending.fulfillment_id or operation.fulfillment_id,
            finished_at=now,
            leased_until=0,
            # What was asked is needed no more; its digest stays, so that the same request is known again.
            body={},
            begun={},
        )
        if changed:
            note_ended(operation, now=now)
