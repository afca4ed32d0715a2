"""`manage.py messages`: which events are told to shoppers, and by which channel; `--on` and `--off` change it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db.models import Count

from orders import clock, conf
from orders.management.site_command import SiteCommand
from orders.messages import sealing
from orders.messages.events import EventKind
from orders.messages.models import AddedAddress, Channel, Message
from orders.messages.switching import LABELS, read_switches, sender_address, switch

KINDS = ", ".join(EventKind)


class Command(SiteCommand):
    help = "Lists what is told to shoppers; --on and --off change it. All is off at first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="EVENTS", help=f"tell these: all, or some of {KINDS}")
        parser.add_argument("--off", metavar="EVENTS", help="tell these no more: all, or some of the same")
        parser.add_argument("--channel", choices=[*Channel.values, "both"], default=Channel.EMAIL.value)
        parser.add_argument(
            "--quiet-minutes", type=int, help="how long is waited for more of one order's news"
        )
        parser.add_argument(
            "--reseal",
            action="store_true",
            help="encrypt added addresses anew with the first of ADDRESS_KEYS",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reseal"]:
            self._reseal()
            return
        on, off = _read_kinds(options["on"]), _read_kinds(options["off"])
        if on or off or options["quiet_minutes"] is not None:
            channels = Channel.values if options["channel"] == "both" else [options["channel"]]
            try:
                switch(
                    on=on,
                    off=off,
                    channels=channels,
                    quiet_minutes=options["quiet_minutes"],
                    now=clock.seconds(),
                )
            except ValidationError as error:
                raise CommandError("; ".join(error.messages)) from error
        self._show()

    def _show(self) -> None:
        switches = read_switches()
        self.stdout.write("Event               email  sms")
        for kind in EventKind:
            marks = ["on" if kind.value in switches.events_of(channel) else "-" for channel in Channel]
            self.stdout.write(f"{kind.value:<19} {marks[0]:<6} {marks[1]:<4} {LABELS[kind]}")
        self.stdout.write(f"Quiet window        {switches.quiet_minutes} minutes")
        self.stdout.write(f"Oldest news         {switches.oldest_days} days")
        sender = sender_address() or "MISSING: set MESSAGES_FROM"
        self.stdout.write(f"Sender              {sender}")
        if switches.email_events and not conf.email_url():
            self.stdout.write("Mail                MISSING: nothing is sent without EMAIL_URL")
        if switches.sms_events and not conf.sms_gateway().kind:
            self.stdout.write("SMS                 MISSING: nothing is sent without SMS_URL")
        counts = dict(Message.objects.values_list("state").annotate(Count("pk")).order_by())
        told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none yet"
        self.stdout.write(f"Messages            {told}")

    def _reseal(self) -> None:
        unreadable = 0
        rows = list(AddedAddress.objects.only("pk", "sealed"))
        for row in rows:
            try:
                row.sealed = sealing.reseal(row.sealed)
            except sealing.Unreadable:
                unreadable += 1
                continue
            row.save(update_fields=["sealed"])
        self.stdout.write(
            f"{len(rows) - unreadable} addresses encrypted anew; {unreadable} could not be read."
        )


def _read_kinds(text: str | None) -> list[str]:
    if not text:
        return []
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == ["all"]:
        return [kind.value for kind in EventKind]
    for name in names:
        if name not in {kind.value for kind in EventKind}:
            raise CommandError(f"{name!r} is no event; there are {KINDS}.")
    return names
