"""The one door to the cache, which is no more than a help: whatever goes wrong with it is a miss, and
so is whatever takes longer than the settings allow it (`tracking_site.store_urls`).

It holds answers ready to be sent, as bytes that say what they are; nothing of it is ever unpickled, so that whoever
can write to a shared Redis can change a page at worst.
"""

import logging
import time
from typing import NamedTuple

from django.core.cache import cache

from orders.watching import metrics
from orders.watching.seldom import Seldom

REST_SECONDS = 2.0
"""After trouble a process does without for so long: a frozen cache must not slow every page down."""

_trouble = Seldom(logging.getLogger(__name__))


class KeptAnswer(NamedTuple):
    """A status line, headers and a body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class AsBytes:
    """The serializer of a shared cache: what is kept is bytes, and stays bytes."""

    def dumps(self, kept: bytes) -> bytes:
        return kept

    def loads(self, kept: bytes) -> bytes:
        return kept


class _Rest:
    """Until when, on the monotonic clock, this process leaves the cache alone."""

    until: float = 0.0


def find(key: str) -> KeptAnswer | None:
    """What was kept; None for whatever reason there is nothing."""
    kept = find_bytes(key)
    try:
        return None if kept is None else _unpack(kept)
    except ValueError as error:
        _note("read", f"{type(error).__name__}: {error}")
        return None


def keep(key: str, answer: KeptAnswer, *, seconds: float) -> None:
    """Keep it for so long, if the cache can."""
    keep_bytes(key, _pack(answer), seconds=seconds)


def find_bytes(key: str) -> bytes | None:
    """As `find`, for what is no answer."""
    if time.monotonic() < _Rest.until:
        return None
    try:
        kept = cache.get(key)
    except Exception as error:  # noqa: BLE001 - no fault of a cache, known or not, may become a page's
        _note("read", f"{type(error).__name__}: {error}")
        return None
    return kept if isinstance(kept, bytes) else None


def keep_bytes(key: str, value: bytes, *, seconds: float) -> None:
    """As `keep`, for what is no answer."""
    if time.monotonic() < _Rest.until:
        return
    try:
        cache.set(key, value, seconds)
    except Exception as error:  # noqa: BLE001 - as above
        _note("written", f"{type(error).__name__}: {error}")


def begin_anew() -> None:
    """Forget that there was trouble, as a process that has just started."""
    _Rest.until = 0.0


def _note(what: str, why: str) -> None:
    # A full cache takes nothing more but still answers, so it is not left alone for that.
    if what == "read" or "OutOfMemory" not in why:
        _Rest.until = time.monotonic() + REST_SECONDS
    metrics.cache_trouble(what)
    _trouble.say("The cache could not be %s, so pages are made anew: %s", what, why)


def _pack(answer: KeptAnswer) -> bytes:
    head = [answer.status, *(text for header in answer.headers for text in header)]
    return "\n".join(head).encode("latin-1") + b"\0" + answer.body


def _unpack(kept: bytes) -> KeptAnswer:
    head, _, body = kept.partition(b"\0")
    status, *texts = head.decode("latin-1").split("\n")  # neither may stand in a header
    return KeptAnswer(status, list(zip(texts[::2], texts[1::2], strict=True)), body)
