"""A shopper who meets the site inside the shop, through the sandbox's app proxy, with JavaScript off."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import time_machine

from orders import clock
from orders.branding import brands
from orders.branding.models import THE_ONE, Brand
from tests.sandbox.app_proxy import SHOPPER_ADDRESS, AppProxy
from tests.support.html import Element, read_html

WAIT_SECONDS = 20


@dataclass
class ShopPage:
    """A page as the browser has it, at the address it was asked for."""

    url: str
    response: requests.Response
    document: Element = field(init=False)

    def __post_init__(self) -> None:
        is_html = self.response.headers.get("Content-Type", "").startswith("text/html")
        self.document = read_html(self.response.text if is_html else "")

    @property
    def path(self) -> str:
        """Where on the shop's host it is, without the query."""
        return urlsplit(self.url).path

    @property
    def ours(self) -> Element:
        """The part that is ours: all of it, or what stands inside the theme."""
        return next(self.document.all(class_="order-tracking"), self.document)

    @property
    def headline(self) -> str:
        """The page's one sentence."""
        return self.ours.first("h1").text.strip()

    @property
    def text(self) -> str:
        """What our part of it says."""
        return " ".join(self.ours.text.split())

    def field(self, name: str) -> str:
        """What stands in a field of the form."""
        return self.document.first("input", name=name).attributes.get("value", "")

    def links(self) -> list[str]:
        """Where everything on our part leads or is sent to."""
        names = ("href", "action", "data-hx-get", "data-hx-post", "data-url")
        values = (each.attributes.get(name, "") for each in self.ours.all() for name in names)
        return [value for value in values if value and not value.startswith(("#", "mailto:"))]

    def stays_under(self, prefix: str) -> bool:
        """Whether every link of ours stays under the path, or leads to another site altogether."""
        return all(
            urlsplit(link).netloc or urlsplit(link).path == prefix or link.startswith(f"{prefix}/")
            for link in self.links()
        )


@dataclass
class ShopVisitor:
    """`visitor.open("/apps/track")`. Each has an address of its own."""

    front: AppProxy
    address: str = "198.51.100.7"
    headers: dict[str, str] = field(default_factory=dict)

    def open(self, path: str, method: str = "GET", data: dict[str, str] | None = None) -> ShopPage:
        """Ask for an address of the shop, or a link of a page of it."""
        url = urljoin(self.front.url, path)
        headers = {SHOPPER_ADDRESS: self.address, "Cookie": "cart=1", "Accept-Language": "en"} | self.headers
        response = requests.request(
            method, url, headers=headers, data=data, allow_redirects=False, timeout=WAIT_SECONDS
        )
        return ShopPage(url, response)

    def look_up(self, order_number: str, email: str, page: ShopPage | None = None) -> ShopPage:
        """Open the form (or take one that is open), fill it in and send it."""
        page = page or self.open(self.front.path_prefix)
        form = page.ours.first("form")
        fields = {each.attributes["name"]: each.attributes.get("value", "") for each in form.all("input")}
        sent = fields | {"order_number": order_number, "email": email}
        return self.open(urljoin(page.url, form.attributes["action"]), "POST", sent)

    def own_link(self, order_number: str, email: str) -> str:
        """The address of one's order in the shop, as the page offers it after a look-up."""
        page = self.look_up(order_number, email)
        offered: Any = page.ours.first(
            "a", class_="follow", href=page.ours.first(id="own-url").attributes["data-url"]
        )
        return str(offered.attributes["href"])


def choose_layout(layout: str) -> None:
    """The merchant says how pages look inside the shop."""
    Brand.objects.update_or_create(
        pk=THE_ONE, defaults={"app_proxy_layout": layout, "changed_at": clock.seconds()}
    )
    brands.forget()


def after(**passed: float) -> time_machine.travel:
    """The same, some time later; the sandbox's clock is its own."""
    return time_machine.travel(clock.utc() + timedelta(**passed), tick=True)
