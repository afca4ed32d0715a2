"""Order pages that were just answered, answered again without running Django (docs/decisions/0005).

Every request still passes the one door: the link is looked up in the database each time. What is replayed is, byte for
byte and header for header, what Django answered for a page that reads the same: same snapshot, language, day, stated
age, encoding, host and scheme. A page holds no token (its links are relative), so one answer serves every link to the
order.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError

from orders import access, clock, pages
from orders.language import choose_language

type Environ = dict[str, Any]
type StartResponse = Callable[..., Any]
type Application = Callable[[Environ, StartResponse], Iterable[bytes]]

KEPT_SECONDS = 120
PAGE = re.compile(rf"/o/({access.TOKEN.pattern})/")
QUERY = re.compile(r"(?:lang=([A-Za-z-]{2,10}))?")


class KeptPages:
    """WSGI middleware around Django."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = _find_key(environ)
        if key is None:
            return self.application(environ, start_response)
        kept = cache.get(key)
        if kept is None:
            return self._answer_and_keep(key, environ, start_response)
        status, headers, body = kept
        start_response(status, list(headers))
        return [body]

    def _answer_and_keep(self, key: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        chunks = self.application(environ, lambda status, headers, *_: started.append((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        status, headers = started[-1]
        if status.startswith("200 "):
            cache.set(key, (status, tuple(headers), body), KEPT_SECONDS)
        start_response(status, headers)
        return [body]


def _find_key(environ: Environ) -> str | None:
    """What the page depends on, for a page that may be kept and a link that opens it; else None."""
    page = PAGE.fullmatch(environ["PATH_INFO"])
    query = QUERY.fullmatch(environ.get("QUERY_STRING", ""))
    if page is None or query is None or environ["REQUEST_METHOD"] != "GET":
        return None
    now = clock.seconds()
    try:
        order = access.find_link(page[1], now=now)
    except DatabaseError:
        return None  # Django's own connection handling deals with it
    if order is None:
        return None
    language = choose_language(query[1] or "", environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    encoding = pages.choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    place = f"{environ['wsgi.url_scheme']}:{environ.get('HTTP_HOST', '')[:100]}"
    return f"page:{language}:{encoding}:{pages.seen(order, now=now)}:{place}"
