"""`manage.py worker`: fetches what is due, until it is told to stop."""

import contextlib
import threading
from typing import Any

from django.core.management.base import CommandParser

from orders.management.site_command import SiteCommand
from orders.work.fetching import StopNow
from orders.work.worker import Worker, own_name, stop_on_signals


class Command(SiteCommand):
    help = "Fetches orders that changed, and does what is due now and then. Any number may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        stop_on_signals(stopping)
        with contextlib.suppress(StopNow):  # at the very end, when nothing was held any more
            Worker(own_name(), stopping=stopping, once=options["once"]).run()
