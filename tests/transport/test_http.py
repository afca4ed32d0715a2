"""One request over a real socket, with everything that can go wrong on the way."""

import gzip
import logging
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orders.transport.deadline import Deadline
from orders.transport.errors import AnswerTooLarge, NoAnswer, UntrustedCertificate, UnusableAddress
from orders.transport.http import PROJECT_USER_AGENT, HttpReply, Transport
from tests.support import tls
from tests.support.scripted_server import DROPPED, TOKEN, Answer, ScriptedServer, json_answer

PATIENCE = 0.3
"""Seconds of the deadlines here; what drips takes far longer."""
SLACK = 1.0


def post(server: ScriptedServer, *, seconds: float = 5.0, **options: Any) -> HttpReply:
    with Transport(partner="the warehouse", base_url=server.url, **options) as transport:
        return transport.post(
            "/path", body=b"x=1", headers={"Content-Type": "text/plain"}, deadline=after(seconds)
        )


def after(seconds: float) -> Deadline:
    return Deadline.after(seconds)


def test_it_gives_status_headers_in_lower_case_and_body(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(status=418, headers={"X-Odd": "yes"}, body=b"tea"))
    reply = post(server)
    assert (reply.status, reply.headers["x-odd"], reply.body) == (418, "yes", b"tea")


def test_it_names_the_project_and_asks_for_json(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer())
    post(server)
    headers = server.received[0].headers
    assert (headers["user-agent"], headers["accept"]) == (PROJECT_USER_AGENT, "application/json")


def test_it_keeps_one_connection_open_for_the_next_request(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(body=b"1"))
    with Transport(partner="the warehouse", base_url=server.url) as transport:
        for _ in range(3):
            transport.post("/", body=b"", headers={}, deadline=after(5))
        assert len(server.received) == 3


def test_it_sends_no_cookie_back(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(headers={"Set-Cookie": "a=b"}))
    with Transport(partner="the warehouse", base_url=server.url) as transport:
        transport.post("/", body=b"", headers={}, deadline=after(5))
        transport.post("/", body=b"", headers={}, deadline=after(5))
    assert "cookie" not in server.received[1].headers


def test_it_ignores_proxies_of_the_environment(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.answer(TOKEN, Answer(body=b"direct"))
    assert post(server).body == b"direct"


def test_it_does_not_follow_a_redirect(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(status=307, headers={"Location": server.url + "/elsewhere"}))
    assert post(server).status == 307
    assert len(server.received) == 1


def test_it_unpacks_a_compressed_body(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"large" * 100)))
    assert post(server).body == b"large" * 100


def test_it_reads_a_body_in_chunks(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(chunked=True, body=b"chunks"))
    assert post(server).body == b"chunks"


SLOW = {
    "a body that drips": Answer(body=b"x" * 1000, drip=0.05),
    "chunks that drip": Answer(body=b"x" * 1000, drip=0.05, chunked=True),
    "headers that drip": Answer(raw=b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000, drip=0.05),
    "a body of no stated length that drips": Answer(raw=b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000, drip=0.02),
    "a body that hangs": Answer(body=b"x", length=2, drip=5.0),
    "an answer that never begins": Answer(raw=b"H", drip=30.0),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW.keys())
def test_what_is_slow_does_not_outlive_the_deadline(server: ScriptedServer, answer: Answer) -> None:
    server.answer(TOKEN, answer)
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        post(server, seconds=PATIENCE)
    assert time.monotonic() - started < PATIENCE + SLACK


def test_a_single_silence_longer_than_the_read_timeout_ends_the_wait(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(raw=b"H", drip=30.0))
    started = time.monotonic()
    with pytest.raises(NoAnswer, match="in time"):
        post(server, read_timeout=PATIENCE)
    assert time.monotonic() - started < PATIENCE + SLACK


def test_nothing_is_sent_once_the_deadline_is_over(server: ScriptedServer) -> None:
    with pytest.raises(NoAnswer, match="in time"):
        post(server, seconds=0)
    assert server.received == []


def test_after_a_slow_answer_the_next_request_works(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(body=b"x" * 1000, drip=0.05), Answer(body=b"quick"))
    with Transport(partner="the warehouse", base_url=server.url) as transport:
        with pytest.raises(NoAnswer):
            transport.post("/", body=b"", headers={}, deadline=after(PATIENCE))
        assert transport.post("/", body=b"", headers={}, deadline=after(5)).body == b"quick"


