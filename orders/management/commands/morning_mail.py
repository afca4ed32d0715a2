"""`manage.py morning_mail`: what needs attention, as the morning's mail says it; `--send` sends it now."""

from contextlib import closing
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders import clock, conf
from orders.console import morning
from orders.management.site_command import SiteCommand
from orders.messages.email import Letter, Mailer, Outcome, build_mail


class Command(SiteCommand):
    help = "Prints the mail of what needs attention as it would be now; --send sends it, whatever was sent today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send", action="store_true", help="send it now to MORNING_MAIL_TO")
        parser.add_argument("--to", metavar="ADDRESS", help="send it now to this address instead")

    def handle(self, *args: Any, **options: Any) -> None:
        found = morning.read(now=clock.seconds())
        if found is None:
            self.stdout.write("Nothing needs attention, so that no mail would be sent.")
            return
        try:
            letter = morning.compose(found, mark=f"by hand {clock.seconds()}")
        except ValueError as error:
            raise CommandError("Mails have no sender: set MESSAGES_FROM.") from error
        if not options["send"] and not options["to"]:
            self.stdout.write(f"Subject: {letter.subject}\n\n{letter.text}")
            return
        addresses = (options["to"],) if options["to"] else conf.morning_mail()[0]
        if not addresses:
            raise CommandError("MORNING_MAIL_TO names nobody; give --to an address.")
        if not conf.email_url():
            raise CommandError("No mail leaves this site: EMAIL_URL is not set.")
        with closing(Mailer()) as mailer:
            for address in addresses:
                self._send(mailer, letter, address)

    def _send(self, mailer: Mailer, letter: Letter, address: str) -> None:
        try:
            result = mailer.send(build_mail(letter, to=address))
        except ValueError as error:
            raise CommandError(f"{address!r} is no address.") from error
        if result.outcome is not Outcome.SENT:
            raise CommandError(f"It was not sent to {address}: {result.reason}")
        self.stdout.write(f"Sent to {address}.")
