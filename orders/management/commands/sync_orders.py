"""`manage.py sync_orders --since 2026-01-01`: the first fill, so that first look-ups are warm."""

import sys
import time
from argparse import ArgumentTypeError
from datetime import date, datetime
from datetime import time as time_of_day
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders import clock, conf
from orders.asking import gateway
from orders.management.site_command import SiteCommand
from orders.work.first_fill import Fill, GivenUp, Progress

LINE_EVERY_SECONDS = 10.0
REDRAW_EVERY_SECONDS = 0.2


class Command(SiteCommand):
    help = (
        "Fetches every order that was placed or changed since a day. It leaves half of Shopify's rate limit to "
        "shoppers, and may be interrupted: the next run goes on where this one was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", required=True, type=_read_day, help="a day in the shop's zone, 2026-01-01"
        )
        parser.add_argument("--limit", type=_read_limit, help="only so many orders, to try it out")

    def handle(self, *args: Any, **options: Any) -> None:
        self.told_at = 0.0
        fill = Fill(options["since"], options["limit"], time.sleep, self.tell)
        try:
            progress = fill.run()
        except GivenUp as error:
            raise CommandError(
                f"Stopped: {error} What was found stays due; run this again to go on."
            ) from error
        except KeyboardInterrupt:
            self.stdout.write("\nInterrupted. What was fetched is stored; run this again to go on.")
            sys.exit(130)
        self.stdout.write(
            f"\n{progress.listed} orders listed, {progress.fetched} fetched, {self._pace(progress)}."
        )

    def tell(self, progress: Progress) -> None:
        """One line: redrawn in place on a terminal, now and then anywhere else."""
        is_terminal = self.stdout.isatty()
        now = clock.seconds()
        if now - self.told_at < (REDRAW_EVERY_SECONDS if is_terminal else LINE_EVERY_SECONDS):
            return
        self.told_at = now
        known = f"{progress.listed}{'' if progress.is_listed else '+'} listed"
        line = f"{known}, {progress.outstanding} to fetch, {self._pace(progress)}, {self._left(progress)}"
        self.stdout.write(f"\r{line:<100}" if is_terminal else line, ending="" if is_terminal else "\n")

    def _pace(self, progress: Progress) -> str:
        seconds = max(progress.seconds, 0.001)
        spent = gateway.background_client().points_spent
        return f"{progress.fetched / seconds:.1f} orders/s, {spent / seconds:.0f} points/s"

    def _left(self, progress: Progress) -> str:
        if not progress.is_listed or not progress.fetched:
            return "time left unknown yet"
        left = progress.outstanding * progress.seconds / progress.fetched
        return f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"


def _read_day(text: str) -> float:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("must be a day such as 2026-01-01") from error
    return datetime.combine(day, time_of_day.min, conf.time_zone()).timestamp()


def _read_limit(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("must be a number from 1")
    return int(text)