BROKEN = {
    "dropped": DROPPED,
    "not HTTP": Answer(raw=b"garbage\r\n\r\n"),
    "shorter than it says": Answer(body=b"abc", length=10),
    "a chunk cut short": Answer(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
    "not the compression it says": Answer(headers={"Content-Encoding": "gzip"}, body=b"plain"),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_is_a_passing_failure(server: ScriptedServer, answer: Answer) -> None:
    server.answer(TOKEN, answer)
    with pytest.raises(NoAnswer, match="connection to the warehouse failed"):
        post(server)


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_over_the_limit_is_refused(server: ScriptedServer, *, chunked: bool) -> None:
    server.answer(TOKEN, Answer(body=b"x" * 200, chunked=chunked))
    with pytest.raises(AnswerTooLarge):
        post(server, max_body_bytes=100)


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(server: ScriptedServer) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    server.answer(TOKEN, Answer(headers={"Content-Encoding": "gzip"}, body=bomb))
    with pytest.raises(AnswerTooLarge):
        post(server, max_body_bytes=1_000_000)


def test_a_port_where_nobody_listens_is_a_passing_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with (
        Transport(partner="the warehouse", base_url=f"http://127.0.0.1:{port}") as transport,
        pytest.raises(NoAnswer),
    ):
        transport.post("/", body=b"", headers={}, deadline=after(5))


def test_a_name_that_does_not_exist_is_said() -> None:
    with (
        Transport(partner="the warehouse", base_url="http://no-such-shop.invalid") as transport,
        pytest.raises(NoAnswer, match="could not be resolved"),
    ):
        transport.post("/", body=b"", headers={}, deadline=after(5))


@pytest.mark.parametrize(
    "base_url",
    ["", "demo.myshopify.com", "ftp://demo.myshopify.com", "https://", "https://user:secret@demo.test"],
)
def test_an_address_that_is_none_is_refused_at_once(base_url: str) -> None:
    with pytest.raises(UnusableAddress, match="the warehouse"):
        Transport(partner="the warehouse", base_url=base_url)


def test_a_network_error_does_not_carry_the_request(server: ScriptedServer) -> None:
    server.answer(TOKEN, DROPPED)
    with (
        Transport(partner="the warehouse", base_url=server.url) as transport,
        pytest.raises(NoAnswer) as caught,
    ):
        transport.post("/", body=b"", headers={"X-Shopify-Access-Token": "secret"}, deadline=after(5))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_it_serves_many_threads_at_once(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    server.answer(TOKEN, Answer(body=b"ok"))
    bodies: list[bytes] = []
    with Transport(partner="the warehouse", base_url=server.url) as transport:

        def ask() -> None:
            bodies.append(transport.post("/", body=b"", headers={}, deadline=after(10)).body)

        threads = [threading.Thread(target=ask) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert bodies == [b"ok"] * 20


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tls.make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[ScriptedServer]:
    with tls.tls_server(certificate) as server:
        yield server


def test_a_certificate_that_nobody_trusts_is_refused(tls_server: ScriptedServer) -> None:
    with pytest.raises(UntrustedCertificate):
        post(tls_server)
    assert tls_server.received == []


def test_a_certificate_of_the_given_bundle_is_trusted(tls_server: ScriptedServer, certificate: Path) -> None:
    tls_server.answer(TOKEN, Answer(body=b"private"))
    assert post(tls_server, ca_bundle=str(certificate)).body == b"private"


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW.keys())
def test_what_is_slow_over_tls_does_not_outlive_the_deadline(
    tls_server: ScriptedServer, certificate: Path, answer: Answer
) -> None:
    tls_server.answer(TOKEN, answer)
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        post(tls_server, seconds=PATIENCE, ca_bundle=str(certificate))
    assert time.monotonic() - started < PATIENCE + SLACK


def test_a_json_answer_comes_whole(server: ScriptedServer) -> None:
    server.answer(TOKEN, json_answer({"a": [1, 2, 3]}))
    assert post(server).body == b'{"a": [1, 2, 3]}'
