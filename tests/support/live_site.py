"""The site as it is deployed: gunicorn, two worker processes, a database file, and a sandbox shop behind it."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from tests.support.prepared import build_static_files, migrated_sqlite
from tests.support.processes import ROOT, closed_environment
from tests.support.services import create_database

START_SECONDS = 30


def site_environment(*, url: str, shopify_url: str, database_url: str) -> dict[str, str]:
    """The environment of a site at this address, in front of this sandbox."""
    return closed_environment() | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BIND": url.removeprefix("http://"),
        "DATABASE_URL": database_url,
        "STORE_NAME": "Casa Lumbre",
        "STORE_TIME_ZONE": "Europe/Madrid",
        "STORE_COUNTRY": "ES",
        "SUPPORT_EMAIL": "hello@casalumbre.example",
        "SUPPORT_URL": "https://casalumbre.example/contact",
        "IMAGE_HOSTS": shopify_url,
        "SHOPIFY_API_URL": shopify_url,
        "SHOPIFY_STORE_DOMAIN": "demo-store.myshopify.com",
        "SHOPIFY_CLIENT_ID": "sandbox-client",
        "SHOPIFY_CLIENT_SECRET": "sandbox-secret",
    }


def manage(environment: Mapping[str, str], *command: str) -> str:
    """Run a management command of the site so configured; returns what it printed."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


class LiveSite:
    """`with LiveSite(shopify_url=...) as site:`; extra settings are environment variables."""

    def __init__(self, *, shopify_url: str, host: str = "127.0.0.1", **settings: str) -> None:
        build_static_files()
        self._folder = tempfile.TemporaryDirectory(prefix="orders-site-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://{host}:{port}"
        settings.setdefault("BIND", f"127.0.0.1:{port}")
        self.log = Path(self._folder.name) / "log"
        given = os.environ.get("DATABASE_URL", "")
        self._on_postgresql = given.startswith("postgres")  # as `tests.support.with_services` says
        database_url = (
            create_database(given) if self._on_postgresql else migrated_sqlite(Path(self._folder.name))
        )
        if "CACHE_URL" in os.environ:
            settings.setdefault("CACHE_URL", os.environ["CACHE_URL"])
        self.environment = (
            site_environment(url=self.url, shopify_url=shopify_url, database_url=database_url) | settings
        )

    def manage(self, *command: str) -> str:
        """Run a management command against this site; returns what it printed."""
        return manage(self.environment, *command)

    def __enter__(self) -> Self:
        if self._on_postgresql:
            self.manage("migrate", "--verbosity", "0")
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [str(Path(sys.executable).parent / "gunicorn")],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        give_up_at = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up_at and self._process.poll() is None:
            try:
                if requests.get(f"{self.url}/readyz", timeout=1).ok:
                    return self
            except requests.RequestException:
                time.sleep(0.1)
        self._process.kill()
        self._process.wait(20)
        raise RuntimeError(f"The site did not start:\n{self.log.read_text()}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._folder.cleanup()
