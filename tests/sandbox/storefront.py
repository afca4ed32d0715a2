"""`/api/{version}/graphql.json`: the Storefront API, as far as the shop's brand settings go.

A private token comes in `Shopify-Storefront-Private-Token`, a public one in `X-Shopify-Storefront-Access-Token`, and
without either the shop's public side may be read (https://shopify.dev/docs/api/storefront). The brand is readable
without a token unless the shop is behind a password.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo, execute_sync, parse, validate

from tests.sandbox.access import scope_denial
from tests.sandbox.cost import MAX_QUERY_COST, CostReport
from tests.sandbox.execution import Call, call_from_body, operation_name_of
from tests.sandbox.faults import Fault
from tests.sandbox.graphql_endpoint import Asked, RequestLog, broken_answer
from tests.sandbox.http import Request, Response, json_response
from tests.sandbox.resolvers.orders import sized
from tests.sandbox.schema import load_storefront_schema
from tests.sandbox.state import SandboxState
from tests.sandbox.storefront_state import (
    POLICIES,
    PRIVATE_STOREFRONT_TOKEN,
    PUBLIC_STOREFRONT_TOKEN,
    ColorPair,
    StorefrontState,
)
from tests.sandbox.versions import KNOWN_VERSIONS, version_served

type Payload = dict[str, Any]

TOKENS = {
    "shopify-storefront-private-token": PRIVATE_STOREFRONT_TOKEN,
    "x-shopify-storefront-access-token": PUBLIC_STOREFRONT_TOKEN,
}
REFUSALS = {401: "UNAUTHORIZED", 403: "FORBIDDEN"}


@dataclass(frozen=True, slots=True)
class Context:
    """One call: the settings it reads, where pictures are, and whether it came with a token."""

    storefront: StorefrontState
    base_url: str
    has_token: bool

    def error_for(self, coordinate: str) -> GraphQLError | None:
        """Why a field may not be read, or None."""
        name = coordinate.partition(".")[2]
        if coordinate in self.storefront.failing:
            return GraphQLError("Internal error.", extensions={"code": "INTERNAL_SERVER_ERROR"})
        if coordinate in self.storefront.denied:
            return scope_denial(coordinate, name, ("unauthenticated_read_content",))
        if coordinate in self.storefront.denied_without_token and not self.has_token:
            return scope_denial(coordinate, name, ())
        return None


def answer_storefront(
    request: Request, version: str | None, *, state: SandboxState, log: RequestLog, base_url: str
) -> Response:
    """Answer one post. Every answer bears the version served and a request id."""
    try:
        call: Call | None = call_from_body(request.body) if request.media_type == "application/json" else None
    except ValueError:
        call = None
    operation = operation_name_of(call) if call else None
    fault = state.faults.take("storefront", operation)
    response = broken_answer(fault) if fault else None
    if response is None:
        response = _served(request, call, fault, state=state, base_url=base_url)
    response.headers |= {
        "X-Shopify-API-Version": state.behaviour.served_version or version_served(version),
        "X-Request-Id": secrets.token_hex(16),
    }
    response.delay = state.faults.delay(operation)
    log.add(
        Asked(
            operation=operation,
            requested_cost=None,
            actual_cost=None,
            at=state.clock.now(),
            status=response.status,
            version=version,
            variables=call.variables if call else {},
        )
    )
    return response


def _served(
    request: Request, call: Call | None, fault: Fault | None, *, state: SandboxState, base_url: str
) -> Response:
    storefront = state.storefront
    given = {name: request.headers[name] for name in TOKENS if name in request.headers}
    if any(token != TOKENS[name] for name, token in given.items()):
        return _refused(storefront.refusal, "", REFUSALS[storefront.refusal])
    if storefront.is_locked and not given:
        return _refused(400, "Online Store channel is locked.", "BAD_REQUEST")
    if call is None:
        return _refused(400, "Required parameter missing or invalid", "BAD_REQUEST")
    if fault is not None and fault.kind == "throttled":
        return json_response({"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]})
    with state.lock:
        payload = _run(call, Context(storefront, storefront.pictures_url or base_url, bool(given)))
    if fault is not None and fault.kind == "errors":
        payload["errors"] = [*payload.get("errors", []), *fault.errors]
        if fault.hide_data:
            payload.pop("data", None)
    response = json_response(payload)
    if fault is not None and fault.kind == "truncated":
        response.body = response.body[: len(response.body) // 2]
    if fault is not None and fault.kind == "cut":
        response.ending = "cut"
    return response


def _refused(status: int, message: str, code: str) -> Response:
    return json_response({"errors": [{"message": message, "extensions": {"code": code}}]}, status)


def _run(call: Call, context: Context) -> Payload:
    schema = load_storefront_schema()
    try:
        document = parse(call.query)
        problems = validate(schema, document)
        if problems:
            return {"errors": [problem.formatted for problem in problems]}
        cost = CostReport.of(document, schema, call.variables, call.operation_name).total
    except (GraphQLError, ValueError) as problem:
        return {"errors": [{"message": str(problem)}]}
    if cost > MAX_QUERY_COST and not context.has_token:
        extensions = {"code": "MAX_COMPLEXITY_EXCEEDED", "cost": cost, "maxCost": MAX_QUERY_COST}
        return {"errors": [{"message": "Complexity exceeded", "extensions": extensions}]}
    result = execute_sync(
        schema,
        document,
        context_value=context,
        variable_values=dict(call.variables),
        operation_name=call.operation_name,
        field_resolver=_resolve_field,
    )
    errors: list[Payload] = [dict(error.formatted) for error in result.errors or []]
    payload: Payload = {"data": result.data}
    if result.data is None:
        # As in the Admin API, the outermost object is kept and the field in it is null.
        payload["data"] = {error["path"][0]: None for error in errors if error.get("path")}
    if errors:
        payload["errors"] = errors
    payload["extensions"] = {"cost": {"requestedQueryCost": cost}}
    return payload


def _resolve_field(
    source: Mapping[str, Any] | None, info: GraphQLResolveInfo[Context], **args: Any
) -> object:
    context = info.context
    coordinate = f"{info.parent_type.name}.{info.field_name}"
    error = context.error_for(coordinate)
    if error is not None:
        raise error
    if coordinate == "QueryRoot.shop":
        return _shop(context)
    if coordinate == "QueryRoot.publicApiVersions":
        return [version.as_payload() for version in KNOWN_VERSIONS]
    if coordinate == "Image.url" and source is not None:
        return sized(str(source["url"]), args.get("transform") or {})
    return source.get(info.field_name) if source is not None else None


def _shop(context: Context) -> Payload:
    """The shop as its Storefront API shows it."""
    storefront = context.storefront
    shop: Payload = {
        "id": "gid://shopify/Shop/61000000001",
        "name": storefront.name,
        "description": storefront.short_description,
        "primaryDomain": {
            "host": storefront.shop_url.partition("://")[2],
            "url": storefront.shop_url,
            "sslEnabled": True,
        },
        "brand": _brand(context) if storefront.has_brand else None,
    }
    for number, name in enumerate(storefront.policies):
        handle = POLICIES[name]
        shop[name] = {
            "id": f"gid://shopify/ShopPolicy/{63000000001 + number}",
            "handle": handle,
            "title": handle.replace("-", " ").capitalize(),
            "body": f"<p>{handle}</p>",
            "url": f"{storefront.shop_url}/policies/{handle}",
        }
    return shop


def _brand(context: Context) -> Payload:
    storefront = context.storefront
    return {
        "slogan": storefront.slogan,
        "shortDescription": storefront.short_description,
        "logo": _picture(storefront.logo, context),
        "squareLogo": _picture(storefront.square_logo, context),
        "colors": {"primary": _groups(storefront.primary), "secondary": _groups(storefront.secondary)},
    }


def _groups(pairs: list[ColorPair]) -> list[Payload]:
    return [{"background": background, "foreground": foreground} for background, foreground in pairs]


def _picture(name: str | None, context: Context) -> Payload | None:
    if name is None:
        return None
    url = f"{context.base_url}/brand/{name}?v=1764000000"
    return {
        "id": f"gid://shopify/MediaImage/{len(name)}",
        "alt": context.storefront.name,
        "mediaContentType": "IMAGE",
        "image": {"url": url, "altText": context.storefront.name},
    }
