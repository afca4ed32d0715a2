"""Containerfile and compose.yaml without a container engine: their steps and their limits, in a plain Debian root.

No image can be pulled where this runs, so Debian's own Python 3.13 stands for the image's, and Debian's PostgreSQL for
the image of that. What is ours is carried out as it is written: RUN, COPY with .dockerignore, ENV, USER, CMD,
HEALTHCHECK, and of a service command, environment, secrets, user, read_only and tmpfs.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.deployed import debian
from tests.support.processes import ROOT
from tracking_site.env_file import read_env_file

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


class Image:
    """What `build` made: a root, and how a process in it is started."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.env: dict[str, str] = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
        self.workdir = "/"
        self.user = "0"
        self.command: list[str] = []
        self.health: list[str] = []

    def build(self) -> None:
        """Each instruction in its turn; one that is not known here is an error."""
        for name, rest in instructions((ROOT / "Containerfile").read_text("utf-8")):
            match name:
                case "FROM" | "VOLUME" | "EXPOSE" | "STOPSIGNAL":
                    pass
                case "WORKDIR":
                    self.workdir = rest
                    (self.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
                case "RUN":
                    debian.run(self.root, f"cd {self.workdir}; {rest}")
                case "COPY":
                    *sources, target = rest.split()
                    self._copy(sources, target)
                case "ENV":
                    key, _, value = rest.partition("=")
                    self.env[key] = value.replace("$PATH", self.env["PATH"])
                case "USER":
                    self.user = rest
                case "CMD":
                    self.command = json.loads(rest)
                case "HEALTHCHECK":
                    self.health = shlex.split(rest.split(" CMD ", 1)[1])
                case _:
                    raise AssertionError(f"Containerfile: {name} is not carried out here.")

    def start(
        self, service: str, environment: Mapping[str, str], *, log: Path, command: Sequence[str] = ()
    ) -> "subprocess.Popen[bytes]":
        """A process as compose would start it for this service."""
        asked: dict[str, Any] = COMPOSE["services"][service]
        env = self.env | dict(environment) | asked["environment"]
        secrets = [COMPOSE["secrets"][name]["file"] for name in asked["secrets"]]
        bind: list[str] = ["--ro-bind" if asked["read_only"] else "--bind", str(self.root), "/"]
        bind += [
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "--tmpfs",
            "/run",
            "--perms",
            "0755",
            "--dir",
            "/run/secrets",
        ]
        for path in asked["tmpfs"]:
            bind += ["--tmpfs", path, "--chmod", "1777", path]
        for file in secrets:
            there = str(self.root / self.workdir.lstrip("/") / file)
            bind += ["--ro-bind", there, f"/run/secrets/{Path(file).name}"]
        user = asked.get("user", self.user)
        limits = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
        limits += ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
        given = ["env", "-i", *(f"{name}={value}" for name, value in env.items())]
        with log.open("ab") as lines:
            return subprocess.Popen(
                [
                    *("bwrap", "--die-with-parent", *bind, "--chdir", self.workdir, *limits, *given),
                    *(command or asked.get("command", self.command)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=lines,
            )

    def _copy(self, sources: Sequence[str], target: str) -> None:
        place = self.root / self.workdir.lstrip("/") / target
        for source in sources:
            for file in _context():
                if source == "." or file == source:
                    to = place / (file if source == "." else Path(file).name)
                    to.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(ROOT / file, to)


def instructions(text: str) -> list[tuple[str, str]]:
    """Name and rest of each instruction, continued lines joined."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


def _context() -> list[str]:
    """The files that .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    taken = tuple(line[1:] for line in lines if line.startswith("!"))
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    return [
        file
        for file in files
        if file and (file in taken or file.startswith(tuple(f"{name}/" for name in taken)))
    ]


def run_services(root: Path, shopify_url: str, *, fill_in: Any) -> list[tuple[str, float]]:
    """By README, «In a container»: build, migrate, site and worker, each until it is healthy; how long each took."""
    took: list[tuple[str, float]] = []
    log = root / "tmp/containers.log"
    image = Image(root)
    began = time.monotonic()
    image.build()
    took.append(("build", time.monotonic() - began))
    home = root / image.workdir.lstrip("/")
    shutil.copy(ROOT / "scripts/make_database_secrets.sh", home / "scripts/")
    debian.run(root, f"cd {image.workdir}; sh scripts/make_database_secrets.sh")
    password = (home / "secrets/database_password").read_text()
    debian.run(root, f"cd /tmp; sudo -u postgres psql -qc \"ALTER ROLE orders PASSWORD '{password}'\"")
    with (root / "etc/hosts").open("a") as hosts:
        hosts.write("127.0.0.1 database redis\n")
    env_file = root / "tmp/compose.env"
    shutil.copy(ROOT / ".env.example", env_file)
    fill_in(env_file, SITE_URL="https://track.example.com", SHOPIFY_API_URL=shopify_url)
    environment = {
        name: value for name, value in read_env_file(env_file).items() if name != "DATABASE_URL" and value
    }
    began = time.monotonic()
    migrate = image.start("migrate", environment, log=log)
    assert migrate.wait(120) == 0, log.read_text()
    took.append(("migrate", time.monotonic() - began))
    site = image.start("site", environment, log=log)
    worker = image.start("worker", environment, log=log)
    try:
        worker_health = COMPOSE["services"]["worker"]["healthcheck"]["test"][1:]
        for name, command in (("site", image.health), ("worker", worker_health)):
            began = time.monotonic()
            while image.start(name, environment, log=log, command=command).wait(30) != 0:
                assert time.monotonic() - began < 60, log.read_text()
                time.sleep(0.5)
            took.append((f"{name} healthy", time.monotonic() - began))
        touch = image.start("site", environment, log=log, command=["touch", "manage.py"])
        assert touch.wait(20) != 0, "The program's files can be written."
        check = image.start("site", environment, log=log, command=["python", "manage.py", "check_shopify"])
        assert check.wait(60) == 0, log.read_text()
        page = debian.run(root, "curl -sS -H 'Host: track.example.com' http://127.0.0.1:8000/")
        assert "<form" in page.stdout
    finally:
        for process in (site, worker):
            if process.poll() is None:
                children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
                for child in children:
                    os.kill(int(child), 15)
                assert process.wait(40) == 0, log.read_text()
    return took
