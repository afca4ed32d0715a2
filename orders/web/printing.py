"""An order on paper: a page made for it, and the QR code of the shopper's own link.

Both hold the link, unlike the order page, and so are made for each request and kept by nobody.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from orders import clock, conf
from orders.access import links
from orders.presenters.dates import dates_in_full, full_moment_label
from orders.presenters.qr_code import draw_qr_code
from orders.storage.snapshots import UnreadableSnapshot
from orders.web import answers, pages
from orders.web.private import private


@private
@require_safe
def order_print(request: HttpRequest, token: str) -> HttpResponse:
    """The order as it is known, on as few sheets as it takes."""
    now = clock.seconds()
    found = links.find_link(token, now=now)
    if found is None:
        return answers.link_gone(request)
    if found.removed_at is not None:
        return answers.removed(request, found.removed_at, now=now)
    if not found.is_fetched:
        return answers.go_to(request, token)
    try:
        with dates_in_full():
            context = pages.build_context(found, now=now)
    except UnreadableSnapshot:
        return answers.fetch_unreadable(request, token, found)
    sheet = build_sheet_context(
        _address(token), checked_at=clock.local(found.fetched_at), now=clock.local(now)
    )
    return render(request, "print.html", context | sheet)


@private
@require_safe
def order_qr_code(request: HttpRequest, token: str) -> HttpResponse:
    """The QR code of the link as a picture, which the order page asks for when it is printed."""
    found = links.find_link(token, now=clock.seconds())
    if found is None or found.removed_at is not None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND, content_type="text/plain")
    return HttpResponse(draw_qr_code(_address(token)), content_type="image/svg+xml")


def build_sheet_context(address: str, *, checked_at: datetime, now: datetime) -> dict[str, Any]:
    """What the sheet takes beside what the order page does; `address` is the link that its QR code opens."""
    return {
        "address": address,
        "qr_code": mark_safe(draw_qr_code(address)),  # noqa: S308 - our own drawing, of digits only
        "checked": full_moment_label(checked_at, now=now),
    }


def _address(token: str) -> str:
    """The shopper's link as it is typed or scanned: at the site's public address, for a reader of any language."""
    return conf.site_url() + reverse("order", args=[token])
