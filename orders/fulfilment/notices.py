"""What went wrong while nobody was watching, written down for staff; a worker's thread mails or posts it."""

from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from orders.fulfilment import imports
from orders.fulfilment.models import ImportRow, Notice, TrackingImport
from orders.fulfilment.reports import summary
from orders.storage.write_queue import in_turn

SAME_TROUBLE_SECONDS: Final = 86_400.0
WATCHED_SECONDS: Final = 3_600.0
"""Somebody who waited for an import and has not seen its end by then was cut off."""
KEPT_SECONDS: Final = 30 * 86_400.0
MOST_QUOTED: Final = 10
AT_ONCE: Final = 20


def note(subject: str, text: str, *, now: float, key: str = "", path: str = "") -> None:
    """Staff are to be told; of the same trouble, by its `key`, once a day."""
    if key and Notice.objects.filter(key=key, created_at__gt=now - SAME_TROUBLE_SECONDS).exists():
        return
    Notice.objects.create(
        key=key[:80], subject=subject[:200], text=text, path=path[:200], created_at=now, due_at=now
    )


def note_ended(*, now: float) -> None:
    """Look for imports that came to their end unwatched; of those that refused rows staff are to be told."""
    waiting = ImportRow.objects.filter(of=OuterRef("pk"), is_waiting=True)
    unwatched = Q(is_watched=False) | Q(accepted_at__lt=now - WATCHED_SECONDS)
    ended = TrackingImport.objects.filter(
        unwatched, is_check=False, noticed_at=None, accepted_at__isnull=False
    )
    for made in ended.exclude(Exists(waiting))[:AT_ONCE]:
        with in_turn(), transaction.atomic():
            if see(made, now=now) and (progress := imports.progress(made)).refused:
                path = f"/admin/fulfilment/trackingimport/{made.pk}/change/?rows=bad"
                text = f"{made.name}: {summary(dict(progress.verdicts))}.\n\n{_quote(made)}"
                note(f"{progress.refused} rows of {made.name} were refused", text, now=now, path=path)


def see(made: TrackingImport, *, now: float) -> bool:
    """Somebody knows how an import ended; False where that is so already."""
    return bool(TrackingImport.objects.filter(pk=made.pk, noticed_at=None).update(noticed_at=now))


def forget_old(*, now: float) -> None:
    """Notices are kept for a month."""
    Notice.objects.filter(created_at__lt=now - KEPT_SECONDS).delete()


def _quote(made: TrackingImport) -> str:
    """Why rows were refused. Order names are no secret of the shopper's; numbers and contacts stay out of mails."""
    bad = made.rows.filter(is_waiting=False).exclude(verdict__in=imports.GOOD).order_by("position")
    lines = [f"Row {row.lines}, {row.order or 'no order'}: {row.words}" for row in bad[:MOST_QUOTED]]
    return "\n".join(lines)
