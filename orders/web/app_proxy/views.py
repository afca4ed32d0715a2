"""What is answered inside the shop. No redirect (Shopify follows it itself), no cookie (it is taken out)."""

import logging
import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from orders import clock, conf
from orders.access import links
from orders.asking import tracking
from orders.branding import brands
from orders.shopify.proxy_signature import NotProxied
from orders.storage.snapshots import UnreadableSnapshot
from orders.web import answers, pages, visits
from orders.web.app_proxy import form_tokens, rendering
from orders.web.app_proxy.verification import Visit, verify
from orders.web.forms import LookUpForm

logger = logging.getLogger("orders.web.app_proxy")

ORDER = re.compile(rf"o/(?P<token>{links.TOKEN.pattern})(?:/(?P<action>status|refresh))?")


@csrf_exempt  # Shopify's signature, a token in the form, and no cookie that another site could borrow
def proxied(request: HttpRequest, address: str = "") -> HttpResponse:
    """Any address under `/proxy`, once Shopify's signature was checked. A slash at its end makes no difference."""
    try:
        visit = verify(request)
    except NotProxied as refusal:
        logger.info("A request under /proxy was refused: %s.", refusal)
        response = _refuse(request)
    else:
        response = _answer(request, visit, address.strip("/"))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answer(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    if not address:
        return look_up(request, visit)
    found = ORDER.fullmatch(address)
    if found is None:
        return rendering.render(request, visit, "404.html", {})
    match found["action"]:
        case "status":
            return order_status(request, visit, found["token"])
        case "refresh":
            return order_refresh(request, visit, found["token"])
        case _:
            return order(request, visit, found["token"])


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for an order number and a contact; a right pair is answered with the order itself."""
    if request.method != "POST":
        form = LookUpForm(initial={"order_number": request.GET.get("order", "")[:80]})
        return _look_up_page(request, visit, form, None)
    if not form_tokens.is_valid(request.POST.get(form_tokens.FIELD, ""), visit):
        return _look_up_page(request, visit, LookUpForm(initial=_typed(request)), "form_expired")
    match visits.look_up(request.POST, networks=visit.networks, now=clock.seconds()):
        case tracking.Found(token):
            return _show(request, visit, token, kept_link=True)
        case visits.Missed() as missed:
            return _look_up_page(request, visit, missed.form, missed.problem, missed.wait)


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The order page, from the snapshot. A page that a form was posted to and that got this address is posted to again
    by WebKit when it is loaded anew.
    """
    return _show(request, visit, token)


@require_GET
def order_refresh(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The plain refresh link: fetch what is not quite fresh, then show the order."""
    visits.refresh(token)
    return _show(request, visit, token)


@require_GET
def order_status(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """What an open page asks. A plain fragment, which Shopify passes on as it is; no status of htmx's own is used."""
    if "fetching" in request.GET:
        news = visits.ask_whether_it_arrived(token)
    else:
        news = visits.ask_for_news(token, version=request.GET.get("v", ""), said=request.GET.get("said", ""))
    match news:
        case visits.Closed():
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})
        case visits.NoNews():
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        case visits.Arrived():
            url = rendering.describe_place(request, visit, token=token)["own_url"]
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
        case visits.NewAge(current):
            context = pages.build_context(current, now=clock.seconds())
        case visits.NewBody(_, context):
            pass
    place = rendering.describe_place(request, visit, token=token)
    return render(request, "order/body.html", context | place)


def _show(
    request: HttpRequest, visit: Visit, token: str, *, kept_link: bool = False, may_fetch: bool = True
) -> HttpResponse:
    """The order of a link, as it is known now; or why there is none."""
    now = clock.seconds()
    found = links.find_link(token, now=now)
    if found is None:
        return _look_up_page(request, visit, LookUpForm(), "link_gone")
    if found.removed_at is not None:
        context = answers.removed_context(found.removed_at, now=now)
        return rendering.render(request, visit, "order_removed.html", context)
    place = rendering.describe_place(request, visit, token=token, kept_link=kept_link)
    if not found.is_fetched:
        tracking.keep_fetching(found)
        context = answers.fetching_context(found) | place
        return rendering.respond(request, render_to_string("order_fetching.html", context, request))
    try:
        return rendering.respond(request, pages.render_page_elsewhere(request, found, place, now=now))
    except UnreadableSnapshot:
        # Another version of the site wrote it: fetch the order anew, or say that it cannot be had now.
        if may_fetch and tracking.refresh(found) is tracking.Refresh.DONE:
            return _show(request, visit, token, kept_link=kept_link, may_fetch=False)
    return _look_up_page(request, visit, LookUpForm(), "unavailable", tracking.RETRY_AFTER_SECONDS)


def _look_up_page(
    request: HttpRequest, visit: Visit, form: LookUpForm, problem: str | None, wait: float = 0
) -> HttpResponse:
    return rendering.render(request, visit, "look_up.html", answers.look_up_context(form, problem, wait))


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed into a form that is shown again without being judged."""
    return {name: request.POST.get(name, "")[:200] for name in LookUpForm.base_fields}


def _refuse(request: HttpRequest) -> HttpResponse:
    """Not Shopify's, or not now: a page that leads to where this site can be used without it."""
    request.brand = brands.last_known()  # type: ignore[attr-defined]
    context = {"urls": {"look_up": f"{conf.site_url()}/"}}
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)
