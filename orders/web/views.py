"""What the site answers. One use case per view; everything said to a shopper is in the templates."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from orders import clock, conf
from orders.access import links
from orders.asking import freshness, tracking
from orders.storage import store
from orders.storage.snapshots import UnreadableSnapshot
from orders.watching import readiness
from orders.web import answers, pages, visits
from orders.web.answers import STOP_POLLING
from orders.web.client_address import client_networks
from orders.web.forms import LookUpForm
from orders.web.private import private


@csrf_exempt  # no session and no cookie: there is no authority that another site could borrow (docs/decisions/0003)
@private
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for an order number and a contact; a right pair leads to the order's own page."""
    if request.method != "POST":
        form = LookUpForm(initial={"order_number": request.GET.get("order", "")[:80]})
        text = render_to_string("look_up.html", answers.look_up_context(form, None), request)
        return answers.encoded(pages.encode(request, text))
    networks = client_networks(request.META, trusted_proxies=conf.trusted_proxies())
    match visits.look_up(request.POST, networks=networks, now=clock.seconds()):
        case tracking.Found(token):
            return answers.go_to(request, token)
        case visits.Missed() as missed:
            return answers.look_up_page(request, missed.form, missed.problem, missed.status, missed.wait)


@private
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """The order page, from the snapshot."""
    now = clock.seconds()
    found = links.find_link(token, now=now)
    if found is None:
        return answers.link_gone(request)
    if found.removed_at is not None:
        return answers.removed(request, found.removed_at, now=now)
    if not found.is_fetched:
        return answers.fetching(request, found)
    try:
        rendered = pages.render_page(request, found, now=now)
    except UnreadableSnapshot:
        return answers.fetch_unreadable(request, token, found)
    return answers.encoded(rendered)


@private
@require_GET
def order_status(request: HttpRequest, token: str) -> HttpResponse:
    """What an open page asks: nothing new, a new body, or only a newer age. Fetches first if the snapshot is stale."""
    if "fetching" in request.GET:
        news = visits.ask_whether_it_arrived(token)
    else:
        news = visits.ask_for_news(token, version=request.GET.get("v", ""), said=request.GET.get("said", ""))
    match news:
        case visits.Closed():
            return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
        case visits.NoNews():
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        case visits.Arrived():
            return answers.go_to(request, token)
        case visits.NewAge(current):
            return _only_age(request, current)
        case visits.NewBody(current, context):
            return render(request, "order/body.html", context, status=_polling_status(current))


@private
@require_GET
def order_refresh(request: HttpRequest, token: str) -> HttpResponse:
    """The plain refresh link: fetch what is not quite fresh, then show the order."""
    if visits.refresh(token) is None:
        return answers.link_gone(request)
    return answers.go_to(request, token)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: its database has the tables this code expects, and takes what is written."""
    ready = readiness.find_trouble(now=clock.seconds()) is None
    return HttpResponse(
        "ready\n" if ready else "not ready\n", content_type="text/plain", status=200 if ready else 503
    )


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Search engines may show the look-up page and nothing else."""
    return HttpResponse("User-agent: *\nAllow: /$\nAllow: /static/\nDisallow: /\n", content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness."""
    contact = conf.security_contact()
    if not contact:
        return HttpResponse(
            "No contact has been published.\n", content_type="text/plain", status=HTTPStatus.NOT_FOUND
        )
    expires = clock.local(clock.seconds() + 180 * 86_400).isoformat(timespec="seconds")
    text = f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en, es\n"
    return HttpResponse(text, content_type="text/plain")


def _only_age(request: HttpRequest, order: store.StoredOrder) -> HttpResponse:
    """The body has not changed; its age may have, and an open page keeps telling the truth about it."""
    context = pages.build_freshness_context(order, now=clock.seconds())
    response = render(request, "order/freshness.html", context, status=_polling_status(order))
    response.headers["HX-Retarget"] = "#freshness"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _polling_status(order: store.StoredOrder) -> int:
    return HTTPStatus.OK if freshness.poll_seconds(order.pace) else STOP_POLLING
