"""An id for each request, in its answer and in what is logged on the way."""

import json
import logging

import pytest
from pytest_django.fixtures import Settings

from orders.web import request_id
from orders.web.request_id import RequestIds
from orders.web.wsgi_types import Environ, StartResponse
from tests.support.wsgi import ask
from tracking_site.logs import JsonFormatter, RedactingFormatter

GIVEN = "a1b2c3d4-e5f6"


def say_the_id(environ: Environ, start_response: StartResponse) -> list[bytes]:
    """An application that answers with the id it finds."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [request_id.current().encode()]


def log_a_line(formatter: logging.Formatter) -> str:
    """What a line looks like that is logged while a request is answered."""
    lines = []

    def application(environ: Environ, start_response: StartResponse) -> list[bytes]:
        record = logging.LogRecord("orders.tracking", logging.WARNING, __file__, 1, "late", None, None)
        lines.append(formatter.format(record))
        return say_the_id(environ, start_response)

    ask(RequestIds(application), "/", REMOTE_ADDR="10.0.0.1", HTTP_X_REQUEST_ID=GIVEN)
    return lines[0]


@pytest.fixture(autouse=True)
def proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]


def test_the_answer_carries_the_id_that_the_request_had() -> None:
    answer = ask(RequestIds(say_the_id), "/")
    assert answer.headers["x-request-id"] == answer.text
    assert len(answer.text) == 16


def test_two_requests_have_two_ids() -> None:
    site = RequestIds(say_the_id)
    assert ask(site, "/").text != ask(site, "/").text


def test_there_is_no_id_after_a_request() -> None:
    ask(RequestIds(say_the_id), "/")
    assert request_id.current() == ""


@pytest.mark.parametrize("sender", ["10.0.0.1", ""], ids=["address", "Unix socket"])
def test_a_trusted_proxy_may_name_it(sender: str) -> None:
    assert ask(RequestIds(say_the_id), "/", REMOTE_ADDR=sender, HTTP_X_REQUEST_ID=GIVEN).text == GIVEN


def test_anybody_else_may_not() -> None:
    assert ask(RequestIds(say_the_id), "/", HTTP_X_REQUEST_ID=GIVEN).text != GIVEN


def test_nobody_is_trusted_without_the_setting(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    assert ask(RequestIds(say_the_id), "/", REMOTE_ADDR="", HTTP_X_REQUEST_ID=GIVEN).text != GIVEN


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "a b c d e f", "abcdefgh\r\nSet-Cookie: a=b", "<script>!", "ñandúes!"]
)
def test_an_id_of_a_strange_shape_is_not_taken(given: str) -> None:
    answer = ask(RequestIds(say_the_id), "/", REMOTE_ADDR="10.0.0.1", HTTP_X_REQUEST_ID=given)
    assert answer.text != given
    assert len(answer.headers["x-request-id"]) == 16


def test_a_plain_line_holds_it() -> None:
    assert log_a_line(RedactingFormatter()).endswith(f"orders.tracking [{GIVEN}] late")


def test_a_json_line_holds_it() -> None:
    assert json.loads(log_a_line(JsonFormatter()))["request_id"] == GIVEN
