"""Looking an order up: who finds it, who does not, and what a miss gives away (nothing)."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from orders.access import limits
from orders.models import AccessLink, TrackedOrder
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper, headline, text

ANA = "ana@example.com"


@pytest.fixture
def ordered(shop: Sandbox) -> Sandbox:
    """Ana has ordered."""
    shop.state.add_order("#1001", email=ANA)
    return shop


def test_number_and_email_lead_to_the_order(shopper: Shopper, ordered: Sandbox) -> None:
    response = shopper.look_up("#1001", ANA)
    assert response.status_code == 303
    page = shopper.open(response.headers["Location"])
    assert page.status_code == 200
    assert "Order #1001" in text(page)


@pytest.mark.parametrize("typed", ["1001", " 1001 ", "Order #1001", "１００１", "pedido nº 1001"])
@pytest.mark.parametrize("email", ["ANA@Example.com", "  ana@example.com", "mailto:ana@example.com"])
def test_it_does_not_matter_how_they_are_written(
    shopper: Shopper, ordered: Sandbox, typed: str, email: str
) -> None:
    assert shopper.look_up(typed, email).status_code == 303


def test_the_confirmation_number_is_as_good(shopper: Shopper, ordered: Sandbox) -> None:
    confirmation = ordered.state.order("#1001").confirmation_number
    assert confirmation is not None
    assert shopper.look_up(confirmation.lower(), ANA).status_code == 303


def test_a_prefix_of_the_shop_may_be_left_out(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("EN-2001", email=ANA, number=2001)
    assert shopper.look_up("en2001", ANA).status_code == 303
    assert shopper.look_up("2001", ANA).status_code == 303


def test_an_order_placed_with_a_phone_is_found_by_phone(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("#1001", phone="+34612345678")
    assert shopper.look_up("1001", "612 34 56 78").status_code == 303


def test_the_second_look_up_asks_shopify_nothing(shopper: Shopper, ordered: Sandbox) -> None:
    shopper.link("1001", ANA)
    asked = len(ordered.requests)
    shopper.link("#1001", ANA)
    assert len(ordered.requests) == asked


def test_a_look_up_of_a_usual_order_costs_few_points(shopper: Shopper, ordered: Sandbox) -> None:
    shopper.link("1001", ANA)
    costs = [asked.requested_cost or 0 for asked in ordered.requests]
    assert costs[0] <= 8
    assert sum(costs[1:]) <= 60


def test_each_link_is_its_own_and_cannot_be_read_from_the_table(shopper: Shopper, ordered: Sandbox) -> None:
    first, second = shopper.link("1001", ANA), shopper.link("1001", ANA)
    assert first != second
    stored = str(list(AccessLink.objects.values()))
    assert first.strip("/").rpartition("/")[2] not in stored


# What a miss tells -------------------------------------------------------------------------------------------------

MISSES = {
    "no such number": ("9999", ANA),
    "wrong email": ("1001", "somebody@example.com"),
    "somebody else's order": ("1002", ANA),
    "an order without contact": ("1003", ANA),
    "a neighbouring number": ("100", ANA),
    "phone instead of email": ("1001", "+34600000000"),
    "a number that is also a GID": ("gid/1", ANA),
}


def without_what_was_typed(response: Any, typed: tuple[str, str]) -> str:
    body = response.content.decode()
    for value in typed:
        body = body.replace(f'value="{value}"', 'value=""')
    return str(body)


@pytest.fixture
def misses(shopper: Shopper, ordered: Sandbox) -> Shopper:
    ordered.state.add_order("#1002", email="ben@example.com")
    ordered.state.add_order("#1003")
    ordered.state.behaviour.fuzzy = True
    return shopper


@pytest.mark.parametrize("kind", MISSES)
@pytest.mark.parametrize("is_known", [False, True])
def test_every_kind_of_miss_is_the_same_page(misses: Shopper, kind: str, is_known: bool) -> None:
    if is_known:
        misses.link("1001", ANA)
        misses.link("1002", "ben@example.com")
    plain = misses.look_up("8888", "nobody@example.com")
    miss = misses.look_up(*MISSES[kind])
    assert (miss.status_code, plain.status_code) == (404, 404)
    assert set(miss.headers) == set(plain.headers)
    assert without_what_was_typed(miss, MISSES[kind]) == without_what_was_typed(
        plain, ("8888", "nobody@example.com")
    )


@pytest.mark.parametrize("kind", MISSES)
@pytest.mark.parametrize("is_known", [False, True])
def test_every_kind_of_miss_costs_one_search(
    misses: Shopper, ordered: Sandbox, kind: str, is_known: bool
) -> None:
    if is_known:
        misses.link("1001", ANA)
    asked = len(ordered.requests)
    misses.look_up(*MISSES[kind])
    assert len(ordered.requests) - asked == 1


def test_a_prefix_neighbour_of_the_search_does_not_open(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.behaviour.fuzzy = True
    shop.state.add_order("#10010", email=ANA)
    assert shopper.look_up("1001", ANA).status_code == 404


def test_a_right_order_among_many_neighbours_is_still_found(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.behaviour.fuzzy = True
    shop.state.add_order("#1001", email=ANA)
    for number in range(10010, 10050):
        shop.state.add_order(f"#{number}", email=f"n{number}@example.com")
    assert shopper.look_up("1001", ANA).status_code == 303


def test_two_orders_of_one_name_open_to_their_own_shoppers(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("#1001", email=ANA)
    shop.state.add_order("#1001", email="ben@example.com")
    shopper.link("1001", ANA)
    shopper.link("1001", "ben@example.com")
    assert TrackedOrder.objects.count() == 2


def test_a_new_order_that_the_search_does_not_know_yet_is_found_a_moment_later(
    shopper: Shopper, shop: Sandbox
) -> None:
    shop.state.behaviour.index_lag = timedelta(seconds=60)
    shop.state.add_order("#1001", email=ANA)
    assert shopper.look_up("1001", ANA).status_code == 404
    shop.state.behaviour.index_lag = timedelta()
    assert shopper.look_up("1001", ANA).status_code == 303


def test_where_the_email_may_not_be_read_nobody_is_let_in(shopper: Shopper, ordered: Sandbox) -> None:
    ordered.state.access.protected_data = "level_2_denied"
    for email in (ANA, "", "null@example.com"):
        assert shopper.look_up("1001", email).status_code != 303


# What was typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "email", "sentence"),
    [
        ("abc", ANA, "An order number has digits in it"),
        ("", ANA, "Type the order number"),
        ("1001", "ana", "neither an email"),
        ("1001", "", "Type the email or phone number"),
        ("1" * 300, ANA, "too long"),
        ("1001", "a" * 300 + "@example.com", "too long"),
        ("\x00", ANA, ""),
        ("../../etc", "x", ""),
    ],
)
def test_a_shape_that_cannot_be_right_is_said_before_anything_is_searched(
    shopper: Shopper, ordered: Sandbox, number: str, email: str, sentence: str
) -> None:
    response = shopper.look_up(number, email)
    assert response.status_code == 422
    assert sentence in text(response)
    assert ordered.requests == []


def test_the_order_number_may_come_in_the_address_and_the_email_may_not(shopper: Shopper) -> None:
    page = shopper.open("/?order=%231001&email=ana%40example.com").content.decode()
    assert 'value="#1001"' in page
    assert "ana@" not in page


def test_what_was_typed_comes_back_escaped(shopper: Shopper, ordered: Sandbox) -> None:
    response = shopper.look_up('"><script>1', ANA)
    assert b"<script>1" not in response.content


def test_a_form_of_garbage_is_no_server_error(shopper: Shopper) -> None:
    for body in (b"", b"\xff\xfe", b"order_number=%FF%FE&email=%00", b"&" * 2000):
        response = shopper.client.post("/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {400, 422}


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused(shopper: Shopper, method: str) -> None:
    assert getattr(shopper.client, method)("/").status_code == 405


# Limits ------------------------------------------------------------------------------------------------------------


def test_after_too_many_tries_one_is_asked_to_wait_and_held_links_still_open(
    shopper: Shopper, ordered: Sandbox
) -> None:
    url = shopper.link("1001", ANA)
    for attempt in range(limits.PER_NETWORK[0].capacity + 1):
        response = shopper.look_up(f"9{attempt}", f"a{attempt}@example.com")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert shopper.open(url).status_code == 200


def test_a_refused_try_asks_shopify_nothing(shopper: Shopper, ordered: Sandbox) -> None:
    for attempt in range(limits.PER_NETWORK[0].capacity):
        shopper.look_up(f"9{attempt}", f"a{attempt}@example.com")
    asked = len(ordered.requests)
    assert shopper.look_up("1001", ANA).status_code == 429
    assert len(ordered.requests) == asked


def look_up_from(address: str, order_number: str, email: str) -> Any:
    form = {"order_number": order_number, "email": email}
    return Client().post("/", form, REMOTE_ADDR=address)


def guess(address: str, *, tries: int, order_number: str = "1001") -> list[int]:
    """The statuses of so many guesses at one order's email."""
    return [
        look_up_from(address, order_number, f"guess{number}-{address}@example.com").status_code
        for number in range(tries)
    ]


