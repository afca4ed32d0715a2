"""The deployed site in front of the furnished sandbox shop, with a link to any demo order."""

import time
from types import TracebackType
from typing import Self

import requests

from tests.sandbox import Sandbox
from tests.sandbox.demo import DEMO_ORDERS, DemoOrder
from tests.support.live_site import LiveSite

FINDABLE = tuple(order for order in DEMO_ORDERS if order.contact)
HUGE = "#10010"
PATIENCE_SECONDS = 60


class NotFound(Exception):
    """The site did not lead from a number and a contact to an order; the message says to what it led."""


class DemoSite:
    """`with DemoSite() as demo: demo.link("#1001", "lucia.ferrer@example.com")`.

    Every call comes from a network of its own, as different shoppers' would, so that look-up limits are met only by
    those who look for them.
    """

    def __init__(self, *, sandbox: Sandbox | None = None, **settings: str) -> None:
        self.sandbox = sandbox or Sandbox(demo_orders=True)
        self._owns_sandbox = sandbox is None
        self.site = LiveSite(
            shopify_url=self.sandbox.url, TRUSTED_PROXIES="127.0.0.1", LOG_LEVEL="WARNING", **settings
        )
        self.url = self.site.url
        self._addresses = 0
        self._links: dict[tuple[str, str], str] = {}

    def new_address(self) -> str:
        """A sender's address that nobody used yet; for `X-Forwarded-For`."""
        self._addresses += 1
        return f"198.{18 + self._addresses // 250}.{self._addresses % 250}.7"

    def link(self, order_number: str, contact: str) -> str:
        """The address of an order's page; raises `NotFound`."""
        key = (order_number, contact)
        if key not in self._links:
            response = self._look_up(order_number, contact)
            if response.status_code != 303:
                raise NotFound(f"{order_number} led to status {response.status_code}.")
            self._links[key] = self.url + response.headers["Location"]
            self._wait_until_fetched(self._links[key])
        return self._links[key]

    def _look_up(self, order_number: str, contact: str) -> requests.Response:
        """Asks again while the site says that it cannot: on a busy machine the time for one try may be too short."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            response = requests.post(
                self.url,
                data={"order_number": order_number, "email": contact},
                headers={"X-Forwarded-For": self.new_address()},
                allow_redirects=False,
                timeout=20,
            )
            if response.status_code != 503 or time.monotonic() > patience:
                return response
            time.sleep(0.5)

    def _wait_until_fetched(self, link: str) -> None:
        """An order that was found when time ran out is there later; its page says `Retry-After` until then."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while "Retry-After" in requests.get(link, timeout=20).headers and time.monotonic() < patience:
            time.sleep(0.5)

    def link_to(self, order: DemoOrder) -> str:
        """The address of a demo order's page."""
        return self.link(order.name, order.contact)

    def __enter__(self) -> Self:
        if self._owns_sandbox:
            self.sandbox.start()
        self.site.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.site.__exit__(kind, error, traceback)
        if self._owns_sandbox:
            self.sandbox.stop()
