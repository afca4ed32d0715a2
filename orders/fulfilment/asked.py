"""What the merchant wrote, for whoever has to answer it. Answers can be given where it cannot be read."""

from collections.abc import Mapping, Sequence
from typing import Final

from orders.asking import breaker
from orders.domain.fulfillable import MerchantRequest, Work
from orders.domain.status import FulfillmentOrderRequestStatus
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import ShopifyError
from orders.transport.deadline import Deadline

ASK_SECONDS: Final = 3.0
"""The page shows the rest without it."""
MOST: Final = 50
WAITING: Final = frozenset(
    {FulfillmentOrderRequestStatus.SUBMITTED, FulfillmentOrderRequestStatus.CANCELLATION_REQUESTED}
)


def is_asked(work: Work) -> bool:
    """Whether a fulfillment service has a request before it that it has not answered."""
    return work.request_status in WAITING


def read_requests(
    client: ShopifyClient, works: Sequence[Work]
) -> Mapping[str, tuple[MerchantRequest, ...]] | None:
    """What was asked of those that wait for an answer, by their GIDs, newest first; None where it cannot be read."""
    asked = [work.id for work in works if is_asked(work)][:MOST]
    if not asked:
        return {}
    try:
        return breaker.ask(lambda: client.read_merchant_requests(asked, deadline=Deadline.after(ASK_SECONDS)))
    except ShopifyError:
        return None
