"""Answers that several views give: the look-up page with what went wrong, a removed order, and the way to an order."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from orders import clock
from orders.asking import tracking
from orders.messages import link_requests
from orders.presenters.dates import day_label
from orders.storage import store
from orders.web import pages
from orders.web.forms import LookUpForm
from orders.web.language import find_asked_language
from orders.web.pages import Rendered

FETCHING_SECONDS = 2
"""How often the page of an order that is being fetched asks whether it is there."""
STOP_POLLING = 286
"""htmx's own status: take this answer and ask no more."""


def look_up_page(
    request: HttpRequest, form: LookUpForm, problem: str | None, status: int, wait: float = 0
) -> HttpResponse:
    """The form again, with what went wrong; `wait` in seconds says when to try again."""
    response = render(request, "look_up.html", look_up_context(form, problem, wait), status=status)
    if wait:
        response.headers["Retry-After"] = str(int(wait) + 1)
    return response


def look_up_context(form: LookUpForm, problem: str | None, wait: float = 0) -> dict[str, Any]:
    """What the look-up page takes; `wait` in seconds says when to try again."""
    mail_my_link = reverse("mail-my-link") if link_requests.is_offered() else ""
    return {
        "form": form,
        "problem": problem,
        "retry_minutes": max(1, round(wait / 60)),
        "urls": {"mail_my_link": mail_my_link},
    }


def removed_context(removed_at: float, *, now: float) -> dict[str, Any]:
    """What the page of a removed order takes."""
    return {"removed": day_label(clock.local(removed_at), now=clock.local(now))}


def encoded(rendered: Rendered) -> HttpResponse:
    """The answer that carries a page's bytes."""
    response = HttpResponse(rendered.body)
    if rendered.encoding:
        response.headers["Content-Encoding"] = rendered.encoding
    response.headers["Vary"] = "Accept-Encoding"
    return response


def link_gone(request: HttpRequest) -> HttpResponse:
    """The link does not open; whether it expired, was revoked or never was is not said."""
    return look_up_page(request, LookUpForm(), "link_gone", HTTPStatus.NOT_FOUND)


def removed(request: HttpRequest, removed_at: float, *, now: float) -> HttpResponse:
    """The link is right, but the order's details are gone for good; it says since when."""
    return render(request, "order_removed.html", removed_context(removed_at, now=now), status=HTTPStatus.GONE)


def fetching(request: HttpRequest, found: store.StoredOrder) -> HttpResponse:
    """The order was found and is being fetched for the first time. Nobody waits for it here; the page asks again."""
    tracking.keep_fetching(found)
    response = render(request, "order_fetching.html", fetching_context(found), status=HTTPStatus.ACCEPTED)
    response.headers["Retry-After"] = str(FETCHING_SECONDS)
    return response


def fetching_context(found: store.StoredOrder) -> dict[str, Any]:
    """What the page of an order that is being fetched takes. `away`: the last try failed."""
    return {"urls": pages.URLS, "poll": FETCHING_SECONDS, "away": found.failed_at > 0}


def fetch_unreadable(request: HttpRequest, token: str, found: store.StoredOrder) -> HttpResponse:
    """Another version of the site wrote this snapshot: fetch the order anew, or say that it cannot be had now."""
    if tracking.refresh(found) is tracking.Refresh.DONE:
        return go_to(request, token)
    wait = tracking.RETRY_AFTER_SECONDS
    return look_up_page(request, LookUpForm(), "unavailable", HTTPStatus.SERVICE_UNAVAILABLE, wait)


def go_to(request: HttpRequest, token: str) -> HttpResponse:
    """To the order's page; a language that was chosen by the address goes along."""
    url = reverse("order", args=[token])
    language = find_asked_language(request.GET.get("lang", ""))
    if language:
        url += f"?lang={language}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
