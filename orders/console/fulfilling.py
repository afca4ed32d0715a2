"""An order's shipments: made, corrected, cancelled, reported on, held and released by staff.

A form is sent once to be looked at and, where it cannot be undone, once more to be done. Whatever is done goes through
`Desk`, which reads at Shopify first, so a form that is sent twice does nothing twice.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from orders.asking import gateway, tracking
from orders.console import fulfilling_page, rights
from orders.console.fulfilling_actions import ACTIONS, Action, NotDone, carry_out
from orders.console.fulfilling_forms import BareForm, ShipForm
from orders.console.fulfilling_page import Sent, find_work, hold_form, reject_form, ship_form
from orders.console.item_names import Names, name_items
from orders.console.order_pages import read_order
from orders.console.rights import for_staff_with
from orders.console.views import frame
from orders.domain.fulfillable import FulfillableOrder
from orders.fulfilment.asked import read_requests
from orders.fulfilment.operations import Desk
from orders.fulfilment.planning import CHANGED_SINCE, Verdict, plan
from orders.fulfilment.scopes import READ_ONLY, MayWrite, known_may_write
from orders.models import TrackedOrder
from orders.shopify.errors import OrderNotFound, ShopifyError
from orders.storage import store

NO_EVENTS = "Events take the scope write_fulfillments, which the app was not granted."
NO_HOLDS = (
    "Holding and releasing take the scope write_merchant_managed_fulfillment_orders or "
    "write_third_party_fulfillment_orders, and the app was granted neither."
)
FORMS_OF_WORK: dict[str, Callable[..., BareForm]] = {
    "ship": ship_form,
    "hold": hold_form,
    "reject": reject_form,
}
"""Those that have fields for each line."""
CARRIED_ALONG = frozenset({"csrfmiddlewaretoken", "sure"})


@for_staff_with(rights.FULFIL)
@require_safe
def shipments(request: HttpRequest, pk: int) -> HttpResponse:
    """What is left, what has left, and what can be done with it, as Shopify has it now."""
    return _Visit(request, pk).show()


@for_staff_with(rights.FULFIL)
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One of ACTIONS: looked at, asked about where it cannot be undone, and done."""
    return _Visit(request, pk).act(what)


class _Visit:
    """One request of one member of staff about one order."""

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.request = request
        self.row = get_object_or_404(TrackedOrder, pk=pk, removed_at=None)
        self.stored = read_order(self.row)
        self.desk = Desk(actor=request.user.get_username(), client=gateway.client())

    def show(self, *, sent: Sent | None = None, order: FulfillableOrder | None = None) -> HttpResponse:
        """The page; with a form that is wrong in its place."""
        may = known_may_write(self.desk.client)
        if not may.fulfil:
            return self._say(READ_ONLY, HTTPStatus.FORBIDDEN)
        try:
            order = order or self.desk.look(self.row.shopify_id)
        except ShopifyError as error:
            return self._cannot_look(error)
        if sent:
            sent.form.point_at_fault()
        requests = read_requests(self.desk.client, order.work) if may.accept else {}
        context = self._frame() | fulfilling_page.build(
            order, self._names(order), may, requests=requests, sent=sent
        )
        context["no_events"] = "" if may.report else NO_EVENTS
        status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
        return render(self.request, "console/fulfil.html", context, status=status)

    def act(self, what: str) -> HttpResponse:
        """What the form asks for."""
        action, may = ACTIONS[what], known_may_write(self.desk.client)
        if refusal := _refuse(what, may):
            return self._say(refusal, HTTPStatus.FORBIDDEN)
        try:
            order = self.desk.look(self.row.shopify_id)
        except ShopifyError as error:
            return self._cannot_look(error)
        form = self._form(what, action, order)
        if form is None:
            messages.warning(self.request, CHANGED_SINCE)
            return redirect("console:shipments", pk=self.row.pk)
        if not form.is_valid():
            return self.show(
                sent=Sent(action=what, of=self.request.POST.get("of", ""), form=form), order=order
            )
        if self.request.POST.get("sure") != "yes" and action.ask_first(form):
            return self._ask(what, action, order, form)
        return self._do(action, form)

    def _form(self, what: str, action: Action, order: FulfillableOrder) -> BareForm | None:
        """The form as it was sent; None where the thing it is about is not there any more."""
        data, of = self.request.POST, self.request.POST.get("of", "")
        if (make := FORMS_OF_WORK.get(what)) is not None:
            work = find_work(order, of)
            return make(order, work, self._names(order), data) if work is not None else None
        things = {work.id for work in order.work} | {made.id for made in order.fulfillments}
        return action.form(data, auto_id=f"{what}-sent-%s") if of in things else None

    def _ask(self, what: str, action: Action, order: FulfillableOrder, form: BareForm) -> HttpResponse:
        if isinstance(form, ShipForm):
            planned = plan(order, form.wanted())
            if planned.verdict in (Verdict.REFUSED, Verdict.NOTHING_LEFT):
                form.add_error(None, planned.reason)
                return self.show(sent=Sent(action=what, of=form.work.id, form=form), order=order)
        fields = [
            (name, value)
            for name in self.request.POST
            if name not in CARRIED_ALONG
            for value in self.request.POST.getlist(name)
        ]
        context = self._frame() | {
            "action": action,
            "address": f"console:fulfil-{what}",
            "sentences": action.tell(order, form),
            "fields": fields,
        }
        return render(self.request, "console/fulfil_sure.html", context)

    def _do(self, action: Action, form: BareForm) -> HttpResponse:
        try:
            said = carry_out(action, self.desk, self.row.shopify_id, form)
        except NotDone as problem:
            messages.error(self.request, str(problem))
            return redirect("console:shipments", pk=self.row.pk)
        tracking.refresh(store.get(self.row.pk))
        messages.success(self.request, said)
        return redirect("console:shipments", pk=self.row.pk)

    def _names(self, order: FulfillableOrder) -> Names:
        return name_items(order, self.stored)

    def _frame(self) -> dict[str, Any]:
        name = self.stored.name if self.stored else "this order"
        return frame(self.request, f"Shipments of {name}") | {"row": self.row, "order_name": name}

    def _cannot_look(self, error: ShopifyError) -> HttpResponse:
        if isinstance(error, OrderNotFound):
            return self._say(
                "Shopify no longer shows this order, so nothing can be done with it.", HTTPStatus.OK
            )
        return self._say(
            f"Shopify cannot be asked now: {error} Nothing was done.", HTTPStatus.SERVICE_UNAVAILABLE
        )

    def _say(self, words: str, status: HTTPStatus) -> HttpResponse:
        return render(self.request, "console/fulfil.html", self._frame() | {"only": words}, status=status)


def _refuse(what: str, may: MayWrite) -> str:
    if not may.fulfil:
        return READ_ONLY
    if what in ("hold", "release") and not may.hold:
        return NO_HOLDS
    return NO_EVENTS if what == "event" and not may.report else ""
