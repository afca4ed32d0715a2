"""What a token asks for: each request is stored, answered with 202 and an address to ask at, and done by the worker."""

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Schema

from orders import clock
from orders.api import accepting
from orders.api.accepting import Asked, KeyUsedOtherwise
from orders.api.answer_schemas import AnswerIn
from orders.api.describing import describe
from orders.api.door import problem
from orders.api.gids import fulfillment_gid, fulfillment_order_gid, hold_gid, order_gid
from orders.api.hold_schemas import HoldIn, ReleaseIn
from orders.api.models import Right
from orders.api.out_schemas import OperationOut
from orders.api.reading import ShopifyNumber
from orders.api.schemas import CancelIn, EventIn, FulfillmentIn, TrackingUpdateIn
from orders.api.service import PREFIX, NoSuchThing, answers, api, needs, token_of
from orders.api.writable import READ_ONLY_CODE, missing_scopes
from orders.asking import gateway
from orders.fulfilment.scopes import known_may_write

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=64,
        pattern=r"^[A-Za-z0-9_.:-]+$",
        description="Your own name for this request. The same key with the same request is done once.",
    ),
]
OperationId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
ACCEPTED = answers(202, OperationOut, writing=True)
FULFILLMENT = "/orders/{order_id}/fulfillments/{fulfillment_id}"
WORK = "/orders/{order_id}/work/{work_id}"


@api.post("/orders/{order_id}/fulfillments", response=ACCEPTED, summary="A parcel has left", tags=["Writing"])
@needs(Right.SHIP)
def create_fulfillment(
    request: HttpRequest, order_id: ShopifyNumber, body: FulfillmentIn, idempotency_key: Key
) -> HttpResponse:
    """Make a fulfillment of what left this location. A number that is there already is not made twice."""
    return _accept(
        request, Asked(kind="ship", shopify_id=order_gid(order_id), body=_plain(body)), idempotency_key
    )


@api.put(f"{FULFILLMENT}/tracking", response=ACCEPTED, summary="Other tracking numbers", tags=["Writing"])
@needs(Right.SHIP)
def update_tracking(
    request: HttpRequest,
    order_id: ShopifyNumber,
    fulfillment_id: ShopifyNumber,
    body: TrackingUpdateIn,
    idempotency_key: Key,
) -> HttpResponse:
    """Put these numbers in place of those the fulfillment has."""
    return _accept(
        request, _of_fulfillment("update_tracking", order_id, fulfillment_id, body), idempotency_key
    )


@api.post(f"{FULFILLMENT}/cancel", response=ACCEPTED, summary="Cancel", tags=["Writing"])
@needs(Right.CANCEL)
def cancel_fulfillment(
    request: HttpRequest,
    order_id: ShopifyNumber,
    fulfillment_id: ShopifyNumber,
    body: CancelIn,
    idempotency_key: Key,
) -> HttpResponse:
    """Cancel a fulfillment; its items are work again."""
    return _accept(request, _of_fulfillment("cancel", order_id, fulfillment_id, body), idempotency_key)


@api.post(f"{FULFILLMENT}/events", response=ACCEPTED, summary="Report an event", tags=["Writing"])
@needs(Right.REPORT)
def report_event(
    request: HttpRequest,
    order_id: ShopifyNumber,
    fulfillment_id: ShopifyNumber,
    body: EventIn,
    idempotency_key: Key,
) -> HttpResponse:
    """Add a scan or a step to a fulfillment. Without `happened_at` it happened when it was asked."""
    return _accept(request, _of_fulfillment("report_event", order_id, fulfillment_id, body), idempotency_key)


