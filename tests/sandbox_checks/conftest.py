from collections.abc import Iterator

import pytest

from tests.sandbox import Sandbox
from tests.sandbox_checks.shop_client import Caller


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    """The store as on its first day."""
    running.reset()
    return running


@pytest.fixture
def caller(sandbox: Sandbox) -> Iterator[Caller]:
    made = Caller(sandbox)
    yield made
    made.session.close()
