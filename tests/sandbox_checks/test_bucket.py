"""The leaky bucket, over the socket and with a clock of its own."""

import pytest

from tests.sandbox.bucket import Bucket
from tests.sandbox_checks.shop_client import LOOK_UP, Caller

FIFTY = "{ orders(first: 50) { nodes { id } } }"


def test_it_takes_the_requested_cost_and_gives_back_what_was_not_needed(caller: Caller) -> None:
    before = caller.sandbox.state.buckets.for_app("sandbox-client").status().currently_available
    cost = caller.ask(LOOK_UP, q='name:"#1003"', first=50)["extensions"]["cost"]
    assert (
        before - cost["throttleStatus"]["currentlyAvailable"]
        <= cost["actualQueryCost"]
        < cost["requestedQueryCost"]
    )


def test_an_empty_bucket_throttles_with_status_200_and_no_data(caller: Caller) -> None:
    caller.sandbox.state.buckets.resize(restore_rate=0)
    caller.sandbox.state.empty_bucket(points=8)
    reply = caller.post(FIFTY)
    payload = reply.json()
    assert reply.status_code == 200
    assert "data" not in payload
    assert payload["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert payload["extensions"]["cost"]["actualQueryCost"] is None
    assert payload["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] == 8


def test_one_app_does_not_drink_from_another_apps_bucket(caller: Caller) -> None:
    caller.sandbox.state.buckets.resize(restore_rate=0)
    caller.sandbox.state.empty_bucket()
    assert "data" in Caller(caller.sandbox, token="shpat_sandbox_staff").ask(FIFTY)


def test_the_figures_are_those_of_the_plan(caller: Caller) -> None:
    caller.sandbox.state.buckets.resize(size=4000, restore_rate=200)
    status = caller.ask(FIFTY)["extensions"]["cost"]["throttleStatus"]
    assert (status["maximumAvailable"], status["restoreRate"]) == (4000.0, 200.0)


def test_a_refusal_by_switch_ends_after_so_many_calls(caller: Caller) -> None:
    caller.sandbox.state.faults.throttle(times=2)
    codes = [caller.ask(FIFTY).get("errors", [{}])[0].get("extensions", {}).get("code") for _ in range(3)]
    assert codes == ["THROTTLED", "THROTTLED", None]


def test_a_refusal_by_switch_shows_too_little_in_the_bucket(caller: Caller) -> None:
    caller.sandbox.state.faults.throttle(times=1)
    cost = caller.ask(FIFTY)["extensions"]["cost"]
    assert cost["throttleStatus"]["currentlyAvailable"] < cost["requestedQueryCost"]


@pytest.mark.parametrize(("seconds", "available"), [(0, 0), (1, 100), (5, 500), (100, 2000)])
def test_it_restores_so_much_a_second_and_never_overflows(seconds: float, available: float) -> None:
    now = [0.0]
    bucket = Bucket(timer=lambda: now[0])
    assert bucket.take(2000)
    now[0] = seconds
    assert bucket.status().currently_available == available
