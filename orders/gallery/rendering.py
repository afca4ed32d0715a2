"""Any state of the gallery as the page a shopper would get: the same presenters, the same templates."""

import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

from orders import conf
from orders.access.purposes import Purpose
from orders.branding.brands import Branding
from orders.branding.looks import ColourScheme
from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.domain.timeline.for_others import build_for_others
from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.drawings import QR_CODE, sample_link, with_pictures
from orders.gallery.state import (
    FetchingPage,
    LinksPage,
    LookUpPage,
    MessagePage,
    OrderPageOf,
    PlainPage,
    SharedPageOf,
    SheetOf,
)
from orders.gallery.states import GALLERY
from orders.gallery.usual import usual_in
from orders.messages.models import Wish
from orders.presenters.dates import dates_in_full
from orders.presenters.own_links import LinkFacts, present_added, present_links
from orders.presenters.shared_order import present_shared_order
from orders.presenters.text import isolated
from orders.web import answers, pages, printing
from orders.web.forms import LookUpForm
from orders.web.message_forms import AddressForm, AgreeForm, WishForm

PICTURES = "/gallery/pictures/"
KNOWN_MARKS = re.compile(r'data-(?:fact|known)="([\w -]+)"')
LINKS = {
    "refresh": "",
    "status": "status/",
    "look_up": "/",
    "print": "/gallery/printed/",
    "messages": "/gallery/messages/",
    "links": "/gallery/links/",
    "qr_code": f"{PICTURES}{QR_CODE}.svg",
}
"""Relative to a state's own address: "check again" shows it again, and asking for news brings none."""


def render_state(name: str, *, language: str, brand: Branding, scheme: ColourScheme | None = None) -> str:
    """The whole page in this language and brand; `scheme` overrides the brand's own. Raises `KeyError`.

    The time is always `builders.NOW`. Nothing is read from the database.
    """
    page = STATES[name].page
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = f"/gallery/{name}/"
    request.brand = brand if scheme is None else replace(brand, colour_scheme=scheme)  # type: ignore[attr-defined]
    with translation.override(language):
        match page:
            case OrderPageOf():
                return _order_page(request, page)
            case SheetOf():
                return _sheet(request, page)
            case SharedPageOf():
                return _shared_page(request, page)
            case LinksPage():
                return _links_page(request, page)
            case MessagePage():
                return _message_page(request, page)
            case LookUpPage():
                return _look_up_page(request, page)
            case FetchingPage(away=away):
                context = {"urls": LINKS, "poll": answers.FETCHING_SECONDS, "away": away}
                return render_to_string("order_fetching.html", context, request)
            case PlainPage(removed_days_ago=int(days)):
                removed_at = (NOW - timedelta(days=days)).timestamp()
                return answers.removed(request, removed_at, now=NOW.timestamp()).text
            case PlainPage():
                return render_to_string(page.template, {}, request)


def _order_page(request: HttpRequest, page: OrderPageOf) -> str:
    context = _order_context(page.build(NOW), page)
    html: str = render_to_string("order.html", context, request)
    if page.visited:
        earlier = render_to_string("order/body.html", _order_context(page.visited(NOW), page), request)
        html = _as_visited_before(html, earlier)
    # htmx marks with this class what it is fetching anew.
    return html.replace('class="order ', 'class="order htmx-request ', 1) if page.refreshing else html


def _order_context(order: Order, page: OrderPageOf) -> dict[str, Any]:
    site = conf.site_url()
    context = pages.build_order_context(
        with_pictures(order, folder=site + PICTURES),
        now=NOW,
        checked_at=NOW - timedelta(minutes=page.minutes_old),
        away=page.away,
        is_missing=page.missing,
        image_hosts=[site],
        find_usual=usual_in(page.usual),
    )
    if page.visited is None:
        # Every order here is #1001, and a browser would take one state for news of another.
        context["last_visit"] = None
    return context | {"version": 1, "stale": page.stale, "poll": None, "urls": LINKS}


def _sheet(request: HttpRequest, page: SheetOf) -> str:
    as_page = OrderPageOf(build=page.build, usual=page.usual)
    with dates_in_full():
        context = _order_context(page.build(NOW), as_page)
    checked_at = NOW - timedelta(minutes=as_page.minutes_old)
    sheet = printing.build_sheet_context(sample_link(), checked_at=checked_at, now=NOW)
    return render_to_string("print.html", context | sheet, request)


def _shared_page(request: HttpRequest, page: SharedPageOf) -> str:
    site = conf.site_url()
    order = with_pictures(page.build(NOW), folder=site + PICTURES)
    timeline = build_timeline(order, now=NOW)
    view = present_shared_order(
        order,
        build_for_others(order, now=NOW, with_items=page.with_items),
        now=NOW,
        checked_at=NOW - timedelta(minutes=4),
        image_hosts=[site],
        usual=usual_in(page.usual)(order, timeline, NOW.tzinfo),
    )
    urls = {"refresh": "", "status": "status/", "look_up": "/"}
    context = {"page": view, "said": "", "version": 1, "stale": False, "poll": None, "urls": urls}
    return render_to_string("order.html", context, request)


def _links_page(request: HttpRequest, page: LinksPage) -> str:
    """One link of every purpose, a day apart."""
    facts = [
        LinkFacts(
            pk=number,
            purpose=purpose,
            created_at=NOW - timedelta(days=number),
            used_at=None if number % 3 == 2 else NOW - timedelta(hours=5 * number),
            is_this=number == 1,
            sent_to="b…@e…" if page.added and purpose is Purpose.MAIL else "",
        )
        for number, purpose in enumerate(Purpose, 1)
    ]
    context: dict[str, Any] = {"links_to_order": present_links(facts, now=NOW), "back": "/gallery/arriving/"}
    if page.added:
        wishes = {"b…@e…": Wish.PROBLEMS.value, "n…@m…": Wish.ONCE_A_DAY.value, "t…@e…": None}
        context["added_addresses"] = [
            present_added(number, address, wish) for number, (address, wish) in enumerate(wishes.items(), 1)
        ]
    if page.made:
        context["new"] = sample_link().replace("/o/", "/s/")
    if page.followed:
        address = sample_link().replace("/o/", "/c/") + "order.ics?lang=en"
        context |= {"followed": page.followed, "addresses": [address], "webcal": address}
    return render_to_string("own_links.html", context | {"too_many": page.full}, request)


def _message_page(request: HttpRequest, page: MessagePage) -> str:
    form = AddressForm(None if page.typed is None else {"email": page.typed})
    context = {
        "name": isolated(GALLERY["arriving"](NOW).name),
        "done": page.done,
        "problem": page.problem,
        "too_many": page.too_many,
        "wish_form": AgreeForm() if page.template.endswith("agree.html") else WishForm(),
        "is_own": page.is_own,
        "wish": Wish.EVERY_STEP.value,
        "form": form,
        "address_form": form,
    }
    return render_to_string(page.template, context, request)


def _as_visited_before(html: str, earlier: str) -> str:
    """The page with a script that remembers a visit at which it read as `earlier`, before `site.js` compares."""
    seen = [mark for marks in KNOWN_MARKS.findall(earlier) for mark in marks.split()]
    script = f'<script src="{static("js/gallery.js")}" data-seen="{" ".join(seen)}" defer></script>'
    return html.replace("<head>", f"<head>{script}", 1)


def _look_up_page(request: HttpRequest, page: LookUpPage) -> str:
    form = LookUpForm(page.typed, initial=page.filled_in)
    return answers.look_up_page(request, form, page.problem, HTTPStatus.OK, page.wait_seconds).text
