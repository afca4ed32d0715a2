"""What every deployed site needs and takes seconds to make: a database with the site's tables.

It is made once and kept under `var/` for all processes of all test runs, until something that it is made of changes.
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
from tracking_site import static_files

KEPT = ROOT / "var" / "prepared"
FORGOTTEN_SECONDS = 86_400.0
"""What has not been made of the present files for so long is removed, when something new is made."""
PACKAGES = ("django",)


def migrated_sqlite(folder: Path) -> str:
    """The address of a database in this folder, with the site's tables and nothing in them."""
    path = folder / "orders.sqlite3"
    shutil.copyfile(prepared() / "orders.sqlite3", path)
    return f"sqlite:///{path}"


def build_static_files() -> None:
    """What `make install` does; who has just edited one of them need not remember to."""
    if not static_files.built_folder().is_dir():
        subprocess.run([sys.executable, "-m", "scripts.build_static"], cwd=ROOT, check=True)


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
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
        env=environment,
        cwd=ROOT,
        check=True,
    )


def _digest() -> str:
    """Of all that goes into it."""
    digest = hashlib.sha256(" ".join(f"{package} {version(package)}" for package in PACKAGES).encode())
    for path in _sources():
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    yield ROOT / "tracking_site" / "settings.py"
    yield Path(__file__)
    yield from sorted((ROOT / "orders").rglob("migrations/*.py"))
    yield from sorted((ROOT / "orders").rglob("models.py"))
