"""What a query costs, in points, by the rules Shopify publishes and the formula others measured.

Scalars and enums 0, an object 1, a mutation 10, a union or interface the dearest of its types. A connection of page
size n costs `2 + floor(2 ln max(2, n)) * one node`; a plain list with `first` is sized the same way, without the 2,
which is the careful reading of what nobody has measured; a plain list without `first` counts its object once.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    parse,
)

from tests.sandbox.selections import Operation, Selected, Variables

MAX_QUERY_COST = 1000
MUTATION_COST = 10
CONNECTION_BASE = 2
MAX_PAGE_SIZE = 250
_MISSING = object()


def page_multiplier(size: int) -> int:
    """How many times one node is counted for a page of this size."""
    return math.floor(2 * math.log(max(2, size)))


def requested_cost(
    document: DocumentNode | str,
    schema: GraphQLSchema,
    variables: Variables | None = None,
    operation_name: str | None = None,
) -> int:
    """The points Shopify takes before it runs the operation."""
    return CostReport.of(document, schema, variables, operation_name).total


def actual_cost(
    document: DocumentNode,
    schema: GraphQLSchema,
    variables: Variables,
    operation_name: str | None,
    data: Mapping[str, Any] | None,
) -> int:
    """The points for what really came back: the same formula with the number of nodes returned."""
    operation = Operation(document, schema, variables, operation_name)
    return _Calculator(operation).total(data=data or {})


@dataclass(frozen=True, slots=True)
class FieldCost:
    """One line of the cost-debug answer."""

    path: tuple[str, ...]
    defined_cost: int
    total: int
    children: int | None

    def as_payload(self) -> dict[str, object]:
        """The same in Shopify's names."""
        return {
            "path": list(self.path),
            "definedCost": self.defined_cost,
            "requestedTotalCost": self.total,
            "requestedChildrenCost": self.children,
        }


@dataclass(frozen=True, slots=True)
class CostReport:
    """The requested cost in all and field by field."""

    total: int
    fields: tuple[FieldCost, ...]

    @classmethod
    def of(
        cls,
        document: DocumentNode | str,
        schema: GraphQLSchema,
        variables: Variables | None = None,
        operation_name: str | None = None,
    ) -> "CostReport":
        """Work out the requested cost of one operation."""
        parsed = parse(document) if isinstance(document, str) else document
        calculator = _Calculator(Operation(parsed, schema, variables or {}, operation_name))
        return cls(calculator.total(), tuple(calculator.lines))


