"""`manage.py backup`: a sound copy of the database while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection

from orders import clock
from orders.management.site_command import SiteCommand
from orders.storage import sqlite_files

ON_POSTGRESQL = """This site's database is PostgreSQL, which has programs of its own for that:

  pg_dump --format=custom --file=orders.dump "$DATABASE_URL"

Through pgbouncer in transaction mode this does not work; give the server's own address. Nothing was backed up."""


class Command(SiteCommand):
    help = "Writes a sound copy of the database, while the site runs. Give a folder, or a file that is not there yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(ON_POSTGRESQL)
        target: Path = options["target"]
        if target.is_dir():
            target /= f"orders-{stamp()}.sqlite3"
        try:
            size = sqlite_files.copy(Path(str(connection.settings_dict["NAME"])), target)
        except sqlite_files.NotPossible as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"{target}: {size / 1e6:.1f} MB, checked. Keep it no longer than the orders themselves."
        )


def stamp() -> str:
    """The time, fit for a file's name."""
    return clock.local(clock.seconds()).strftime("%Y-%m-%dT%H%M%S")
