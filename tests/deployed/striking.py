"""One deployed site under load, and what is done to it."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.deployed import around, debian
from tests.deployed.load import Load, Wish, seconds_until_well
from tests.deployed.looking import order_link
from tests.deployed.newcomer import HOME, Newcomer
from tests.deployed.unit import Unit
from tests.support.processes import ROOT

ANA = "ana@example.com"
BEFORE = 3.0
AFTER = 6.0
SMALL_DISK = "16m"
SQLITE = "sqlite:///var/orders.sqlite3"


def usual_wishes(link: str, *, busy: int = 303) -> list[Wish]:
    """An order's page in several forms, the look-up page, and a look-up; `busy` is right for that as well."""
    return [
        Wish("GET", link),
        Wish("GET", "/"),
        Wish("GET", f"{link}print/"),
        Wish("GET", f"{link}?lang=de"),
        Wish("POST", "/", (("order_number", "7002"), ("email", ANA)), right=(303, busy)),
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """What was broken, and what became of the requests meanwhile."""

    broken: str
    requests: int
    errors: int
    what: str
    well_after: float


class Run:
    """One deployed site under load, and what is done to it."""

    def __init__(
        self, root: Path, services: around.Around, site: Unit, host: str, wishes: list[Wish]
    ) -> None:
        self.root, self.services, self.site, self.host, self.wishes = root, services, site, host, wishes
        self.rows: list[Row] = []

    def strike(
        self,
        broken: str,
        strike: Callable[[], None],
        heal: Callable[[], None] = lambda: None,
        hold: float = 5.0,
    ) -> None:
        with Load(self.host, 443, self.wishes) as load:
            time.sleep(BEFORE)
            since = time.monotonic()
            strike()
            time.sleep(hold)
            heal()
            time.sleep(AFTER)
        errors = load.errors()
        what = ", ".join(f"{number} {word}" for word, number in errors.items())
        row = Row(broken, len(load.seen), sum(errors.values()), what, seconds_until_well(load, since=since))
        print(
            f"    {row.broken:<44} {row.requests:>6} {row.errors:>4}  {row.well_after:5.1f} s  {row.what}",
            flush=True,
        )
        self.rows.append(row)

    def kill(self, words: str) -> Callable[[], None]:
        """SIGKILL for the first process beneath the service whose command line holds the words."""

        def strike() -> None:
            for pid in descendants(self.site.main_pid()):
                with contextlib.suppress(OSError):
                    line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if words in line:
                        os.kill(pid, signal.SIGKILL)
                        return
            raise AssertionError(f"No process has {words!r} in its command line.")

        return strike

    def all(self) -> None:
        services = self.services
        self.strike("nothing, to compare", lambda: None)
        self.strike("the cache is stopped", services.stop_cache, services.start_cache)
        self.strike("the cache is frozen", services.freeze_cache, services.thaw_cache)
        self.strike("the cache is full", services.fill_cache, services.empty_cache)
        self.strike("the database is restarted", services.restart_database)
        self.strike("pgbouncer is killed and started", services.kill_pgbouncer)
        self.strike("a worker is killed", self.kill("manage.py worker"))
        self.strike(
            "a process of the pages is killed", lambda: os.kill(self.page_processes()[-1], signal.SIGKILL)
        )
        self.strike("gunicorn is killed", self.kill("bin/gunicorn"))
        self.strike(
            "the supervisor is killed", lambda: os.kill(self.site.main_pid(), signal.SIGKILL), hold=12
        )
        self.strike("reload", self.site.reload, hold=12)
        self.strike("restart", self.site.restart, hold=8)
        self.strike("upgrade: pull, install, migrate, reload", self.upgrade, hold=8)

    def page_processes(self) -> list[int]:
        return [
            pid
            for pid in descendants(self.site.main_pid())
            if "bin/gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        ]

    def upgrade(self) -> None:
        """To a version with another stylesheet, by the lines of docs/operations.md."""
        change = (
            "echo newer >> static/newer.txt; git add -A; "
            "git -c user.name=a -c user.email=a@b.c commit -qm newer"
        )
        debian.run(self.root, f"cd /repository; {change}")
        text = (ROOT / "docs/operations.md").read_text("utf-8").split("To upgrade, read", 1)[1]
        for line in text.split("```")[1].strip().splitlines():
            if line == "sudo systemctl reload order-tracking":
                self.site.reload()
            elif "manage.py backup" not in line:  # this one is PostgreSQL
                debian.run(self.root, f"cd /{HOME}; {line}")


def second_site_on_a_small_disk(root: Path, services: around.Around, newcomer: Newcomer) -> list[Row]:
    """Another shop on the same machine, with SQLite, whose disk gets full."""
    home = root / f"{HOME}-2"
    home.mkdir()
    subprocess.run(["mount", "--bind", str(root / HOME), str(home)], check=True)
    owner = (root / HOME).stat()
    disk = f"size={SMALL_DISK},mode=700,uid={owner.st_uid},gid={owner.st_gid}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", disk, "tmpfs", str(home / "var")], check=True)
    env_file = root / "tmp/second.env"
    env_file.write_text((ROOT / ".env.example").read_text())
    newcomer.fill_in(env_file, SITE_URL=f"https://{around.HOSTS[1]}", DATABASE_URL=SQLITE, WORKERS="1")
    os.chown(env_file, owner.st_uid, owner.st_gid)
    env_file.chmod(0o600)
    subprocess.run(["mount", "--bind", str(env_file), str(home / ".env")], check=True)
    unit, socket = (
        around.second_site(newcomer.units[f"order-tracking.{kind}"]) for kind in ("service", "socket")
    )
    site = Unit(root, unit, listen=socket, log=root / "tmp/second.log")
    site.start()
    try:
        around.wait_until(lambda: bool(order_link(around.HOSTS[1], "7001", ANA)))
        link = order_link(around.HOSTS[1], "7001", ANA)
        wishes = usual_wishes(link, busy=503)
        run = Run(root, services, site, around.HOSTS[1], wishes)
        filler = home / "var/filler"
        run.strike("the disk is full (SQLite; look-ups may get 503)", lambda: fill(filler), filler.unlink)
        return run.rows
    finally:
        site.close()
        for place in (home / ".env", home / "var", home):
            subprocess.run(["umount", str(place)], check=False)


def fill(file: Path) -> None:
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)


def descendants(pid: int) -> Iterator[int]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)
        yield from descendants(int(child))
