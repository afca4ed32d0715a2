"""What a token reads: itself, the list of its location's orders, one order's work and timeline."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query
from ninja.errors import ValidationError

from orders import clock
from orders.api import work
from orders.api.gids import number_of, order_gid
from orders.api.models import Right
from orders.api.out_schemas import ListOut, OrderWorkOut, TimelineOut, TokenOut
from orders.api.service import NoSuchThing, answers, api, needs, token_of
from orders.api.timeline_out import build_public_timeline
from orders.api.work import BadCursor, Cursor, read_own
from orders.asking import breaker, gateway
from orders.domain.fulfillable import FulfillableOrder, MadeFulfillment, MerchantRequest, Work
from orders.domain.order import Order
from orders.fulfilment.asked import is_asked, read_requests
from orders.fulfilment.planning import CREATE
from orders.models import TrackedOrder
from orders.storage import store
from orders.storage.snapshots import UnreadableSnapshot
from orders.transport.deadline import Deadline

ShopifyNumber = Annotated[int, Path(ge=1, le=2**63 - 1, description="Shopify's number, the end of its GID.")]
MOST_LISTED = 100


@api.get("/token", response=answers(200, TokenOut), summary="The token itself", tags=["Reading"])
def read_token(request: HttpRequest) -> dict[str, Any]:
    """Which location this token is for, what it may do, and until when: a first request to try."""
    token = token_of(request)
    return {
        "name": token.name,
        "location_id": number_of(token.location_id),
        "location_name": token.location_name,
        "rights": token.rights,
        "expires_at": datetime.fromtimestamp(token.expires_at, UTC),
    }


@api.get("/work", response=answers(200, ListOut), summary="Orders changed since", tags=["Reading"])
@needs(Right.READ)
def list_work(
    request: HttpRequest,
    cursor: Annotated[str, Query(max_length=200, description="`next_cursor` of the answer before.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
) -> dict[str, Any]:
    """Orders with work at this location, those that changed longest ago first.

    An order comes again whenever it was looked at anew; `version` tells whether anything did change. What changed in
    the last minute comes with a later request. Ask on while `more` is true, then again after a minute or more.
    """
    try:
        page = work.list_changed(token_of(request), Cursor.read(cursor), most=limit, now=clock.seconds())
    except BadCursor:
        raise ValidationError([{"loc": ("query", "cursor"), "msg": "is none that was given out"}]) from None
    return {
        "orders": [
            {
                "order_id": number_of(each.order.id),
                "order_name": each.order.name,
                "changed_at": each.order.updated_at,
                "version": each.version,
                "open_quantity": each.open_quantity,
            }
            for each in page.listed
        ],
        "next_cursor": str(page.cursor),
        "more": page.more,
    }


@api.get(
    "/orders/{order_id}/work",
    response=answers(200, OrderWorkOut),
    summary="What is to be sent, and what was",
    tags=["Reading"],
)
@needs(Right.READ)
def read_work(request: HttpRequest, order_id: ShopifyNumber) -> dict[str, Any]:
    """The order's fulfillment orders and fulfillments at this location, read from Shopify now."""
    token = token_of(request)
    order = read_own(token, order_gid(order_id))
    here = [each for each in order.work if each.location_id == token.location_id]
    requests = read_requests(gateway.client(), here)
    return {
        "order_id": order_id,
        "order_name": order.name,
        "cancelled": order.cancelled_at is not None,
        "work": [_work(each, requests) for each in here],
        "fulfillments": [_made(each) for each in order.fulfillments if each.location_id == token.location_id],
    }


@api.get(
    "/orders/{order_id}/timeline",
    response=answers(200, TimelineOut),
    summary="The public timeline",
    tags=["Reading"],
)
@needs(Right.READ)
def read_timeline(request: HttpRequest, order_id: ShopifyNumber) -> dict[str, Any]:
    """What somebody sees with whom the shopper shared the order: no numbers, no places below the country."""
    own = read_own(token_of(request), order_gid(order_id))
    timeline = build_public_timeline(_find_order(own), now=clock.local(clock.seconds()))
    return {"order_id": order_id} | timeline


def _find_order(own: FulfillableOrder) -> Order:
    """The order as it is stored; one that is not stored yet is read from Shopify. NoSuchThing once it was removed."""
    row = TrackedOrder.objects.filter(shopify_id=own.id).values_list("pk", "removed_at").first()
    if row is not None and row[1] is not None:
        raise NoSuchThing
    if row is not None:
        with suppress(UnreadableSnapshot):
            return store.get_snapshot(row[0])
    client = gateway.client()
    return breaker.ask(lambda: client.get_order(own.id, deadline=Deadline.after(work.READ_SECONDS))).order


def _work(each: Work, requests: Mapping[str, Sequence[MerchantRequest]] | None) -> dict[str, Any]:
    return {
        "id": number_of(each.id),
        "status": each.status,
        "request_status": each.request_status,
        "may_be_fulfilled": CREATE in each.actions and each.remaining > 0,
        "holds": [
            {
                "id": number_of(hold.id),
                "reason": hold.reason,
                "handle": hold.handle or None,
                "held_here": hold.is_ours,
            }
            for hold in each.holds
        ],
        "lines": [
            {"id": number_of(line.id), "sku": line.sku, "quantity": line.remaining}
            for line in each.lines
            if line.remaining
        ],
        "requests": None if requests is None and is_asked(each) else _requests(each, requests or {}),
    }


def _requests(each: Work, requests: Mapping[str, Sequence[MerchantRequest]]) -> list[dict[str, Any]]:
    return [asdict(request) for request in requests.get(each.id, ())]


def _made(each: MadeFulfillment) -> dict[str, Any]:
    return {
        "id": number_of(each.id),
        "status": each.status,
        "company": next((info.company for info in each.tracking if info.company), None),
        "numbers": [info.number for info in each.tracking if info.number],
        "created_at": each.created_at,
    }
