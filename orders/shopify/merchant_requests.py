"""What a merchant wrote to a fulfillment service, asked for where somebody has to answer it: one cheap query for all.

It stands apart from what is read before every change (`fulfillable_reader`), which must not fail where this cannot be
read. https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentOrderMerchantRequest
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from orders.domain.fulfillable import MerchantRequest
from orders.shopify import operations
from orders.shopify.endpoint import Endpoint, Variable
from orders.shopify.errors import AccessDenied
from orders.shopify.json_shapes import Json, find_object, get_list
from orders.shopify.observations import Observations
from orders.shopify.payload import WORDS_LIMIT, Fields
from orders.shopify.text import clean_text
from orders.transport.deadline import Deadline

REQUESTS_PAGE = 4
"""The newest ones: a request to stop, the one to send before it, and those that were rejected."""
MOST_OPTIONS = 12
MESSAGE_LIMIT = 5000
LARGEST_NUMBER = 2**53


class RequestKind(StrEnum):
    """Shopify's FulfillmentOrderMerchantRequestKind."""

    FULFILLMENT = "FULFILLMENT_REQUEST"
    CANCELLATION = "CANCELLATION_REQUEST"


def read_merchant_requests(
    endpoint: Endpoint, fulfillment_order_ids: Sequence[str], *, deadline: Deadline
) -> Mapping[str, tuple[MerchantRequest, ...]]:
    """The newest requests of each fulfillment order by its GID, the newest first; those not shown are missing.

    Raises AccessDenied where they may not be read, or another ShopifyError.
    """
    variables: dict[str, Variable] = {"ids": list(fulfillment_order_ids), "requests": REQUESTS_PAGE}
    reply = endpoint.execute(operations.MERCHANT_REQUESTS, variables, deadline=deadline)
    if reply.denied:  # a message that may not be read must not pass for one that nobody wrote
        raise AccessDenied("The app may not read what merchants ask.", field=min(reply.denied))
    found: dict[str, tuple[MerchantRequest, ...]] = {}
    for node in get_list(reply.root, "nodes"):
        if not node:
            continue
        fields = Fields(node, kind="FulfillmentOrder", observations=endpoint.observations)
        requests = [
            _request(each, endpoint.observations)
            for each in get_list(find_object(find_object(node).get("merchantRequests")).get("nodes"), "nodes")
        ]
        found[fields.get_whole("id")] = tuple(sorted(requests, key=lambda each: each.sent_at, reverse=True))
    return found


def _request(node: Json, observations: Observations) -> MerchantRequest:
    fields = Fields(node, kind="FulfillmentOrderMerchantRequest", observations=observations)
    return MerchantRequest(
        kind=fields.get_enum("kind", RequestKind),
        sent_at=fields.get_moment("sentAt"),
        message=fields.find_lines("message", limit=MESSAGE_LIMIT) or "",
        options=_options(find_object(node).get("requestOptions")),
    )


def _options(payload: Json) -> dict[str, str | int | float | bool]:
    """Names with plain values. Whatever else an app puts there is left out: nobody could read it."""
    options: dict[str, str | int | float | bool] = {}
    for key, value in find_object(payload).items():
        name = clean_text(key, limit=WORDS_LIMIT)
        told = clean_text(value, limit=WORDS_LIMIT) if isinstance(value, str) else value
        is_huge = isinstance(told, int | float) and not abs(told) <= LARGEST_NUMBER
        if name and isinstance(told, str | int | float) and not is_huge and len(options) < MOST_OPTIONS:
            options[name] = told
    return options
