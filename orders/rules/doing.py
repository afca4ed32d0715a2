"""Doing what rules ask for, one thing after the other. Nothing that one does stops the others."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError

from orders import clock, conf
from orders.asking import breaker, gateway
from orders.messages.email import Mailer, Outcome, build_mail
from orders.rules import deeds, telling, words
from orders.rules.models import Deed, Firing, Kind, Rule, State
from orders.rules.triggers import describe
from orders.shopify.errors import AccessDenied, ChangeRefused, OrderNotFound, ShopifyError, Unavailable
from orders.transport.deadline import Deadline
from orders.transport.errors import TransportError, UnusableAddress
from orders.transport.reachable import MayReach, is_public
from orders.transport.signed_posts import Poster, derive_secret

logger = logging.getLogger("orders.rules")

CHANGE_SECONDS = 15.0
HOOK_SECONDS = 8.0
MOST_UNANSWERED = 2
"""A mail that may have been sent so often is not sent again."""


@dataclass(kw_only=True)
class Doer:
    """Does what is due, for one thread. `may_reach` decides about every address that a web hook connects to."""

    may_reach: MayReach = is_public
    schemes: tuple[str, ...] = ("https",)
    mailer: Mailer = field(default_factory=Mailer)

    def do_next(self, *, now: float) -> bool:
        """Do what has been due longest; False when nothing is."""
        deed = deeds.claim(now=now)
        if deed is None:
            return False
        if not deed.firing.rule.is_on:
            deeds.end(deed, State.DROPPED, "The rule was switched off before this was done.", now=now)
            return True
        ways: dict[str, Callable[[Deed], None]] = {
            Kind.TAG: self._tag,
            Kind.MAIL: self._mail,
            Kind.HOOK: self._call,
            Kind.SHOPPER: telling.tell_shopper,
        }
        try:
            ways[deed.kind](deed)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - one thing must not stop the others
            logger.error("Something a rule asks for could not be done: %s", type(error).__name__)
            deeds.put_off(deed, f"It could not be done ({type(error).__name__}).", now=clock.seconds())
        return True

    def close(self) -> None:
        """Let connections go, when there is nothing to do for a while."""
        self.mailer.close()

    def _tag(self, deed: Deed) -> None:
        """Adding a tag twice changes nothing, so a try without answer is simply done again."""
        if not deeds.begin(deed):
            return
        try:
            breaker.ask(lambda: _add_tag(deed))
        except AccessDenied:
            said = "The app may not tag orders: it needs the scope write_orders."
            deeds.put_off(deed, said, now=clock.seconds())
        except ChangeRefused as refusal:
            reasons = " ".join(refusal.reasons)
            deeds.end(deed, State.FAILED, f"Shopify refuses: {reasons}", now=clock.seconds())
        except OrderNotFound:
            deeds.end(deed, State.FAILED, "Shopify shows the order no more.", now=clock.seconds())
        except Unavailable as error:
            deeds.put_off(deed, str(error), seconds=error.retry_after, now=clock.seconds())
        except ShopifyError as error:
            deeds.put_off(deed, str(error), now=clock.seconds())
        else:
            deeds.end(deed, State.DONE, "Tagged.", now=clock.seconds())

    def _mail(self, deed: Deed) -> None:
        now = clock.seconds()
        if deed.unanswered >= MOST_UNANSWERED:
            deeds.end(deed, State.FAILED, "Twice without an answer: it may have arrived.", now=now)
            return
        if not conf.email_url():
            deeds.end(deed, State.FAILED, "No mail leaves this site: EMAIL_URL is not set.", now=now)
            return
        try:
            letter = telling.write_to_staff(deed.firing, mark=deed.mark)
            mail = build_mail(letter, to=deed.target)
        except (ValueError, IndexError):
            deeds.end(deed, State.FAILED, "The address, or the sender’s, is not one.", now=now)
            return
        if not deeds.begin(deed):
            return
        result = self.mailer.send(mail)
        now = clock.seconds()
        match result.outcome:
            case Outcome.SENT:
                deeds.end(deed, State.DONE, "Sent.", now=now)
            case Outcome.LATER:
                deeds.put_off(deed, result.reason, now=now)
            case Outcome.UNKNOWN:
                deeds.put_off(deed, result.reason, is_unanswered=True, now=now)
            case Outcome.BOUNCED | Outcome.REFUSED:
                deeds.end(deed, State.FAILED, result.reason, now=now)

    def _call(self, deed: Deed) -> None:
        """Told again under the same id until an answer comes: a receiver keeps the ids it has heard."""
        poster = Poster(partner="the web hook", may_reach=self.may_reach, schemes=self.schemes)
        if not deeds.begin(deed):
            return
        try:
            reply = poster.post(
                deed.target,
                build_payload(deed.firing),
                event_id=f"evt_{deed.mark}",
                at=int(clock.seconds()),
                secret=hook_secret(deed.firing.rule, deed.target),
                seconds=HOOK_SECONDS,
            )
        except TransportError as error:
            heard = not isinstance(error, UnusableAddress)
            deeds.put_off(deed, str(error), is_unanswered=heard, now=clock.seconds())
            return
        now = clock.seconds()
        if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            deeds.end(deed, State.DONE, f"Answered {reply.status}.", now=now)
        elif reply.status == HTTPStatus.GONE:
            deeds.end(deed, State.FAILED, "Answered 410: it wants no more.", now=now)
        else:
            deeds.put_off(deed, f"Answered {reply.status}.", now=now)


def _add_tag(deed: Deed) -> None:
    changes = gateway.background_client().changes(deadline=Deadline.after(CHANGE_SECONDS))
    changes.add_tags(deed.firing.order.shopify_id, (deed.target,))


def build_payload(firing: Firing) -> bytes:
    """What a web hook is told: nothing about a person."""
    rule = firing.rule
    said = {
        "type": "rule.fired",
        "rule": {"id": rule.pk, "name": rule.name},
        "order": {"id": firing.order.shopify_id, "name": words.name_of(firing)},
        "reason": {
            "code": firing.trigger,
            "words": describe(firing.trigger, firing.hours),
            "since": clock.local(firing.since).isoformat(timespec="seconds"),
        },
        "fired_at": clock.local(firing.fired_at).isoformat(timespec="seconds"),
        "url": words.console_url(firing),
    }
    return json.dumps(said, ensure_ascii=False).encode(errors="replace")


def hook_secret(rule: Rule, address: str) -> str:
    """What calls of this rule to this address are signed with, in the form of Standard Webhooks: who was called before
    at another one can sign nothing for it.
    """
    return derive_secret(conf.secret_key(), f"rule\0{rule.pk}\0{rule.created_at!r}\0{address}")
