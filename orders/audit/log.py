"""The one door to the audit log: add an entry, read those of an order."""

from orders.audit.models import AuditEntry


def record(actor: str, action: str, *, now: float, shopify_id: str = "", detail: str = "") -> None:
    """Write down that `actor` did `action` (a short name such as `link.close`), to the order of this GID if to one.

    Call it in the transaction of what was done, so that neither stands without the other.
    """
    AuditEntry.objects.create(
        at=now, actor=actor[:150], action=action[:60], shopify_id=shopify_id[:80], detail=detail[:500]
    )


def entries_of(shopify_id: str, *, most: int = 100) -> list[AuditEntry]:
    """What was done to one order, newest first."""
    return list(AuditEntry.objects.filter(shopify_id=shopify_id)[:most])
