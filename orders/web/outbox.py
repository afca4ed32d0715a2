"""`/outbox/`: what the demo's mails and SMS look like, as their recipients would see them. For staff."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from orders import clock, conf
from orders.messages.alphabet import segments
from orders.messages.models import CaughtMessage, Channel
from orders.web.private import private

AS_MAIL_PROGRAMS = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"
)
MOST_SHOWN = 60


@private
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    _only_staff(request)
    rows = [
        {
            "pk": row.pk,
            "is_mail": row.channel == Channel.EMAIL,
            "to": row.to,
            "subject": row.subject,
            "text": row.text,
            "segments": segments(row.text),
            "at": clock.local(row.caught_at),
        }
        for row in CaughtMessage.objects.order_by("-pk")[:MOST_SHOWN]
    ]
    return render(request, "messages/outbox.html", {"rows": rows})


@private
@require_safe
@xframe_options_exempt
def caught_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail's HTML, which may run and fetch nothing."""
    _only_staff(request)
    row = CaughtMessage.objects.filter(pk=pk, channel=Channel.EMAIL).first()
    if row is None:
        raise Http404
    return HttpResponse(row.html, headers={"Content-Security-Policy": AS_MAIL_PROGRAMS})


def _only_staff(request: HttpRequest) -> None:
    user = getattr(request, "user", None)
    if not conf.debug() and not (user is not None and user.is_active and user.is_staff):
        raise Http404