def test_guessing_emails_for_one_order_is_held_back(shopper: Shopper, ordered: Sandbox) -> None:
    statuses = guess("198.51.100.1", tries=limits.PER_ORDER.capacity + 1)
    assert statuses.count(404) == limits.PER_ORDER.capacity
    assert statuses[-1] == 429


def test_guessed_at_from_everywhere_an_order_allows_each_network_three_guesses(
    shopper: Shopper, ordered: Sandbox
) -> None:
    for network in range(limits.MISSES_ON_ORDER.capacity // 10):
        guess(f"198.51.{network}.1", tries=10)
    assert guess("203.0.113.1", tries=4) == [404, 404, 404, 429]


def test_no_knocking_keeps_out_a_shopper_who_types_the_right_pair(shopper: Shopper, ordered: Sandbox) -> None:
    shopper.link("1001", ANA)  # known here from now on
    for network in range(120):
        address = f"198.51.{network}.1" if network % 2 else f"2001:db8:{network}::1"
        guess(address, tries=2)  # at the shopper's order
        look_up_from(address, f"9{network}", ANA)  # and at her email
    statuses = [look_up_from(f"203.0.{number}.9", "1001", ANA).status_code for number in range(100)]
    statuses += [look_up_from(f"2001:db8:f00{number}::9", "1001", ANA).status_code for number in range(10)]
    assert set(statuses) == {303}


def test_a_whole_ipv6_48_does_not_shut_the_look_up_for_others(shopper: Shopper, ordered: Sandbox) -> None:
    refused = 0
    for number in range(140):
        answer = look_up_from(f"2001:db8:1:{number:x}::1", f"9{number}", f"n{number}@example.com")
        refused += answer.status_code == 429
    assert refused >= 50
    assert look_up_from("2001:db8:2::1", "1001", ANA).status_code == 303


def test_hundreds_behind_one_carriers_address_find_their_orders(shopper: Shopper, ordered: Sandbox) -> None:
    shopper.link("1001", ANA)
    assert {look_up_from("203.0.113.9", "1001", ANA).status_code for _ in range(200)} == {303}


def test_a_shop_that_is_away_costs_no_tries(shopper: Shopper, ordered: Sandbox) -> None:
    ordered.state.faults.outage(503)
    for _ in range(limits.PER_NETWORK[0].capacity + 5):
        assert shopper.look_up("1001", ANA).status_code == 503


def test_a_shopper_who_sets_a_forwarded_header_himself_gains_nothing(
    shopper: Shopper, ordered: Sandbox
) -> None:
    statuses = [
        shopper.client.post(
            "/",
            {"order_number": f"9{guess}", "email": f"a{guess}@example.com"},
            headers={"X-Forwarded-For": f"198.51.{guess}.1"},
        ).status_code
        for guess in range(limits.PER_NETWORK[0].capacity + 1)
    ]
    assert statuses[-1] == 429


# When Shopify is away ----------------------------------------------------------------------------------------------


def break_shop(shop: Sandbox, how: str) -> None:
    faults = shop.state.faults
    match how:
        case "drop":
            faults.drop_connections()
        case "throttled":
            faults.throttle()
        case "slow":
            faults.latency = 8
        case "html" | "truncated" | "wrong_shape" | "empty" | "cut":
            faults.garbage(how)
        case _:
            faults.outage(int(how))


@pytest.mark.parametrize(
    "how",
    ["402", "403", "404", "423", "429", "430", "500", "502", "503", "drop", "throttled", "slow", "html", "truncated",
     "wrong_shape", "empty", "cut"],
)  # fmt: skip
def test_a_first_look_up_while_shopify_is_away_is_a_calm_page_that_keeps_what_was_typed(
    shopper: Shopper, ordered: Sandbox, how: str
) -> None:
    break_shop(ordered, how)
    response = shopper.look_up("#1001", ANA)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert 'value="#1001"' in response.content.decode()
    assert f'value="{ANA}"' in response.content.decode()
    ordered.state.faults.clear()
    assert shopper.look_up("#1001", ANA).status_code in {303, 503}


def test_a_known_order_is_found_while_shopify_is_away(shopper: Shopper, ordered: Sandbox) -> None:
    shopper.link("1001", ANA)
    ordered.state.faults.outage(503)
    assert shopper.look_up("1001", ANA).status_code == 303


def test_one_short_fault_is_not_noticed(shopper: Shopper, ordered: Sandbox) -> None:
    ordered.state.faults.outage(503, times=1)
    assert shopper.look_up("1001", ANA).status_code == 303


def test_an_expired_token_is_renewed_unnoticed(shopper: Shopper, ordered: Sandbox) -> None:
    shopper.link("1001", ANA)
    ordered.state.tokens.expire_issued()
    ordered.state.add_order("#1002", email=ANA)
    assert shopper.look_up("1002", ANA).status_code == 303


def test_without_the_scope_for_fulfillment_orders_only_that_part_is_missing(
    shopper: Shopper, ordered: Sandbox
) -> None:
    ordered.state.access.scopes = {"read_orders"}
    assert headline(shopper.open(shopper.link("1001", ANA)))


# What leaks --------------------------------------------------------------------------------------------------------


def test_no_log_line_names_a_shopper_or_a_link(
    shopper: Shopper, ordered: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = shopper.link("1001", ANA)
    shopper.look_up("1001", "wrong.person@example.com")
    ordered.state.faults.outage(500)
    shopper.look_up("9999", ANA)
    shopper.open(url)
    for secret in (ANA, "wrong.person", url.strip("/").rpartition("/")[2]):
        assert secret not in caplog.text


def test_a_shopper_gets_no_cookie(shopper: Shopper, ordered: Sandbox) -> None:
    shopper.open("/")
    shopper.open(shopper.link("1001", ANA))
    shopper.look_up("9", ANA)
    assert not shopper.client.cookies


def test_the_email_is_in_no_address(shopper: Shopper, ordered: Sandbox) -> None:
    assert "ana" not in shopper.link("1001", ANA)


def test_htmx_is_led_to_the_order_too(shopper: Shopper, ordered: Sandbox) -> None:
    response = shopper.look_up("1001", ANA, **{"HX-Request": "true"})
    assert response.headers["HX-Redirect"].startswith("/o/")


def test_a_chosen_language_goes_along(shopper: Shopper, ordered: Sandbox) -> None:
    response = shopper.client.post("/?lang=es", {"order_number": "1001", "email": ANA})
    assert response.headers["Location"].endswith("/?lang=es")
    assert 'lang="es"' in shopper.open(response.headers["Location"]).content.decode()
