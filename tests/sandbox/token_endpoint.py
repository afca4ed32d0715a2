"""`/admin/oauth`: tokens by the client credentials grant, and the scopes that were granted."""

import json
from urllib.parse import parse_qs

from tests.sandbox.auth import TokenError, scopes_of
from tests.sandbox.http import Request, Response, json_response
from tests.sandbox.state import SandboxState

UNAUTHORISED = {
    "errors": "[API] Invalid API key or access token (unrecognized login or wrong password)",
}
OAUTH_PAGE = "<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"


def issue_token(request: Request, state: SandboxState) -> Response:
    """Answers form-encoded and JSON bodies alike."""
    try:
        given = _given(request)
    except ValueError:
        return json_response(
            {"error": "invalid_request", "error_description": "The body cannot be read."}, 400
        )
    try:
        token = state.tokens.issue(
            grant_type=given.get("grant_type", ""),
            client_id=given.get("client_id", ""),
            client_secret=given.get("client_secret", ""),
            now=state.clock.now(),
        )
    except TokenError as problem:
        if problem.html_title:
            page = OAUTH_PAGE.format(title=problem.html_title).encode()
            return Response(400, page, "text/html; charset=utf-8")
        return json_response({"error": problem.error, "error_description": problem.description}, 400)
    return json_response(
        {
            "access_token": token,
            "scope": ",".join(sorted(state.access.scopes)),
            "expires_in": int(state.tokens.lifetime.total_seconds()),
        }
    )


def _given(request: Request) -> dict[str, str]:
    """The three values, from either kind of body. Raises ValueError."""
    if request.media_type == "application/json":
        payload = json.loads(request.body)
        if not isinstance(payload, dict):
            raise ValueError("not an object")
        return {str(key): str(value) for key, value in payload.items()}
    return {key: values[0] for key, values in parse_qs(request.body.decode("utf-8")).items()}


def list_scopes(request: Request, state: SandboxState) -> Response:
    """`access_scopes.json`, which has no version."""
    identity = state.tokens.identify(request.headers.get("x-shopify-access-token"), now=state.clock.now())
    if identity is None:
        return json_response(UNAUTHORISED, 401)
    scopes = sorted(scopes_of(identity, state.access.scopes))
    return json_response({"access_scopes": [{"handle": scope} for scope in scopes]})
