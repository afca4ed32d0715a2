"""What Django can make no request of is the sender's fault, and is answered as that."""

import logging

import pytest
from django.core.handlers.wsgi import WSGIHandler

from orders.web.front import in_front_of
from tests.support.wsgi import ask

pytestmark = pytest.mark.django_db
application = in_front_of(WSGIHandler())


@pytest.mark.parametrize(
    ("path", "method"), [("/", "GET"), ("/", "POST"), ("/o/x/", "GET"), ("/webhooks/shopify/", "POST")]
)
def test_a_content_type_in_an_unknown_encoding_is_a_bad_request(
    path: str, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = ask(application, path, REQUEST_METHOD=method, CONTENT_TYPE="a/b; x*=bogus'en'y")
    assert (answer.status, answer.text, len(answer.headers["x-request-id"])) == (400, "", 16)
    assert caplog.records == []
