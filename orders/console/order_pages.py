"""One order: its page as the shopper sees it, and beside it why it says so, its links, messages and what was done."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.csp import CSP, build_policy
from django.views.decorators.http import require_safe

from orders import clock, conf
from orders.access import links
from orders.access.purposes import Purpose
from orders.asking import gateway
from orders.audit import log
from orders.branding import brands
from orders.branding.page_style import page_style_hash
from orders.console import failed_look_ups, rights
from orders.console.explaining import explain
from orders.console.ready_answer import write_answer
from orders.console.rights import for_staff_with
from orders.console.views import frame
from orders.console.words import age, moment
from orders.domain.order import Order
from orders.fulfilment.scopes import known_may_write
from orders.history.usual_days import find_windows
from orders.messages.models import THE_ORDERS_OWN, Message, State
from orders.models import AccessLink, TrackedOrder
from orders.presenters.dates import dates_in_full
from orders.presenters.timelines import timeline_of
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot
from orders.web import pages

MOST_MESSAGES = 20
HOUR_SECONDS = 3600.0
MADE_FOR = {
    Purpose.LOOK_UP: "Look-up with number and email",
    Purpose.SUPPORT: "Made by staff",
    Purpose.MAIL: "Sent by mail",
    Purpose.SMS: "Sent by SMS",
    Purpose.SHOPIFY_MAIL: "In Shopify’s own mails",
    Purpose.SHARED: "Shared",
    Purpose.SHARED_WITHOUT_ITEMS: "Shared without items",
    Purpose.CALENDAR: "Calendar",
    Purpose.FEED: "Feed",
}
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)
DEAD_ENDS = {"refresh": "", "status": "", "look_up": ""}
"""What a shopper does on the page, staff do beside it."""


@dataclass(frozen=True, slots=True)
class LinkLine:
    """An open link as staff see it."""

    pk: int
    made_for: str
    made: str
    used: str


@for_staff_with(rights.USE)
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The order's page in the console."""
    return show(request, pk)


@for_staff_with(rights.USE)
@require_safe
def shoppers_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself, for the frame: nothing on it asks for news, and no link to it is used."""
    row = get_object_or_404(TrackedOrder, pk=pk, removed_at=None)
    language = read_language(request)
    brand = brands.current()
    as_shopper = HttpRequest()
    as_shopper.method, as_shopper.path, as_shopper.path_info = "GET", "/", "/"
    as_shopper.brand = brand  # type: ignore[attr-defined]
    stored = read_order(row)
    with translation.override(language):
        if stored is None:
            html = render_to_string("order_fetching.html", {"urls": DEAD_ENDS, "poll": 600}, as_shopper)
        else:
            html = render_to_string("order.html", _shoppers_context(row, stored), as_shopper)
    # Within the frame nothing is to be opened: carriers and shops refuse to be framed.
    # Nor does a script run there.
    still = SCRIPT.sub("", html).replace("<head>", '<head><base target="_blank">', 1)
    response = HttpResponse(still)
    response.headers["Content-Language"] = language
    own: dict[str, Any] = {
        "style-src": [page_style_hash(brand)],
        "frame-ancestors": [CSP.SELF],
        "script-src": [CSP.NONE],
    }
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(conf.content_policy() | own)
    return response


def show(request: HttpRequest, pk: int, *, new_link: str = "") -> HttpResponse:
    """The page; `new_link` is shown this once."""
    row = get_object_or_404(TrackedOrder, pk=pk)
    now, language = clock.seconds(), read_language(request)
    context = frame(request, "Order") | {
        "row": row,
        "language": language,
        "languages": conf.languages(),
        "new_link": new_link,
        "links": [_link_line(link, now=now) for link in links.open_links(pk, now=now)],
        "messages_sent": _messages(pk),
        "failed_look_ups": [
            (moment(each.at), each.get_kind_display()) for each in failed_look_ups.of_order(pk)
        ],
        "kept_days": failed_look_ups.KEPT_DAYS,
        "entries": [(moment(entry.at), entry) for entry in log.entries_of(row.shopify_id, most=30)],
        "fetched": moment(row.fetched_at) if row.fetched_at else "",
        "fetched_age": age(now - row.fetched_at),
        "failed": moment(row.failed_at) if row.failed_at > row.fetched_at else "",
        "missing": moment(row.missing_at) if row.missing_at else "",
        "removed": moment(row.removed_at),
        "shop_admin": _shop_admin(row),
        "fulfilling": _fulfilling(request, row),
    }
    stored = None if row.removed_at else read_order(row)
    if stored is not None:
        local = clock.local(now)
        timeline = timeline_of(stored, now=local)
        with translation.override(language), dates_in_full():
            answer = write_answer(_shoppers_context(row, stored)["page"], address=new_link)
        context |= {
            "title": f"Order {stored.name}",
            "order": stored,
            "ordered": moment(stored.created_at),
            "why": explain(stored, timeline, usual=conf.usual_times(), now=local),
            "answer": answer,
            "answer_rows": answer.count("\n") + 5,
        }
    return render(request, "console/order.html", context)


def read_language(request: HttpRequest) -> str:
    """The language staff want to see the page in; the shop's own where none is asked for."""
    asked = (request.POST if request.method == "POST" else request.GET).get("lang", "")
    codes = [code for code, _ in conf.languages()]
    return asked if asked in codes else codes[0]


