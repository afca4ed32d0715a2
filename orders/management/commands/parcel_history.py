"""`manage.py parcel_history`: what is known of past parcels; `--fill` adds what is stored, `--forget` deletes it."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from orders import clock, conf
from orders.history import forecasting, keeping
from orders.history.models import PastParcel
from orders.management.site_command import SiteCommand


class Command(SiteCommand):
    help = (
        "Says how many past parcels are remembered, without anything that leads to an order. "
        "--fill notes those of all stored orders; --forget deletes all rows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--fill", action="store_true", help="note the parcels of orders stored already")
        group.add_argument("--forget", action="store_true", help="delete the history")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forget"]:
            with transaction.atomic():
                keeping.forget_all()
            self.stdout.write("The history of parcels is deleted.")
            return
        if options["fill"]:
            self._fill()
        self.stdout.write(f"{PastParcel.objects.count()} past parcels are remembered.")

    def _fill(self) -> None:
        if not conf.parcel_history():
            raise CommandError("PARCEL_HISTORY is off, so nothing is noted.")
        looked_at, after = 0, 0
        while True:
            count, last = keeping.fill_in(after, now=clock.seconds())
            looked_at += count
            if last is None:
                break
            after = last
        forecasting.make_windows(now=clock.seconds())
        self.stdout.write(f"Looked at {looked_at} stored orders.")
