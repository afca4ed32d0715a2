"""What is denied, and what the denial looks like."""

import pytest

from tests.sandbox_checks.shop_client import LOOK_UP, ORDER, WORK, Caller

MERCHANT = "read_merchant_managed_fulfillment_orders"
THIRD_PARTY = "read_third_party_fulfillment_orders"


def test_without_read_orders_the_search_is_denied_by_name(caller: Caller) -> None:
    caller.control(deny_scope="read_orders")
    payload = caller.ask(LOOK_UP, q="")
    assert payload["data"] == {"orders": None}
    error = payload["errors"][0]
    assert error["message"] == "Access denied for orders field. Required access: `read_orders` access scope."
    assert error["path"] == ["orders"]
    assert error["extensions"] == {
        "code": "ACCESS_DENIED",
        "documentation": "https://shopify.dev/api/usage/access-scopes",
        "requiredAccess": "`read_orders` access scope.",
    }


def test_denied_fulfillment_orders_null_the_whole_order(caller: Caller) -> None:
    caller.sandbox.state.access.scopes -= {MERCHANT, THIRD_PARTY}
    payload = caller.ask(WORK, id=caller.sandbox.state.order("#1001").id)
    assert payload["data"] == {"order": None}
    assert payload["errors"] == [
        {
            "message": "Access denied for fulfillmentOrders field.",
            "path": ["order", "fulfillmentOrders"],
            "extensions": {"code": "ACCESS_DENIED"},
        }
    ]


def test_with_one_of_the_scopes_the_other_places_vanish_silently(caller: Caller) -> None:
    assert len(caller.work("#1095")) == 2
    caller.control(deny_scope=THIRD_PARTY)
    assert [work["assignedLocation"]["city"] for work in caller.work("#1095")] == ["Madrid"]


def test_what_is_asked_for_by_its_id_vanishes_as_silently(caller: Caller) -> None:
    gids = [work["id"] for work in caller.work("#1095")]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert [node["id"] for node in caller.ask(query, ids=gids)["data"]["nodes"]] == gids
    caller.control(deny_scope=THIRD_PARTY)
    assert None in caller.ask(query, ids=gids)["data"]["nodes"]


def test_a_write_scope_implies_its_read_scope(caller: Caller) -> None:
    caller.sandbox.state.access.scopes = {"read_orders", "read_locations", MERCHANT.replace("read", "write")}
    assert len(caller.work("#1001")) == 1


def test_a_nullable_field_without_its_scope_is_null_with_an_error_beside_it(caller: Caller) -> None:
    caller.control(deny_scope="read_locations")
    payload = caller.ask(WORK, id=caller.sandbox.state.order("#1001").id)
    place = payload["data"]["order"]["fulfillmentOrders"]["nodes"][0]["assignedLocation"]
    assert (place["city"], place["location"]) == ("Madrid", None)
    assert "`read_locations`" in payload["errors"][0]["message"]


@pytest.mark.parametrize("coded", [True, False])
def test_level_two_denied_nulls_each_email_with_an_error_each(caller: Caller, coded: bool) -> None:
    caller.control(protected_data="level_2_denied", coded=coded)
    payload = caller.ask(LOOK_UP, q="", first=3)
    assert [node["email"] for node in payload["data"]["orders"]["nodes"]] == [None] * 3
    assert len(payload["errors"]) == 3
    assert payload["errors"][0]["message"].startswith("This app is not approved to use the email field. See ")
    assert payload["errors"][0].get("extensions", {}).get("code") == ("ACCESS_DENIED" if coded else None)


def test_too_many_errors_are_cut_off_with_a_last_one_that_says_so(caller: Caller) -> None:
    caller.control(protected_data="level_2_denied")
    for number in range(260):
        caller.sandbox.state.add_order(f"#7{number:03}")
    errors = caller.ask(LOOK_UP, q="name:#7*", first=250)["errors"]
    both = caller.ask("{ orders(first: 250) { nodes { email phone } } }")["errors"]
    assert len(errors) == 250
    assert len(both) == 251
    assert both[-1] == {"message": "Too many execution errors, max error limit reached. Results truncated"}


def test_on_the_basic_plan_personal_data_is_refused_in_other_words(caller: Caller) -> None:
    caller.control(protected_data="basic_plan")
    error = caller.ask(LOOK_UP, q="", first=1)["errors"][0]
    assert "only available on Shopify, Advanced, and Plus plans" in error["message"]
    assert error["extensions"]["code"] == "ACCESS_DENIED"


def test_an_app_that_is_not_approved_gets_no_order_at_all(caller: Caller) -> None:
    caller.control(protected_data="order_denied")
    payload = caller.ask(ORDER, id=caller.sandbox.state.order("#1001").id)
    assert payload["data"] == {"order": None}
    assert payload["errors"][0]["message"].startswith("This app is not approved to access the Order object.")


def test_a_hidden_email_is_null_without_an_error(caller: Caller) -> None:
    caller.control(hidden_email=True)
    payload = caller.ask(LOOK_UP, q='name:"#1001"')
    assert payload["data"]["orders"]["nodes"][0]["email"] is None
    assert "errors" not in payload


def test_a_failing_non_null_field_takes_its_parent_with_it(caller: Caller) -> None:
    caller.control(failing_fields={"Order.lineItems": "Internal error"})
    payload = caller.ask(ORDER, id=caller.sandbox.state.order("#1001").id)
    assert payload["data"] == {"order": None}
    assert payload["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


def test_a_parent_can_be_null_without_a_word(caller: Caller) -> None:
    caller.control(nulled_paths=["order.fulfillments.events"])
    payload = caller.ask(ORDER, id=caller.sandbox.state.order("#1010").id)
    assert payload["data"]["order"]["fulfillments"][0]["events"] is None
    assert "errors" not in payload


def test_a_single_field_can_be_denied(caller: Caller) -> None:
    caller.control(denied_fields=["Order.shippingAddress"])
    gid = caller.sandbox.state.order("#1001").id
    payload = caller.ask("query Q($id: ID!) { order(id: $id) { name shippingAddress { city } } }", id=gid)
    assert payload["data"]["order"] == {"name": "#1001", "shippingAddress": None}
    assert payload["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_the_app_may_not_change_anything_unless_it_was_granted(caller: Caller) -> None:
    query = 'mutation { fulfillmentCancel(id: "gid://shopify/Fulfillment/1") { userErrors { message } } }'
    assert caller.ask(query)["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert "errors" not in Caller(caller.sandbox, "shpat_sandbox_staff").ask(query)


def test_the_app_can_read_which_scopes_it_has(caller: Caller) -> None:
    caller.control(scopes=["read_orders"])
    payload = caller.ask("{ currentAppInstallation { accessScopes { handle } } }")
    assert payload["data"]["currentAppInstallation"]["accessScopes"] == [{"handle": "read_orders"}]
