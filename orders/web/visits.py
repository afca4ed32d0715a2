"""What a shopper asks for, up to where an answer is written: the same on the site itself and inside the shop."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import Error
from django.http import QueryDict

from orders import clock
from orders.access import links
from orders.asking import freshness, tracking
from orders.domain.matching.typed_kind import kind_of_contact, kind_of_order_number
from orders.storage import signals, store
from orders.storage.snapshots import UnreadableSnapshot
from orders.storage.trouble import in_its_own_words
from orders.watching import counting, metrics
from orders.watching.seldom import Seldom
from orders.web import pages
from orders.web.forms import MAX_TYPED, LookUpForm

_trouble = Seldom(logging.getLogger("orders.tracking"), logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """No order was found. `problem` says why (None: the form says it), `wait` in seconds when to try again."""

    form: LookUpForm
    problem: str | None
    status: HTTPStatus
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Closed:
    """The link opens nothing any more; an open page is to say so."""


@dataclass(frozen=True, slots=True)
class NoNews:
    """An open page tells the truth."""


@dataclass(frozen=True, slots=True)
class NewAge:
    """Nothing has changed but how old the facts are."""

    order: store.StoredOrder


@dataclass(frozen=True, slots=True)
class NewBody:
    """The order reads differently; the context is what `order/body.html` takes."""

    order: store.StoredOrder
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """The order that was being fetched is there; its page can be opened."""


News = Closed | NoNews | NewAge | NewBody | Arrived


def look_up(typed: QueryDict, *, networks: Sequence[str], now: float) -> tracking.Found | Missed:
    """Look an order up by what was typed into the form; counted by its outcome."""
    form = LookUpForm(typed)
    if not form.is_valid():
        _count("invalid", typed)
        return Missed(form=form, problem=None, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    number, contact = form.cleaned_data["order_number"], form.cleaned_data["email"]
    try:
        found = tracking.look_up(number, contact, networks=networks, now=now)
        if isinstance(found, tracking.NotFound):
            signals.look_up_missed.send(None, order_number=number, contact=contact, now=now)
    except Error as error:
        _trouble.say("A look-up could not be answered. The database: %s", in_its_own_words(error))
        found = tracking.ShopAway(tracking.RETRY_AFTER_SECONDS)
    match found:
        case tracking.Found():
            _count("found", typed)
            return found
        case tracking.NotFound():
            missed = Missed(form=form, problem="miss", status=HTTPStatus.NOT_FOUND)
        case tracking.TooMany(wait):
            status = HTTPStatus.TOO_MANY_REQUESTS
            missed = Missed(form=form, problem="too_many", status=status, wait=wait)
        case tracking.ShopAway(wait):
            status = HTTPStatus.SERVICE_UNAVAILABLE
            missed = Missed(form=form, problem="unavailable", status=status, wait=wait)
        case tracking.StillLooking(wait):
            status = HTTPStatus.SERVICE_UNAVAILABLE
            missed = Missed(form=form, problem="slow", status=status, wait=wait)
    _count(str(missed.problem), typed)
    return missed


def _count(outcome: str, typed: QueryDict) -> None:
    metrics.look_up(outcome)
    number, contact = (typed.get(field, "")[:MAX_TYPED] for field in ("order_number", "email"))
    counting.look_up(outcome, number=kind_of_order_number(number), contact=kind_of_contact(contact))


def refresh(token: str) -> store.StoredOrder | None:
    """Fetch the order of a link unless that has just been done; None for a link that does not open."""
    found = links.find_link(token, now=clock.seconds())
    if found is None or found.removed_at is not None:
        return found
    if not found.is_fetched:
        tracking.keep_fetching(found)
    elif freshness.may_be_asked_for(found, now=clock.seconds()):
        tracking.refresh(found)
    return found


def ask_whether_it_arrived(token: str) -> News:
    """What the page of an order that is being fetched has to learn. Has it fetched if nobody is at it."""
    found = links.find_link(token, now=clock.seconds())
    if found is None or found.removed_at is not None:
        return Closed()
    if found.is_fetched:
        return Arrived()
    tracking.keep_fetching(found)
    return NoNews()


def ask_for_news(token: str, *, version: str, said: str) -> News:
    """What an open page that shows `version` and `said` this has to learn. Fetches first if the snapshot is stale."""
    found = links.find_link(token, now=clock.seconds())
    if found is None or found.removed_at is not None:
        return Closed()
    if not found.is_fetched:
        return NoNews()
    if freshness.is_stale(found, now=clock.seconds()):
        tracking.refresh(found)
    now = clock.seconds()
    try:
        current = store.get(found.pk)
        if pages.is_shown(version, current, now=now):
            return NewAge(current) if pages.is_age_news(current, now=now) else NoNews()
        context = pages.build_context(current, now=now)
    except (store.NotStored, UnreadableSnapshot):
        return NoNews()
    return NewBody(current, context | {"announce": said != context["said"]})