@dataclass(slots=True)
class _Calculator:
    """Walks an operation; beside data where there is some, by page sizes where there is none."""

    operation: Operation
    lines: list[FieldCost] = field(default_factory=list)

    def total(self, *, data: object = _MISSING) -> int:
        root = self.operation.root_type
        return self._selection([self.operation.node.selection_set], root, data, ())

    def _selection(
        self, parts: list[SelectionSetNode], type_: GraphQLNamedType, data: object, path: tuple[str, ...]
    ) -> int:
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            possible = self.operation.schema.get_possible_types(type_)
            return max((self._selection(parts, each, data, path) for each in possible), default=0)
        if not isinstance(type_, GraphQLObjectType):
            return 0
        return sum(
            self._field(selected, type_, data, (*path, selected.key))
            for selected in self.operation.fields(parts, type_)
        )

    def _field(
        self, selected: Selected, parent: GraphQLObjectType, data: object, path: tuple[str, ...]
    ) -> int:
        definition = parent.fields.get(selected.node.name.value)
        if definition is None or not selected.parts:
            self._note(path, 0, 0, None)
            return 0
        value = data.get(selected.key, _MISSING) if isinstance(data, Mapping) else _MISSING
        if value is None:
            return 1
        named = get_named_type(definition.type)
        if named.name == "PageInfo":
            self._note(path, 0, 0, 0)
            return 0
        if parent is self.operation.schema.mutation_type:
            self._note(path, MUTATION_COST, MUTATION_COST, 0)
            return MUTATION_COST
        if named.name.endswith("Connection"):
            return self._connection(selected, named, value, path)
        return self._objects(selected, definition.type, value, path)

    def _connection(
        self, selected: Selected, type_: GraphQLNamedType, value: object, path: tuple[str, ...]
    ) -> int:
        if value is _MISSING:
            multiplier = page_multiplier(self._page_size(selected))
            child = self._node_cost(selected, type_, _MISSING, path)
        else:
            nodes = _returned_nodes(value)
            multiplier = page_multiplier(len(nodes)) if nodes else 0
            child = max((self._node_cost(selected, type_, node, path) for node in nodes), default=0)
        total = CONNECTION_BASE + multiplier * child
        self._note(path, CONNECTION_BASE, total, multiplier * child)
        return total

    def _node_cost(
        self, selected: Selected, type_: GraphQLNamedType, node: object, path: tuple[str, ...]
    ) -> int:
        if not isinstance(type_, GraphQLObjectType):
            return 0
        parts: list[SelectionSetNode] = []
        for inner in self.operation.fields(selected.parts, type_):
            if inner.key == "nodes" or inner.node.name.value == "nodes":
                parts += inner.parts
            elif inner.node.name.value == "edges":
                edge_type = get_named_type(type_.fields["edges"].type)
                if isinstance(edge_type, GraphQLObjectType):
                    edge_fields = self.operation.fields(inner.parts, edge_type)
                    parts += [
                        part for each in edge_fields if each.node.name.value == "node" for part in each.parts
                    ]
        if not parts:
            return 0
        node_type = get_named_type(type_.fields["nodes"].type)
        return 1 + self._selection(parts, node_type, node, (*path, "nodes"))

    def _objects(
        self, selected: Selected, type_: GraphQLOutputType, value: object, path: tuple[str, ...]
    ) -> int:
        named = get_named_type(type_)
        if not is_list_type(get_nullable_type(type_)):
            children = self._selection(selected.parts, named, value, path)
            self._note(path, 1, 1 + children, children)
            return 1 + children
        if isinstance(value, list):
            children = max((self._selection(selected.parts, named, item, path) for item in value), default=0)
            multiplier = self._list_multiplier(selected, len(value)) if value else 0
        else:
            children = self._selection(selected.parts, named, _MISSING, path)
            multiplier = self._list_multiplier(selected, self._page_size(selected))
        self._note(path, 1, multiplier * (1 + children), multiplier * children)
        return multiplier * (1 + children)

    def _list_multiplier(self, selected: Selected, size: int) -> int:
        sized = isinstance(self.operation.argument(selected.node, "first"), int)
        return page_multiplier(size) if sized else 1

    def _page_size(self, selected: Selected) -> int:
        sizes: Iterable[object] = (self.operation.argument(selected.node, name) for name in ("first", "last"))
        return max((size for size in sizes if isinstance(size, int)), default=MAX_PAGE_SIZE)

    def _note(self, path: tuple[str, ...], defined: int, total: int, children: int | None) -> None:
        self.lines.append(FieldCost(path, defined, total, children))


def _returned_nodes(connection: object) -> list[object]:
    if not isinstance(connection, Mapping):
        return []
    nodes = connection.get("nodes")
    if isinstance(nodes, list):
        return nodes
    edges = connection.get("edges")
    return (
        [edge.get("node") for edge in edges or () if isinstance(edge, Mapping)]
        if isinstance(edges, list)
        else []
    )


def too_costly(cost: int) -> GraphQLError:
    """The refusal of a single query over the limit."""
    return GraphQLError(
        f"Query cost is {cost}, which exceeds the single query max cost limit ({MAX_QUERY_COST}).\n\n"
        "See https://shopify.dev/concepts/about-apis/rate-limits for more information on how the cost of a query "
        "is calculated.",
        extensions={
            "code": "MAX_COST_EXCEEDED",
            "cost": cost,
            "maxCost": MAX_QUERY_COST,
            "documentation": "https://shopify.dev/api/usage/rate-limits",
        },
    )
