"""What staff do with a line of what needs attention: put it off, note something, be done with it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from orders import clock
from orders.audit import log
from orders.console import rights
from orders.console.models import Attention
from orders.console.rights import for_staff_with

FOR_GOOD = 1e12
SNOOZED_SECONDS = 86_400.0
SAID = {
    "snooze": "Put off until this time tomorrow.",
    "done": "Done. It comes back if something new happens.",
    "note": "Noted.",
}


@for_staff_with(rights.ACT)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the button says; a note that was typed is kept with every one of them."""
    row = get_object_or_404(Attention.objects.select_related("order"), pk=pk)
    now, act = clock.seconds(), request.POST.get("do", "note")
    if act not in SAID:
        act = "note"
    row.note = " ".join(request.POST.get("note", "").split())[:300]
    if act != "note":
        row.hidden_until = FOR_GOOD if act == "done" else now + SNOOZED_SECONDS
    with transaction.atomic():
        row.save(update_fields=["note", "hidden_until"])
        log.record(
            request.user.get_username(),
            f"attention.{act}",
            now=now,
            shopify_id=row.order.shopify_id,
            detail=row.reason,
        )
    messages.success(request, SAID[act])
    return redirect("console:front")
