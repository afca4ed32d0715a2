"""A Debian of our own, made once with debootstrap, and thrown-away copies of it.

Needs root, debootstrap and Debian's archive, and says so where they are missing.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.processes import ROOT

SUITE = "trixie"
FOLDER = ROOT / "var" / "deployed"
OLD = "270c8b0"
"""The last version whose supervisor held no socket; an upgrade begins from it."""
BASE = FOLDER / f"debian-{SUITE}"
WHEELS = FOLDER / "wheels"
NEEDED = ("debootstrap", "bwrap", "unshare", "ip")
# What README's step 1 installs, and what a machine has that runs more than the site alone.
STEP_1 = "sudo git make curl nginx python3 python3-venv"
AROUND = "ca-certificates caddy iproute2 openssl pgbouncer postgresql redis-server"


class NotHere(Exception):
    """This machine cannot do it; the message says what is missing."""


def prepare() -> None:
    """Make the base and fetch the packages; everything that needs the network."""
    missing = [program for program in NEEDED if not shutil.which(program)]
    if os.geteuid() or missing:
        raise NotHere(
            f"make deployed needs root and {', '.join(NEEDED)}; missing: {', '.join(missing) or 'root'}."
        )
    if not BASE.is_dir():
        _make_base()
    WHEELS.mkdir(parents=True, exist_ok=True)
    fetch = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-qq",
        "--disable-pip-version-check",
        "--only-binary=:all:",
    ]
    old = FOLDER / "requirements-old.txt"
    old.write_text(old_file("requirements.txt"))
    for lock in ("requirements.txt", str(old)):
        subprocess.run([*fetch, "--require-hashes", "-r", lock, "-d", str(WHEELS)], cwd=ROOT, check=True)


def old_file(name: str) -> str:
    """A file as that version had it."""
    return subprocess.run(
        ["git", "show", f"{OLD}:{name}"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def _make_base() -> None:
    making = FOLDER / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    print(f"==> Making a Debian {SUITE} with debootstrap (once; some minutes)", flush=True)
    subprocess.run(
        ["debootstrap", "--variant=minbase", SUITE, str(making)], check=True, stdout=subprocess.DEVNULL
    )
    shutil.copy("/etc/resolv.conf", making / "etc/resolv.conf")
    policy = making / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")  # nothing is started by being installed
    policy.chmod(0o755)
    for command in (
        "apt-get update -qq",
        f"apt-get install -y -qq --no-install-recommends {STEP_1} {AROUND}",
    ):
        subprocess.run(
            ["chroot", str(making), *command.split()],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    making.rename(BASE)


@contextlib.contextmanager
def copy(name: str, *, base: Path = BASE) -> Iterator[Path]:
    """A root to write in, over the base, in this mount namespace; gone afterwards."""
    work = FOLDER / "work" / name
    shutil.rmtree(work, ignore_errors=True)
    for part in ("upper", "work", "root"):
        (work / part).mkdir(parents=True)
    root = work / "root"
    options = f"lowerdir={base},upperdir={work}/upper,workdir={work}/work"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, str(root)], check=True)
    for source, target in (("/proc", "proc"), ("/dev", "dev"), (str(WHEELS), "wheels")):
        (root / target).mkdir(exist_ok=True)
        subprocess.run(["mount", "--rbind", source, str(root / target)], check=True)
    (root / "etc/pip.conf").write_text("[global]\nno-index = true\nfind-links = /wheels\n")
    (root / "etc/gitconfig").write_text("[safe]\n\tdirectory = *\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost track.example.com track2.example.com\n")
    try:
        yield root
    finally:
        for target in ("wheels", "dev", "proc", ""):
            subprocess.run(["umount", "--recursive", "--lazy", str(root / target)], check=False)
        shutil.rmtree(work, ignore_errors=True)


def run(root: Path, script: str, *, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """A shell script as root within it."""
    return (
        subprocess.run(
            ["chroot", str(root), "sh", "-euc", script],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if not check
        else _checked(run(root, script, check=False), script)
    )


def _checked(done: "subprocess.CompletedProcess[str]", script: str) -> "subprocess.CompletedProcess[str]":
    if done.returncode:
        raise RuntimeError(f"{script}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done
