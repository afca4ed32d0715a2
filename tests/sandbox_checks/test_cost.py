"""Points: the formula against figures that others measured or worked out."""

import pytest

from tests.sandbox import requested_cost
from tests.sandbox.cost import page_multiplier
from tests.sandbox.schema import load_schema
from tests.sandbox_checks.shop_client import LOOK_UP, Caller

LOOK_UP_OF_FIVE = "{ orders(first: 5) { nodes { id name email } } }"
FIFTY_CHANGED = "{ orders(first: 50) { pageInfo { hasNextPage } nodes { id updatedAt } } }"
ORDER_WITH_SIZED_LISTS = """{ order(id: "1") {
  lineItems(first: 50) { nodes { id image { url } } }
  fulfillments(first: 20) { trackingInfo(first: 10) { number } events(first: 30) { nodes { id } }
    fulfillmentLineItems(first: 50) { nodes { lineItem { id } } } } } }"""
FULFILLMENT_ORDERS = """{ order(id: "1") { fulfillmentOrders(first: 20) { nodes { fulfillmentHolds { id }
  deliveryMethod { id } assignedLocation { location { id } }
  lineItems(first: 50) { nodes { lineItem { id } } } } } } }"""


@pytest.mark.parametrize(
    ("size", "multiplier"),
    [(1, 1), (2, 1), (3, 2), (5, 3), (10, 4), (20, 5), (25, 6), (50, 7), (100, 9), (250, 11)],
)
def test_a_page_counts_its_node_by_the_logarithm_of_its_size(size: int, multiplier: int) -> None:
    assert page_multiplier(size) == multiplier


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        (LOOK_UP_OF_FIVE, 5),
        (FIFTY_CHANGED, 9),
        (ORDER_WITH_SIZED_LISTS, 162),
        (FULFILLMENT_ORDERS, 108),
        ("{ shop { name } }", 1),
        ("{ shop { name plan { publicDisplayName } } }", 2),
        ('{ order(id: "1") { fulfillments { id trackingInfo { number } } } }', 3),
        (
            'mutation { fulfillmentCancel(id: "1") { fulfillment { id order { id } } userErrors { message } } }',
            10,
        ),
        (
            '{ node(id: "1") { ... on Order { lineItems(first: 50) { nodes { id } } } ... on Location { id } } }',
            10,
        ),
        ("{ orders(first: 5) { edges { cursor node { id } } } }", 5),
        ("{ a: shop { name } b: shop { name } }", 2),
        ("{ shop { name } shop { plan { shopifyPlus } } }", 2),
        ("query Q($no: Boolean = false) { shop { plan @include(if: $no) { shopifyPlus } } }", 1),
        ("query Q($yes: Boolean = true) { shop { plan @skip(if: $yes) { shopifyPlus } } }", 1),
        ("{ ...Parts } fragment Parts on QueryRoot { shop { ... on Shop { plan { shopifyPlus } } } }", 2),
    ],
)
def test_a_query_costs(query: str, cost: int) -> None:
    assert requested_cost(query, load_schema()) == cost


def test_page_sizes_may_come_from_variables() -> None:
    query = "query Q($n: Int!) { orders(first: $n) { nodes { id } } }"
    assert requested_cost(query, load_schema(), {"n": 50}) == 9


def test_the_named_operation_is_the_one_that_counts() -> None:
    query = "query A { shop { name } } query B { orders(first: 5) { nodes { id } } }"
    assert requested_cost(query, load_schema(), operation_name="B") == 5


def test_an_unnamed_choice_of_operations_is_refused() -> None:
    with pytest.raises(ValueError, match="operation name"):
        requested_cost("query A { shop { name } } query B { shop { name } }", load_schema())


def test_a_reply_says_what_was_asked_and_what_it_really_cost(caller: Caller) -> None:
    cost = caller.ask(LOOK_UP, q='name:"#1001"', first=50)["extensions"]["cost"]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (9, 3)


def test_a_null_object_costs_one_point(caller: Caller) -> None:
    reply = caller.ask('{ order(id: "gid://shopify/Order/1") { id lineItems(first: 50) { nodes { id } } } }')
    assert reply["extensions"]["cost"]["actualQueryCost"] == 1


def test_the_debug_header_shows_the_cost_of_every_field(caller: Caller) -> None:
    reply = caller.post("{ shop { name plan { shopifyPlus } } }", Shopify_GraphQL_Cost_Debug="1").json()
    by_path = {tuple(line["path"]): line for line in reply["extensions"]["cost"]["fields"]}
    assert by_path[("shop",)]["requestedTotalCost"] == 2
    assert by_path[("shop", "name")]["definedCost"] == 0


def test_a_query_over_a_thousand_points_is_refused_for_good(caller: Caller) -> None:
    lines = "lineItems(first: 250) { nodes { id } }"
    query = (
        f"{{ orders(first: 250) {{ nodes {{ fulfillmentOrders(first: 250) {{ nodes {{ {lines} }} }} }} }} }}"
    )
    error = caller.ask(query)["errors"][0]
    assert error["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert error["extensions"]["cost"] > error["extensions"]["maxCost"] == 1000
