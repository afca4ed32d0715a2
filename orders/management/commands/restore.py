"""`manage.py restore`: puts a backup in the database's place, and brings it up to this version."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from orders.management.commands.backup import stamp
from orders.management.site_command import SiteCommand
from orders.storage import sqlite_files

ON_POSTGRESQL = """This site's database is PostgreSQL, which has programs of its own for that. Stop the site, then:

  pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$DATABASE_URL" orders.dump

and then `manage.py migrate`. Nothing was restored."""
AFTERWARDS = """Now start the site. What was removed between the backup and today is there again: repeat the
redactions of that time (docs/operations.md, Privacy); what is older than the retention period goes by itself."""


class Command(SiteCommand):
    help = (
        "Puts a backup in the database's place. The site must be stopped; the old database is kept beside it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(ON_POSTGRESQL)
        connection.close()
        try:
            old = self._restore(options["backup"])
        except sqlite_files.NotPossible as reason:
            raise CommandError(str(reason)) from reason
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Restored {options['backup']}.")
        if old:
            self.stdout.write(f"The database that was there is now {old}; remove it when all is well.")
        self.stdout.write(AFTERWARDS)

    def _restore(self, backup: Path) -> Path | None:
        known = MigrationLoader(None).disk_migrations
        newer = sqlite_files.unknown(sqlite_files.check(backup), known)
        if newer:
            raise sqlite_files.NotPossible(
                f"{backup} was made by a newer version (it has {newer[0]}); install that version first."
            )
        return sqlite_files.replace(Path(str(connection.settings_dict["NAME"])), backup, stamp=stamp())
