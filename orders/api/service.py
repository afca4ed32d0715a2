"""The API object: who may ask, how often, and how whatever goes wrong is said."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from orders import clock, conf
from orders.access import limits
from orders.api import tokens
from orders.api.door import PROBLEM_JSON, problem
from orders.api.models import ApiToken, Right
from orders.api.out_schemas import Problem
from orders.shopify.errors import Misconfigured, OrderNotFound, ShopifyError, Unavailable
from orders.storage.write_queue import in_turn
from orders.web.client_address import client_networks

logger = logging.getLogger(__name__)

PREFIX = "/api/v1/"
RETRY_AFTER = 30
EVERYWHERE = frozenset({401, 403, 404, 422, 429, 503})
"""What any operation may answer instead."""
WHEN_WRITING = EVERYWHERE | {400, 413}
ABOUT = """Fulfillments and tracking for one location of the shop. Every request carries `Authorization: Bearer …`;
every write an `Idempotency-Key` of your own, and is answered with an operation that you may ask for again."""


class NoSuchThing(Exception):
    """Not there, or not for this token: the answer is the same."""


class TooMany(Exception):
    """The limit is reached for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class NotAllowed(Exception):
    """The token has not this right."""


class Bearer(HttpBearer):
    """A token made in the admin."""

    openapi_description = "A token that the shop's owner made for you."

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; None is answered with 401. Raises TooMany."""
        now = clock.seconds()
        found = tokens.find(token, now=now) if token.startswith(tokens.BEGINNING) else None
        networks = client_networks(request.META, trusted_proxies=conf.trusted_proxies())
        with in_turn():
            if found is None:
                wait = limits.charge_api_stranger(networks=networks, now=now)
            else:
                wait = limits.charge_api_token(str(found.pk), now=now)
        if wait is not None:
            raise TooMany(wait)
        return found


class Service(NinjaAPI):
    """NinjaAPI, with errors documented as the problem+json they are."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """OpenAPI 3.1."""
        schema = super().get_openapi_schema(**({"path_prefix": PREFIX} | options))
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in content:
                        answer["content"] = {PROBLEM_JSON: content["application/json"]}
                        answer["description"] = HTTPStatus(int(status)).phrase
        return schema

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The view's own name."""
        return str(operation.view_func.__name__)


api = Service(
    title="Order tracking: fulfillments",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    auth=Bearer(),
    urls_namespace="api-v1",
)


def answers(status: int, shape: Any, *, writing: bool = False) -> dict[Any, Any]:
    """What an operation answers, for its documentation: this, or a problem."""
    return {status: shape, (WHEN_WRITING if writing else EVERYWHERE): Problem}


def needs[**P, Answer](right: Right) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """An operation for tokens with this right."""

    def guard(view: Callable[P, Answer]) -> Callable[P, Answer]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
            if not token_of(args[0]).may(right):
                raise NotAllowed
            return view(*args, **kwargs)

        return guarded

    return guard


def token_of(request: Any) -> ApiToken:
    """The token that asks."""
    token: ApiToken = request.auth
    return token


@api.exception_handler(AuthenticationError)
def no_token(_request: HttpRequest, _error: Any) -> HttpResponse:
    """401."""
    answer = problem(HTTPStatus.UNAUTHORIZED, "The token is missing, unknown, expired or revoked.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(NotAllowed)
def not_allowed(_request: HttpRequest, _error: Any) -> HttpResponse:
    """403."""
    return problem(HTTPStatus.FORBIDDEN, "This token has not the right to do so.", code="right_missing")


@api.exception_handler(NoSuchThing)
@api.exception_handler(OrderNotFound)
def no_such_thing(_request: HttpRequest, _error: Any) -> HttpResponse:
    """404."""
    return problem(HTTPStatus.NOT_FOUND, "There is no such thing at this location.")


@api.exception_handler(TooMany)
def too_many(_request: HttpRequest, error: TooMany) -> HttpResponse:
    """429."""
    answer = problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests. Wait as long as Retry-After says.")
    answer.headers["Retry-After"] = str(int(error.seconds) + 1)
    return answer


@api.exception_handler(ShopifyError)
def shopify_away(_request: HttpRequest, error: ShopifyError) -> HttpResponse:
    """503."""
    wait = error.retry_after if isinstance(error, Unavailable) else None
    if isinstance(error, Misconfigured):
        logger.error("The API could not ask Shopify: %s", error)
    answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, "Shopify gives no answer now.", code="shopify_away")
    answer.headers["Retry-After"] = str(int(wait or RETRY_AFTER) + 1)
    return answer


@api.exception_handler(ValidationError)
def not_valid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422, with each field. What was sent is not repeated."""
    errors = [
        {"where": ".".join(map(str, each["loc"])), "what": each["msg"].removeprefix("Value error, ")}
        for each in error.errors
    ]
    detail = "The request is not as the documentation says."
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, code="not_valid", errors=errors)


@api.exception_handler(HttpError)
def refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """400 for a body that is no JSON."""
    return problem(HTTPStatus(error.status_code), "The body is not JSON in UTF-8.")
