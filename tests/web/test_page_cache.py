"""The cache is no more than a help: a Redis that is stopped, frozen or full costs nobody a page."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from orders.watching.metrics import CACHE_TROUBLE
from orders.web import page_cache
from orders.web.page_cache import KeptAnswer
from tests.support import services
from tracking_site.store_urls import read_cache

ANSWER = KeptAnswer("200 OK", [("Content-Type", "text/html; charset=utf-8")], b"\x00\n\xffpage")


@pytest.fixture
def redis(settings: Settings) -> Iterator[int]:
    """The process id of the server that the site's cache is on."""
    try:
        with services.redis() as url:
            settings.CACHES = {"default": read_cache("CACHE_URL", url)}
            yield _pid_of_listener(url)
            page_cache.begin_anew()
            settings.CACHES = {"default": read_cache("CACHE_URL", "locmem://")}
    except services.NoRedisHere:
        pytest.skip("no redis-server here")


def _pid_of_listener(url: str) -> int:
    port = url.rpartition(":")[2].partition("/")[0]
    with socket.create_connection(("127.0.0.1", int(port))) as asking:
        asking.sendall(b"INFO server\r\n")
        told = asking.recv(8192).decode()
    return int(told.partition("process_id:")[2].split()[0])


def is_kept(key: str = "page:1") -> bool:
    page_cache.keep(key, ANSWER, seconds=60)
    return page_cache.find(key) == ANSWER


def test_what_is_kept_comes_back_as_it_was(redis: int) -> None:
    assert is_kept()


def test_bytes_come_back_as_they_were(redis: int) -> None:
    page_cache.keep_bytes("fact", b"101", seconds=60)
    assert page_cache.find_bytes("fact") == b"101"


def test_nothing_in_it_is_unpickled(redis: int, tmp_path: Path) -> None:
    owned = tmp_path / "owned"
    cache.set("page:1", f"cposix\nsystem\n(S'touch {owned}'\ntR.".encode())
    assert page_cache.find("page:1") is None
    assert not owned.exists()


def test_one_that_was_stopped_is_a_miss(redis: int) -> None:
    assert is_kept()
    os.kill(redis, signal.SIGKILL)
    time.sleep(0.2)
    assert not is_kept()


def test_one_that_is_frozen_costs_a_fifth_of_a_second_once(redis: int) -> None:
    assert is_kept()
    os.kill(redis, signal.SIGSTOP)
    try:
        began = time.monotonic()
        for _ in range(20):
            assert not is_kept()
        took = time.monotonic() - began
    finally:
        os.kill(redis, signal.SIGCONT)
    assert took < 0.8


def test_one_that_is_full_still_answers_what_it_holds(redis: int) -> None:
    assert is_kept()
    cache._cache.get_client().config_set("maxmemory", "1")  # type: ignore[attr-defined]
    assert not is_kept("page:2")
    assert page_cache.find("page:1") == ANSWER


def test_it_is_used_again_once_it_is_well(redis: int, monkeypatch: pytest.MonkeyPatch) -> None:
    os.kill(redis, signal.SIGSTOP)
    assert not is_kept()
    os.kill(redis, signal.SIGCONT)
    time.sleep(page_cache.REST_SECONDS)
    until = time.monotonic() + 30  # on a busy machine the first answers may come too late as well
    while not is_kept() and time.monotonic() < until:
        time.sleep(page_cache.REST_SECONDS)
    assert is_kept()


def test_trouble_is_counted_and_said_once_a_minute(redis: int, caplog: pytest.LogCaptureFixture) -> None:
    os.kill(redis, signal.SIGKILL)
    before = CACHE_TROUBLE.labels("read")._value.get()
    for _ in range(3):
        page_cache.begin_anew()
        page_cache.find("page:1")
    assert CACHE_TROUBLE.labels("read")._value.get() == before + 3
    assert len([line for line in caplog.records if "The cache could not be read" in line.message]) <= 1
