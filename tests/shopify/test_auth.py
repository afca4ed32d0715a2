"""Tokens: static ones, and those asked for, kept, renewed early and renewed once when refused."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from orders.shopify.auth import ClientCredentials, StaticToken, build_token_source
from orders.shopify.client import ShopifyClient
from orders.shopify.connection import Connection
from orders.shopify.errors import AuthenticationFailed, Misconfigured, ShopifyError, Unavailable
from orders.shopify.observations import Observations
from orders.transport.deadline import Deadline, Timing
from tests.shopify.conftest import ClientMaker
from tests.shopify.fake_time import FakeTime
from tests.shopify.payloads import candidate, connection
from tests.support.scripted_server import TOKEN, Answer, Received, ScriptedServer, data_answer, json_answer

SEARCH = "SearchOrders"
FOUND = data_answer({"orders": connection(candidate())})
REFUSED = json_answer({"errors": "[API] Invalid API key or access token"}, status=401)
APP = ClientCredentials("app-id", "app-secret")
DAY = 86399


def token(name: str, **more: Any) -> Answer:
    return json_answer({"access_token": name, "scope": "read_orders", "expires_in": DAY} | more)


def tokens_used(server: ScriptedServer) -> list[str]:
    return [received.headers["x-shopify-access-token"] for received in server.asked(SEARCH)]


@pytest.fixture
def app_client(make_client: ClientMaker) -> ShopifyClient:
    return make_client(credentials=APP)


def test_a_static_token_is_sent_as_it_is(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, FOUND)
    client.find_orders("1001", deadline=deadline)
    assert tokens_used(server) == ["shpat_static"]


def test_a_static_token_that_is_refused_cannot_be_renewed(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, REFUSED)
    with pytest.raises(AuthenticationFailed):
        client.find_orders("1001", deadline=deadline)
    assert len(server.received) == 1


def test_credentials_are_sent_as_a_form(
    server: ScriptedServer, app_client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(TOKEN, token("first"))
    server.answer(SEARCH, FOUND)
    app_client.find_orders("1001", deadline=deadline)
    asked = server.asked(TOKEN)[0]
    assert asked.path == "/admin/oauth/access_token"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.form == {
        "grant_type": "client_credentials",
        "client_id": "app-id",
        "client_secret": "app-secret",
    }


def test_a_token_is_kept_for_the_next_request(
    server: ScriptedServer, app_client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(TOKEN, token("first"), token("second"))
    server.answer(SEARCH, FOUND)
    app_client.find_orders("1001", deadline=deadline)
    app_client.find_orders("1001", deadline=deadline)
    assert tokens_used(server) == ["first", "first"]


@pytest.mark.parametrize(
    ("life", "after", "used"),
    [
        (DAY, DAY * 0.79, "first"),
        (DAY, DAY * 0.81, "second"),
        (DAY, DAY * 2, "second"),
        ("3600", 3000, "second"),
        (None, 2800, "first"),
        (None, 3000, "second"),
        (-1, 3000, "second"),
        ([], 3000, "second"),
    ],
)
def test_a_token_is_renewed_at_80_percent_of_its_life_or_of_an_hour(
    server: ScriptedServer, app_client: ShopifyClient, clock: FakeTime, life: object, after: float, used: str
) -> None:
    server.answer(TOKEN, token("first", expires_in=life), token("second"))
    server.answer(SEARCH, FOUND)
    app_client.find_orders("1001", deadline=Deadline.after(10, monotonic=clock.monotonic))
    clock.now += after
    app_client.find_orders("1001", deadline=Deadline.after(10, monotonic=clock.monotonic))
    assert tokens_used(server)[1] == used


def test_a_renewal_that_fails_early_leaves_the_old_token_at_work_for_a_while(
    server: ScriptedServer, app_client: ShopifyClient, clock: FakeTime
) -> None:
    server.answer(TOKEN, token("first"), Answer(status=500), token("second"))
    server.answer(SEARCH, FOUND)
    for pause in (0, DAY * 0.9, 10, 30):
        clock.now += pause
        app_client.find_orders("1001", deadline=Deadline.after(10, monotonic=clock.monotonic))
    assert tokens_used(server) == ["first", "first", "first", "second"]
    assert len(server.asked(TOKEN)) == 3


def test_a_renewal_that_fails_early_is_counted(
    server: ScriptedServer, app_client: ShopifyClient, clock: FakeTime
) -> None:
    server.answer(TOKEN, token("first"), json_answer({"error": "invalid_client"}, status=400))
    server.answer(SEARCH, FOUND)
    for pause in (0, DAY * 0.9):
        clock.now += pause
        app_client.find_orders("1001", deadline=Deadline.after(10, monotonic=clock.monotonic))
    assert app_client.observations.counts() == {
        ("the access token could not be renewed early", "AuthenticationFailed"): 1
    }


def test_a_refused_token_is_renewed_once_and_the_question_asked_again(
    server: ScriptedServer, app_client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(TOKEN, token("first"), token("second"))
    server.answer(SEARCH, REFUSED, FOUND)
    assert app_client.find_orders("1001", deadline=deadline)
    assert tokens_used(server) == ["first", "second"]


def test_a_new_token_that_is_refused_as_well_is_final(
    server: ScriptedServer, app_client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(TOKEN, token("first"), token("second"))
    server.answer(SEARCH, REFUSED)
    with pytest.raises(AuthenticationFailed):
        app_client.find_orders("1001", deadline=deadline)
    assert tokens_used(server) == ["first", "second"]


HTML = "<html><head><title>400 - Oauth error {}</title></head><body></body></html>"
CREDENTIAL_FAILURES: list[tuple[str, Answer, type[ShopifyError], str]] = [
    (
        "not installed",
        Answer(status=400, body=HTML.format("app_not_installed").encode()),
        AuthenticationFailed,
        "not installed",
    ),
    (
        "another organisation",
        json_answer({"error": "shop_not_permitted"}, status=400),
        AuthenticationFailed,
        "organisation",
    ),
    (
        "wrong secret",
        json_answer({"error": "invalid_client", "error_description": "x"}, status=400),
        AuthenticationFailed,
        "client id and secret",
    ),
    ("unauthorised", Answer(status=401), AuthenticationFailed, "401"),
    ("forbidden", Answer(status=403), AuthenticationFailed, "403"),
    ("no such shop", Answer(status=404), Misconfigured, "no shop"),
    ("moved", Answer(status=301, headers={"Location": "/x"}), Misconfigured, "leads elsewhere"),
    ("HTML", Answer(body=b"<html>"), Unavailable, "not JSON"),
    ("no token", json_answer({"expires_in": 5}), Unavailable, "unexpected shape"),
    ("an empty token", token(""), Unavailable, "unexpected shape"),
    ("a token of two lines", token("a\r\nX-Evil: 1"), Unavailable, "unexpected shape"),
    ("a list", json_answer([]), Unavailable, "unexpected shape"),
]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [row[1:] for row in CREDENTIAL_FAILURES],
    ids=[row[0] for row in CREDENTIAL_FAILURES],
)
def test_a_token_that_is_not_given_says_why(
    server: ScriptedServer,
    app_client: ShopifyClient,
    deadline: Deadline,
    answer: Answer,
    error: type[ShopifyError],
    words: str,
) -> None:
    server.answer(TOKEN, answer)
    with pytest.raises(ShopifyError, match=words) as caught:
        app_client.find_orders("1001", deadline=deadline)
    assert type(caught.value) is error
    assert server.asked(SEARCH) == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_token_is_asked_for_again_when_that_can_help(
    server: ScriptedServer, app_client: ShopifyClient, deadline: Deadline, status: int
) -> None:
    server.answer(TOKEN, Answer(status=status), token("first"))
    server.answer(SEARCH, FOUND)
    assert app_client.find_orders("1001", deadline=deadline)


def ask_from_many_threads(client: ShopifyClient, *, seconds: float = 10, threads: int = 8) -> list[object]:
    """What each thread got: the number of hits or its error."""
    outcomes: list[object] = []
    barrier = threading.Barrier(threads)

    def ask() -> None:
        barrier.wait()
        try:
            outcomes.append(len(client.find_orders("1001", deadline=Deadline.after(seconds))))
        except ShopifyError as error:
            outcomes.append(type(error))

    running = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return outcomes


def pause_before(server: ScriptedServer, operation: str, seconds: float) -> None:
    def wait(received: Any) -> None:
        if received.operation == operation:
            time.sleep(seconds)

    server.before_answer = wait


def test_many_threads_ask_for_one_token(server: ScriptedServer, make_client: ClientMaker) -> None:
    server.answer(TOKEN, token("first"))
    server.answer(SEARCH, FOUND)
    pause_before(server, TOKEN, 0.1)
    assert ask_from_many_threads(make_client(credentials=APP, timing=Timing())) == [1] * 8
    assert len(server.asked(TOKEN)) == 1


def test_many_threads_renew_a_refused_token_once(server: ScriptedServer, make_client: ClientMaker) -> None:
    server.answer(TOKEN, token("first"), token("second"))
    server.answer(SEARCH, FOUND)
    client = make_client(credentials=APP, timing=Timing())
    client.find_orders("1001", deadline=Deadline.after(10))
    server.refuse_token("first")
    pause_before(server, TOKEN, 0.1)
    assert ask_from_many_threads(client) == [1] * 8
    assert len(server.asked(TOKEN)) == 2


def test_while_one_thread_renews_early_the_others_use_the_old_token(
    server: ScriptedServer, make_client: ClientMaker
) -> None:
    clock = FakeTime()
    server.answer(TOKEN, token("first"), token("second"))
    server.answer(SEARCH, FOUND)
    client = make_client(credentials=APP, timing=clock.timing)
    client.find_orders("1001", deadline=Deadline.after(10))
    clock.now += DAY * 0.9
    pause_before(server, TOKEN, 0.2)
    assert ask_from_many_threads(client) == [1] * 8
    assert sorted(tokens_used(server)) == ["first"] * 8 + ["second"]


def test_a_thread_waits_for_anothers_renewal_no_longer_than_its_deadline(
    server: ScriptedServer, make_client: ClientMaker
) -> None:
    server.answer(TOKEN, token("first"))
    server.answer(SEARCH, FOUND)
    asked = threading.Event()

    def answer_late(received: Received) -> None:
        if received.operation == TOKEN:
            asked.set()
            time.sleep(0.6)

    server.before_answer = answer_late
    client = make_client(credentials=APP, timing=Timing())
    patient = threading.Thread(
        target=client.find_orders, args=("1001",), kwargs={"deadline": Deadline.after(10)}
    )
    patient.start()
    asked.wait(5)
    with pytest.raises(Unavailable, match="access token in time"):
        client.find_orders("1001", deadline=Deadline.after(0.1))
    patient.join()
    assert len(server.asked(TOKEN)) == 1


@pytest.fixture
def transport(server: ScriptedServer) -> Iterator[Connection]:
    with Connection(base_url=server.url) as transport:
        yield transport


def test_a_refusal_that_comes_late_does_not_discard_the_token_of_another_thread(
    server: ScriptedServer, transport: Connection, clock: FakeTime, deadline: Deadline
) -> None:
    server.answer(TOKEN, token("first"), token("second"), token("third"))
    source = build_token_source(APP, transport=transport, timing=clock.timing, observations=Observations())
    source.get_token(deadline=deadline)
    assert source.renew(refused="first", deadline=deadline) == "second"
    assert source.renew(refused="first", deadline=deadline) == "second"
    assert len(server.asked(TOKEN)) == 2


def test_a_token_that_another_thread_has_just_renewed_is_not_renewed_again(
    server: ScriptedServer, transport: Connection, clock: FakeTime, deadline: Deadline
) -> None:
    server.answer(TOKEN, token("first"), token("second"), token("third"))
    another_thread_is_quicker = False

    def monotonic() -> float:
        nonlocal another_thread_is_quicker
        if another_thread_is_quicker:
            another_thread_is_quicker = False
            source.get_token(deadline=deadline)
        return clock.now

    timing = Timing(monotonic=monotonic)
    source = build_token_source(APP, transport=transport, timing=timing, observations=Observations())
    source.get_token(deadline=deadline)
    deadline = Deadline.after(DAY, monotonic=clock.monotonic)
    clock.now += DAY * 0.9
    another_thread_is_quicker = True
    assert source.get_token(deadline=deadline) == "second"
    assert len(server.asked(TOKEN)) == 2


@pytest.mark.parametrize("credentials", [APP, StaticToken("shpat_static")])
def test_credentials_do_not_show_their_secret(credentials: object) -> None:
    assert "app-secret" not in repr(credentials)
    assert "shpat_static" not in repr(credentials)
