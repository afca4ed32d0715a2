"""Finding an order by what a shopper typed."""

from typing import Any

import pytest

from orders.shopify.client import ShopifyClient
from orders.shopify.errors import QueryRefused
from orders.shopify.results import Contact
from orders.shopify.search import build_search
from orders.transport.deadline import Deadline
from tests.shopify.payloads import candidate, connection
from tests.support.scripted_server import Answer, ScriptedServer, data_answer

SEARCH = "SearchOrders"
DENIED_EMAIL = {
    "message": "This app is not approved to use the email field. See https://shopify.dev/docs",
    "path": ["orders", "nodes", 0, "email"],
    "extensions": {"code": "ACCESS_DENIED"},
}
TRUNCATED = {"message": "Too many execution errors, max error limit reached. Results truncated"}

SEARCHES = [
    ("1001", 'name:"1001" OR name:"#1001" OR confirmation_number:"1001"'),
    ("#1001", 'name:"#1001" OR name:"1001" OR confirmation_number:"1001"'),
    (" 1001 ", 'name:"1001" OR name:"#1001" OR confirmation_number:"1001"'),
    ("EN-1001", 'name:"EN-1001" OR name:"#EN-1001" OR name:"1001"'),
    ("en1001", 'name:"en1001" OR name:"#en1001" OR name:"1001" OR confirmation_number:"EN1001"'),
    ("1001-A", 'name:"1001-A" OR name:"#1001-A" OR name:"1001"'),
    ("24-1001", 'name:"24-1001" OR name:"#24-1001" OR name:"1001"'),
    ("24/25", 'name:"24/25" OR name:"#24/25" OR name:"25"'),
    ("xpavct", 'name:"xpavct" OR name:"#xpavct" OR confirmation_number:"XPAVCT"'),
    ("# 7", 'name:"# 7" OR name:"7" OR name:"#7" OR confirmation_number:"7"'),
]


@pytest.mark.parametrize(("typed", "search"), SEARCHES)
def test_one_search_covers_every_way_to_name_an_order(typed: str, search: str) -> None:
    assert build_search(typed) == search


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "#",
        "---",
        "1" * 41,
        '1001"',
        "1001\\",
        "1001*",
        "1001 OR name:2)",
        "a:1",
        "１００１",
        "1001\n",
        "ñ1",
        "\x001",
    ],
)
def test_what_could_change_the_search_is_refused_and_not_repeated(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, typed: str
) -> None:
    with pytest.raises(QueryRefused) as caught:
        client.find_orders(typed, deadline=deadline)
    assert server.received == []
    assert str(caught.value) == "An order number holds letters, digits and a few signs only."


def test_the_search_travels_as_a_variable(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, data_answer({"orders": connection()}))
    client.find_orders("zz-777", deadline=deadline)
    received = server.received[0]
    assert received.variables == {"search": build_search("zz-777"), "orders": 20, "after": None}
    assert received.body.count(b"777") == 3


def test_it_asks_shopify_to_say_when_it_ignores_a_filter(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, data_answer({"orders": connection()}))
    client.find_orders("1001", deadline=deadline)
    assert server.received[0].headers["shopify-search-query-debug"] == "1"


@pytest.mark.parametrize(
    ("warning", "named"),
    [
        ({"field": "name", "message": "x"}, "name"),
        ({"field": "ana", "message": "x"}, "another"),
        ("odd", "another"),
    ],
)
def test_an_ignored_filter_is_a_refusal(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, warning: object, named: str
) -> None:
    search = [{"path": ["orders"], "query": "x", "warnings": [warning]}]
    server.answer(SEARCH, data_answer({"orders": connection(candidate())}, extensions={"search": search}))
    with pytest.raises(QueryRefused, match=rf"ignored a filter of the search \({named}\)"):
        client.find_orders("1001", deadline=deadline)


