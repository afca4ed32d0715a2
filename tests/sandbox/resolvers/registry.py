"""The table of resolvers, the permission check before each, and the plain look-up behind it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graphql import GraphQLAbstractType, GraphQLError, GraphQLResolveInfo

from tests.sandbox.auth import Identity
from tests.sandbox.parts import LocationRecord
from tests.sandbox.records import FulfillmentOrderRecord, FulfillmentRecord, OrderRecord, ReturnLineRecord
from tests.sandbox.state import SandboxState

type Args = Mapping[str, Any]
type Payload = dict[str, object]
type Resolver = Callable[[Any, Args, Context], object]

CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NODE_TYPES: dict[type, str] = {
    OrderRecord: "Order",
    FulfillmentRecord: "Fulfillment",
    FulfillmentOrderRecord: "FulfillmentOrder",
    LocationRecord: "Location",
    ReturnLineRecord: "ReturnLineItem",
}


@dataclass(slots=True)
class Context:
    """One call: the store, who asks, with which scopes, and where our pictures are."""

    state: SandboxState
    identity: Identity
    scopes: frozenset[str]
    version: str
    base_url: str
    search_debug: list[dict[str, object]] = field(default_factory=list)

    @property
    def all_orders(self) -> bool:
        """Whether orders older than 60 days may be read."""
        return "read_all_orders" in self.scopes


_RESOLVERS: dict[str, Resolver] = {}


def resolves(*coordinates: str) -> Callable[[Resolver], Resolver]:
    """Register a function for fields such as `Order.lineItems`."""

    def register(resolver: Resolver) -> Resolver:
        for coordinate in coordinates:
            _RESOLVERS[coordinate] = resolver
        return resolver

    return register


def resolve_field(source: object, info: GraphQLResolveInfo[Context], **args: object) -> object:
    """graphql-core's field resolver: refuse what the app may not see, then look the value up."""
    context = info.context
    coordinate = f"{info.parent_type.name}.{info.field_name}"
    error = context.state.access.error_for(coordinate, context.scopes)
    if error is not None:
        raise error
    written = context.state.written.get(str(getattr(source, "id", "")), {})
    if info.field_name in written:
        return written[info.field_name]
    resolver = _RESOLVERS.get(coordinate)
    if resolver is not None:
        return as_output(resolver(source, args, context))
    return as_output(attribute_of(source, coordinate, info.field_name))


def attribute_of(source: object, coordinate: str, field_name: str) -> object:
    """The record's attribute of that name in snake case. Raises GraphQLError for what the store does not hold."""
    name = CAPITAL.sub("_", field_name).lower()
    if isinstance(source, Mapping):
        return source.get(field_name)
    if hasattr(source, name):
        return getattr(source, name)
    raise GraphQLError(
        f"The sandbox store does not hold {coordinate}.", extensions={"code": "NOT_IN_SANDBOX"}
    )


def as_output(value: object) -> object:
    """Datetimes as Shopify writes them: UTC, whole seconds, a Z at the end."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def resolve_type(
    value: object, _info: GraphQLResolveInfo[Context], _abstract: GraphQLAbstractType
) -> str | None:
    """The object type of a record, for interfaces and unions."""
    if isinstance(value, Mapping):
        name = value.get("__typename")
        return str(name) if name else None
    return NODE_TYPES.get(type(value))


def legacy_resource_id(gid: str) -> str:
    """UnsignedInt64 travels as text."""
    return gid.rpartition("/")[2]


def user_error(message: str, *path: str) -> list[Payload]:
    """A business failure, as Shopify words it: no code."""
    return [{"field": list(path) or None, "message": message}]
