"""Finding orders as Shopify's index does, with its manners and its faults."""

from datetime import timedelta

import pytest

from tests.sandbox.search import And, Not, Or, Term, parse_search
from tests.sandbox_checks.shop_client import LOOK_UP, Caller


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('name:"#1001"', ["#1001"]),
        ("name:#1001", ["#1001"]),
        ("name:1001", ["EN-1001", "#1001"]),
        ("name:'1001'", ["EN-1001", "#1001"]),
        ('name:"en-1001"', ["EN-1001"]),
        ("name:100", []),
        ("name:#1001*", ["#10010", "#1001"]),
        ("confirmation_number:{confirmation}", ["#1001"]),
        ("email:LUCIA.Ferrer@example.com", ["#1001"]),
        ('name:"#1001" AND email:"nobody@example.com"', []),
        ('name:"#1001" email:lucia.ferrer@example.com', ["#1001"]),
        ('name:"#1001" OR name:"#1003"', ["#1003", "#1001"]),
        ('(name:"#1001" OR name:"#1003") AND NOT name:"#1003"', ["#1001"]),
        ('(name:"#1001" OR name:"#1003") -name:"#1003"', ["#1001"]),
        ("id:{id}", ["#1001"]),
        ("id:nonsense", []),
        ("lucia.ferrer@example.com", ["#1001"]),
        ("name:1001 status:cancelled", []),
        ("name:1001 status:open", ["EN-1001", "#1001"]),
        ("name:1001 fulfillment_status:unfulfilled", ["#1001"]),
        ("name:1003 fulfillment_status:on_hold", ["#1003"]),
    ],
)
def test_a_search_finds(caller: Caller, query: str, names: list[str]) -> None:
    order = caller.sandbox.state.order("#1001")
    filled = query.format(confirmation=order.confirmation_number, id=order.legacy_id)
    assert caller.names(filled) == names


@pytest.mark.parametrize(
    "text", ["", "(", ")", "AND", "OR OR", "NOT", "-", "name:", '"', 'name:"', "\\", ":x", "((a)"]
)
def test_a_muddled_search_is_answered_all_the_same(caller: Caller, text: str) -> None:
    assert "errors" not in caller.ask(LOOK_UP, q=text)


def test_two_orders_of_one_name_are_both_found(caller: Caller) -> None:
    emails = {node["email"] for node in caller.ask(LOOK_UP, q='name:"#1086"')["data"]["orders"]["nodes"]}
    assert emails == {"abel.primero@example.com", "berta.segunda@example.com"}


def test_an_unknown_filter_is_ignored_silently(caller: Caller) -> None:
    everything = caller.names("")
    assert caller.names('nmae:"#1001"') == everything


def test_an_unknown_filter_is_warned_of_under_the_debug_header(caller: Caller) -> None:
    reply = caller.post(LOOK_UP, {"q": 'nmae:"#1001"'}, Shopify_Search_Query_Debug="1").json()
    assert reply["extensions"]["search"][0]["warnings"][0]["field"] == "nmae"


def test_a_good_search_brings_no_warning_under_the_debug_header(caller: Caller) -> None:
    reply = caller.post(
        LOOK_UP, {"q": 'name:"#1001" financial_status:paid'}, Shopify_Search_Query_Debug="1"
    ).json()
    assert "warnings" not in reply["extensions"]["search"][0]


def test_nothing_is_said_about_the_search_without_the_header(caller: Caller) -> None:
    assert "search" not in caller.ask(LOOK_UP, q='nmae:"#1001"')["extensions"]


def test_the_fuzzy_mode_finds_prefix_neighbours(caller: Caller) -> None:
    caller.control(fuzzy=True)
    assert set(caller.names("name:1001")) == {"#1001", "#10010", "EN-1001"}


def test_the_index_lags_where_the_record_does_not(caller: Caller) -> None:
    state = caller.sandbox.state
    state.behaviour.index_lag = timedelta(seconds=30)
    state.add_order("#5000", email="new@example.com")
    assert caller.names("name:5000") == []
    assert caller.order("#5000")["name"] == "#5000"
    state.clock.move(timedelta(seconds=31))
    assert caller.names("name:5000") == ["#5000"]


def test_updates_reach_the_index_late_too(caller: Caller) -> None:
    state = caller.sandbox.state
    state.behaviour.index_lag = timedelta(seconds=30)
    since = state.clock.now() - timedelta(seconds=5)
    state.fulfill("#1001")
    query = f"updated_at:>='{since.isoformat()}' name:\"#1001\""
    assert caller.names(query) == []
    state.clock.move(timedelta(seconds=31))
    assert caller.names(query) == ["#1001"]


@pytest.mark.parametrize(("comparator", "found"), [(">=", True), (">", True), ("<", False), ("<=", False)])
def test_times_are_compared(caller: Caller, comparator: str, found: bool) -> None:
    long_ago = (caller.sandbox.state.clock.now() - timedelta(days=365)).isoformat()
    assert bool(caller.names(f"created_at:{comparator}'{long_ago}'")) is found


def test_orders_past_sixty_days_need_a_scope_of_their_own(caller: Caller) -> None:
    assert caller.names('name:"#0902"') == ["#0902"]
    caller.control(deny_scope="read_all_orders")
    assert caller.names('name:"#0902"') == []
    assert caller.order("#0902") is None


def test_pages_follow_each_other_without_gap_or_repeat(caller: Caller) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = caller.ask(LOOK_UP, q="", first=7, after=after)["data"]["orders"]
        seen += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(seen) == len(set(seen)) == len(caller.sandbox.state.orders)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "you must provide one of first or last"),
        ("first: 251", "between 0 and 250"),
        ('first: 5, after: "nonsense"', "Invalid cursor"),
        ('first: 5, after: "e30="', "Invalid cursor"),
    ],
)
def test_a_page_that_cannot_be_is_refused(caller: Caller, arguments: str, message: str) -> None:
    query = f"{{ orders({arguments}) {{ nodes {{ id }} }} }}" if arguments else "{ orders { nodes { id } } }"
    assert message in caller.ask(query)["errors"][0]["message"]


@pytest.mark.parametrize("key", ["CREATED_AT", "PROCESSED_AT", "UPDATED_AT", "ORDER_NUMBER", "ID"])
def test_the_order_of_results_can_be_turned_round(caller: Caller, key: str) -> None:
    query = "query Q($r: Boolean!) {{ orders(first: 250, sortKey: {key}, reverse: $r) {{ nodes {{ id }} }} }}"
    forward, backward = (
        caller.ask(query.format(key=key), r=r)["data"]["orders"]["nodes"] for r in (False, True)
    )
    assert forward == list(reversed(backward))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b", And((Term("", "a"), Term("", "b")))),
        ("a AND b", And((Term("", "a"), Term("", "b")))),
        ("a OR b c", Or((Term("", "a"), And((Term("", "b"), Term("", "c")))))),
        ("NOT a", Not(Term("", "a"))),
        (r'name:"a \"b\" \\ c"', Term("name", r'a "b" \ c')),
        (r"name:a\:b", Term("name", "a:b")),
        ("name:ab*", Term("name", "ab", is_prefix=True)),
        ("updated_at:>=2026-01-01", Term("updated_at", "2026-01-01", ">=")),
        ("NAME:x", Term("name", "x")),
    ],
)
def test_a_search_is_read_as(text: str, tree: object) -> None:
    assert parse_search(text) == tree
