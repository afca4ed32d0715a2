"""`manage.py status`: what whoever runs the site is told, state by state."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from orders import clock
from orders.asking import breaker
from orders.models import Breaker, Chore, TrackedOrder, WebhookDelivery, Worker
from orders.storage import due
from orders.storage.due import Urgency
from orders.work import chores
from tests.sandbox import Sandbox

pytestmark = pytest.mark.django_db


def status(*options: str) -> tuple[str, int]:
    """What it prints, and its exit status."""
    out = io.StringIO()
    try:
        call_command("status", *options, stdout=out)
    except SystemExit as stop:
        return out.getvalue(), int(stop.code or 0)
    return out.getvalue(), 0


@pytest.fixture(autouse=True)
def well() -> None:
    """A site on which all is well: one worker, and no chore late."""
    now = clock.seconds()
    chores.prepare(now=now)
    Chore.objects.update(due_at=now + 600, finished_at=now - 30)
    Worker.objects.create(name="machine:1", started_at=now - 10_800, seen_at=now - 3, fetched=12)


def line(told: str, beginning: str) -> str:
    """The one that begins so; blanks beside each other count as one."""
    lines = [" ".join(each.split()) for each in told.splitlines()]
    [found] = [each for each in lines if each.startswith(beginning)]
    return found


def an_order(urgency: Urgency, *, due_ago: float, failures: int = 0) -> None:
    shopify_id = f"gid://shopify/Order/{TrackedOrder.objects.count() + 1}"
    due.hint([shopify_id], now=clock.seconds(), urgency=urgency)
    TrackedOrder.objects.filter(shopify_id=shopify_id).update(
        due_at=clock.seconds() - due_ago, failures=failures
    )


def a_delivery(*, received_ago: float, done: bool) -> None:
    received_at = clock.seconds() - received_ago
    WebhookDelivery.objects.create(
        webhook_id=f"w{received_ago}",
        body_hash=f"h{received_ago}",
        topic="orders/updated",
        subject="",
        received_at=received_at,
        done_at=received_at if done else None,
    )


def test_all_is_well() -> None:
    told, code = status("--offline")
    assert code == 0
    assert "LATE" not in told
    assert re.fullmatch(r"Worker machine:1: seen \d+ s ago, up 3 h, 12 orders fetched", line(told, "Worker"))
    assert line(told, "Breaker") == "Breaker closed"


@pytest.mark.parametrize(
    ("happened", "beginning", "said"),
    [
        (lambda: an_order(Urgency.HINTED, due_ago=600), "hinted", "1 1 0 10 min LATE"),
        (lambda: an_order(Urgency.MOVING, due_ago=7300), "moving", "1 1 0 2 h LATE"),
        (lambda: Chore.objects.filter(name="housekeeping").update(due_at=0), "housekeeping", "LATE"),
        (lambda: a_delivery(received_ago=420, done=False), "Webhooks", "1 to follow up, the oldest for 7 min LATE"),
        (lambda: Worker.objects.update(seen_at=clock.seconds() - 600), "Worker machine", "silent for 10 min"),
        (lambda: Worker.objects.all().delete(), "Workers", "none alive MISSING"),
    ],
    ids=["hinted order", "moving order", "chore", "webhook", "silent worker", "no worker"],
)  # fmt: skip
def test_what_is_late_or_missing_is_said_and_the_exit_status_tells_it(
    happened: Callable[[], object], beginning: str, said: str
) -> None:
    happened()
    told, code = status("--offline")
    assert code == 1
    assert said in line(told, beginning)


@pytest.mark.parametrize(
    ("happened", "beginning", "said"),
    [
        (lambda: an_order(Urgency.HINTED, due_ago=20), "hinted", "hinted 1 1 0 2"),
        (lambda: an_order(Urgency.SETTLED, due_ago=-9000), "settled", "settled 1 0 0 -"),
        (lambda: an_order(Urgency.WAITING, due_ago=600, failures=1), "waiting", "waiting 1 1 1 10 min"),
        (lambda: Chore.objects.filter(name="open_orders").update(finished_at=0), "open_orders", "never in 10 min 0"),
        (lambda: a_delivery(received_ago=20, done=True), "Webhooks", "Webhooks 1 in the last hour"),
        (lambda: a_delivery(received_ago=20, done=False), "Webhooks", "1 in the last hour, 1 to follow up"),
    ],
    ids=["order due", "order not due", "order failing", "chore never done", "webhook", "webhook to follow up"],
)  # fmt: skip
def test_what_is_usual_is_no_alarm(happened: Callable[[], object], beginning: str, said: str) -> None:
    happened()
    told, code = status("--offline")
    assert code == 0
    assert said in line(told, beginning)


@pytest.mark.parametrize(
    ("failures", "rest", "said"),
    [
        (breaker.LIMIT - 1, 0.0, "closed"),
        (breaker.LIMIT + 2, 600.0, "open: Shopify failed 7 times in a row; tried again in 10 min"),
        (breaker.LIMIT, -1.0, "half open: the next call tries for all"),
    ],
)
def test_the_breaker_is_told_in_words(failures: int, rest: float, said: str) -> None:
    now = clock.seconds()
    Breaker.objects.update_or_create(
        id=1, defaults={"failures": failures, "open_until": now + rest, "failed_at": now}
    )
    assert line(status("--offline")[0], "Breaker") == f"Breaker {said}"


def test_what_shopify_has_left_is_asked(shop: Sandbox) -> None:
    assert line(status()[0], "Shopify").endswith("points left; version 2026-10")


def test_a_shop_that_does_not_answer_is_said_and_is_nothing_late(shop: Sandbox) -> None:
    shop.state.faults.outage(404)
    told, code = status()
    assert "did not answer" in line(told, "Shopify")
    assert code == 0


def test_a_version_that_shopify_no_longer_serves_is_said(shop: Sandbox, settings: Settings) -> None:
    settings.SHOPIFY_API_VERSION = "2025-07"
    assert "although 2025-07 was asked for" in line(status()[0], "Shopify")
