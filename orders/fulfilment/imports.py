"""Imports as rows: what is kept of an accepted file, and doing one row of it, by whoever has time."""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count

from orders.fulfilment import reporting
from orders.fulfilment.files.parcels import FileRow
from orders.fulfilment.files.shipments import Reading
from orders.fulfilment.finding import NotFound, find_order
from orders.fulfilment.locks import OrderBusy
from orders.fulfilment.models import ImportRow, TrackingImport
from orders.fulfilment.operations import Desk
from orders.fulfilment.planning import Plan, Verdict
from orders.fulfilment.scopes import known_may_write
from orders.fulfilment.wanted import WantedEvent, WantedEvents, WantedItem, WantedShipment
from orders.shopify.errors import AccessDenied, ChangeRefused, OrderNotFound
from orders.storage.write_queue import in_turn

BATCH: Final = 1_000
KEPT_SECONDS: Final = 90 * 86_400.0
MOST_WORDS: Final = 600
EVENTS: Final = "events"
"""In what is kept of a row: it is of scans, not of a shipment."""
GOOD: Final = frozenset({"new", "same", "changed"})


class Found(StrEnum):
    """What a row came to: a plan's verdict, or that its order is not there."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"
    NOTHING_LEFT = "nothing_left"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRow:
    """A row that is ours until `leased_until`."""

    pk: int
    leased_until: float
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is; `verdicts` counts what is done."""

    rows: int
    waiting: int
    verdicts: Mapping[str, int]

    @property
    def done(self) -> int:
        """Rows that have come to something."""
        return self.rows - self.waiting

    @property
    def refused(self) -> int:
        """Rows that somebody must look at."""
        return sum(count for verdict, count in self.verdicts.items() if verdict not in GOOD)


def accept(
    reading: Reading, *, name: str, actor: str, is_check: bool, now: float, is_watched: bool = False
) -> TrackingImport:
    """Keep a file's rows; those the file itself has wrong are done at once."""
    with in_turn(), transaction.atomic():
        made = TrackingImport.objects.create(
            name=name[:200],
            actor=actor[:150],
            created_at=now,
            is_check=is_check,
            accepted_at=None if is_check else now,
            notes=list(reading.notes),
            unknown_locations=list(reading.unknown_locations),
            is_watched=is_watched,
        )
        for start in range(0, len(reading.rows), BATCH):
            ImportRow.objects.bulk_create(
                ImportRow(
                    of=made,
                    position=start + index,
                    lines=", ".join(map(str, row.lines))[:100],
                    order=row.order,
                    wanted=_to_json(row),
                    verdict=Found.REFUSED if row.problem else "",
                    words=row.problem[:MOST_WORDS],
                    is_waiting=not row.problem,
                )
                for index, row in enumerate(reading.rows[start : start + BATCH])
            )
    return made


def begin(made: TrackingImport, *, now: float) -> bool:
    """Do what was only looked at; False where it is being done already."""
    with in_turn(), transaction.atomic():
        begun = TrackingImport.objects.filter(pk=made.pk, is_check=True).update(
            is_check=False, accepted_at=now
        )
        if begun:
            made.rows.exclude(wanted__isnull=True).update(
                is_waiting=True, verdict="", words="", due_at=0, failures=0, leased_until=0
            )
    return bool(begun)


