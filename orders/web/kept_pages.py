"""Pages that were just answered, answered again without running Django (docs/decisions/0005).

They are the order pages, an open page's question whether there is news while the answer is no, and the look-up form,
on the site and inside the shop. What is replayed is, byte for byte and header for header, what Django answered for a
page that reads the same. Every request for an order still passes the one door: its link is looked up in the database
each time; every request through the shop still has its signature checked.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl

from django.db import Error

from orders import clock
from orders.access import links
from orders.asking import freshness
from orders.branding import brands
from orders.shopify.proxy_signature import NotProxied
from orders.storage.connections import give_back
from orders.storage.store import StoredOrder
from orders.watching import counting, metrics
from orders.web import page_cache, pages
from orders.web.app_proxy.verification import read_shops_query
from orders.web.language import choose_language
from orders.web.page_cache import KeptAnswer
from orders.web.wsgi_types import Application, Environ, StartResponse

KEPT_SECONDS = 120
ADDRESS = re.compile(rf"/o/({links.TOKEN.pattern})/(status/)?")
LOOK_UP, PROXIED_LOOK_UP = "/", ("/proxy", "/proxy/")
PAGE_QUERY = re.compile(r"(?:lang=([A-Za-z-]{2,10}))?")
STATUS_QUERY = re.compile(r"v=([1-9]\d{0,8}(?:-\d{8})?)&said=[0-9a-f]{0,8}&lang=([A-Za-z-]{2,10})")
OF_SHOPIFY = frozenset({"shop", "path_prefix", "timestamp", "signature", "logged_in_customer_id"})
"""What the app proxy adds to a query. Nothing on a page depends on who is signed in at the shop."""


class KeptPages:
    """WSGI middleware around Django."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        wanted = _find_wanted(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if wanted is None:
            return self.application(environ, start_response)
        kept = page_cache.find(wanted.key)
        if kept is None:
            return self._answer_and_keep(wanted, environ, start_response)
        if wanted.age is not None:
            metrics.page_served(kept=True, age=wanted.age)
            counting.page_seen(
                age=wanted.age,
                language=wanted.language,
                user_agent=environ.get("HTTP_USER_AGENT", ""),
            )
        start_response(kept.status, kept.headers)
        give_back()
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
    age: float | None = None
    language: str = ""


def _find_wanted(environ: Environ) -> Wanted | None:
    """What the answer depends on, if it may be kept and, for an order's, the link opens; else None."""
    path = environ["PATH_INFO"]
    if path == LOOK_UP:
        return _find_look_up(environ)
    if path in PROXIED_LOOK_UP:
        return _find_proxied_look_up(environ)
    address = ADDRESS.fullmatch(path)
    return _find_order_page(address[1], environ, asks_for_news=address[2] is not None) if address else None


def _find_look_up(environ: Environ) -> Wanted | None:
    """The empty form: all who read one language get the same."""
    query = environ.get("QUERY_STRING", "")
    asked = PAGE_QUERY.fullmatch(query)
    if asked is None:
        return None
    # Search engines may show the bare address only, so the answer to it has other headers.
    return Wanted(f"look-up:{bool(query):d}:{_encoding(environ)}:{asked_at(asked[1] or '', environ)}", "200 ")


def _find_proxied_look_up(environ: Environ) -> Wanted | None:
    """The same inside the shop. Its form's token says which shop and path it was made for, and when: not for whom."""
    query = environ.get("QUERY_STRING", "")
    try:
        prefix = read_shops_query(query, now=clock.seconds()).path_prefix
    except NotProxied:
        return None  # Django refuses it
    others = {
        name: value for name, value in parse_qsl(query, keep_blank_values=True) if name not in OF_SHOPIFY
    }
    asked = others.pop("lang", "")
    if others or len(asked) > 10:
        return None
    return Wanted(f"proxied:{prefix}:{asked_at(asked, environ)}", "200 ")


def _find_order_page(token: str, environ: Environ, *, asks_for_news: bool) -> Wanted | None:
    query = (STATUS_QUERY if asks_for_news else PAGE_QUERY).fullmatch(environ.get("QUERY_STRING", ""))
    if query is None:
        return None
    now = clock.seconds()
    try:
        order = links.find_link(token, now=now)
    except Error:
        return None  # Django's own connection handling deals with it
    if (
        order is None
        or order.removed_at is not None
        or (asks_for_news and _has_news(order, query[1], now=now))
    ):
        return None
    asked = query[query.lastindex or 0] or ""
    language = _language(asked, environ)
    place = _place(language, environ)
    if asks_for_news:
        return Wanted(f"no-news:{place}", "204 ")
    key = f"page:{_encoding(environ)}:{pages.seen(order, now=now)}:{place}"
    return Wanted(key, "200 ", now - order.fetched_at, language)


def asked_at(asked_language: str, environ: Environ) -> str:
    """What all pages depend on: the brand, the language, and by which name the site was asked for."""
    return _place(_language(asked_language, environ), environ)


def _place(language: str, environ: Environ) -> str:
    host = environ.get("HTTP_HOST", "")[:100]
    return f"{brands.current().version}:{language}:{environ['wsgi.url_scheme']}:{host}"


def _language(asked: str, environ: Environ) -> str:
    return choose_language(asked, environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def _encoding(environ: Environ) -> str:
    return pages.choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))


def _has_news(order: StoredOrder, version: str, *, now: float) -> bool:
    return (
        not pages.is_shown(version, order, now=now)
        or freshness.is_stale(order, now=now)
        or pages.is_age_news(order, now=now)
    )
