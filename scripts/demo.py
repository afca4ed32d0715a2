"""The demo: a sandbox shop and the site in front of it, as one program that starts, serves and stops as one."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable

import requests

from scripts.serve import site_parts
from scripts.supervising import Part, Supervisor
from tests.sandbox.demo import DEMO_ORDERS
from tracking_site.paths import BASE_DIR as ROOT

SITE = ("127.0.0.1", int(os.environ.get("PORT", "8000")))
SHOP = ("127.0.0.1", int(os.environ.get("SANDBOX_PORT", "8001")))
SHOP_DOMAIN = ("127.0.0.1", int(os.environ.get("SHOP_DOMAIN_PORT", "8002")))
SITE_URL = f"http://{SITE[0]}:{SITE[1]}"
IN_THE_SHOP = f"http://{SHOP_DOMAIN[0]}:{SHOP_DOMAIN[1]}/apps/track"
SHOP_URL = f"http://{SHOP[0]}:{SHOP[1]}"
START_SECONDS = 30
STAFF = "demo"
QUIETLY = ("--log-level", "warning")


def main() -> int:
    for address in (SITE, SHOP, SHOP_DOMAIN):
        if _is_taken(address):
            print(f"Port {address[1]} is in use. Stop what uses it, or choose others:")
            print("make demo PORT=8010 SANDBOX_PORT=8011 SHOP_DOMAIN_PORT=8012")
            return 1
    environment = _build_environment()
    password = secrets.token_urlsafe(9)
    _prepare(environment, password=password)
    supervisor = Supervisor(environment)
    print("==> Starting the sandbox shop, the site and its worker")
    sandbox = [sys.executable, "-m", "tests.sandbox", "--port", str(SHOP[1]), "--quiet", "--writable"]
    domain = [
        sys.executable,
        *("-m", "tests.sandbox.app_proxy", "--port", str(SHOP_DOMAIN[1]), "--app-url", SITE_URL),
    ]
    shop = (
        Part("The sandbox shop", sandbox, is_vital=True),
        Part("The shop's own domain", domain, is_vital=True),
    )
    for part in shop:
        supervisor.start(part)
    if _wait(supervisor, lambda: _is_taken(SHOP)):
        # Before the worker looks at the shop for the first time, which would miss the subscriptions.
        for command in (["subscribe_webhooks", "--unchecked"], ["pull_brand"]):
            _manage(environment, *command)
        for part in site_parts(workers=1, gunicorn_options=QUIETLY):
            supervisor.start(part)
    if not _wait(supervisor, _site_is_ready):
        supervisor.end()
        print("The demo did not start; the lines above say why.")
        return 1
    _print_orders()
    print(f"\nStaff sign in at {SITE_URL}/admin/ as {STAFF}, with the password {password}.")
    print(f"Mails and SMS that orders cause while you watch, for staff: {SITE_URL}/outbox/")
    print(f"Every state of every page, for staff: {SITE_URL}/gallery/")
    print(f"Figures, of a year that is made up but for what you do: {SITE_URL}/admin/figures/")
    print("Ctrl-C stops the demo.\n")
    status = supervisor.wait()
    print("\nStopped.")
    return status


def _build_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOPIFY_")}
    return kept | {
        "ENV_FILE": os.devnull,
        "PYTHONUNBUFFERED": "1",
        "DEBUG": "no",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": SITE_URL,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BIND": f"{SITE[0]}:{SITE[1]}",
        "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'demo.sqlite3'}",
        "STORE_NAME": "Casa Lumbre",
        "STORE_TIME_ZONE": "Europe/Madrid",
        "STORE_COUNTRY": "ES",
        "SUPPORT_EMAIL": "hello@casalumbre.example",
        "SUPPORT_URL": "https://casalumbre.example/contact",
        "IMAGE_HOSTS": SHOP_URL,
        "SHOPIFY_API_URL": SHOP_URL,
        "SHOPIFY_STORE_DOMAIN": "demo-store.myshopify.com",
        "SHOPIFY_CLIENT_ID": "sandbox-client",
        "SHOPIFY_CLIENT_SECRET": "sandbox-secret",
        "REFRESH_MOVING_SECONDS": "10",
        "REFRESH_WAITING_SECONDS": "15",
        "EMAIL_URL": "outbox://",
        "MESSAGES_FROM": "Casa Lumbre <orders@casalumbre.example>",
        "SMS_URL": "outbox://",
        "LOG_LEVEL": "WARNING",
    }


def _prepare(environment: dict[str, str], *, password: str) -> None:
    for path in (ROOT / "var").glob("demo.sqlite3*"):
        path.unlink()
    print("==> Preparing the database")
    account = ["createsuperuser", "--no-input", "--username", STAFF, "--email", f"{STAFF}@casalumbre.example"]
    told = ["messages", "--on", "all", "--channel", "both", "--quiet-minutes", "0"]
    for command in (["migrate"], account, told):
        _manage(environment | {"DJANGO_SUPERUSER_PASSWORD": password}, *command, "--verbosity", "0")
    subprocess.run([sys.executable, "-m", "scripts.demo_past_year"], env=environment, cwd=ROOT, check=True)


def _manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _wait(supervisor: Supervisor, condition: Callable[[], bool]) -> bool:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at and supervisor.is_whole:
        if condition():
            return True
        time.sleep(0.1)
    return False


def _site_is_ready() -> bool:
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"{SITE_URL}/readyz", timeout=1).ok
    return False


def _print_orders() -> None:
    rows = [
        ("Order", "Email or phone", "What it shows"),
        *((o.name, o.contact, o.shows) for o in DEMO_ORDERS),
    ]
    widths = [max(_width(row[column]) for row in rows) for column in range(2)]
    print()
    for row in rows:
        print(
            "  ".join(
                text + " " * (width - _width(text)) for text, width in zip(row, [*widths, 0], strict=True)
            ).rstrip()
        )
    print(f"\nOpen {SITE_URL} and type an order and its email.")
    print("Links, a link to share, the calendar and messages are at the end of an order's page.")
    print(f"The same inside a shop's theme: {IN_THE_SHOP}")


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _is_taken(address: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(address) == 0


if __name__ == "__main__":
    sys.exit(main())
