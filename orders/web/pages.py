"""From a stored order to the bytes of its page.

A page holds no token: its links are relative, so one rendering serves every link to the order.
"""

import gzip
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import brotli
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from orders import clock, conf
from orders.asking import freshness
from orders.domain.forecast.of_order import FindUsual, nothing_usual
from orders.domain.order import Order
from orders.history.usual_days import find_windows
from orders.messages import switching
from orders.presenters import present_freshness, present_last_visit, present_order
from orders.presenters.timelines import timeline_of
from orders.storage import store
from orders.storage.hashing import keyed_hash
from orders.watching import counting, metrics

# Relative to /o/<token>/, and to nothing that names the order.
URLS = {
    "refresh": "refresh/",
    "status": "status/",
    "print": "print/",
    "qr_code": "qr.svg",
    "links": "links/",
    "look_up": "/",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body in one content encoding; `encoding` is empty for plain bytes."""

    body: bytes
    encoding: str


def render_page(request: HttpRequest, order: store.StoredOrder, *, now: float) -> Rendered:
    """The whole order page in the best encoding the reader takes."""
    with metrics.rendering():
        rendered = encode(request, _render(request, order, {}, now=now))
    _count(request, order, now=now)
    return rendered


def encode(request: HttpRequest, text: str) -> Rendered:
    """A page's text in the best encoding the reader takes. For pages that hold no secret beside what was typed: length
    would tell of it.
    """
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    return Rendered(_encode(text.encode(), encoding), encoding)


def render_page_elsewhere(
    request: HttpRequest, order: store.StoredOrder, place: Mapping[str, Any], *, now: float
) -> str:
    """The whole order page for another place than this site; `place` holds what its templates take otherwise."""
    with metrics.rendering():
        text = _render(request, order, place, now=now)
    _count(request, order, now=now)
    return text


def seen(order: store.StoredOrder, *, now: float) -> str:
    """Equal for two moments at which the page would read the same, in one language."""
    day = clock.local(now).date()
    stale = freshness.is_stale(order, now=now)
    flags = f"{stale:d}{_away(order):d}{_is_missing(order):d}"
    return f"{order.pk}:{order.version}:{day}:{_age_said(now - order.fetched_at)}:{flags}"


def shown(order: store.StoredOrder, *, now: float) -> str:
    """What an open page says it shows: the snapshot's version, and the store's day, for "tomorrow" ends with it."""
    return f"{order.version}-{clock.local(now):%Y%m%d}"


def is_shown(said: str, order: store.StoredOrder, *, now: float) -> bool:
    """Whether a page that says it shows this reads as it would now."""
    version, _, day = said.partition("-")
    return version == str(order.version) and day in {"", f"{clock.local(now):%Y%m%d}"}


def build_context(order: store.StoredOrder, *, now: float) -> dict[str, Any]:
    """What the order templates take; reads the snapshot."""
    return build_order_context(
        store.get_snapshot(order.pk),
        now=clock.local(now),
        checked_at=clock.local(order.fetched_at),
        away=_away(order),
        is_missing=_is_missing(order),
        image_hosts=conf.image_hosts(),
        find_usual=find_windows,
    ) | {
        "version": shown(order, now=now),
        "stale": freshness.is_stale(order, now=now),
        "poll": freshness.poll_seconds(order.pace),
        "urls": URLS | ({"messages": "messages/"} if switching.is_anything_on() else {}),
    }


def build_order_context(
    order: Order,
    *,
    now: datetime,
    checked_at: datetime,
    away: bool,
    image_hosts: Collection[str],
    is_missing: bool = False,
    find_usual: FindUsual = nothing_usual,
) -> dict[str, Any]:
    """What the order templates take of an order, wherever it is from: all but how the open page asks for news.

    `away`: the shop did not answer when it was last asked; `is_missing`: it shows the order no more. Both
    times are in the store's time zone. `find_usual` knows what usually happens to such parcels.
    """
    timeline = timeline_of(order, now=now)
    page = present_order(
        order,
        timeline,
        now=now,
        checked_at=checked_at,
        overrides=conf.carrier_links(),
        image_hosts=image_hosts,
        country=conf.country(),
        shop_unreachable=away,
        is_missing=is_missing,
        facts_key=keyed_hash("facts", order.id),
        usual=find_usual(order, timeline, now.tzinfo),
    )
    return {
        "page": page,
        "said": f"{zlib.crc32(page.sentence.encode()):08x}",  # so that a sentence is announced when it is another one
        "last_visit": present_last_visit(keyed_hash("last visit", order.id)[:16], now=now),
        "urls": URLS,
    }


def build_freshness_context(order: store.StoredOrder, *, now: float) -> dict[str, Any]:
    """What the freshness line alone takes."""
    checked_at = clock.local(order.fetched_at)
    view = present_freshness(
        checked_at,
        now=clock.local(now),
        shop_unreachable=_away(order),
        is_missing=_is_missing(order),
    )
    return {"freshness": view, "urls": URLS}


def is_age_news(order: store.StoredOrder, *, now: float) -> bool:
    """Whether an open page states another age than is true since it last asked."""
    poll = freshness.poll_seconds(order.pace)
    if poll is None or order.failed_at > now - poll:
        return True
    age, age_before = now - order.fetched_at, now - poll - order.fetched_at
    return age_before < 0 or _age_said(age) != _age_said(age_before)


def _render(request: HttpRequest, order: store.StoredOrder, place: Mapping[str, Any], *, now: float) -> str:
    return render_to_string("order.html", build_context(order, now=now) | dict(place), request)


def _count(request: HttpRequest, order: store.StoredOrder, *, now: float) -> None:
    age = now - order.fetched_at
    metrics.page_served(kept=False, age=age)
    counting.page_seen(
        age=age, language=get_language() or "", user_agent=request.headers.get("User-Agent", "")
    )


def _away(order: store.StoredOrder) -> bool:
    """The newest attempt to ask Shopify failed."""
    return order.failed_at > order.fetched_at


def _is_missing(order: store.StoredOrder) -> bool:
    """The shop was asked and shows it no more."""
    return order.missing_at > 0


def _age_said(seconds: float) -> str:
    """As fine as the page says it: minutes for an hour, hours for a day, then days."""
    for unit, size, most in (("m", 60, 3600), ("h", 3600, 86_400)):
        if seconds < most:
            return f"{max(seconds, 0) // size:.0f}{unit}"
    return f"{seconds // 86_400:.0f}d"


def choose_encoding(accepted: str) -> str:
    """`br`, `gzip` or nothing, by what the reader's `Accept-Encoding` allows."""
    for encoding in ("br", "gzip"):
        if encoding in accepted and f"{encoding};q=0" not in accepted.replace(" ", ""):
            return encoding
    return ""


def _encode(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=6))
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else body
