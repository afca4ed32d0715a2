"""The first page of the admin, and the field that finds an order."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from orders import clock
from orders.console import finding, front_page, rights
from orders.console.rights import for_staff_with
from orders.console.words import moment
from orders.models import TrackedOrder
from orders.presenters.boxes import number_boxes
from orders.presenters.headline import headline_words
from orders.presenters.sentence import sentence_journey
from orders.presenters.timelines import timeline_of
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """A line of the list: what it is called, what its page says."""

    pk: int
    name: str
    sentence: str
    ordered: str
    destination: str


@for_staff_with("")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What needs attention, the search field, and the rest of the admin."""
    context = frame(request, "Order tracking") | {"app_list": admin.site.get_app_list(request)}
    if context["may_use"]:
        viewer = front_page.Viewer(request.user.pk or 0)
        context |= front_page.build(request.GET, viewer=viewer, now=clock.seconds())
    return render(request, "console/front.html", context)


@for_staff_with(rights.USE)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The order that was meant, or the few it may be.

    The form posts, so that a contact stands in no address; what is no secret is then asked for by its address.
    """
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    after = (request.POST if request.method == "POST" else request.GET).get("after", "")
    asked = finding.read_asked(typed)
    keys = finding.find(asked, after=int(after) if after.isdecimal() else None, most=PAGE_SIZE + 1)
    if len(keys) == 1 and not after:
        return redirect("console:order", pk=keys[0])
    if request.method == "POST" and typed and not asked.is_private:
        return redirect(f"{reverse('console:find')}?{urlencode({'q': typed})}")
    shown = keys[:PAGE_SIZE]
    context = frame(request, "Find an order") | {
        "typed": typed,
        "found": list_orders(shown),
        "next": shown[-1] if len(keys) > PAGE_SIZE else None,
        "may_ask_shop": asked.number is not None and request.user.has_perm(rights.ACT),
    }
    return render(request, "console/found.html", context)


def frame(request: HttpRequest, title: str) -> dict[str, Any]:
    """What every page of the console takes."""
    return admin.site.each_context(request) | {
        "title": title,
        "may_use": request.user.has_perm(rights.USE),
        "may_act": request.user.has_perm(rights.ACT),
    }


def list_orders(keys: list[int]) -> list[FoundOrder]:
    """The lines of these orders, in this order."""
    rows = {row.pk: row for row in TrackedOrder.objects.filter(pk__in=keys)}
    return [_line(rows[pk]) for pk in keys if pk in rows]


def _line(row: TrackedOrder) -> FoundOrder:
    now = clock.local(clock.seconds())
    if row.removed_at is not None:
        return FoundOrder(row.pk, "An order", f"Its details were removed {moment(row.removed_at)}.", "", "")
    try:
        order = snapshots.decode(bytes(row.snapshot))
    except UnreadableSnapshot:
        return FoundOrder(row.pk, "An order", "It is being fetched.", moment(row.ordered_at), "")
    timeline = timeline_of(order, now=now)
    return FoundOrder(
        row.pk,
        order.name,
        headline_words(
            timeline.headline,
            journey=sentence_journey(timeline),
            now=now,
            boxes=number_boxes(timeline.parcels),
        ),
        moment(order.created_at),
        ", ".join(filter(None, (order.destination_city, order.destination_country_code))),
    )