@api.post(
    "/orders/{order_id}/work/{work_id}/answer",
    response=ACCEPTED,
    summary="Answer a request",
    tags=["Writing"],
)
@needs(Right.ANSWER)
def answer_request(
    request: HttpRequest,
    order_id: ShopifyNumber,
    work_id: ShopifyNumber,
    body: AnswerIn,
    idempotency_key: Key,
) -> HttpResponse:
    """Accept or reject what this location is asked to send, or to send no longer. Needs a location that is a
    fulfillment service.
    """
    asked = Asked(
        kind="answer",
        shopify_id=order_gid(order_id),
        body=_plain(body) | {"fulfillment_order_id": fulfillment_order_gid(work_id)},
    )
    return _accept(request, asked, idempotency_key)


@api.post(f"{WORK}/holds", response=ACCEPTED, summary="Hold", tags=["Writing"])
@needs(Right.HOLD)
def hold_work(
    request: HttpRequest,
    order_id: ShopifyNumber,
    work_id: ShopifyNumber,
    body: HoldIn,
    idempotency_key: Key,
) -> HttpResponse:
    """Let work wait, all of it or some items, for one more reason. It goes on when every reason is gone."""
    return _accept(request, _of_work("hold", order_id, work_id, body), idempotency_key)


@api.post(
    f"{WORK}/holds/{{hold_id}}/release", response=ACCEPTED, summary="Release one hold", tags=["Writing"]
)
@needs(Right.RELEASE)
def release_hold(
    request: HttpRequest,
    order_id: ShopifyNumber,
    work_id: ShopifyNumber,
    hold_id: ShopifyNumber,
    body: ReleaseIn,
    idempotency_key: Key,
) -> HttpResponse:
    """End one of the `holds` of the work; others stay."""
    asked = _of_work("release", order_id, work_id, body, hold_id=hold_gid(hold_id))
    return _accept(request, asked, idempotency_key)


@api.post(f"{WORK}/release", response=ACCEPTED, summary="Release all holds", tags=["Writing"])
@needs(Right.RELEASE)
def release_work(
    request: HttpRequest,
    order_id: ShopifyNumber,
    work_id: ShopifyNumber,
    body: ReleaseIn,
    idempotency_key: Key,
) -> HttpResponse:
    """End all holds that the work has when this is first tried, those of others too: better end one you know."""
    return _accept(request, _of_work("release", order_id, work_id, body), idempotency_key)


@api.get(
    "/operations/{operation_id}",
    response=answers(200, OperationOut),
    summary="What became of it",
    tags=["Writing"],
)
def read_operation(request: HttpRequest, operation_id: OperationId) -> dict[str, Any]:
    """An operation of this token's own."""
    operation = accepting.find_operation(token_of(request), operation_id)
    if operation is None:
        raise NoSuchThing
    return describe(operation)


def _of_fulfillment(kind: str, order_id: int, fulfillment_id: int, body: Schema) -> Asked:
    return Asked(
        kind=kind,
        shopify_id=order_gid(order_id),
        fulfillment_id=fulfillment_gid(fulfillment_id),
        body=_plain(body),
    )


def _of_work(kind: str, order_id: int, work_id: int, body: Schema, **more: str) -> Asked:
    return Asked(
        kind=kind,
        shopify_id=order_gid(order_id),
        body=_plain(body) | {"fulfillment_order_id": fulfillment_order_gid(work_id)} | more,
    )


def _plain(body: Schema) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_none=True)


def _accept(request: HttpRequest, asked: Asked, key: str) -> HttpResponse:
    if missing := missing_scopes(asked.kind, known_may_write(gateway.client())):
        return problem(HTTPStatus.FORBIDDEN, missing, code=READ_ONLY_CODE)
    try:
        operation, came_before = accepting.accept(token_of(request), asked, key=key, now=clock.seconds())
    except KeyUsedOtherwise:
        detail = "This Idempotency-Key came before with another request."
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, code="key_used_otherwise")
    answer = api.create_response(
        request, OperationOut(**describe(operation, as_accepted=True)).model_dump(mode="json"), status=202
    )
    answer.headers["Location"] = f"{PREFIX}operations/{operation.public_id}"
    if came_before:
        answer.headers["Idempotency-Replayed"] = "true"
    return answer