def test_a_search_debug_without_warnings_is_fine(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    search = [{"path": ["orders"], "query": "x", "parsed": {}}, {"warnings": []}, None]
    server.answer(SEARCH, data_answer({"orders": connection(candidate())}, extensions={"search": search}))
    assert len(client.find_orders("1001", deadline=deadline)) == 1


def test_a_hit_carries_what_the_shopper_could_have_typed(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, data_answer({"orders": connection(candidate(phone="+34 600 000 000"))}))
    (hit,) = client.find_orders("1001", deadline=deadline)
    assert (hit.id, hit.name, hit.number, hit.confirmation_number) == (
        "gid://shopify/Order/1001",
        "#1001",
        1001,
        "CONF1001",
    )
    assert hit.created_at.isoformat() == "2026-11-18T12:00:00+00:00"
    assert hit.contact == Contact(email="ana@example.com", phone="+34 600 000 000")


def test_a_contact_does_not_show_itself() -> None:
    assert "ana" not in repr(Contact(email="ana@example.com", phone="600"))


def test_nothing_found_is_no_error(server: ScriptedServer, client: ShopifyClient, deadline: Deadline) -> None:
    server.answer(SEARCH, data_answer({"orders": connection()}))
    assert client.find_orders("1001", deadline=deadline) == ()


def pages(*pages: dict[str, Any]) -> list[Answer]:
    return [data_answer({"orders": page}) for page in pages]


def neighbours(first: int) -> list[dict[str, Any]]:
    return [candidate(number) for number in range(first, first + 20)]


def test_it_looks_further_while_neighbours_fill_the_page(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(
        SEARCH, *pages(connection(*neighbours(10010), after="a"), connection(candidate(1001), after="b"))
    )
    hits = client.find_orders("1001", deadline=deadline)
    assert [received.variables["after"] for received in server.received] == [None, "a"]
    assert hits[-1].name == "#1001"
    assert len(hits) == 21


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("1001", candidate(name="#1001")),
        ("en-1001", candidate(name="EN1001")),
        ("xpav284ct", candidate(confirmationNumber="XPAV284CT")),
    ],
    ids=["name", "spelling", "confirmation number"],
)
def test_it_stops_at_the_page_with_an_exact_hit(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, typed: str, exact: dict[str, Any]
) -> None:
    server.answer(SEARCH, *pages(connection(*neighbours(10010), exact, after="a")))
    client.find_orders(typed, deadline=deadline)
    assert len(server.received) == 1


def test_it_looks_further_than_an_order_that_only_shares_the_number(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    namesake = candidate(2, name="POS-1001", number=1001)
    server.answer(SEARCH, *pages(connection(namesake, after="a"), connection(candidate(1001), after="b")))
    assert [hit.name for hit in client.find_orders("1001", deadline=deadline)] == ["POS-1001", "#1001"]


@pytest.mark.parametrize(
    ("typed", "name", "added"),
    [
        ("D D1001", "D&D1001", 'name:"D&D1001" OR name:"#D&D1001"'),
        ("1001/A", "#1001/A B+ñ", 'name:"#1001/A B+ñ" OR name:"1001/A B+ñ"'),
        ("1001-X", "DE 1001-X", 'name:"DE 1001-X" OR name:"#DE 1001-X"'),
    ],
)
def test_the_whole_text_is_searched_for_as_a_name_of_its_own(typed: str, name: str, added: str) -> None:
    assert added in build_search(typed, name=name)


@pytest.mark.parametrize("name", ['1001" OR name:"2', "1001\\", "1001*", "1001\n", "1" * 81])
def test_a_text_that_could_end_its_quotes_is_not(name: str) -> None:
    assert build_search("1001", name=name) == build_search("1001")


def test_an_order_of_that_very_name_ends_the_search(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, *pages(connection(*neighbours(10010), candidate(name="#D&D 1"), after="a")))
    client.find_orders("D 1", name="d&d 1", deadline=deadline)
    assert len(server.received) == 1


def test_it_looks_at_three_pages_at_most(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(
        SEARCH,
        *pages(*(connection(candidate(number, number=None), after=str(number)) for number in range(5))),
    )
    assert len(client.find_orders("1001", deadline=deadline)) == 3
    assert len(server.received) == 3


def test_a_denied_email_is_not_a_missing_one(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    page = connection(candidate(email=None, phone="600"), candidate(1002, email=None))
    server.answer(SEARCH, data_answer({"orders": page}, errors=[DENIED_EMAIL, TRUNCATED]))
    hits = client.find_orders("1001", deadline=deadline)
    assert [hit.denied for hit in hits] == [{"email"}, {"email"}]
    assert hits[0].contact == Contact(email=None, phone="600")


def test_a_missing_email_is_not_a_denied_one(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, data_answer({"orders": connection(candidate(email=None))}))
    (hit,) = client.find_orders("1001", deadline=deadline)
    assert hit.contact.email is None
    assert hit.denied == frozenset()
