"""Order pages that were just answered, answered again without running Django (docs/decisions/0005).

The same holds for an open page's question whether there is news, while the answer is no. Every request still passes
the one door: the link is looked up in the database each time. What is replayed is, byte for byte and header for header,
what Django answered for a page that reads the same: same snapshot, language, day, stated age, encoding, host and
scheme. A page holds no token (its links are relative), so one answer serves every link to the order.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db import Error

from orders import clock
from orders.access import links
from orders.asking import freshness
from orders.branding import brands
from orders.storage.store import StoredOrder
from orders.watching import metrics
from orders.web import page_cache, pages
from orders.web.language import choose_language
from orders.web.page_cache import KeptAnswer
from orders.web.wsgi_types import Application, Environ, StartResponse

KEPT_SECONDS = 120
ADDRESS = re.compile(rf"/o/({links.TOKEN.pattern})/(status/)?")
PAGE_QUERY = re.compile(r"(?:lang=([A-Za-z-]{2,10}))?")
STATUS_QUERY = re.compile(r"v=([1-9]\d{0,8})&said=[0-9a-f]{0,8}&lang=([A-Za-z-]{2,10})")


class KeptPages:
    """WSGI middleware around Django."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        wanted = _find_wanted(environ)
        if wanted is None:
            return self.application(environ, start_response)
        kept = page_cache.find(wanted.key)
        if kept is None:
            return self._answer_and_keep(wanted, environ, start_response)
        if wanted.age is not None:
            metrics.page_served(kept=True, age=wanted.age)
        start_response(kept.status, kept.headers)
        return [kept.body]

    def _answer_and_keep(
        self, wanted: "Wanted", environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        chunks = self.application(environ, lambda status, headers, *_: started.append((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        status, headers = started[-1]
        if status.startswith(wanted.status):
            page_cache.keep(wanted.key, KeptAnswer(status, headers, body), seconds=KEPT_SECONDS)
        start_response(status, headers)
        return [body]


class Wanted(NamedTuple):
    """What an answer is kept under, the one status that may be, and how old a page's facts are; None if none are told.

    That there is no news is one answer for all orders, so nothing but the empty 204 is ever kept as that: an order may
    get news between our look at it and Django's.
    """

    key: str
    status: str
    age: float | None


def _find_wanted(environ: Environ) -> Wanted | None:
    """What the answer depends on, if it may be kept and the link opens; else None."""
    address = ADDRESS.fullmatch(environ["PATH_INFO"])
    if address is None or environ["REQUEST_METHOD"] != "GET":
        return None
    asks_for_news = address[2] is not None
    query = (STATUS_QUERY if asks_for_news else PAGE_QUERY).fullmatch(environ.get("QUERY_STRING", ""))
    if query is None:
        return None
    now = clock.seconds()
    try:
        order = links.find_link(address[1], now=now)
    except Error:
        return None  # Django's own connection handling deals with it
    if (
        order is None
        or order.removed_at is not None
        or (asks_for_news and _has_news(order, query[1], now=now))
    ):
        return None
    language = choose_language(query[query.lastindex or 0] or "", environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    place = f"{brands.current().version}:{language}:{environ['wsgi.url_scheme']}:{environ.get('HTTP_HOST', '')[:100]}"
    if asks_for_news:
        return Wanted(f"no-news:{place}", "204 ", None)
    key = f"page:{pages.choose_encoding(environ.get('HTTP_ACCEPT_ENCODING', ''))}:{pages.seen(order, now=now)}:{place}"
    return Wanted(key, "200 ", now - order.fetched_at)


def _has_news(order: StoredOrder, version: str, *, now: float) -> bool:
    return (
        str(order.version) != version
        or freshness.is_stale(order, now=now)
        or pages.is_age_news(order, now=now)
    )
