"""The owner of a token is told, signed and once more if need be, and never at an address that is nobody's business."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest

from orders import clock
from orders.api import tokens
from orders.api.callbacks import DAY_SECONDS, Deliverer
from orders.api.models import ApiToken, Callback
from tests.api.conftest import DHL, Software, give_token, work_off
from tests.sandbox import Sandbox
from tests.support.scripted_server import TOKEN, Answer, ScriptedServer

TO_THIS_MACHINE = Deliverer(may_reach=lambda _address: True, schemes=("http", "https"))


@pytest.fixture
def receiver() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def told(shop: Sandbox, db: None, receiver: ScriptedServer, number: int) -> Software:
    """Software of which an operation has ended."""
    software = give_token(callback_url=f"{receiver.url}/hook?of=us")
    software.send(f"orders/{number}/fulfillments", DHL)
    work_off()
    return software


def test_it_is_told_what_became_of_it_with_a_signature_that_a_receiver_can_check(
    told: Software, receiver: ScriptedServer
) -> None:
    receiver.answer(TOKEN, Answer(status=204))
    assert TO_THIS_MACHINE.deliver_next(now=clock.seconds())
    got = receiver.received[0]
    said = json.loads(got.body)
    assert (got.path, said["type"], said["operation"]["state"]) == ("/hook?of=us", "operation.done", "done")
    secret = base64.b64decode(tokens.callback_secret(told.token).removeprefix("whsec_"))
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    assert not TO_THIS_MACHINE.deliver_next(now=clock.seconds() + DAY_SECONDS)


@pytest.mark.parametrize("status", [302, 307, 400, 500])
def test_it_is_told_again_under_the_same_id_until_it_is_heard(
    told: Software, receiver: ScriptedServer, status: int
) -> None:
    refusal = Answer(status=status, headers={"Location": f"{receiver.url}/elsewhere"})
    receiver.answer(TOKEN, refusal, Answer(status=200))
    assert TO_THIS_MACHINE.deliver_next(now=clock.seconds())
    assert not TO_THIS_MACHINE.deliver_next(now=clock.seconds())
    assert TO_THIS_MACHINE.deliver_next(now=clock.seconds() + 60)
    assert len({each.headers["webhook-id"] for each in receiver.received}) == 1
    assert Callback.objects.get().answer == "200"


def test_it_is_given_up_after_a_day_and_some_dozen_tries(told: Software, receiver: ScriptedServer) -> None:
    receiver.answer(TOKEN, Answer(status=500))
    begun = now = clock.seconds()
    while (callback := Callback.objects.get()).ended_at is None:
        now = max(now, callback.due_at)
        assert TO_THIS_MACHINE.deliver_next(now=now)
    assert DAY_SECONDS <= now - begun < DAY_SECONDS + 4 * 3600
    assert 12 <= callback.tries <= 30


def test_a_receiver_that_wants_no_more_is_asked_no_more(told: Software, receiver: ScriptedServer) -> None:
    receiver.answer(TOKEN, Answer(status=410))
    TO_THIS_MACHINE.deliver_next(now=clock.seconds())
    assert Callback.objects.get().ended_at


def test_who_lost_his_token_is_told_nothing_more(told: Software, receiver: ScriptedServer) -> None:
    tokens.revoke(told.token, by="mara", now=clock.seconds())
    assert TO_THIS_MACHINE.deliver_next(now=clock.seconds())
    assert not receiver.received


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/",
        "https://127.0.0.1:{port}/",
        "https://localhost:{port}/",
        "https://[::1]:{port}/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://2130706433:{port}/",
        "https://user@127.0.0.1:{port}/",
    ],
)
def test_a_worker_calls_no_address_that_is_not_of_the_internet(
    told: Software, receiver: ScriptedServer, url: str
) -> None:
    ApiToken.objects.update(callback_url=url.format(port=receiver.url.rpartition(":")[2]))
    assert Deliverer().deliver_next(now=clock.seconds())
    assert not receiver.received
    assert Callback.objects.get().ended_at is None


def test_who_gave_no_address_is_told_nothing(madrid: Software, number: int) -> None:
    madrid.done(f"orders/{number}/fulfillments", DHL)
    assert not Callback.objects.exists()
