"""The morning's mail of what needs attention: once a day to each address, and only when there is something to say.

A row says that a day's mail is handed over for an address before it is; whoever finds one leaves it alone. What a
worker was killed over is not sent again: one mail too few, of what the console shows anyway, rather than one twice.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from orders import clock, conf
from orders.branding import brands
from orders.console import troubles
from orders.console.counting import MOST_IN_ALL, count_each, words
from orders.console.filters import Filter, visible
from orders.console.lines import Line, describe
from orders.console.models import MorningMail
from orders.console.reasons import Reason
from orders.messages import letters
from orders.messages.email import Letter, Mailer, Outcome, build_mail, sender_line
from orders.messages.switching import sender_address
from orders.storage.hashing import keyed_hash

logger = logging.getLogger("orders.worker")

MOST_LINES = 15
LATEST_HOURS = 4
"""So long after its hour a mail is still sent that could not be sent before."""
KEPT_DAYS = 7
TAKE = "INSERT INTO console_morningmail (key, at) VALUES (%s, %s) ON CONFLICT (key) DO NOTHING"


@dataclass(frozen=True, slots=True)
class Morning:
    """What there is to say: in all, by reason, the worst lines, and what is wrong with the whole site."""

    total: str
    counts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    troubles: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Of the mail, and its heading."""
        if not self.lines:
            return "The site needs attention"
        return "1 thing needs attention" if self.total == "1" else f"{self.total} things need attention"


def send_due(*, now: float) -> int:
    """Send what this morning's mail has not been sent of yet; returns how many addresses got it."""
    addresses, hour = conf.morning_mail()
    begins = clock.local(now).replace(hour=hour, minute=0, second=0, microsecond=0).timestamp()
    if not addresses or not conf.email_url() or not begins <= now < begins + LATEST_HOURS * 3600:
        return 0
    day = clock.local(now).date()
    key = {address: f"{day} {keyed_hash('morning mail', address)}"[:60] for address in addresses}
    handed = set(MorningMail.objects.filter(key__in=key.values()).values_list("key", flat=True))
    waiting = [address for address in addresses if key[address] not in handed]
    morning = read(now=now) if waiting else None
    if morning is None:
        return 0
    MorningMail.objects.filter(key__lt=f"{day - timedelta(days=KEPT_DAYS)}").delete()
    try:
        letter = compose(morning, mark=str(day))
    except ValueError:
        logger.warning("The morning's mail has no sender: set MESSAGES_FROM.")
        return 0
    return _send(letter, {address: key[address] for address in waiting}, now=now)


def _send(letter: Letter, keys: Mapping[str, str], *, now: float) -> int:
    mailer, sent = Mailer(), 0
    for address, key in keys.items():
        if not _take(key, now=now):
            continue  # another worker has it
        result = mailer.send(build_mail(letter, to=address))
        if result.outcome is Outcome.LATER:
            MorningMail.objects.filter(key=key).delete()  # surely not sent: next time
        sent += result.outcome is Outcome.SENT
        if result.outcome is not Outcome.SENT:
            logger.warning("The morning's mail was not sent to one address: %s", result.reason)
        if result.is_server_down:
            break
    mailer.close()
    return sent


def read(*, now: float) -> Morning | None:
    """What there is to say now; None when there is nothing."""
    filters = [Filter(reason=reason.value) for reason in Reason]
    parts = [each.narrow(user_pk=0, now=now) for each in filters]
    total, counts = count_each(visible(now=now), parts, of_a_part=MOST_IN_ALL)
    found = troubles.find_troubles(now=now)
    if not total and not found:
        return None
    rows = visible(now=now).select_related("order").order_by("severity", "since", "pk")[:MOST_LINES]
    return Morning(
        total=words(total, most=MOST_IN_ALL),
        counts=tuple(
            (reason.label, words(count, most=MOST_IN_ALL))
            for reason, count in zip(Reason, counts, strict=True)
            if count
        ),
        lines=tuple(describe(list(rows), {}, now=now)),
        troubles=tuple(found),
    )


def compose(morning: Morning, *, mark: str) -> Letter:
    """The mail; the same `mark` gives the same `Message-ID`. Raises ValueError where mails have no sender."""
    brand, site = brands.current(), conf.site_url()
    context = {
        "morning": morning,
        "list_url": site + reverse("console:front"),
        "lines": [(line, site + reverse("console:order", args=[line.order_pk])) for line in morning.lines],
        "more": morning.total != str(len(morning.lines)),
        "shop": brand.name,
    }
    return Letter(
        subject=f"{morning.subject} · {' '.join(brand.name.split())}",
        text=render_to_string("console/morning.txt", context),
        html=render_to_string("console/morning.html", context),
        sender=sender_line(sender_address(), name=brand.name),
        message_id=letters.make_id("morning", keyed_hash("morning mail", mark)),
    )


def _take(key: str, *, now: float) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [key, now])
        return bool(cursor.rowcount)
