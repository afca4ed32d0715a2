"""An operation as the API and its callbacks tell of it."""

from datetime import UTC, datetime
from typing import Any

from orders.api.gids import number_of
from orders.api.models import Operation, State


def describe(operation: Operation, *, as_accepted: bool = False) -> dict[str, Any]:
    """What `OperationOut` takes; `as_accepted` is what was said when it was accepted."""
    finished = None if as_accepted else operation.finished_at
    fulfillment = "" if as_accepted and operation.kind == "ship" else operation.fulfillment_id
    return {
        "id": operation.public_id,
        "kind": operation.kind,
        "state": str(State.ACCEPTED) if as_accepted else operation.state,
        "code": "" if as_accepted else operation.code,
        "detail": "" if as_accepted else operation.detail,
        "order_id": number_of(operation.shopify_id),
        "fulfillment_id": number_of(fulfillment) or None,
        "created_at": datetime.fromtimestamp(operation.created_at, UTC),
        "finished_at": finished and datetime.fromtimestamp(finished, UTC),
    }
