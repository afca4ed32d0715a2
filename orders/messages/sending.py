"""Sending what is due: a few messages at a time, over one connection, each handed on once.

Nothing raised by one message stops the others, and a server that is away is left alone for a while.
"""

import logging
import random
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError

from orders import clock
from orders.messages import (
    added,
    composing,
    leaving,
    link_requests,
    outbox,
    recipients,
    sealing,
    sms,
    sms_sending,
)
from orders.messages.alphabet import segments
from orders.messages.composing import Dropped, Matter
from orders.messages.email import Mailer, Outcome, Result, build_mail
from orders.messages.link_requests import LinkRequest
from orders.messages.models import AddedAddress, Channel, State, Switches
from orders.messages.noting import DAY_SECONDS
from orders.messages.outbox import Claimed
from orders.messages.recipients import Recipient
from orders.shopify.errors import ShopifyError
from orders.shopify.results import OrderContact
from orders.storage import due, store
from orders.storage.snapshots import UnreadableSnapshot

logger = logging.getLogger("orders.messages")

AT_ONCE = 25
NEWER_SECONDS = 15.0
"""How long a message waits for a snapshot that Shopify says is outdated."""
NEWER_PATIENCE_SECONDS = 1800.0
MOST_UNANSWERED = 2
MOST_ATTEMPTS = 6


@dataclass
class Sender:
    """Sends for one thread. `rests_until`: until when a server that is down is left alone."""

    mailer: Mailer = field(default_factory=Mailer)
    rests_until: float = 0.0
    _failures: int = 0

    def send_due(self, *, now: float, lease: float = outbox.LEASE_SECONDS) -> bool:
        """Send some of what is due; False when nothing is, or the server is left alone."""
        if now < self.rests_until:
            return False
        answered = self._answer_requests(now=now, lease=lease)
        claimed = outbox.claim(most=AT_ONCE, now=now, lease=lease)
        if not claimed:
            return answered
        switches = Switches.objects.first() or Switches()
        try:
            contacts = recipients.read_contacts(claimed)
        except ShopifyError as error:
            logger.warning("Messages wait, because Shopify could not be asked where they go: %s", error)
            for each in claimed:
                _try_later(each, "Shopify could not be asked for the address.", switches, now=now)
            return True
        for each in claimed:
            self._send_one(each, contacts.get(each.order_pk), switches)
        return True

    def _answer_requests(self, *, now: float, lease: float) -> bool:
        """One mail with links that was asked for, and one question to an address that was added."""
        switches = Switches.objects.first() or Switches()
        request = link_requests.claim(now=now, lease=lease)
        if request is not None:
            self._send_links(request, switches, now=now)
        to_ask = added.next_to_ask()
        if to_ask is not None and added.claim_to_ask(to_ask, now=now):
            self._ask_to_agree(to_ask, switches)
        return request is not None or to_ask is not None

    def _send_links(self, request: LinkRequest, switches: Switches, *, now: float) -> None:
        try:
            address = sealing.unseal(request.sealed)
            letter = link_requests.compose(request, address, sender=switches.from_address, now=now)
            result = self.mailer.send(build_mail(letter, to=address)) if letter else Result(Outcome.SENT)
        except (sealing.Unreadable, ValueError, IndexError):
            result = Result(Outcome.REFUSED)
        self._note_server(result)
        if result.outcome is Outcome.LATER and request.attempts < MOST_ATTEMPTS:
            link_requests.later(request, seconds=due.back_off(request.attempts, dice=1), now=now)
        else:
            link_requests.done(request)

    def _ask_to_agree(self, to_ask: AddedAddress, switches: Switches) -> None:
        try:
            address = sealing.unseal(to_ask.sealed)
            if leaving.why_stopped(address):
                return
            letter = added.compose_question(to_ask, sender=switches.from_address)
            self._note_server(self.mailer.send(build_mail(letter, to=address)))
        except (sealing.Unreadable, store.NotStored, UnreadableSnapshot, ValueError, IndexError) as error:
            logger.warning("An added address could not be asked: %s", type(error).__name__)

    def _note_server(self, result: Result) -> None:
        """Leave a server alone that is down, the longer the more often it was."""
        if not result.is_server_down:
            self._failures = 0
            return
        self._failures += 1
        self.rests_until = clock.seconds() + due.back_off(self._failures - 1, dice=random.random())  # noqa: S311

    def close(self) -> None:
        """Let the connection go, when there is nothing to send for a while."""
        self.mailer.close()

    def _send_one(self, claimed: Claimed, contact: OrderContact | None, switches: Switches) -> None:
        now = clock.seconds()
        if now < self.rests_until:  # the server went away while the others were sent
            outbox.put_off(claimed, seconds=self.rests_until - now, reason="The server is away.", now=now)
            return
        try:
            recipient = recipients.find(claimed, contact)
            matter = composing.read_matter(claimed, switches, wish=recipient.wish, now=now)
            if contact is not None and _is_outdated(matter, contact):
                due.hint([matter.order.id], now=now)
                outbox.put_off(
                    claimed, seconds=NEWER_SECONDS, reason="The order has just changed again.", now=now
                )
                return
            result = self._hand_over(matter, recipient, switches)
        except Dropped as dropped:
            outbox.finish(claimed, State.DROPPED, reason=str(dropped), now=now)
            return
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - one message must not stop the others
            logger.error("A message could not be made: %s", type(error).__name__)
            _try_later(claimed, f"It could not be made ({type(error).__name__}).", switches, now=now)
            return
        if result is not None:
            self._settle(claimed, recipient, result, switches)

    def _hand_over(self, matter: Matter, recipient: Recipient, switches: Switches) -> Result | None:
        """Give it to the server; None when it is not ours any more, or has to wait."""
        claimed = matter.claimed
        if claimed.channel == Channel.SMS:
            return self._hand_over_sms(matter, recipient, switches)
        letter = composing.compose_mail(
            matter, switches, language=recipient.language, address=recipient.address
        )
        try:
            mail = build_mail(letter, to=recipient.address)
        except (ValueError, IndexError):
            return Result(Outcome.BOUNCED, "The address is not one that mail can be sent to.")
        if not _begin(matter, message_id=letter.message_id, language=recipient.language):
            return None
        return self.mailer.send(mail)

    def _hand_over_sms(self, matter: Matter, recipient: Recipient, switches: Switches) -> Result | None:
        claimed, now = matter.claimed, matter.now
        phone = sms.read_phone(recipient.address)
        if phone is None:
            raise Dropped("The phone number has no country in front.")
        morning = sms_sending.morning_after(now, switches, time_zone=recipient.time_zone)
        if morning is not None:
            outbox.put_off(
                claimed, seconds=morning - now, reason="It is night where the recipient is.", now=now
            )
            return None
        text = sms_sending.compose_sms(
            matter, switches, language=recipient.language, address=recipient.address
        )
        if claimed.unanswered:
            known = sms.was_sent(phone, text.partition("http")[0], since=claimed.noted_at)
            if known is not False:  # it arrived the first time, or nobody can say so now
                return Result(Outcome.SENT) if known else Result(Outcome.LATER, "Twilio does not answer.")
        size = segments(text)
        tomorrow = sms_sending.tomorrow_if_spent(now, switches, wanted=size)
        if tomorrow is not None:
            outbox.put_off(claimed, seconds=tomorrow - now, reason="The day’s SMS are used up.", now=now)
            return None
        mark = composing.message_id(claimed.pk)
        if not _begin(matter, message_id=mark, language=recipient.language, segments=size):
            return None
        return sms.send(phone, text, language=recipient.language)

    def _settle(self, claimed: Claimed, recipient: Recipient, result: Result, switches: Switches) -> None:
        now = clock.seconds()
        self._note_server(result)
        match result.outcome:
            case Outcome.SENT:
                outbox.finish(claimed, State.SENT, now=now)
            case Outcome.LATER:
                _try_later(claimed, result.reason, switches, now=now)
            case Outcome.UNKNOWN if claimed.unanswered + 1 >= MOST_UNANSWERED:
                reason = f"{result.reason} Twice: it may have arrived."
                outbox.finish(claimed, State.FAILED, reason=reason, now=now, is_unanswered=True)
            case Outcome.UNKNOWN:
                _try_later(claimed, result.reason, switches, now=now, is_unanswered=True)
            case Outcome.BOUNCED:
                leaving.stop_address(recipient.address, reason="bounced", now=now)
                outbox.finish(claimed, State.FAILED, reason=result.reason, now=now)
            case Outcome.REFUSED:
                outbox.finish(claimed, State.FAILED, reason=result.reason, now=now)


