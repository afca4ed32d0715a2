"""Where mail and SMS go in the demo: into a table that `/outbox/` shows, with the address masked."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from orders import clock
from orders.messages.models import CaughtMessage, Channel
from orders.messages.sealing import mask

MOST_KEPT = 300


class EmailBackend(BaseEmailBackend):
    """Keeps mails instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            html = next((str(part.content) for part in getattr(mail, "alternatives", [])), "")
            _keep(
                Channel.EMAIL, to=mask(mail.to[0]), subject=str(mail.subject), text=str(mail.body), html=html
            )
        return len(email_messages)


def keep_sms(to: str, text: str, *, language: str) -> None:
    """Keep an SMS."""
    _keep(Channel.SMS, to=mask(to), subject=language, text=text, html="")


def _keep(channel: Channel, *, to: str, subject: str, text: str, html: str) -> None:
    CaughtMessage.objects.create(
        channel=channel, to=to, subject=subject[:200], text=text, html=html, caught_at=clock.seconds()
    )
    old = CaughtMessage.objects.order_by("-pk").values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 1]
    for pk in old:
        CaughtMessage.objects.filter(pk__lte=pk).delete()
