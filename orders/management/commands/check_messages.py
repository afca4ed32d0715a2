"""`manage.py check_messages`: what works of mail and SMS, and what each missing thing costs."""

import smtplib
import sys
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from django.core.mail import mailers
from django.core.management.base import CommandParser

from orders import conf
from orders.management.site_command import SiteCommand
from orders.messages import sms
from orders.messages.sender_domain import Finding, check_domain
from orders.messages.switching import read_switches, sender_address

NO_SERVER = ("dummy", "console", "locmem", "catching")


class Command(SiteCommand):
    help = "Says what works of mail and SMS. The exit status is 1 when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resolver", default="", help="ask this DNS server, such as 127.0.0.1:5353")
        parser.add_argument(
            "--selector", action="append", default=[], help="where the DKIM key is, such as pm2026"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_fine = True
        for finding in _findings(options["resolver"], options["selector"]):
            self.stdout.write(f"{finding.what:<12}{finding.says}")
            if finding.cost:
                is_fine = False
                self.stdout.write(f"{'':<12}→ {finding.cost}")
        if not is_fine:
            sys.exit(1)


def _findings(resolver: str, selectors: list[str]) -> Iterator[Finding]:
    switches = read_switches()
    on = ", ".join(sorted({*switches.email_events, *switches.sms_events})) or "nothing"
    yield Finding(
        "Told", on, "" if switches.is_anything_on() else "Shoppers hear nothing: `manage.py messages --on`."
    )
    yield _mail_server()
    sender = sender_address()
    if not sender:
        yield Finding("Sender", "missing", "No mail can be sent: set MESSAGES_FROM.")
    else:
        yield Finding("Sender", sender)
        yield from check_domain(
            parseaddr(sender)[1].rpartition("@")[2], selectors=selectors, resolver=resolver
        )
    if not conf.store().support_email:
        yield Finding("Answers", "go to the sender", "Set SUPPORT_EMAIL, so that an answer reaches somebody.")
    if conf.email_url().partition(":")[0] not in {"", "smtp", "smtps", "console", "memory", "outbox"}:
        cost = (
            ""
            if conf.mail_callback_secret()
            else "Bounces and complaints are not heard: set MAIL_CALLBACK_SECRET."
        )
        yield Finding("Reports", "heard" if not cost else "not heard", cost)
        yield Finding(
            "Tracking", "switch click tracking off at the provider, or its redirect sees every link"
        )
    if not conf.site_url().startswith("https:"):
        yield Finding("Links", conf.site_url(), "Mail programs warn of links without https.")
    yield _gateway(is_wanted=bool(switches.sms_events))


def _mail_server() -> Finding:
    if not conf.email_url():
        return Finding("Mail", "off", "No mail leaves: set EMAIL_URL.")
    backend: Any = mailers.create_connection("default")
    if any(name in type(backend).__module__ for name in NO_SERVER):
        return Finding("Mail", f"goes to {conf.email_url().partition(':')[0]}, not to anybody")
    try:
        backend.open()
        backend.close()
    except smtplib.SMTPAuthenticationError:
        backend.forget()
        return Finding("Mail", "the server answers", "It does not accept the user or password.")
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "Mail", "the server does not answer", f"{type(error).__name__}: nothing is sent until it does."
        )
    except Exception as error:  # noqa: BLE001 - a provider's own error
        return Finding("Mail", "the provider cannot be used", type(error).__name__)
    return Finding(
        "Mail", "the server answers" + (" and signs in" if getattr(backend, "username", "") else "")
    )


def _gateway(*, is_wanted: bool) -> Finding:
    kind = conf.sms_gateway().kind
    if not kind:
        return Finding(
            "SMS", "off", "SMS are switched on, and none leaves: set SMS_URL." if is_wanted else ""
        )
    wrong = sms.check()
    return Finding("SMS", f"{kind} {'does not work' if wrong else 'answers'}", wrong or "")
