"""The store behind the socket: every path and who answers it."""

import re
from collections.abc import Callable

from tests.sandbox.control import answer_control
from tests.sandbox.faults import status_body
from tests.sandbox.graphql_endpoint import RequestLog, answer_graphql
from tests.sandbox.http import Request, Response, json_response
from tests.sandbox.pictures import answer_picture
from tests.sandbox.state import SandboxState
from tests.sandbox.storefront import answer_storefront
from tests.sandbox.storefront_pictures import answer_brand_picture
from tests.sandbox.token_endpoint import issue_token, list_scopes

GRAPHQL_PATH = re.compile(r"/admin/api/(?:(?P<version>[a-z0-9-]+)/)?graphql\.json")
STOREFRONT_PATH = re.compile(r"/api/(?:(?P<version>[a-z0-9-]+)/)?graphql\.json")
PICTURE_PATH = re.compile(r"/cdn/shop/files/(?P<slug>[a-z0-9-]+)\.svg")
BRAND_PICTURE_PATH = re.compile(r"/brand/(?P<name>[a-z]+\.[a-z]+)")


class Application:
    """Answers requests. `base_url` is where shoppers' browsers find our pictures."""

    def __init__(self, state: SandboxState, log: RequestLog, reset: Callable[[], None]) -> None:
        self.state = state
        self.log = log
        self.reset = reset
        self.base_url = ""

    def answer(self, request: Request) -> Response:
        """Find who is responsible, by path and method."""
        graphql = GRAPHQL_PATH.fullmatch(request.path)
        if graphql and request.method == "POST":
            return answer_graphql(
                request, graphql["version"], state=self.state, log=self.log, base_url=self.base_url
            )
        storefront = STOREFRONT_PATH.fullmatch(request.path)
        if storefront and request.method == "POST":
            return answer_storefront(
                request, storefront["version"], state=self.state, log=self.log, base_url=self.base_url
            )
        if request.path == "/admin/oauth/access_token" and request.method == "POST":
            return self._token(request)
        if request.path == "/admin/oauth/access_scopes.json" and request.method == "GET":
            return list_scopes(request, self.state)
        return self._drawing(request) or self._other(request)

    def _drawing(self, request: Request) -> Response | None:
        if request.method not in ("GET", "HEAD"):
            return None
        picture = PICTURE_PATH.fullmatch(request.path)
        if picture:
            return answer_picture(picture["slug"], request)
        brand_picture = BRAND_PICTURE_PATH.fullmatch(request.path)
        return answer_brand_picture(brand_picture["name"], request) if brand_picture else None

    def _other(self, request: Request) -> Response:
        if request.path == "/__control__":
            return answer_control(request, self.state, self.log, self.reset)
        return json_response({"errors": "Not Found"}, 404)

    def _token(self, request: Request) -> Response:
        fault = self.state.faults.take("token")
        response = Response(200, ending="drop")
        if fault is None:
            response = issue_token(request, self.state)
        elif fault.kind == "status":
            content_type, body = status_body(fault.status)
            headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
            response = Response(fault.status, body, content_type, headers)
        elif fault.kind in ("html", "truncated", "wrong_shape", "empty"):
            bodies = {
                "html": b"<html></html>",
                "truncated": b'{"access_tok',
                "wrong_shape": b"[]",
                "empty": b"",
            }
            response = Response(200, bodies[fault.kind])
        response.delay = self.state.faults.delay("token")
        return response
