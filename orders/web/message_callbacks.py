"""What gateways and mail providers report: answers to SMS, bounces and complaints; signed, or not listened to."""

from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from orders import clock, conf
from orders.messages import answering

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
# The provider of `EMAIL_URL` -> Anymail's view of its reports.
VIEWS = {
    "brevo": "BrevoTrackingWebhookView",
    "mailersend": "MailerSendTrackingWebhookView",
    "mailgun": "MailgunTrackingWebhookView",
    "mailjet": "MailjetTrackingWebhookView",
    "mandrill": "MandrillCombinedWebhookView",
    "postmark": "PostmarkTrackingWebhookView",
    "resend": "ResendTrackingWebhookView",
    "sendgrid": "SendGridTrackingWebhookView",
    "sparkpost": "SparkPostTrackingWebhookView",
}


@csrf_exempt  # Twilio signs it
@require_POST
def sms_answer(request: HttpRequest) -> HttpResponse:
    """Obey STOP and START."""
    gateway = conf.sms_gateway()
    form = {name: str(value) for name, value in request.POST.items()}
    signature = request.headers.get("X-Twilio-Signature", "")
    url = conf.site_url() + request.get_full_path()
    if gateway.kind != "twilio" or not answering.is_signed(
        url, form, signature=signature, token=gateway.token
    ):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    answering.obey(form.get("From", ""), form.get("Body", ""), now=clock.seconds())
    return HttpResponse(NOTHING_TO_SAY, content_type="text/xml")


@csrf_exempt  # the provider shows a secret
def mail_report(request: HttpRequest) -> HttpResponseBase:
    """Anymail's own view of the configured provider; it checks the secret and tells `orders.messages.reports`."""
    provider = conf.email_url().partition(":")[0]
    if provider not in VIEWS or not conf.mail_callback_secret():
        raise Http404
    view_class = getattr(import_module(f"anymail.webhooks.{provider}"), VIEWS[provider])
    view: Callable[[HttpRequest], HttpResponseBase] = view_class.as_view()
    return view(request)
