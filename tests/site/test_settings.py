"""The whole start-up, as a process sees it: complete settings start, half-given ones stop with a sentence."""

import subprocess
import sys
from pathlib import Path

from tests.support.processes import ROOT, closed_environment

GOOD = {
    "SECRET_KEY": "made-by-chance-" * 4,
    "SITE_URL": "https://track.example.com",
    "SHOPIFY_STORE_DOMAIN": "my-shop.myshopify.com",
    "SHOPIFY_CLIENT_ID": "id",
    "SHOPIFY_CLIENT_SECRET": "secret-that-must-not-be-printed",
    "DATABASE_URL": "sqlite:///:memory:",
}


def start(**changes: str) -> "subprocess.CompletedProcess[str]":
    """Load the settings in a process of its own; an empty value takes a variable away."""
    environment = {name: value for name, value in (GOOD | changes).items() if value}
    code = (
        "from django.conf import settings; settings.DEBUG; print(settings.SECURE, settings.SHOPIFY_API_URL)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env=closed_environment() | environment | {"DJANGO_SETTINGS_MODULE": "tracking_site.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_complete_settings_start() -> None:
    assert start().stdout == "True https://my-shop.myshopify.com\n"


def test_a_token_of_an_older_app_is_enough() -> None:
    assert (
        start(SHOPIFY_CLIENT_ID="", SHOPIFY_CLIENT_SECRET="", SHOPIFY_ACCESS_TOKEN="shpat_1").returncode == 0
    )


def test_debug_needs_nothing_at_all() -> None:
    nothing = dict.fromkeys((name for name in GOOD if name != "DATABASE_URL"), "")
    assert start(**nothing, DEBUG="yes").returncode == 0


def test_what_the_environment_lacks_is_read_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("SHOPIFY_STORE_DOMAIN=of-the-file.myshopify.com\nSITE_URL=http://of-the-file.internal\n")
    assert start(ENV_FILE=str(file), SHOPIFY_STORE_DOMAIN="").stdout == (
        "True https://of-the-file.myshopify.com\n"
    )


def test_each_test_process_has_a_redis_database_of_its_own() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from tests.support.settings import CACHES; print(CACHES['default']['LOCATION'])",
        ],
        env=closed_environment() | {"CACHE_URL": "redis://127.0.0.1:6379/0", "PYTEST_XDIST_WORKER": "gw3"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told == "redis://127.0.0.1:6379/3\n"
