"""The served document is what the API does: tried with what a generator makes of it, and read as a page."""

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from orders.api import addresses, service
from orders.models import Limit
from tests.api.conftest import Software, work_off
from tests.support.processes import ROOT, closed_environment

EXAMPLES = 12
assert addresses.urlpatterns  # its operations are known once it is imported
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PATHS = [
    (method, path)
    for path, methods in service.api.get_openapi_schema()["paths"].items()
    for method in methods
]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """As Django's own test client does: the transaction around a test outlives each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize(("method", "path"), PATHS, ids=[f"{method} {path}" for method, path in PATHS])
def test_no_request_makes_a_server_error_or_an_answer_that_is_not_documented(
    madrid: Software, number: int, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked: list[int] = []
    is_positive = mode is GenerationMode.POSITIVE

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        Limit.objects.all().delete()
        if is_positive and "order_id" in case.path_parameters and len(asked) % 2:
            case.path_parameters["order_id"] = number  # one that is there
        answer = case.call(headers={"Authorization": f"Bearer {madrid.text}"})
        case.validate_response(answer, checks=CHECKS)
        asked.append(answer.status_code)

    given(schema[path][method.upper()].as_strategy(generation_mode=mode))(ask)()
    work_off()
    assert asked
    assert not is_positive or 401 not in asked


def test_the_document_is_of_openapi_3_1(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")


def test_the_page_names_every_operation_and_fetches_nothing(client: Client) -> None:
    page = client.get("/api/v1/docs")
    for _, path in PATHS:
        assert path in page.text
    assert "<script" not in page.text
    assert "src=" not in page.text
    assert "default-src 'none'; style-src 'sha256-" in page.headers["Content-Security-Policy"]


def test_every_body_that_the_page_shows_is_taken(madrid: Software, number: int, client: Client) -> None:
    shown = re.findall(
        r"<p><code>(POST|PUT) /api/v1/([^<]+)</code></p>.*?<pre>(.*?)</pre>",
        client.get("/api/v1/docs").text,
        re.DOTALL,
    )
    assert len(shown) == len([method for method, _ in PATHS if method != "get"])
    for at, (method, path, body) in enumerate(shown):
        address = re.sub(r"{\w+}", "7", path.replace("{order_id}", str(number)))
        answer = madrid.send(address, unescape(body), key=f"shown-{at:04}", method=method.lower())
        assert answer.status_code == 202, (path, answer.text)


def test_a_field_that_may_be_one_of_two_kinds_names_both(client: Client) -> None:
    assert "<dd>date-time | date. Only with" in client.get("/api/v1/docs").text


def test_processes_import_what_they_need() -> None:
    program = """
import sys, django
django.setup()
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import resolve
assert "orders.admin" not in sys.modules
resolve("/o/" + "x" * 32 + "/")
assert "openpyxl" not in sys.modules
assert not {"ninja", "pydantic"} & sys.modules.keys()
import orders.work.worker
assert not {"ninja", "pydantic"} & sys.modules.keys()
assert Client().get("/api/v1/token").status_code
"""
    environment = closed_environment() | {"DJANGO_SETTINGS_MODULE": "tests.support.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "AssertionError" not in done.stderr, done.stderr
