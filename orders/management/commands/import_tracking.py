"""`manage.py import_tracking shipments.csv`: tracking numbers from a warehouse's file to Shopify."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from orders import clock
from orders.asking import gateway
from orders.fulfilment import imports, notices
from orders.fulfilment.accepting import NoSuchLocation, Told, check_may_write, read_upload
from orders.fulfilment.files.columns import Role, UnknownColumns
from orders.fulfilment.files.opening import read_path
from orders.fulfilment.files.table import UnreadableFile
from orders.fulfilment.imports import GOOD, Progress
from orders.fulfilment.models import TrackingImport
from orders.fulfilment.reports import WORDS, summary, write_report
from orders.fulfilment.scopes import ReadOnly
from orders.management.site_command import SiteCommand
from orders.management.watched_folder import WatchedFolder
from orders.shopify.errors import ShopifyError
from orders.work import tracking_imports

ALL_DONE, SOME_REFUSED, UNREADABLE, NO_SHOPIFY, INTERRUPTED = 0, 1, 2, 3, 130
LINE_EVERY_SECONDS = 10.0
REDRAW_EVERY_SECONDS = 0.2
IDLE_SECONDS = 0.3
LOOK_EVERY_SECONDS = 5.0
MOST_SHOWN = 20
PATIENCE_SECONDS = 300.0


class Command(SiteCommand):
    help = (
        "Makes fulfillments at Shopify from a warehouse's file (CSV, XLSX, JSON Lines, X12) with columns for order, "
        "tracking number and carrier. The same file again changes nothing. Exit codes: 0 all is done, 1 some "
        "rows were refused, 2 a file cannot be read, 3 Shopify cannot be asked or the app may only read, 130 "
        "interrupted; what is left then is done by the worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="the file; none with --watch")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--report", metavar="FILE", help="write what became of each row, as CSV")
        parser.add_argument("--notify", action="store_true", help="let Shopify mail the customers")
        parser.add_argument(
            "--columns", type=_read_columns, help="order=Ref,number=AWB,carrier=By; remembered"
        )
        parser.add_argument(
            "--location",
            action="append",
            type=_read_location,
            default=[],
            metavar="NAME=LOCATION",
            help="what a warehouse of the file is called in Shopify; remembered",
        )
        parser.add_argument("--empty-means-same-order", action="store_true", help="for merged order cells")
        parser.add_argument(
            "--watch", metavar="FOLDER", help="take every file that is put there, until stopped"
        )
        parser.add_argument("--once", action="store_true", help="with --watch: end when the folder is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["file"]) == bool(options["watch"]):
            self.stderr.write("Name one file, or a folder by --watch.")
            sys.exit(UNREADABLE)
        self.told_at = 0.0
        self.is_unattended = bool(options["watch"])
        self.told = Told(
            notify_customer=options["notify"],
            empty_means_same_order=options["empty_means_same_order"],
            columns=options["columns"],
            locations=dict(options["location"]),
        )
        try:
            if options["watch"]:
                code = self.watch(Path(options["watch"]), once=options["once"], dry_run=options["dry_run"])
            else:
                code = self.take(options["file"], dry_run=options["dry_run"], report=options["report"])
        except KeyboardInterrupt:
            self.stdout.write("\nInterrupted. What was accepted is kept, and the worker goes on with it.")
            sys.exit(INTERRUPTED)
        if code:
            sys.exit(code)

    def take(self, path: str, *, dry_run: bool, report: str | None) -> int:
        """One file, from reading to its report; the exit code."""
        client = gateway.background_client()
        now = clock.seconds()
        try:
            check_may_write(client)
            reading = read_upload(read_path(path), self.told, client=client, now=now)
        except ReadOnly as problem:
            return self.refuse(NO_SHOPIFY, str(problem))
        except (UnreadableFile, NoSuchLocation) as problem:
            return self.refuse(UNREADABLE, str(problem), name=Path(path).name)
        except UnknownColumns as problem:
            words = f"{problem} Say it by --columns order=...,number=..., or in the admin under Import."
            return self.refuse(UNREADABLE, words, name=Path(path).name)
        except ShopifyError as error:
            return self.refuse(NO_SHOPIFY, f"Shopify cannot be asked: {error} Nothing was tried.")
        made = imports.accept(
            reading,
            name=Path(path).name,
            actor="import_tracking",
            is_check=dry_run,
            is_watched=not self.is_unattended,
            now=now,
        )
        for note in made.notes:
            self.stdout.write(f"Note: {note}")
        for name in made.unknown_locations:
            self.stdout.write(f'Note: which location "{name}" is can be said once by --location "{name}=..."')
        try:
            return self.work(made, dry_run=dry_run, report=report)
        finally:
            if dry_run:
                made.delete()

    def refuse(self, code: int, words: str, *, name: str = "") -> int:
        """Say why nothing was done, and to staff too where nobody reads it here; the exit code."""
        self.stderr.write(f"{name}: {words}" if name else words)
        if self.is_unattended:
            subject = f"{name} was not imported" if name else "Files of warehouses wait"
            key = "" if name else "import: Shopify cannot be asked"
            notices.note(subject, words, now=clock.seconds(), key=key)
        return code

    def work(self, made: TrackingImport, *, dry_run: bool, report: str | None) -> int:
        """Do all rows of an import; a worker that runs meanwhile helps."""
        began_at = moved_at = time.monotonic()
        before = imports.progress(made)
        while (progress := imports.progress(made)).waiting:
            if progress.waiting != before.waiting:
                moved_at, before = time.monotonic(), progress
            elif time.monotonic() - moved_at > PATIENCE_SECONDS:
                break
            self.tell(progress, time.monotonic() - began_at)
            for _ in range(10):
                turn = tracking_imports.take_next_row(now=clock.seconds(), of=made.pk)
                if turn.pause or not turn.worked:
                    time.sleep(turn.pause or IDLE_SECONDS)
                    break
        if report:
            with Path(report).open("w", encoding="utf-8-sig", newline="") as file:
                write_report(made, file)
        self.say_what_became(made, progress, dry_run=dry_run)
        if not (self.is_unattended or progress.waiting):
            notices.see(made, now=clock.seconds())
        if progress.waiting:
            return NO_SHOPIFY
        return SOME_REFUSED if progress.refused else ALL_DONE

    def say_what_became(self, made: TrackingImport, progress: Progress, *, dry_run: bool) -> None:
        """The rows that somebody must look at, and one line of sums."""
        if self.stdout.isatty():
            self.stdout.write("")
        bad = made.rows.filter(is_waiting=False).exclude(verdict__in=GOOD).order_by("position")
        for row in bad[:MOST_SHOWN]:
            self.stdout.write(
                f"Row {row.lines}, {row.order or 'no order'}: {WORDS[row.verdict]}. {row.words}"
            )
        if progress.refused > MOST_SHOWN:
            self.stdout.write(f"... and {progress.refused - MOST_SHOWN} more; --report lists all.")
        told = summary(dict(progress.verdicts))
        self.stdout.write(f"{'It would be' if dry_run else 'Done'}: {told}.")
        if progress.waiting:
            self.stdout.write(f"{progress.waiting} wait for Shopify; the worker goes on with them.")

    def tell(self, progress: Progress, seconds: float) -> None:
        """One line: redrawn in place on a terminal, now and then anywhere else."""
        is_terminal = self.stdout.isatty()
        now = time.monotonic()
        if now - self.told_at < (REDRAW_EVERY_SECONDS if is_terminal else LINE_EVERY_SECONDS):
            return
        self.told_at = now
        filled = 30 * progress.done // max(progress.rows, 1)
        line = f"[{'#' * filled}{'.' * (30 - filled)}] {progress.done} of {progress.rows}, {_left(progress, seconds)}"
        self.stdout.write(f"\r{line:<80}" if is_terminal else line, ending="" if is_terminal else "\n")

    def watch(self, folder: Path, *, once: bool, dry_run: bool) -> int:
        """Take files as they come; each goes to `done/` or `failed/` with its report. The worst exit code of all."""
        if not folder.is_dir():
            self.stderr.write(f"{folder} is no folder.")
            return UNREADABLE
        worst = ALL_DONE
        watched, stuck = WatchedFolder(folder), set[Path]()
        while True:
            files = [path for path in watched.files() if path not in stuck]
            for path in filter(watched.is_whole, files):
                code = self.take_from_folder(path, watched, stuck, dry_run=dry_run)
                worst = max(worst, code)
            if once and (not files or worst == NO_SHOPIFY):
                return worst
            time.sleep(1.0 if once else LOOK_EVERY_SECONDS)

    def take_from_folder(self, path: Path, watched: WatchedFolder, stuck: set[Path], *, dry_run: bool) -> int:
        """One file of a folder; where Shopify cannot be asked it stays for later."""
        self.stdout.write(f"{path.name}:")
        stamp = clock.local(clock.seconds()).strftime("%Y%m%d-%H%M%S")
        report = path.with_name(f".{path.name}.report")
        try:
            report.unlink(missing_ok=True)  # of a run that was killed
            code = self.take(str(path), dry_run=dry_run, report=str(report))
            if code == NO_SHOPIFY and not report.exists():
                return code
            watched.put_away(path, report, failed=code == UNREADABLE, stamp=stamp)
        except OSError as error:
            stuck.add(path)
            words = f"The file cannot be moved out of the folder, nor its report written: {error.strerror}."
            return self.refuse(UNREADABLE, words, name=path.name)
        return code


def _left(progress: Progress, seconds: float) -> str:
    if progress.done < 3:
        return "time left unknown yet"
    left = progress.waiting * seconds / progress.done
    return f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"


def _read_columns(text: str) -> dict[Role, str]:
    told: dict[Role, str] = {}
    for part in text.split(","):
        role, equals, name = part.partition("=")
        if not equals or role.strip() not in list(Role):
            roles = ", ".join(Role)
            raise argparse.ArgumentTypeError(f'"{part}" must be ROLE=COLUMN; the roles are {roles}')
        told[Role(role.strip())] = name.strip()
    return told


def _read_location(text: str) -> tuple[str, str]:
    written, equals, name = text.partition("=")
    if not (equals and written.strip() and name.strip()):
        raise argparse.ArgumentTypeError(f'"{text}" must be NAME=LOCATION')
    return written.strip(), name.strip()
