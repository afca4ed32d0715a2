"""What every deployed site needs and takes seconds to make: a migrated database, and the static files, collected.

It is made once and kept under `var/` for all processes of all test runs, until something that it is made of changes.
Nobody writes to it afterwards: a site that collects its files anew rewrites them in place, and cuts off what another
site on the same folder is just sending.
"""

import functools
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.support.processes import ROOT, closed_environment

KEPT = ROOT / "var" / "prepared"
FORGOTTEN_SECONDS = 86_400.0
"""What has not been made of the present files for so long is removed, when something new is made."""
PACKAGES = ("django", "django-htmx", "whitenoise", "brotli")


def migrated_sqlite(folder: Path) -> str:
    """The address of a database in this folder, with the site's tables and nothing in them."""
    path = folder / "orders.sqlite3"
    shutil.copyfile(prepared() / "orders.sqlite3", path)
    return f"sqlite:///{path}"


def static_settings() -> dict[str, str]:
    """The part of a site's environment that makes it serve the static files that are kept here."""
    return _static_settings(prepared())


@functools.cache
def prepared() -> Path:
    """The folder with all of it, made now if need be. Any number of processes may ask at once."""
    folder = KEPT / _digest()
    if not folder.is_dir():
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.iterdir():
            if old.stat().st_mtime < time.time() - FORGOTTEN_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix="making-", dir=KEPT))
        _make(made)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
            shutil.rmtree(made)  # another process was quicker
    return folder


def _make(folder: Path) -> None:
    environment = closed_environment() | {
        "SECRET_KEY": "made-by-chance-and-of-nobody-" * 2,
        "SITE_URL": "http://127.0.0.1",
        "SHOPIFY_STORE_DOMAIN": "demo-store.myshopify.com",
        "SHOPIFY_ACCESS_TOKEN": "of-nobody",
        "DATABASE_URL": f"sqlite:///{folder}/orders.sqlite3",
    }
    for command in ("migrate", "collectstatic"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--no-input", "--verbosity", "0"],
            env=environment | _static_settings(folder),
            cwd=ROOT,
            check=True,
        )


def _static_settings(folder: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.support.live_settings",
        "TEST_STATIC_ROOT": str(folder / "static"),
    }


def _digest() -> str:
    """Of all that goes into it."""
    digest = hashlib.sha256(" ".join(f"{package} {version(package)}" for package in PACKAGES).encode())
    for path in _sources():
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    yield ROOT / "tracking_site" / "settings.py"
    yield Path(__file__)
    for folder in (ROOT / "static", *sorted((ROOT / "orders").rglob("static"))):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
    yield from sorted((ROOT / "orders").rglob("migrations/*.py"))
    yield from sorted((ROOT / "orders").rglob("models.py"))
