"""Sending a message once more, at somebody's wish: through the outbox, and only what is still true."""

from dataclasses import dataclass

from orders import conf
from orders.messages import composing, letters, outbox
from orders.messages.composing import Dropped
from orders.messages.models import Channel, Message, Switches, Wish
from orders.messages.outbox import Claimed
from orders.storage.hashing import keyed_hash


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """It cannot be sent again; `why` is for staff."""

    why: str


def send_again(message: Message, *, now: float) -> None:
    """Have it sent as soon as the worker comes to it, to the same recipient; raises `Refused`."""
    leaves = conf.email_url() if message.channel == Channel.EMAIL else conf.sms_gateway().kind
    if not leaves:
        raise Refused(f"No {message.get_channel_display()} leaves this site.")
    claimed = Claimed(
        message.pk, message.order_id, message.channel, message.recipient, 0, 0, "", message.noted_at, 0.0
    )
    try:
        composing.read_matter(claimed, Switches.objects.first() or Switches(), wish=Wish.EVERY_STEP, now=now)
    except Dropped as dropped:
        raise Refused(str(dropped)) from dropped
    # Another Message-ID: a server that has had the first one would drop its double.
    mark = letters.make_id("m", keyed_hash("message id", f"{message.pk} again {now}"))
    if not outbox.begin_again(message.pk, message_id=mark, now=now):
        raise Refused("It is on its way already, or another message to the same recipient is.")