def claim(*, now: float, lease: float, of: int | None = None) -> ClaimedRow | None:
    """Take the next row that is due, of one import or of any."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    one = "AND of_id = %(of)s" if of is not None else ""
    values: dict[str, float] = {"now": now, "until": now + lease + random.random(), "of": of or 0}  # noqa: S311
    due = f"is_waiting AND due_at <= %(now)s AND leased_until <= %(now)s {one}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM fulfilment_importrow WHERE {due} LIMIT 1", values)  # noqa: S608
        if cursor.fetchone() is None:
            return None  # looking first costs no lock
        cursor.execute(
            f"UPDATE fulfilment_importrow SET leased_until = %(until)s WHERE id IN (SELECT id "  # noqa: S608
            f"FROM fulfilment_importrow WHERE {due} ORDER BY due_at, id LIMIT 1 {skip}) "
            "RETURNING id, leased_until, failures",
            values,
        )
        row = cursor.fetchone()
    return ClaimedRow(pk=int(row[0]), leased_until=float(row[1]), failures=int(row[2])) if row else None


def renew(claimed: ClaimedRow, until: float) -> bool:
    """Hold a row longer; False when it is not ours any more."""
    mine = ImportRow.objects.filter(pk=claimed.pk, leased_until=claimed.leased_until, is_waiting=True)
    return bool(mine.update(leased_until=until))


def do(claimed: ClaimedRow, desk: Desk) -> tuple[Found, str, str]:
    """Look at a row, or carry it out: what it came to, in words, and the order. Doing it again changes nothing.

    Raises OrderBusy, Unsettled and ShopifyErrors, after which it is to be done again.
    """
    row = ImportRow.objects.select_related("of").get(pk=claimed.pk)
    order_id = ""
    try:
        order_id = find_order(row.order, client=desk.client)
        plan = _carry_out(row, order_id, desk)
    except NotFound as problem:
        return Found.NOT_FOUND, str(problem), ""
    except OrderNotFound:
        return Found.NOT_FOUND, "Shopify shows no such order to this app.", order_id
    except ChangeRefused as refusal:
        return Found.REFUSED, f"Shopify refuses: {' '.join(refusal.reasons)}", order_id
    except AccessDenied as denial:
        return Found.REFUSED, f"The app may not do this: {denial}", order_id
    return _found(plan.verdict), plan.reason, order_id


def _carry_out(row: ImportRow, order_id: str, desk: Desk) -> Plan:
    kept = row.wanted or {}
    if EVENTS in kept:
        return _report(row, order_id, events_from_json(kept), desk)
    wanted = wanted_from_json(kept)
    return desk.preview(order_id, wanted) if row.of.is_check else desk.ship(order_id, wanted).plan


def _report(row: ImportRow, order_id: str, wanted: WantedEvents, desk: Desk) -> Plan:
    """The scans of a parcel; those of one that the same file makes wait until it is made."""
    if not known_may_write(desk.client).report:
        return Plan(verdict=Verdict.REFUSED, reason=reporting.NO_SCOPE)
    made = reporting.find_parcel(desk.look(order_id), wanted.number)
    if made is not None:
        if sum(bool(info.number) for info in made.tracking) > 1:
            return Plan(verdict=Verdict.REFUSED, reason=reporting.SEVERAL_PARCELS)
        return reporting.report(desk, order_id, made, wanted, is_check=row.of.is_check)
    shipments = ImportRow.objects.filter(
        of=row.of, order__iexact=row.order, wanted__has_key="notify_customer"
    )
    same_parcel = [each for each in shipments if wanted.number in (each.wanted or {})["numbers"]]
    if any(each.is_waiting for each in same_parcel):
        raise OrderBusy
    if row.of.is_check and any(each.verdict in (Found.NEW, Found.CHANGED) for each in same_parcel):
        if any(len((each.wanted or {})["numbers"]) > 1 for each in same_parcel):
            return Plan(verdict=Verdict.REFUSED, reason=reporting.SEVERAL_PARCELS)
        return reporting.say_later(wanted)
    return Plan(verdict=Verdict.REFUSED, reason=f"No shipment of this order has the number {wanted.number}.")


def finish(claimed: ClaimedRow, found: Found, words: str, *, shopify_id: str = "") -> None:
    """Write down what a row came to."""
    ImportRow.objects.filter(pk=claimed.pk, leased_until=claimed.leased_until).update(
        verdict=found, words=words[:MOST_WORDS], shopify_id=shopify_id[:80], is_waiting=False, leased_until=0
    )


def put_off(claimed: ClaimedRow, *, seconds: float, failed: bool, now: float) -> None:
    """Give a row back, due again after so many seconds."""
    ImportRow.objects.filter(pk=claimed.pk, leased_until=claimed.leased_until).update(
        due_at=now + seconds, leased_until=0, failures=claimed.failures + failed
    )


def progress(made: TrackingImport) -> Progress:
    """How far an import is."""
    counted = list(made.rows.values_list("is_waiting", "verdict").annotate(Count("pk")).order_by())
    verdicts = {verdict: count for waits, verdict, count in counted if not waits}
    waiting = sum(count for waits, _, count in counted if waits)
    return Progress(rows=waiting + sum(verdicts.values()), waiting=waiting, verdicts=verdicts)


def forget_old(*, now: float) -> None:
    """Imports are kept for three months, for whoever asks what a file did."""
    TrackingImport.objects.filter(created_at__lt=now - KEPT_SECONDS).delete()


def _to_json(row: FileRow) -> dict[str, Any] | None:
    if row.events is not None:
        return events_to_json(row.events)
    return wanted_to_json(row.wanted) if row.wanted else None


def events_to_json(wanted: WantedEvents) -> dict[str, Any]:
    """As the scans of a parcel are kept in a row."""
    events = [
        [event.status, event.happened_at.isoformat(), event.city, event.message] for event in wanted.events
    ]
    return {"numbers": [wanted.number], EVENTS: events}


def events_from_json(kept: dict[str, Any]) -> WantedEvents:
    """What `events_to_json` wrote."""
    # Rows that were kept before scans had places hold two things of each.
    rows = ([*row, None, None][:4] for row in kept[EVENTS])
    events = (
        WantedEvent(status=status, happened_at=datetime.fromisoformat(at), city=city, message=message)
        for status, at, city, message in rows
    )
    return WantedEvents(number=kept["numbers"][0], events=tuple(events))


def wanted_to_json(wanted: WantedShipment) -> dict[str, Any]:
    """As it is kept in a row."""
    return asdict(wanted)


def wanted_from_json(kept: dict[str, Any]) -> WantedShipment:
    """What `wanted_to_json` wrote."""
    items = tuple(WantedItem(**item) for item in kept["items"])
    return WantedShipment(**(kept | {"numbers": tuple(kept["numbers"]), "items": items}))


def _found(verdict: Verdict) -> Found:
    return Found(verdict.value)
