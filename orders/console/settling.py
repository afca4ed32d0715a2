"""What staff do with what needs attention: put it off, give it to somebody, note something, be done with it."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from orders import clock
from orders.audit import log
from orders.console import rights
from orders.console.filters import FOR_GOOD, Filter
from orders.console.models import Attention, SavedFilter
from orders.console.rights import for_staff_with

DAY_SECONDS = 86_400.0
HIDDEN_FOR = {"snooze": DAY_SECONDS, "snooze_week": 7 * DAY_SECONDS}
SAID = {
    "snooze": "Put off until this time tomorrow.",
    "snooze_week": "Put off for a week.",
    "done": "Done. It comes back if something new happens.",
    "reopen": "It is in the list again.",
    "take": "It is yours.",
    "keep": "Kept.",
}
MOST_SAVED = 20


@for_staff_with(rights.ACT)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the button says; a note that was typed is kept with every one of them."""
    row = get_object_or_404(Attention.objects.select_related("order"), pk=pk)
    act = request.POST.get("do", "")
    if act not in SAID:
        act = "keep"
    given_to = _apply(row, act, request, now=clock.seconds())
    with transaction.atomic():
        row.save(update_fields=["note", "hidden_until", "assignee"])
        actor, of = request.user.get_username(), row.order.shopify_id
        now = clock.seconds()
        log.record(actor, f"attention.{act}", now=now, shopify_id=of, detail=row.reason)
        if given_to is not None:
            detail = f"{row.reason} to {given_to or 'nobody'}"
            log.record(actor, "attention.assign", now=now, shopify_id=of, detail=detail)
    messages.success(request, SAID[act])
    then = request.POST.get("then", "") if act in HIDDEN_FOR or act in ("done", "reopen") else str(pk)
    return _back(request, f"line-{then}" if then.isdecimal() else "needs-title")


@for_staff_with(rights.USE)
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep what is chosen under a name, for this person; the same name again replaces it."""
    name = " ".join(request.POST.get("name", "").split())[:40]
    query = Filter.read(dict(parse_qsl(request.POST.get("here", "")))).query
    own = SavedFilter.objects.filter(user_id=request.user.pk or 0)
    if not name:
        messages.warning(request, "Give it a name.")
    elif own.exclude(name=name).count() >= MOST_SAVED:
        messages.warning(request, f"There are {MOST_SAVED} already; remove one first.")
    else:
        SavedFilter.objects.update_or_create(
            user_id=request.user.pk or 0, name=name, defaults={"query": query}
        )
        messages.success(request, f"Saved as “{name}”.")
    return _back(request, "needs-title")


@for_staff_with(rights.USE)
@require_POST
def drop_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a filter of one's own."""
    get_object_or_404(SavedFilter, pk=pk, user_id=request.user.pk or 0).delete()
    messages.success(request, "Removed.")
    return _back(request, "needs-title")


def _apply(row: Attention, act: str, request: HttpRequest, *, now: float) -> str | None:
    """Change the row; the name of whoever got it, empty for nobody, None where that did not change."""
    row.note = " ".join(request.POST.get("note", row.note).split())[:300]
    if act == "done":
        row.hidden_until = FOR_GOOD
    elif act in HIDDEN_FOR:
        row.hidden_until = now + HIDDEN_FOR[act]
    elif act == "reopen":
        row.hidden_until = 0
    asked = str(request.user.pk) if act == "take" else request.POST.get("assignee")
    if asked is None or asked == str(row.assignee_id or ""):
        return None
    if not asked:
        row.assignee = None
        return ""
    found = get_user_model().objects.filter(is_staff=True, is_active=True)
    row.assignee = get_object_or_404(found, pk=asked if asked.isdecimal() else 0)
    return row.assignee.get_username()


def _back(request: HttpRequest, place: str) -> HttpResponse:
    """To the part of the list that was looked at; nothing of the address is believed but what a filter reads."""
    asked = dict(parse_qsl(request.POST.get("here", "")[:500]))
    query = Filter.read(asked).query
    after = asked.get("after", "")
    if after and all(character in "0123456789.:e+-" for character in after):
        query = f"{query}&after={after}".lstrip("&")
    return HttpResponseRedirect(f"{reverse('console:front')}{f'?{query}' if query else ''}#{place}")
