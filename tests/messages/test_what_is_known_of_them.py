"""How far messages are, as `status`, the metrics and `held_data` say it; none of them names a recipient."""

import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from prometheus_client import CollectorRegistry

from orders.gallery.builders import NOW
from orders.messages import added
from orders.messages.models import Message, State
from orders.watching.metrics import REGISTRY
from orders.watching.metrics_state import StateCollector
from tests.messages.post_office import ANA, PostOffice, prepared, shipped

BEA = "bea@example.org"
HOUR = timedelta(hours=1)


def status() -> str:
    out = io.StringIO()
    with pytest.raises(SystemExit):  # there is no worker
        call_command("status", "--offline", stdout=out)
    return out.getvalue()


def message_line() -> str:
    return "".join(line for line in status().splitlines() if line.startswith("Messages"))


def gauge(name: str) -> float | None:
    registry = CollectorRegistry()
    registry.register(StateCollector())
    return registry.get_sample_value(f"order_tracking_messages_{name}", {"channel": "email"})


def counted(outcome: str) -> float:
    labels = {"channel": "email", "outcome": outcome}
    return REGISTRY.get_sample_value("order_tracking_messages_total", labels) or 0.0


@pytest.fixture
def waiting(office: PostOffice) -> PostOffice:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    return office


def test_without_messages_status_says_nothing_of_them(office: PostOffice) -> None:
    assert message_line() == ""


def test_status_says_how_many_wait(waiting: PostOffice) -> None:
    with time_machine.travel(NOW, tick=False):
        said = message_line()
    assert said.endswith("email: 1 waiting; of the last day 0 sent, 0 dropped, 0 failed")


def test_status_says_that_they_stand_still(waiting: PostOffice) -> None:
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        assert "1 waiting, the oldest due for 110 min  LATE" in message_line()


def test_status_says_how_many_were_sent_and_failed(waiting: PostOffice) -> None:
    waiting.sends()
    with time_machine.travel(NOW + HOUR, tick=False):
        assert "0 waiting; of the last day 1 sent, 0 dropped, 0 failed" in message_line()
        Message.objects.update(state=State.FAILED)
        assert "0 waiting; of the last day 0 sent, 0 dropped, 1 failed" in message_line()


def test_what_is_older_than_a_day_is_not_of_the_last_day(waiting: PostOffice) -> None:
    waiting.sends()
    with time_machine.travel(NOW + 30 * HOUR, tick=False):
        assert message_line() == ""


def test_metrics_say_what_waits_and_for_how_long_it_has_been_due(waiting: PostOffice) -> None:
    with time_machine.travel(NOW + HOUR, tick=False):
        assert gauge("waiting") == 1
        assert gauge("lag_seconds") == 50 * 60
    waiting.sends()
    assert gauge("waiting") == gauge("lag_seconds") == 0


def test_metrics_count_what_was_sent(waiting: PostOffice) -> None:
    before = counted("sent")
    waiting.sends()
    assert counted("sent") == before + 1


def test_metrics_count_what_was_refused_for_good(waiting: PostOffice) -> None:
    before = counted("failed")
    waiting.server.faults.append("550 5.1.1 no such user")
    waiting.sends()
    assert counted("failed") == before + 1


def test_held_data_shows_messages_and_added_addresses_and_names_no_recipient(waiting: PostOffice) -> None:
    with time_machine.travel(NOW, tick=False):
        added.add(waiting.pk, BEA, language="en", now=NOW.timestamp())
    waiting.sends()
    out = io.StringIO()
    call_command("held_data", str(waiting.order_number), stdout=out)
    [kept] = json.loads(out.getvalue())
    assert [(each["to"], each["state"], each["told"]) for each in kept["messages"]] == [
        ("the order's own contact", "sent", ["shipped"])
    ]
    [address] = kept["added_addresses"]
    assert address["agreed_at"] is None
    assert not {BEA, ANA} & set(out.getvalue().split('"'))
