"""Any state of the gallery as the page a shopper would get: the same presenters, the same templates."""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from orders import conf
from orders.branding.brands import Branding
from orders.branding.looks import ColourScheme
from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.drawings import with_pictures
from orders.gallery.state import LookUpPage, OrderPageOf, PlainPage
from orders.web import answers, pages
from orders.web.forms import LookUpForm

PICTURES = "/gallery/pictures/"
LINKS = {"refresh": "", "status": "status/", "look_up": "/"}
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
            case LookUpPage():
                return _look_up_page(request, page)
            case PlainPage(removed_days_ago=int(days)):
                removed_at = (NOW - timedelta(days=days)).timestamp()
                return answers.removed(request, removed_at, now=NOW.timestamp()).text
            case PlainPage():
                return render_to_string(page.template, {}, request)


def _order_page(request: HttpRequest, page: OrderPageOf) -> str:
    site = conf.site_url()
    context = pages.build_order_context(
        with_pictures(page.build(NOW), folder=site + PICTURES),
        now=NOW,
        checked_at=NOW - timedelta(minutes=page.minutes_old),
        away=page.away,
        image_hosts=[site],
    ) | {"version": 1, "stale": page.stale, "poll": None, "urls": LINKS}
    html = render_to_string("order.html", context, request)
    # htmx marks with this class what it is fetching anew.
    return html.replace('class="order ', 'class="order htmx-request ', 1) if page.refreshing else html


def _look_up_page(request: HttpRequest, page: LookUpPage) -> str:
    form = LookUpForm(page.typed, initial=page.filled_in)
    return answers.look_up_page(request, form, page.problem, HTTPStatus.OK, page.wait_seconds).text
