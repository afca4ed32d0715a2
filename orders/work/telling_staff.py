"""Notices to staff on their way: mailed to STAFF_EMAIL and posted to STAFF_WEBHOOK_URL, each tried for a day."""

import base64
import hashlib
import json
import logging
import random
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.db import connection

from orders import conf
from orders.fulfilment.models import Notice
from orders.messages.email import Letter, Mailer, Outcome, build_mail, sender_line
from orders.messages.letters import make_id
from orders.messages.switching import sender_address
from orders.storage.write_queue import in_turn
from orders.transport.errors import TransportError
from orders.transport.reachable import MayReach, is_public
from orders.transport.signed_posts import Poster

logger = logging.getLogger(__name__)

SECONDS: Final = 8.0
LEASE_SECONDS: Final = 60.0
FIRST_WAIT_SECONDS: Final = 30.0
LONGEST_WAIT_SECONDS: Final = 3_600.0
DAY_SECONDS: Final = 86_400.0

CLAIM: Final = """
UPDATE fulfilment_notice SET leased_until = %(until)s, tries = tries + 1 WHERE id = (
  SELECT id FROM fulfilment_notice WHERE ended_at IS NULL AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT 1)
AND leased_until <= %(now)s RETURNING id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTeller:
    """Tells what is due. `may_reach` decides about every address that is connected to."""

    may_reach: MayReach = is_public
    schemes: tuple[str, ...] = ("https",)

    def tell_next(self, *, now: float) -> bool:
        """Mail and post the notice that has been due longest; False when none is."""
        notice = _claim(now=now)
        if notice is None:
            return False
        to = conf.staff()
        if not to.email and not to.webhook_url:
            logger.warning(
                "%s. Nobody is told: neither STAFF_EMAIL nor STAFF_WEBHOOK_URL is set.", notice.subject
            )
            _keep(notice, ended_at=now, answer="nobody is to be told")
            return True
        problems = []
        if to.email and notice.mailed_at is None:
            problems.append(_mail(notice, to.email, now=now))
        if to.webhook_url and notice.posted_at is None:
            problems.append(self._post(notice, to, now=now))
        problem = " ".join(filter(None, problems))
        if not problem:
            _keep(notice, ended_at=now, answer="told")
        elif now - notice.created_at >= DAY_SECONDS:
            logger.error("%s. Staff could not be told of it for a day: %s", notice.subject, problem)
            _keep(notice, ended_at=now, answer=f"given up: {problem}"[:200])
        else:
            longest = min(FIRST_WAIT_SECONDS * 2.0 ** min(notice.tries - 1, 10), LONGEST_WAIT_SECONDS)
            wait = longest * random.uniform(0.8, 1.0)  # noqa: S311 - spreads, protects nothing
            _keep(notice, due_at=now + wait, answer=problem[:200])
        return True

    def _post(self, notice: Notice, to: conf.Staff, *, now: float) -> str:
        """Why it could not be posted; empty when it was."""
        told = {"type": "staff.notice", "subject": notice.subject, "text": _text(notice), "url": _url(notice)}
        body = json.dumps(told).encode()
        secret = base64.b64encode(to.webhook_secret.encode()).decode()
        poster = Poster(
            partner="the receiver of STAFF_WEBHOOK_URL", may_reach=self.may_reach, schemes=self.schemes
        )
        event_id = f"notice_{notice.pk}"
        try:
            reply = poster.post(
                to.webhook_url, body, event_id=event_id, at=int(now), secret=secret, seconds=SECONDS
            )
        except TransportError as error:
            return str(error)
        if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            _keep(notice, posted_at=now)
            return ""
        return f"STAFF_WEBHOOK_URL answered {reply.status}."


def _mail(notice: Notice, address: str, *, now: float) -> str:
    """Why it could not be mailed; empty when it was."""
    if not conf.email_url():
        return "STAFF_EMAIL is set, but no mail leaves this site: EMAIL_URL is not."
    try:
        sender = sender_line(sender_address(), name=conf.store().name)
    except ValueError:
        return "Mails have no sender: set MESSAGES_FROM."
    digest = hashlib.sha256(f"{notice.pk} {notice.created_at}".encode()).hexdigest()
    letter = Letter(
        subject=notice.subject,
        text=_text(notice),
        html="",
        sender=sender,
        message_id=make_id("notice", digest),
    )
    mailer = Mailer()
    result = mailer.send(build_mail(letter, to=address))
    mailer.close()
    if result.outcome in (Outcome.SENT, Outcome.UNKNOWN):  # once too often would be worse than perhaps never
        _keep(notice, mailed_at=now)
        return ""
    return result.reason


def _text(notice: Notice) -> str:
    return "\n\n".join(filter(None, (notice.subject + ".", notice.text, _url(notice)))) + "\n"


def _url(notice: Notice) -> str:
    return f"{conf.site_url()}{notice.path}" if notice.path else ""


def _claim(*, now: float) -> Notice | None:
    until = now + LEASE_SECONDS + random.random()  # noqa: S311 - tells one claim from the next
    with in_turn(), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "until": until})
        row = cursor.fetchone()
    return Notice.objects.get(pk=row[0]) if row else None


def _keep(notice: Notice, **fields: object) -> None:
    if "mailed_at" not in fields and "posted_at" not in fields:
        fields["leased_until"] = 0
    Notice.objects.filter(pk=notice.pk).update(**fields)
