"""Every address under /api/v1/, answered by what is imported at the first such request and not before.

So neither the start of a web process nor a shopper's page pays for the library and its models.
"""

import json
import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

from orders.storage.trouble import in_its_own_words
from orders.watching.seldom import Seldom

ADDRESSES = "orders.api.addresses"
PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_SECONDS = 30

_trouble = Seldom(logging.getLogger(__name__), logging.ERROR)


def problem(status: HTTPStatus, detail: str = "", *, code: str = "", **more: Any) -> HttpResponse:
    """An answer that says what is wrong, as RFC 9457 wants it."""
    body: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": int(status)}
    body |= {"detail": detail} if detail else {}
    body |= {"code": code or status.phrase.lower().replace(" ", "_")} | more
    return HttpResponse(json.dumps(body), status=status, content_type=PROBLEM_JSON)


def door(request: HttpRequest, rest: str) -> HttpResponseBase:  # noqa: ARG001 - the address is resolved once more
    """Resolve the address among the API's own, and answer in its manner whatever goes wrong."""
    try:
        match = resolve(request.path_info, urlconf=ADDRESSES)
    except Resolver404:
        answer: HttpResponseBase = problem(HTTPStatus.NOT_FOUND, "There is no such address.")
    else:
        try:
            answer = match.func(request, *match.args, **match.kwargs)
        except RequestDataTooBig:
            answer = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "A body may have 64 KB at the most.")
        except Error as error:
            _trouble.say("The API could not answer. The database: %s", in_its_own_words(error))
            answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, "This site cannot answer now.")
            answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = answer.headers.get("Allow", "")
        answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"This address takes {allowed}.")
        answer.headers["Allow"] = allowed
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
