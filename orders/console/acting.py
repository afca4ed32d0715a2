"""What staff do to an order; each stands in the audit log."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from orders import clock, conf
from orders.access import links
from orders.access.purposes import Purpose
from orders.asking import tracking
from orders.asking.tracking import Refresh
from orders.audit import log
from orders.console import order_pages, rights, sending_again
from orders.console.rights import for_staff_with
from orders.domain.matching import read_order_number
from orders.messages.models import Message
from orders.models import TrackedOrder
from orders.storage import store

CAME_OF_IT = {
    Refresh.DONE: "Fetched from Shopify just now.",
    Refresh.FAILED: "Shopify could not be asked. What is shown is the last that is known.",
    Refresh.GONE: "Shopify no longer shows this order. What is shown is the last that is known.",
    Refresh.BUSY: "It is being fetched already; look again in a moment.",
}


@for_staff_with(rights.ACT)
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask Shopify now."""
    row = _order_with_details(pk)
    outcome = tracking.refresh(store.get(pk))
    record(request, "order.refresh", row, detail=str(outcome))
    messages.info(request, CAME_OF_IT[outcome])
    return _back(request, pk)


@for_staff_with(rights.ACT)
@require_POST
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for the shopper and show it this once: only its hash is kept."""
    row = _order_with_details(pk)
    with transaction.atomic():
        token = links.issue_link(pk, origin=Purpose.SUPPORT, now=clock.seconds())
        record(request, "link.make", row)
    return order_pages.show(request, pk, new_link=conf.site_url() + reverse("order", args=[token]))


@for_staff_with(rights.ACT)
@require_POST
def close_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one link of the order."""
    row = get_object_or_404(TrackedOrder, pk=pk)
    link = request.POST.get("link", "")
    with transaction.atomic():
        closed = link.isdecimal() and links.close_link(pk, int(link), now=clock.seconds())
        if closed:
            record(request, "link.close", row, detail=f"link {link}")
    messages.info(request, "The link is closed." if closed else "That link was closed already.")
    return _back(request, pk, "links")


@for_staff_with(rights.ACT)
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have one of the order's messages sent once more, if what it tells is still true."""
    row = _order_with_details(pk)
    asked = request.POST.get("message", "")
    message = Message.objects.filter(pk=asked if asked.isdecimal() else 0, order_id=pk).first()
    try:
        if message is None:
            raise sending_again.Refused("There is no such message any more.")
        was = message.get_state_display()
        with transaction.atomic():
            sending_again.send_again(message, now=clock.seconds())
            record(
                request, "message.again", row, detail=f"message {message.pk}, {message.channel}, was {was}"
            )
    except sending_again.Refused as refused:
        messages.warning(request, f"It was not sent again. {refused.why}")
    else:
        messages.success(request, "It is sent again within a minute.")
    return _back(request, pk, "sent")


@for_staff_with(rights.ACT)
@require_POST
def ask_shop(request: HttpRequest) -> HttpResponse:
    """Have Shopify searched for an order that is not stored here."""
    typed = request.POST.get("q", "")
    number = read_order_number(typed)
    try:
        if number is None:
            raise tracking.NoSingleOrder("That is no order number.")
        pk = tracking.fetch_for_support(number, contact=None)
    except tracking.NoSingleOrder as error:
        messages.warning(request, str(error).replace(" Try --contact.", ""))
        return redirect("console:find")
    record(request, "order.fetch", TrackedOrder.objects.get(pk=pk))
    return redirect("console:order", pk=pk)


def record(request: HttpRequest, action: str, row: TrackedOrder, *, detail: str = "") -> None:
    """Write down what was done to an order by whoever is signed in."""
    actor = request.user.get_username()
    log.record(actor, action, now=clock.seconds(), shopify_id=row.shopify_id, detail=detail)


def _back(request: HttpRequest, pk: int, place: str = "") -> HttpResponse:
    """To the order's page, in the language that was looked at."""
    language = order_pages.read_language(request)
    asked = f"?{urlencode({'lang': language})}" if request.POST.get("lang") == language else ""
    return redirect(reverse("console:order", args=[pk]) + asked + (f"#{place}" if place else ""))


def _order_with_details(pk: int) -> TrackedOrder:
    return get_object_or_404(TrackedOrder, pk=pk, removed_at=None)
