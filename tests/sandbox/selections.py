"""Reads what a GraphQL operation asks for: fragments and directives resolved, fields of one response key merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
    value_from_ast_untyped,
)

type Variables = Mapping[str, Any]
type Composite = GraphQLObjectType | GraphQLAbstractType


@dataclass(slots=True)
class Selected:
    """One response key of a selection set; `parts` are the selection sets asked for beneath it."""

    key: str
    node: FieldNode
    parts: list[SelectionSetNode] = field(default_factory=list)


class Operation:
    """One operation of a document, ready to be walked. Raises ValueError when the document does not hold it."""

    def __init__(
        self, document: DocumentNode, schema: GraphQLSchema, variables: Variables, operation_name: str | None
    ) -> None:
        self.schema = schema
        self.node = find_operation(document, operation_name)
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.variables = {**_defaults(self.node), **variables}

    @property
    def root_type(self) -> GraphQLObjectType:
        """QueryRoot or Mutation."""
        root = self.schema.get_root_type(self.node.operation)
        if root is None:
            raise ValueError(f"the schema has no {self.node.operation.value}")
        return root

    def fields(self, parts: list[SelectionSetNode], type_: GraphQLObjectType) -> list[Selected]:
        """What these selection sets ask of an object of this type, in order."""
        by_key: dict[str, Selected] = {}
        for part in parts:
            for node in self._flatten(part, type_):
                key = node.alias.value if node.alias else node.name.value
                selected = by_key.setdefault(key, Selected(key, node))
                if node.selection_set is not None:
                    selected.parts.append(node.selection_set)
        return list(by_key.values())

    def argument(self, node: FieldNode, name: str) -> object:
        """The value given to one argument, or None."""
        for argument in node.arguments or ():
            if argument.name.value == name:
                value: object = value_from_ast_untyped(argument.value, self.variables)
                return value
        return None

    def _flatten(self, part: SelectionSetNode, type_: GraphQLObjectType) -> Iterator[FieldNode]:
        for selection in part.selections:
            if not self._is_included(selection):
                continue
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._applies(condition.name.value, type_):
                    yield from self._flatten(selection.selection_set, type_)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
                if self._applies(fragment.type_condition.name.value, type_):
                    yield from self._flatten(fragment.selection_set, type_)

    def _applies(self, condition: str, type_: GraphQLObjectType) -> bool:
        wanted = self.schema.get_type(condition)
        if wanted is type_:
            return True
        return is_abstract_type(wanted) and self.schema.is_sub_type(wanted, type_)

    def _is_included(self, selection: object) -> bool:
        for directive in getattr(selection, "directives", None) or ():
            name = directive.name.value
            if name not in ("include", "skip"):
                continue
            value = directive.arguments[0].value
            chosen = _truth(value, self.variables)
            if chosen is (name == "skip"):
                return False
        return True


def find_operation(document: DocumentNode, operation_name: str | None) -> OperationDefinitionNode:
    """The named operation, or the only one. Raises ValueError when there is no such choice."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if operation_name:
        operations = [node for node in operations if node.name and node.name.value == operation_name]
    if len(operations) != 1:
        raise ValueError(
            f"No operation named {operation_name!r}" if operation_name else "An operation name is required"
        )
    return operations[0]


def _truth(value: object, variables: Variables) -> bool:
    if isinstance(value, BooleanValueNode):
        return value.value
    return bool(variables.get(value.name.value)) if isinstance(value, VariableNode) else False


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        definition.variable.name.value: value_from_ast_untyped(definition.default_value)
        for definition in operation.variable_definitions or ()
        if definition.default_value is not None
    }
