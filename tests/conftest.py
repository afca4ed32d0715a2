"""What every test may ask for, and what none may do: reach another machine."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from orders import clock
from orders.branding import brands
from orders.watching import readiness
from orders.web import page_cache
from orders.work import chores
from tests.support.emptying import empty_tables

LOOPBACK = ("127.", "::1", "localhost")

# How fast an example is made says more of what else the machine does than of the test. The same examples each time, so
# that a change is what turns a test red; `SEARCH=yes` looks for new ones.
settings.register_profile(
    "busy machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("SEARCH") != "yes",
)
settings.load_profile("busy machine")


@pytest.fixture(autouse=True, scope="session")
def no_other_machine() -> Iterator[None]:
    """Connections leave for this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def no_night_begins() -> Iterator[None]:
    """A test that counts calls must not meet the nightly sweep because of the hour at which it runs."""
    patch = pytest.MonkeyPatch()
    patch.setattr(chores, "NIGHT_HOUR", (clock.local(clock.seconds()).hour + 12) % 24)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def roles_outlive_a_test() -> Iterator[None]:
    """Tests with transactions of their own empty the tables that tests fill, no others."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No page rendered by another test, no brand of its, and not its language."""
    yield
    cache.clear()
    page_cache.begin_anew()
    readiness.begin_anew()
    brands.forget()
    translation.deactivate()