def read_order(row: TrackedOrder) -> Order | None:
    """The stored order; None where there is none yet, or none that can be read."""
    try:
        return snapshots.decode(bytes(row.snapshot))
    except UnreadableSnapshot:
        return None


def _shoppers_context(row: TrackedOrder, stored: Order) -> dict[str, Any]:
    context = pages.build_order_context(
        stored,
        now=clock.local(clock.seconds()),
        checked_at=clock.local(row.fetched_at),
        away=row.failed_at > row.fetched_at,
        is_missing=row.missing_at > 0,
        image_hosts=conf.image_hosts(),
        find_usual=find_windows,
    )
    return context | {
        "version": row.version,
        "stale": False,
        "poll": None,
        "last_visit": None,
        "urls": DEAD_ENDS,
    }


def _link_line(link: AccessLink, *, now: float) -> LinkLine:
    return LinkLine(
        pk=link.pk,
        made_for=MADE_FOR.get(Purpose(link.origin), link.origin),
        made=moment(link.created_at),
        used=_used(link.used_at, now=now),
    )


def _used(at: float, *, now: float) -> str:
    """Openings are noted once an hour."""
    if not at:
        return "never opened"
    return "opened within the last hour" if now - at < HOUR_SECONDS else f"opened about {age(now - at)} ago"


def _messages(pk: int) -> list[dict[str, Any]]:
    found = (
        Message.objects.filter(order_id=pk).order_by("-noted_at").prefetch_related("events")[:MOST_MESSAGES]
    )
    return [
        {
            "pk": message.pk,
            "is_done": message.state in (State.SENT, State.DROPPED, State.FAILED),
            "channel": message.get_channel_display(),
            "to": "the order’s contact" if message.recipient == THE_ORDERS_OWN else "an added address",
            "state": message.get_state_display(),
            "when": moment(message.done_at or message.noted_at),
            "reason": message.reason,
            "told": ", ".join(event.kind.replace("_", " ") for event in message.events.all()),
        }
        for message in found
    ]


def _fulfilling(request: HttpRequest, row: TrackedOrder) -> str:
    """Whether to offer what can be done with shipments: `offered`, `read_only` with the reason, or nothing."""
    if row.removed_at or not request.user.has_perm(rights.FULFIL):
        return ""
    return "offered" if known_may_write(gateway.client()).fulfil else "read_only"


def _shop_admin(row: TrackedOrder) -> str:
    """The order in Shopify's own admin."""
    store = conf.shopify().domain.removesuffix(".myshopify.com")
    number = row.shopify_id.rpartition("/")[2]
    return f"https://admin.shopify.com/store/{store}/orders/{number}" if store and number.isdecimal() else ""