def _begin(matter: Matter, *, message_id: str, language: str, segments: int = 0) -> bool:
    """Whether it may be handed over now; what was overtaken while it was made is made anew."""
    claimed = matter.claimed
    if outbox.begin(
        claimed, version=matter.stored.version, message_id=message_id, language=language, segments=segments
    ):
        return True
    outbox.put_off(claimed, seconds=0, reason="The order changed while the message was made.", now=matter.now)
    return False


def _try_later(
    claimed: Claimed, reason: str, switches: Switches, *, now: float, is_unanswered: bool = False
) -> None:
    """Put it off with back-off; given up when even a success would come too late."""
    wait = due.back_off(claimed.attempts, dice=random.random())  # noqa: S311 - spreads, protects nothing
    if now + wait > claimed.noted_at + switches.oldest_days * DAY_SECONDS:
        outbox.finish(
            claimed, State.FAILED, reason=f"Given up: {reason}", now=now, is_unanswered=is_unanswered
        )
    else:
        outbox.put_off(claimed, seconds=wait, reason=reason, now=now, is_unanswered=is_unanswered)


def _is_outdated(matter: Matter, contact: OrderContact) -> bool:
    """Whether Shopify has news of the order that are not stored yet; they are waited for, but not for ever."""
    waited = matter.now - matter.claimed.noted_at
    return contact.updated_at > matter.order.updated_at and waited < NEWER_PATIENCE_SECONDS
