"""Runs one GraphQL call: valid, affordable, executed, accounted for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    NoDeprecatedCustomRule,
    execute_sync,
    parse,
    validate,
)

from tests.sandbox.bucket import Bucket
from tests.sandbox.cost import MAX_QUERY_COST, CostReport, actual_cost, too_costly
from tests.sandbox.resolvers import Context, resolve_field, resolve_type
from tests.sandbox.schema import load_serving_schema
from tests.sandbox.selections import find_operation

MAX_ERRORS = 250
TRUNCATION_MESSAGE = "Too many execution errors, max error limit reached. Results truncated"
RATE_LIMITS_PAGE = "https://shopify.dev/api/usage/rate-limits"

type Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """What was posted."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None


@dataclass(slots=True)
class Outcome:
    """What is answered, and what it cost."""

    payload: Payload
    requested: int | None = None
    actual: int | None = None


def call_from_body(body: bytes) -> Call:
    """Read a posted call. Raises ValueError for anything else."""
    payload = json.loads(body)
    if not isinstance(payload, dict) or not isinstance(payload.get("query"), str):
        raise ValueError("no query")
    variables = payload.get("variables") or {}
    operation_name = payload.get("operationName")
    if not isinstance(variables, dict) or not isinstance(operation_name, str | None):
        raise ValueError("variables or operation name of the wrong kind")
    return Call(payload["query"], variables, operation_name)


def operation_name_of(call: Call) -> str | None:
    """The name the call goes by in logs and switches."""
    if call.operation_name:
        return call.operation_name
    try:
        node = find_operation(parse(call.query), None)
    except (GraphQLError, ValueError):
        return None
    return node.name.value if node.name else None


@lru_cache(maxsize=256)
def _checked(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    try:
        document = parse(query)
    except GraphQLError as error:
        return None, (error,)
    return document, tuple(validate(load_serving_schema(), document))


def run(
    call: Call, context: Context, bucket: Bucket, *, debug_cost: bool, debug_search: bool, throttled: bool
) -> Outcome:
    """Answer a call. Only what was executed carries data."""
    schema = load_serving_schema()
    document, problems = _checked(call.query)
    if document is None or problems:
        return Outcome({"errors": [problem.formatted for problem in problems]})
    try:
        report = CostReport.of(document, schema, call.variables, call.operation_name)
    except ValueError as problem:
        return Outcome({"errors": [{"message": str(problem)}]})
    if report.total > MAX_QUERY_COST:
        return Outcome({"errors": [too_costly(report.total).formatted]}, report.total)
    if throttled or not bucket.take(report.total):
        return _refused(report, bucket, throttled=throttled)
    with context.state.lock:
        context.state.settle()
        result = execute_sync(
            schema,
            document,
            context_value=context,
            variable_values=dict(call.variables),
            operation_name=call.operation_name,
            field_resolver=resolve_field,
            type_resolver=resolve_type,
        )
    actual = min(
        report.total, actual_cost(document, schema, call.variables, call.operation_name, result.data)
    )
    bucket.give_back(report.total - actual)
    payload = _payload(result, document, context)
    cost = _cost(report.total, actual, bucket)
    if debug_cost:
        cost["fields"] = [line.as_payload() for line in report.fields]
    payload["extensions"] = {"cost": cost}
    if debug_search and context.search_debug:
        payload["extensions"]["search"] = context.search_debug
    return Outcome(payload, report.total, actual)


def _refused(report: CostReport, bucket: Bucket, *, throttled: bool) -> Outcome:
    cost = _cost(report.total, None, bucket)
    if throttled:
        # A refusal by switch still has to look like one that waiting a moment will end.
        cost["throttleStatus"]["currentlyAvailable"] = max(0, report.total - 5)
    error = {"message": "Throttled", "extensions": {"code": "THROTTLED", "documentation": RATE_LIMITS_PAGE}}
    return Outcome({"errors": [error], "extensions": {"cost": cost}}, report.total)


def _cost(requested: int, actual: int | None, bucket: Bucket) -> Payload:
    return {
        "requestedQueryCost": requested,
        "actualQueryCost": actual,
        "throttleStatus": bucket.status().as_payload(),
    }


def _payload(result: ExecutionResult, document: DocumentNode, context: Context) -> Payload:
    payload: Payload = {}
    data = result.data
    errors = [_formatted(error) for error in result.errors or []]
    if data is None and any(error.get("path") for error in errors):
        # Shopify keeps the outermost object and nulls the field in it, also where its schema says non-null.
        data = {error["path"][0]: None for error in errors if error.get("path")}
    if data is not None:
        for path in context.state.behaviour.nulled_paths:
            _null(data, path.split("."))
    payload["data"] = data
    if len(errors) > MAX_ERRORS:
        errors = [*errors[:MAX_ERRORS], {"message": TRUNCATION_MESSAGE}]
    if errors:
        payload["errors"] = errors
    if data is None:
        del payload["data"]
    return payload


def _formatted(error: GraphQLError) -> Payload:
    formatted: Payload = dict(error.formatted)
    if set(formatted.get("extensions", {})) == {"code"} and formatted["message"].startswith("Access denied"):
        formatted.pop("locations", None)
    return formatted


def _null(data: object, path: list[str]) -> None:
    if isinstance(data, list):
        for item in data:
            _null(item, path)
    elif isinstance(data, dict) and path[0] in data:
        if len(path) == 1:
            data[path[0]] = None
        else:
            _null(data[path[0]], path[1:])


@lru_cache(maxsize=256)
def deprecated_reason(query: str) -> str | None:
    """What is deprecated about a valid query, in words for a header; None when nothing is."""
    document, problems = _checked(query)
    if document is None or problems:
        return None
    found = validate(load_serving_schema(), document, [NoDeprecatedCustomRule])
    return " ".join(sorted({problem.message for problem in found})) or None
