"""The "Messages" page of the admin: what is told, how it looks, and what became of what was to be sent."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from orders import clock, conf
from orders.admin import messages_preview
from orders.admin.messages_form import SwitchesForm
from orders.console.views import frame, list_orders
from orders.console.words import moment
from orders.messages import sample
from orders.messages.alphabet import segments
from orders.messages.email import Mailer, Outcome, build_mail
from orders.messages.models import Message, State, Switches
from orders.messages.switching import read_switches, sender_address

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Switches]
else:
    Base = admin.ModelAdmin

PAGE = "admin:order_messages_switches_changelist"
SHOWN = 50


@admin.register(Switches)
class MessagesAdmin(Base):
    """Takes the place of Django's list and forms of a model by one page of our own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Switches | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("preview/", guard(self.preview), name="order_messages_switches_preview"),
            path("send-me/", guard(require_POST(self.send_me)), name="order_messages_switches_send_me"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form, the preview, and what was sent."""
        self._check_may_view(request)
        form = SwitchesForm(request.POST or None, instance=read_switches())
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            if form.is_valid():
                return self._save(request, form)
        context = frame(request, "Messages") | {
            "form": form,
            "may_change": self.has_change_permission(request),
            "lacks": _lacks(),
            "showing": (showing := messages_preview.read_showing(request.GET)),
            "fields": _fields(showing),
            "sms": _sample_sms(showing),
            "lines": _lines(),
            "counts": [
                (label, Message.objects.filter(state=state).count()) for state, label in State.choices
            ],
            "own_email": getattr(request.user, "email", ""),
        }
        return TemplateResponse(request, "admin/messages/page.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Where Django's own pages lead to; the form is elsewhere."""
        return redirect(PAGE)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The mail as its recipient sees it."""
        self._check_may_view(request)
        return messages_preview.show_mail(messages_preview.read_showing(request.GET))

    def send_me(self, request: HttpRequest) -> HttpResponse:
        """Send the previewed mail to whoever is signed in, now, by the mail server that is configured."""
        self._check_may_view(request)
        showing = messages_preview.read_showing(request.POST)
        order, now = messages_preview.build_order(showing)
        address = getattr(request.user, "email", "")
        try:
            letter = sample.sample_letter(
                order,
                now=now,
                language=showing.language,
                sender=read_switches().from_address,
                find_usual=messages_preview.find_usual_of(showing),
            )
            mail = build_mail(letter, to=address)
        except (ValueError, IndexError):
            messages.error(request, "Your account has no email address, or MESSAGES_FROM is not set.")
            return self._back(showing)
        mailer = Mailer()
        result = mailer.send(mail)
        mailer.close()
        if result.outcome is Outcome.SENT:
            messages.success(request, f"Sent to {address}.")
        else:
            messages.error(request, result.reason)
        return self._back(showing)

    def _save(self, request: HttpRequest, form: SwitchesForm) -> HttpResponse:
        form.instance.changed_at = clock.seconds()
        switches = form.save()
        self.log_change(request, switches, f"Changed {', '.join(form.changed_data) or 'nothing'}.")
        messages.success(request, "Saved.")
        return redirect(PAGE)

    def _back(self, showing: messages_preview.Showing) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse(PAGE)}?{showing.query}#preview")

    def _check_may_view(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied


def _lacks() -> list[str]:
    """What is missing for messages to leave, in a sentence each."""
    lacks = []
    if not conf.email_url():
        lacks.append("No mail leaves this site: EMAIL_URL is not set.")
    if not sender_address():
        lacks.append("Mails have no sender: set MESSAGES_FROM, or name one below.")
    if not conf.sms_gateway().kind:
        lacks.append("No SMS leaves this site: SMS_URL is not set.")
    return lacks


def _lines() -> list[dict[str, Any]]:
    """The newest messages, each with its order's name."""
    found = list(Message.objects.order_by("-noted_at").prefetch_related("events")[:SHOWN])
    names = {order.pk: order.name for order in list_orders([message.order_id for message in found])}
    return [
        {
            "order_pk": message.order_id,
            "order": names.get(message.order_id, "An order"),
            "told": ", ".join(event.kind.replace("_", " ") for event in message.events.all()),
            "channel": message.get_channel_display(),
            "state": message.get_state_display(),
            "may_be_double": message.unanswered,
            "when": moment(message.done_at or message.noted_at),
            "tries": message.attempts,
            "reason": message.reason,
        }
        for message in found
    ]


def _fields(showing: messages_preview.Showing) -> list[tuple[str, str, dict[str, str], str]]:
    return [
        ("state", "About", messages_preview.order_states(), showing.state),
        ("language", "Language", dict(conf.languages()), showing.language),
        ("scheme", "Colours", messages_preview.SCHEMES, showing.scheme),
        ("pictures", "Pictures", messages_preview.PICTURES, showing.pictures),
        ("width", "Width", messages_preview.WIDTHS, showing.width),
    ]


def _sample_sms(showing: messages_preview.Showing) -> dict[str, Any]:
    """The SMS of the previewed state, and what every language would be charged for it."""
    order, now = messages_preview.build_order(showing)
    fold = read_switches().sms_fold_accents

    def text(language: str) -> str:
        return sample.sample_sms(order, now=now, language=language, fold_accents=fold)

    return {
        "text": text(showing.language),
        "segments": [(name, segments(text(code))) for code, name in conf.languages()],
    }
