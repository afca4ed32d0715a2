"""The pages about messages: choosing, adding an address, agreeing, leaving, and asking for one's link.

GET and HEAD change nothing, because mail scanners open every link.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from orders import clock, conf
from orders.access import limits, links
from orders.access.purposes import OWNER
from orders.messages import added, leaving, link_requests
from orders.messages.models import THE_ORDERS_OWN, Wish
from orders.messages.sealing import address_hash
from orders.presenters.text import isolated, plain_text
from orders.storage import store
from orders.storage.snapshots import UnreadableSnapshot
from orders.web import answers
from orders.web.client_address import client_networks
from orders.web.message_forms import AddressForm, AgreeForm, WishForm
from orders.web.private import private


@csrf_exempt  # the link is the authority, and there is no cookie that another site could borrow (decision 0003)
@private
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """What the reader wants to hear: whoever ordered, who can add another address too, or the owner of such a one."""
    now = clock.seconds()
    link = links.open_link(token, now=now, purposes=OWNER)
    if link is None:
        return answers.link_gone(request)
    found, recipient = link.order, link.recipient or THE_ORDERS_OWN
    is_own = recipient == THE_ORDERS_OWN
    if found.removed_at is not None:
        return answers.removed(request, found.removed_at, now=now)
    wish_form, address_form, done = WishForm(), AddressForm(), request.GET.get("done", "")
    status = HTTPStatus.OK
    if request.method == "POST" and "email" in request.POST and is_own:
        address_form = AddressForm(request.POST)
        if address_form.is_valid():
            _add(found.pk, address_form.cleaned_data["email"], now=now)
            return _back("asked")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif request.method == "POST":
        wish_form = WishForm(request.POST)
        if wish_form.is_valid():
            wish = wish_form.cleaned_data["wish"]
            leaving.choose(found.pk, recipient, wish, language=get_language(), now=now)
            return _back("saved")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "name": _order_name(found.pk),
        "wish_form": wish_form,
        "wish": request.POST.get("wish") or leaving.wish_of(found.pk, recipient),
        "is_own": is_own,
        "address_form": address_form,
        "done": done,
    }
    return render(request, "messages/choose.html", context, status=status)


@csrf_exempt  # a mail program posts here by itself (RFC 8058)
@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the messages of one order: by a mail program's own button, or by the one on this page."""
    link = leaving.find_leave_link(token)
    if link is None:
        return render(request, "messages/leave.html", {"problem": True}, status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        leaving.leave(link, now=clock.seconds())
    context = {"name": _order_name(link.order_id), "done": request.method == "POST"}
    return render(request, "messages/leave.html", context)


@csrf_exempt  # as above
@private
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """The owner of an added address agrees to get news, and says which."""
    now = clock.seconds()
    question = added.find_question(token, now=now)
    if question is None:
        return render(request, "messages/agree.html", {"problem": True}, status=HTTPStatus.NOT_FOUND)
    form = AgreeForm(request.POST if request.method == "POST" else None)
    is_done = form.is_valid()
    if is_done:
        added.agree(question, wish=form.cleaned_data["wish"] or Wish.EVERY_STEP, now=now)
    context = {
        "name": _order_name(question.order_id),
        "done": is_done,
        "wish_form": form,
        "wish": Wish.EVERY_STEP.value,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and not is_done else HTTPStatus.OK
    return render(request, "messages/agree.html", context, status=status)


@csrf_exempt  # as above
@private
@require_http_methods(["GET", "HEAD", "POST"])
def mail_my_link(request: HttpRequest) -> HttpResponse:
    """Ask for the links to one's orders by mail. The answer is the same for every address."""
    if not link_requests.is_offered():
        return answers.link_gone(request)
    if request.method != "POST":
        return render(request, "messages/link.html", {"form": AddressForm(), "done": False})
    form = AddressForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "done": False}
        return render(request, "messages/link.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    now = clock.seconds()
    networks = client_networks(request.META, trusted_proxies=conf.trusted_proxies())
    wait = limits.charge_asking(networks=networks, now=now)
    if wait is not None:
        response = render(
            request,
            "messages/link.html",
            {"form": form, "too_many": True},
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
        response.headers["Retry-After"] = str(int(wait) + 1)
        return response
    link_requests.ask(form.cleaned_data["email"], language=get_language() or "", now=now)
    return render(request, "messages/link.html", {"done": True})


def _add(order_pk: int, address: str, *, now: float) -> None:
    if limits.charge_question(address_hash(address), now=now) is None:
        added.add(order_pk, address, language=get_language() or "", now=now)


def _back(done: str) -> HttpResponse:
    url = f"?lang={get_language()}&done={done}"
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": url})


def _order_name(order_pk: int) -> str:
    try:
        return isolated(plain_text(store.get_snapshot(order_pk).name, limit=60))
    except (store.NotStored, UnreadableSnapshot):
        return ""
