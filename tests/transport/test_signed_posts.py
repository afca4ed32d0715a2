"""Posting to an address that somebody else named, over a real socket."""

import base64
import hashlib
import hmac

import pytest

from orders.transport.errors import UnusableAddress
from orders.transport.signed_posts import Poster, derive_secret
from tests.support.scripted_server import TOKEN, Answer, ScriptedServer

SECRET = derive_secret("the site's own key", "one receiver")


def test_a_receiver_can_check_who_posted_what_and_when() -> None:
    with ScriptedServer() as server:
        server.answer(TOKEN, Answer(status=204))
        poster = Poster(partner="The receiver", may_reach=lambda _: True, schemes=("http",))
        reply = poster.post(
            f"{server.url}/hook?shop=1", b"{}", event_id="evt_1", at=1_790_000_000, secret=SECRET, seconds=20
        )
        request = server.received[-1]
    assert reply.status == 204
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, b"evt_1.1790000000.{}", hashlib.sha256).digest()).decode()
    assert request.headers["webhook-signature"] == f"v1,{expected}"


def test_each_receiver_has_a_secret_of_its_own() -> None:
    assert derive_secret("the site's own key", "another receiver") != SECRET


def test_an_address_that_is_not_https_is_refused() -> None:
    with pytest.raises(UnusableAddress, match="must begin with https"):
        Poster(partner="The receiver").post(
            "http://hooks.example/", b"{}", event_id="evt_1", at=0, secret=SECRET, seconds=1
        )
