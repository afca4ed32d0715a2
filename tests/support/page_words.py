"""What an order's page says, word for word, as a shopper reads it from top to bottom."""

from dataclasses import dataclass
from typing import Any

from tests.support.html import Element, read_html


@dataclass(frozen=True, slots=True)
class PageWords:
    """`parts`: each parcel's card and what has not left, on a line each."""

    headline: str
    next_line: str
    milestones: tuple[str, ...]
    parts: tuple[str, ...]


def read_page(response: Any) -> PageWords:
    """The words of an order's page, without the freshness, the help and what a browser hides."""
    order = read_html(response.content.decode()).first("article", id="order")
    following = next((p for p in order.all("p", class_="next")), None)
    journey = next(order.all("ol", class_="journey"), None)
    return PageWords(
        headline=_seen(order.first("h1")),
        next_line="" if following is None else _own(following),
        milestones=() if journey is None else tuple(map(_seen, journey.all("li"))),
        parts=tuple(
            _seen(part)
            for part in order.all("section")
            if part.has(class_="part") and not part.has(class_="imprint")
        ),
    )


def _own(element: Element) -> str:
    """Without the link to the shop's contacts behind it."""
    link = next(element.all("a"), None)
    words = element.text if link is None else element.text.removesuffix(link.text)
    return " ".join(words.split())


def _seen(element: Element) -> str:
    return " ".join(" ".join(_texts(element)).split())


def _texts(element: Element) -> list[str]:
    if not element.children:
        return [element.text]
    rest, found = element.text, []
    for child in element.children:
        before, _, rest = rest.partition(child.text) if child.text else ("", "", rest)
        found += [before, *_texts(child)]
    return [*found, rest]
