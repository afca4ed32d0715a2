"""What a shopper does, in a line each."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client

H1 = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Shopper:
    """A browser without a memory of its own."""

    client: Client

    def look_up(self, order_number: str, email: str, **headers: str) -> Any:
        """Fill in the form and send it."""
        return self.client.post("/", {"order_number": order_number, "email": email}, headers=headers or None)

    def link(self, order_number: str, email: str) -> str:
        """The address of one's order."""
        response = self.look_up(order_number, email)
        assert response.status_code == 303, response.content
        return str(response.headers["Location"])

    def open(self, url: str, **headers: str) -> Any:
        """Open an address."""
        return self.client.get(url, headers=headers or None)

    def headline(self, url: str) -> str:
        """The page's one sentence."""
        return headline(self.open(url))


def headline(response: Any) -> str:
    """The sentence in `h1`, as text."""
    found = H1.search(response.content.decode())
    assert found, "the page has no headline"
    return unescape(TAGS.sub("", found[1])).strip()


def text(response: Any) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(TAGS.sub(" ", body))).strip()
