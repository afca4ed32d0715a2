"""A right look-up is answered in front of Django as Django answers it; everything else is Django's."""

import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler

from orders.access import limits
from orders.models import AccessLink
from orders.web.quick_look_up import QuickLookUps
from orders.web.wsgi_types import Environ
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper
from tests.support.wsgi import Answered, ask

ANA = "ana@example.com"
RIGHT = {"order_number": "#1001", "email": f" {ANA} "}


class Django:
    """Django, counting how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self._handler = WSGIHandler()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        answer: Iterable[bytes] = self._handler(environ, start_response)
        return answer


@pytest.fixture
def django(shopper: Shopper, shop: Sandbox) -> Django:
    """An order that is known here, and a site that has answered one look-up of each kind."""
    shop.state.add_order("#1001", email=ANA)
    shopper.link("1001", ANA)
    django = Django()
    kinds: tuple[dict[str, Any], ...] = ({}, {"HTTP_HX_REQUEST": "true"})
    for headers in kinds:
        look_up(django, **headers)
        look_up(django, query="lang=es", **headers)
    django.asked = 0
    return django


def look_up(
    django: Django, form: dict[str, str] | bytes = RIGHT, query: str = "", **variables: Any
) -> Answered:
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    return ask(
        QuickLookUps(django),
        "/",
        REQUEST_METHOD="POST",
        QUERY_STRING=query,
        CONTENT_TYPE="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(len(body)),
        **{"wsgi.input": io.BytesIO(body)},
        **variables,
    )


def without_token(answer: Answered) -> dict[str, str]:
    headers = dict(answer.headers)
    for name in ("location", "hx-redirect"):
        if name in headers:
            headers[name] = headers[name][:3] + headers[name][3 + 32 :]
    return headers


@pytest.mark.parametrize("query", ["", "lang=es"])
@pytest.mark.parametrize("htmx", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_it_answers_as_django_does(django: Django, query: str, htmx: dict[str, Any]) -> None:
    quick = look_up(django, query=query, **htmx)
    assert django.asked == 0
    other_email = look_up(django, {**RIGHT, "email": ANA.upper()}, query=query, **htmx)
    assert quick.headers != other_email.headers  # each has a link of its own
    djangos = ask(
        WSGIHandler(),
        "/",
        REQUEST_METHOD="POST",
        QUERY_STRING=query,
        CONTENT_TYPE="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(len(urlencode(RIGHT))),
        **{"wsgi.input": io.BytesIO(urlencode(RIGHT).encode())},
        **htmx,
    )
    assert (quick.status, without_token(quick), quick.text) == (
        djangos.status,
        without_token(djangos),
        djangos.text,
    )


def test_its_link_opens_the_order(django: Django, shopper: Shopper) -> None:
    url = look_up(django).headers["location"]
    assert shopper.open(url).status_code == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"order_number": "1001", "email": "bea@example.com"}, 404),
        ({"order_number": "1002", "email": ANA}, 404),
        ({"order_number": "none", "email": ANA}, 422),
        ({"order_number": "1001", "email": "\0" + ANA}, 422),
        ({"order_number": "1001", "email": "x" * 3000}, 422),
        ({"order_number": "1001"}, 422),
        (b"&" * 40, 422),
        ("order_number=1001&email=añ".encode(), 422),
    ],
)
def test_what_is_not_right_is_djangos_to_answer(
    django: Django, form: dict[str, str] | bytes, status: int
) -> None:
    links = AccessLink.objects.count()
    assert look_up(django, form).status == status
    assert django.asked == 1
    assert AccessLink.objects.count() == links


def test_a_limit_holds_in_front_of_django_too(django: Django) -> None:
    for number in range(limits.PER_NETWORK[0].capacity):
        look_up(django, {"order_number": f"9{number}", "email": f"n{number}@example.com"})
    assert look_up(django).status == 429


def test_a_multipart_form_is_djangos(django: Django) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="order_number"\r\n\r\n1001\r\n--x--\r\n'
    variables: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    assert ask(QuickLookUps(django), "/", **variables).status == 422
    assert django.asked == 1
