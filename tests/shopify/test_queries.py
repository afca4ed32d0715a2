"""Every query against Shopify's schemas, and what it costs by the formula of the sandbox."""

import gzip
import json
import os
import re
from dataclasses import astuple
from importlib import resources
from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    build_client_schema,
    parse,
    validate,
)

from orders.shopify import operations
from orders.shopify.merchant_requests import REQUESTS_PAGE
from orders.shopify.operations import (
    ALL,
    FIRST,
    LONGEST_LIST,
    REST,
    STEPS,
    STOREFRONT,
    Operation,
    PageSizes,
    next_step,
)
from tests.sandbox.cost import MAX_QUERY_COST, requested_cost
from tests.sandbox.schema import load_schema

SCHEMA_DIR = Path(
    os.environ.get("SHOPIFY_SCHEMA_DIR")
    or Path(__file__).resolve().parents[3].joinpath("shared", "shopify-schema")
)
A_LATER_CURSOR = "cursor"

each_operation = pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)


def points(operation: Operation, **variables: object) -> int:
    return requested_cost(parse(operation.text), load_schema(), {"id": "1", **variables}, operation.name)


FIRST_PAGES = {
    "lines": FIRST.lines,
    "fulfillments": FIRST.fulfillments,
    "events": FIRST.events,
    "fulfillmentLines": FIRST.fulfillment_lines,
    "fulfillmentOrders": FIRST.fulfillment_orders,
    "fulfillmentOrderLines": FIRST.fulfillment_order_lines,
    "fulfillmentOrderFulfillments": FIRST.fulfillment_order_fulfillments,
    "refunds": FIRST.refunds,
    "refundLines": FIRST.refund_lines,
}


def search_points() -> int:
    return points(operations.SEARCH_ORDERS, orders=operations.SEARCH_PAGE, search="")


@each_operation
def test_it_is_valid_against_the_sandbox_schema(operation: Operation) -> None:
    assert validate(load_schema(), parse(operation.text)) == []


@pytest.fixture(scope="module", params=["2026-01", "2026-04", "2026-07", "2026-10"])
def full_schema(request: pytest.FixtureRequest) -> GraphQLSchema:
    path = SCHEMA_DIR / f"admin_{request.param}.json.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with gzip.open(path) as file:
        introspection = json.load(file)
    return build_client_schema(introspection.get("data", introspection), assume_valid=True)


def test_all_are_valid_against_shopifys_full_schema(full_schema: GraphQLSchema) -> None:
    faults = {
        operation.name: [error.message for error in errors]
        for operation in ALL
        if (errors := validate(full_schema, parse(operation.text)))
    }
    assert faults == {}


def test_a_usual_order_is_searched_for_and_fetched_for_at_most_60_points() -> None:
    assert search_points() + points(operations.ORDER, **FIRST_PAGES) <= 60


def test_one_call_for_all_first_pages_costs_no_more_than_one_for_each_part() -> None:
    parts = (operations.ORDER_ALONE, operations.FULFILLMENT_ORDERS, operations.REFUNDS)
    assert points(operations.ORDER, **FIRST_PAGES) <= sum(points(part, **FIRST_PAGES) for part in parts)


def test_first_pages_hold_a_usual_order() -> None:
    usual = (FIRST.lines, FIRST.fulfillments, FIRST.events, FIRST.fulfillment_lines, FIRST.fulfillment_orders)
    assert all(size >= needed for size, needed in zip(usual, (3, 2, 10, 3, 2), strict=True))


@pytest.mark.parametrize("sizes", [FIRST, REST], ids=["first", "rest"])
def test_every_page_is_as_large_as_its_price_allows(sizes: PageSizes) -> None:
    assert set(astuple(sizes)) <= set(STEPS)


def test_a_search_costs_at_most_8_points() -> None:
    assert search_points() <= 8


def test_what_merchants_wrote_costs_at_most_6_points() -> None:
    assert points(operations.MERCHANT_REQUESTS, ids=["1", "2"], requests=REQUESTS_PAGE) <= 6


LARGEST_PAGES = {
    "requests": REQUESTS_PAGE,
    "lines": LONGEST_LIST,
    "fulfillments": LONGEST_LIST,
    "events": REST.events,
    "fulfillmentLines": REST.fulfillment_lines,
    "fulfillmentOrders": REST.fulfillment_orders,
    "fulfillmentOrderLines": REST.fulfillment_order_lines,
    "fulfillmentOrderFulfillments": REST.fulfillment_order_fulfillments,
    "refunds": LONGEST_LIST,
    "refundLines": REST.refund_lines,
    "subscriptions": operations.SUBSCRIPTIONS_PAGE,
    "orders": operations.SEARCH_PAGE,
    "after": A_LATER_CURSOR,
    "search": "",
}


@each_operation
def test_no_query_passes_the_limit_of_a_single_query_even_with_its_largest_pages(
    operation: Operation,
) -> None:
    only_first = {operations.ORDER.name, operations.ORDER_ALONE.name}
    pages = LARGEST_PAGES | (FIRST_PAGES if operation.name in only_first else {})
    assert points(operation, **pages) < MAX_QUERY_COST


@each_operation
def test_it_names_the_operation_and_root_field_that_it_says(operation: Operation) -> None:
    definition = parse(operation.text).definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    root = definition.selection_set.selections[0]
    assert isinstance(root, FieldNode)
    assert definition.name is not None
    assert (definition.name.value, root.name.value) == (operation.name, operation.root)


def test_every_query_file_is_used() -> None:
    names = {path.name for path in resources.files("orders.shopify").joinpath("queries").iterdir()}
    fragments = {name for name in names if name.endswith("_fields.graphql")}
    assert len(names - fragments) == len(ALL) + len(STOREFRONT)


@pytest.mark.parametrize(
    "private",
    ["statusPageUrl", "address1", "zip", "lastName", "firstName", "note", "customer", "totalPrice", "token"],
)
def test_no_query_asks_for_what_must_not_be_kept(private: str) -> None:
    assert not [operation.name for operation in ALL if re.search(rf"\b{private}(?!Locale)", operation.text)]


@pytest.mark.parametrize(("size", "step"), [(1, 2), (2, 2), (3, 4), (40, 54), (244, 244), (900, 244)])
def test_a_page_takes_the_best_size_of_its_step(size: int, step: int) -> None:
    assert next_step(size) == step
