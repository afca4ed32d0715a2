"""What the first view of an order weighs on the wire: `make weight` prints a table of all demo orders."""

import sys
import time
from http import HTTPStatus

import requests

from tests.quality.demo_site import FINDABLE, PATIENCE_SECONDS, DemoSite

MOST = 14 * 1024
"""About what a server may send before it has to wait for the first acknowledgement."""


def weigh(session: requests.Session, url: str, *, encoding: str = "br", language: str = "en") -> int:
    """Fetch a page as a browser would that takes `encoding`; returns the bytes of its body as sent, style and all."""
    headers = {"Accept-Encoding": encoding, "Accept-Language": language}
    _wait_until_fetched(session, url)
    with session.get(url, headers=headers, stream=True, timeout=20) as response:
        response.raise_for_status()
        if response.headers.get("Content-Encoding") != headers["Accept-Encoding"]:
            raise ValueError("The answer was not compressed.")
        return len(response.raw.read(decode_content=False))


def _wait_until_fetched(session: requests.Session, url: str) -> None:
    """On a busy machine a link may open while its order is still on the way from the shop."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while session.get(url, timeout=20).status_code == HTTPStatus.ACCEPTED and time.monotonic() < patience:
        time.sleep(0.5)


def main() -> int:
    """A line for each demo order, heaviest first; 1 when a usual one is too heavy."""
    with DemoSite() as demo, requests.Session() as session:
        rows = [(weigh(session, demo.link_to(order)), order) for order in FINDABLE]
        zipped = weigh(session, demo.link_to(FINDABLE[0]), encoding="gzip")
    rows.sort(key=lambda row: -row[0])
    print("  bytes  order")
    for weight, order in rows:
        print(f"{weight:>7}  {order.name:<8} {order.shows}")
    too_heavy = [order.name for weight, order in rows if weight > MOST]
    print(f"{len(rows) - len(too_heavy)} of {len(rows)} orders in {MOST} bytes (brotli).")
    print(f"With gzip {FINDABLE[0].name} takes {zipped} bytes. Heavier: {', '.join(too_heavy) or 'none'}.")
    return int(len(too_heavy) > len(rows) // 20)


if __name__ == "__main__":
    sys.exit(main())
