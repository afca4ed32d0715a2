"""What a stranger may make this site call: the public internet, and nothing that is nearer."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest

from orders.transport.deadline import Deadline
from orders.transport.errors import NoAnswer, UnusableAddress
from orders.transport.http import HttpReply, Transport
from orders.transport.reachable import connect_checked, is_public
from tests.support.scripted_server import TOKEN, Answer, ScriptedServer

PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8%1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1"]
WAYS_TO_WRITE_LOOPBACK = [
    "127.0.0.1",
    "localhost",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "[::1]",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_near_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def call(url: str, may_reach: Callable[[Any], bool] = is_public) -> HttpReply:
    with Transport(partner="the warehouse", base_url=url, may_reach=may_reach) as transport:
        return transport.post("/hook", body=b"{}", headers={}, deadline=Deadline.after(5))


@pytest.mark.parametrize("host", WAYS_TO_WRITE_LOOPBACK)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_way_to_write_this_machine_reaches_it(server: ScriptedServer, scheme: str, host: str) -> None:
    port = server.url.rpartition(":")[2]
    with pytest.raises((UnusableAddress, NoAnswer)):
        call(f"{scheme}://{host}:{port}")
    assert not server.received


def test_a_redirect_is_answered_and_not_followed(server: ScriptedServer) -> None:
    server.answer(TOKEN, Answer(status=307, headers={"Location": f"{server.url}/inside"}))
    reply = call(server.url, lambda _address: True)
    assert (reply.status, len(server.received)) == (307, 1)


def answer_names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server whose answers change from one question to the next; what was asked."""
    asked: list[str] = []

    def resolve(host: str, port: int, *_args: Any, **_kwargs: Any) -> list[Any]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_is_asked_once_so_that_its_second_answer_leads_nowhere(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = server.url.rpartition(":")[2]
    asked = answer_names(monkeypatch, ["127.0.0.1"], ["127.0.0.9"])
    server.answer(TOKEN, Answer(status=204))
    checked: list[str] = []

    def allow(address: Any) -> bool:
        checked.append(str(address))
        return True

    reply = call(f"http://hook.example:{port}", allow)
    assert (reply.status, asked, checked) == (204, ["hook.example"], ["127.0.0.1"])


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer_names(monkeypatch, ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(UnusableAddress):
        connect_checked("hook.example", 443, timeout=1, may_reach=is_public)


def test_of_two_addresses_the_one_that_answers_is_taken(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = server.url.rpartition(":")[2]
    answer_names(monkeypatch, ["127.0.0.9", "127.0.0.1"])
    server.answer(TOKEN, Answer(status=204))
    assert call(f"http://hook.example:{port}", lambda _address: True).status == 204


def test_a_name_of_which_no_address_answers_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_names(monkeypatch, ["127.0.0.9"])
    with pytest.raises(NoAnswer):
        call("http://hook.example:9", lambda _address: True)
