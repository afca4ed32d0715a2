"""`/__control__`: the switches over HTTP, for demos and browser tests. Loopback only."""

import json
from collections.abc import Callable

from tests.sandbox.graphql_endpoint import RequestLog
from tests.sandbox.http import Request, Response, json_response
from tests.sandbox.state import SandboxState
from tests.sandbox.switches import UnknownSwitch, apply_switch, describe

# A page on the internet must not reach the switches through its visitor's browser.
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


def answer_control(
    request: Request, state: SandboxState, log: RequestLog, reset: Callable[[], None]
) -> Response:
    """GET shows the switches, POST sets those named in its JSON object; both answer with all of them."""
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    if not request.is_local or host not in LOCAL_HOSTS or "origin" in request.headers:
        return json_response({"errors": "Forbidden"}, 403)
    if request.method == "POST":
        try:
            wanted = json.loads(request.body or b"{}")
            if not isinstance(wanted, dict):
                raise UnknownSwitch("the body must be a JSON object")
            if wanted.pop("reset", False):
                reset()
            for name, value in wanted.items():
                apply_switch(state, name, value)
        except (ValueError, LookupError, TypeError) as problem:
            return json_response({"errors": str(problem)}, 400)
    elif request.method != "GET":
        return json_response({"errors": "Method Not Allowed"}, 405)
    return json_response({**describe(state), "requests": len(log.all())})
