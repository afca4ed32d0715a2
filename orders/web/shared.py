"""What a link that a shopper gave to others shows: how far the order is, and nothing that leads further."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from orders import clock, conf
from orders.access import links
from orders.access.purposes import SHARED, Purpose
from orders.asking import freshness, tracking
from orders.domain.timeline.for_others import is_over_for_others
from orders.history.usual_days import find_windows
from orders.presenters.shared_order import present_shared_order
from orders.presenters.timelines import timeline_for_others, timeline_of
from orders.storage import store
from orders.storage.snapshots import UnreadableSnapshot
from orders.web import pages
from orders.web.answers import STOP_POLLING
from orders.web.private import private

POLL_SECONDS = 60
URLS = {"refresh": "refresh/", "status": "status/", "look_up": "/"}


@private
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The order for others, from the snapshot."""
    context = _find_context(token)
    return _gone(request) if context is None else render(request, "order.html", context)


@private
@require_GET
def shared_status(request: HttpRequest, token: str) -> HttpResponse:
    """What an open shared page asks: a new body where there is one. Fetches first if the snapshot is stale."""
    found = links.find_link(token, now=clock.seconds(), purposes=SHARED)
    if found is not None and freshness.is_stale(found, now=clock.seconds()):
        tracking.refresh(found)
    context = _find_context(token)
    if context is None:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    if found and pages.is_shown(request.GET.get("v", ""), store.get(found.pk), now=clock.seconds()):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "order/body.html", context)


@private
@require_GET
def shared_refresh(request: HttpRequest, token: str) -> HttpResponse:
    """The plain refresh link."""
    found = links.find_link(token, now=clock.seconds(), purposes=SHARED)
    if found is None:
        return _gone(request)
    if found.removed_at is None and freshness.may_be_asked_for(found, now=clock.seconds()):
        tracking.refresh(found)
    headers = {"Location": reverse("shared", args=[token])}
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers=headers)


def _find_context(token: str) -> dict[str, Any] | None:
    """What the templates take; None where the link opens nothing, or nothing any more."""
    now = clock.seconds()
    link = links.open_link(token, now=now, purposes=SHARED)
    if link is None or link.order.removed_at is not None:
        return None
    try:
        order = store.get_snapshot(link.order.pk)
    except UnreadableSnapshot:
        return None
    local = clock.local(now)
    whole = timeline_of(order, now=local)
    if is_over_for_others(whole, updated_at=order.updated_at, now=local):
        return None
    found = link.order
    page = present_shared_order(
        order,
        timeline_for_others(order, now=local, with_items=link.purpose is Purpose.SHARED),
        now=local,
        checked_at=clock.local(found.fetched_at),
        image_hosts=conf.image_hosts(),
        shop_unreachable=found.failed_at > found.fetched_at,
        usual=find_windows(order, whole, local.tzinfo),
    )
    return {
        "page": page,
        "said": "",
        "version": pages.shown(found, now=now),
        "stale": freshness.is_stale(found, now=now),
        "poll": POLL_SECONDS if freshness.poll_seconds(found.pace) else None,
        "urls": URLS,
    }


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "shared_gone.html", status=HTTPStatus.NOT_FOUND)
