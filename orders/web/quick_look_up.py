"""A look-up that is right and known here, answered without running Django (docs/decisions/0008).

It asks the very functions that the view asks, and says what Django said for the look-up before: status and headers are
replayed, only the address of the order is another one. Everything else is Django's, which gets the request as it came:
a miss, a form that says something, a limit that is reached, trouble. Nothing has happened by then.
"""

import io
from collections.abc import Iterable
from urllib.parse import parse_qsl

from django.db import Error

from orders import clock, conf
from orders.asking import tracking
from orders.domain.matching import ContactKey, OrderNumber, read_contact, read_order_number
from orders.domain.matching.typed_kind import kind_of_read_contact, kind_of_read_number
from orders.storage.connections import give_back
from orders.watching import counting, metrics
from orders.web import page_cache
from orders.web.client_address import client_networks
from orders.web.kept_pages import KEPT_SECONDS, LOOK_UP, PAGE_QUERY, asked_at
from orders.web.language import find_asked_language
from orders.web.page_cache import KeptAnswer
from orders.web.wsgi_types import Application, Environ, StartResponse

FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 2048
FOUND = ("303 ", "204 ")


class QuickLookUps:
    """WSGI middleware around Django."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asked = PAGE_QUERY.fullmatch(environ.get("QUERY_STRING", ""))
        if environ["PATH_INFO"] != LOOK_UP or environ["REQUEST_METHOD"] != "POST" or asked is None:
            return self.application(environ, start_response)
        by_htmx = environ.get("HTTP_HX_REQUEST") == "true"
        key = f"found:{by_htmx:d}:{asked_at(asked[1] or '', environ)}"
        before = page_cache.find(key)
        if before is None:
            return self.application(environ, _keeping(key, start_response))
        token = _find(environ)
        if token is None:
            return self.application(environ, start_response)
        language = find_asked_language(asked[1] or "")
        url = f"/o/{token}/?lang={language}" if language else f"/o/{token}/"
        start_response(before.status, [*before.headers, ("HX-Redirect" if by_htmx else "Location", url)])
        return [b""]


def _keeping(key: str, start_response: StartResponse) -> StartResponse:
    """Keeps what Django says about a look-up that is right, without the address."""

    def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
        if status.startswith(FOUND):
            others = [each for each in headers if each[0] not in {"Location", "HX-Redirect"}]
            page_cache.keep(key, KeptAnswer(status, others, b""), seconds=KEPT_SECONDS)
        return start_response(status, headers, *rest)

    return start


def _find(environ: Environ) -> str | None:
    """The token of a new link, if what was typed is right and known; what was read is put back for Django."""
    length = environ.get("CONTENT_LENGTH") or ""
    if environ.get("CONTENT_TYPE") != FORM or not (length.isascii() and length.isdigit()):
        return None
    if int(length[:8]) > LONGEST_BODY:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    typed = _read(body)
    if typed is None:
        return None
    networks = client_networks(environ, trusted_proxies=conf.trusted_proxies())
    try:
        found = tracking.find_known(*typed, networks=networks, now=clock.seconds())
    except Error:
        return None  # Django's own connection handling deals with it
    finally:
        give_back()
    if found is None:
        return None
    metrics.look_up("found")
    number, contact = typed
    counting.look_up("found", number=kind_of_read_number(number), contact=kind_of_read_contact(contact))
    return found.token


def _read(body: bytes) -> tuple[OrderNumber, ContactKey] | None:
    """What the form would make of it; None for all that it would have something to say about."""
    if not body.isascii() or b"%00" in body:
        return None
    try:
        fields = dict(parse_qsl(body.decode("ascii"), max_num_fields=10))
    except ValueError:
        return None
    order_number = read_order_number(fields.get("order_number", "").strip())
    contact = read_contact(fields.get("email", "").strip())
    return (order_number, contact) if order_number and contact else None
