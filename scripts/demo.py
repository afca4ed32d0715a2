"""The demo: a sandbox shop and the site in front of it, as one program that starts, serves and stops as one."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import requests
from tests.sandbox.catalogue import DEMO_ORDERS

ROOT = Path(__file__).resolve().parent.parent
SITE = ("127.0.0.1", int(os.environ.get("PORT", "8000")))
SHOP = ("127.0.0.1", int(os.environ.get("SANDBOX_PORT", "8001")))
SITE_URL = f"http://{SITE[0]}:{SITE[1]}"
SHOP_URL = f"http://{SHOP[0]}:{SHOP[1]}"
START_SECONDS = 30


def main() -> int:
    for address in (SITE, SHOP):
        if _is_taken(address):
            print(f"Port {address[1]} is in use. Stop what uses it, or choose others:")
            print("make demo PORT=8010 SANDBOX_PORT=8011")
            return 1
    environment = _build_environment()
    _prepare(environment)
    processes = [
        _start([sys.executable, "-m", "tests.sandbox", "--port", str(SHOP[1])], environment),
        _start([str(Path(sys.executable).parent / "gunicorn"), "--log-level", "warning"], environment),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if not _wait_until_ready(processes):
            print("The demo did not start; the lines above say why.")
            return 1
        _print_orders()
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        print("A part of the demo has stopped; stopping the rest.")
    except KeyboardInterrupt:
        print("\nStopping.")
    finally:
        _stop(processes)
    return 0


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
        "LOG_LEVEL": "WARNING",
    }


def _prepare(environment: dict[str, str]) -> None:
    for path in (ROOT / "var").glob("demo.sqlite3*"):
        path.unlink()
    print("==> Preparing the database and the stylesheet")
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], env=environment, cwd=ROOT, check=True)


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    print(f"==> Starting {'the site' if 'gunicorn' in command[0] else 'the sandbox shop'}")
    # Its own session, so that Ctrl-C reaches us alone and both are stopped in order.
    return subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)


def _wait_until_ready(processes: list[subprocess.Popen[bytes]]) -> bool:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at and all(process.poll() is None for process in processes):
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{SITE_URL}/readyz", timeout=1).ok and _is_taken(SHOP):
                return True
        time.sleep(0.1)
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
    print(f"\nOpen {SITE_URL} and type an order and its email. Ctrl-C stops the demo.\n")


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _is_taken(address: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(address) == 0


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in reversed(processes):
        if process.poll() is None:
            process.terminate()
    for process in reversed(processes):
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
