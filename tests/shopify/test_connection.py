"""What goes wrong on the way to Shopify is told as the client's callers know it."""

import socket
from pathlib import Path

import pytest

from orders.shopify.connection import Connection
from orders.shopify.errors import Misconfigured, ReplyTooLarge, Unavailable
from orders.transport.deadline import Deadline
from tests.support import tls
from tests.support.scripted_server import TOKEN, Answer, ScriptedServer


def test_a_network_failure_is_a_passing_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with (
        Connection(base_url=f"http://127.0.0.1:{port}") as connection,
        pytest.raises(Unavailable, match="connection to Shopify") as caught,
    ):
        connection.post("/", body=b"", headers={}, deadline=Deadline.after(5))
    assert caught.value.transient


def test_a_reply_over_the_limit_does_not_pass_by_itself(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(body=b"x" * 200))
    with (
        Connection(base_url=server.url, max_body_bytes=100) as connection,
        pytest.raises(ReplyTooLarge) as caught,
    ):
        connection.post("/", body=b"", headers={}, deadline=Deadline.after(5))
    assert not caught.value.transient


def test_an_address_that_is_none_says_how_it_must_look() -> None:
    with pytest.raises(Misconfigured, match=r"https://your-store\.myshopify\.com"):
        Connection(base_url="demo.myshopify.com")


def test_a_certificate_that_nobody_trusts_is_for_a_person_to_mend(tmp_path: Path) -> None:
    with (
        tls.tls_server(tls.make_certificate(tmp_path)) as server,
        Connection(base_url=server.url) as connection,
        pytest.raises(Misconfigured, match="certificate"),
    ):
        connection.post("/", body=b"", headers={}, deadline=Deadline.after(5))
