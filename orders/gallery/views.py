"""The gallery: every state of every page, side by side. For developers and the merchant's staff only."""

from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.views.decorators.http import require_safe

from orders import conf
from orders.branding import brands
from orders.branding.page_style import page_style_hash
from orders.gallery.catalogue import STATES, grouped
from orders.gallery.drawings import draw
from orders.gallery.rendering import render_state
from orders.gallery.showing import fields, read_showing
from orders.web.private import View, private

TAKES_FOCUS, KEEPS_STILL = 'tabindex="-1" autofocus>', 'tabindex="-1">'
"""A page that is one of a hundred must not move the wall it hangs on."""


def for_staff[**P](view: View[P]) -> View[P]:
    """Open a view to staff, and to everybody on a developer's own machine; to others there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if conf.debug() or _is_staff(request):
            return view(request, *args, **kwargs)
        raise _no_such_page(request)

    return guarded


@private
@for_staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All states in frames, and a form that says how to show them. In English, as all pages for staff."""
    showing = read_showing(request.GET)
    context = {
        "showing": showing,
        "fields": fields(showing),
        "walls": grouped(),
        "count": len(STATES),
    }
    response = render(request, "gallery/index.html", context)
    response.headers["Content-Language"] = "en"
    return _with_policy(
        response, {"style-src": [CSP.SELF], "script-src": [CSP.NONE], "frame-src": [CSP.SELF]}
    )


@private
@for_staff
@require_safe
def state(request: HttpRequest, name: str) -> HttpResponse:
    """One state, as a shopper would see it. Nobody but the gallery may frame it."""
    if name not in STATES:
        raise _no_such_page(request)
    showing = read_showing(request.GET)
    brand = showing.brand
    html = render_state(name, language=showing.lang, brand=brand)
    response = HttpResponse(html.replace(TAKES_FOCUS, KEEPS_STILL))
    response.headers["Content-Language"] = showing.lang
    pictures = [*conf.content_policy()["img-src"], conf.site_url()]
    return _with_policy(
        response,
        {"style-src": [page_style_hash(brand)], "img-src": pictures, "frame-ancestors": [CSP.SELF]},
    )


@private
@for_staff
@require_safe
def no_news(request: HttpRequest, name: str) -> HttpResponse:
    """What an open page hears that asks for news: a state of the gallery never changes."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@private
@for_staff
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A drawing that stands for a product picture."""
    try:
        drawing = draw(name)
    except KeyError:
        raise _no_such_page(request) from None
    return HttpResponse(drawing, content_type="image/svg+xml")


def _is_staff(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_active and user.is_staff


def _no_such_page(request: HttpRequest) -> Http404:
    """The page that says so is a shopper's page: it wears the brand."""
    request.brand = brands.current()  # type: ignore[attr-defined]
    return Http404()


def _with_policy(response: HttpResponse, own: dict[str, Any]) -> HttpResponse:
    """The response with the site's content policy, some of its directives replaced."""
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(conf.content_policy() | own)
    return response
