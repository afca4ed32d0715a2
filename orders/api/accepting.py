"""What is asked of the API becomes a row before it is answered; a request that is repeated finds the same row."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from orders.api.models import ApiToken, Operation
from orders.storage.write_queue import in_turn

KEPT_SECONDS = 30 * 86_400.0
"""How long an operation and its Idempotency-Key are remembered after it ended."""


class KeyUsedOtherwise(Exception):
    """This Idempotency-Key came before, with another request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: `kind` as in the table, the order's and the fulfillment's GIDs, and the checked body."""

    kind: str
    shopify_id: str
    fulfillment_id: str = ""
    body: dict[str, Any]

    @property
    def digest(self) -> str:
        """Equal for equal requests, however their JSON was written."""
        parts = [self.kind, self.shopify_id, self.fulfillment_id, self.body]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def accept(token: ApiToken, asked: Asked, *, key: str, now: float) -> tuple[Operation, bool]:
    """The operation that this request has become, and whether it had come before. Raises KeyUsedOtherwise."""
    before = _find(token, key)
    if before is None:
        try:
            with in_turn(), transaction.atomic():
                operation = Operation.objects.create(
                    public_id=uuid.uuid4().hex,
                    token=token,
                    kind=asked.kind,
                    shopify_id=asked.shopify_id,
                    fulfillment_id=asked.fulfillment_id,
                    body=asked.body,
                    idempotency_key=key,
                    request_hash=asked.digest,
                    created_at=now,
                    due_at=now,
                )
        except IntegrityError:  # the same request at the same moment
            before = Operation.objects.get(token=token, idempotency_key=key)
        else:
            return operation, False
    if before.request_hash != asked.digest:
        raise KeyUsedOtherwise
    return before, True


def find_operation(token: ApiToken, public_id: str) -> Operation | None:
    """One of this token's own operations."""
    return Operation.objects.filter(token=token, public_id=public_id).first()


def forget_old(*, now: float) -> None:
    """Delete what ended long ago, with its callbacks."""
    Operation.objects.filter(finished_at__lt=now - KEPT_SECONDS).delete()


def _find(token: ApiToken, key: str) -> Operation | None:
    return Operation.objects.filter(token=token, idempotency_key=key).first()
