"""What is kept: snapshots of orders, links to them, and the two small tables that let processes act as one.

Rows hold what a page shows and nothing more: contacts are keyed hashes, links are hashes of their tokens.
"""

from django.db import models


class TrackedOrder(models.Model):
    """The newest snapshot of one Shopify order, and the keys it can be found by."""

    shopify_id = models.CharField(max_length=80, unique=True)
    ordered_at = models.FloatField()

    snapshot = models.BinaryField()
    """The order as `orders.snapshots` encodes it."""
    version = models.PositiveIntegerField(default=1)
    """Grows by one whenever the snapshot changes; pages carry it, so that an open page knows whether it is old."""
    pace = models.CharField(max_length=10)
    shopify_updated_at = models.FloatField()
    fetched_at = models.FloatField()
    """When the fetch that gave this snapshot began, in seconds since the epoch, as all times of this table."""
    failed_at = models.FloatField(default=0)
    """When a refresh last failed; 0 once one has succeeded again."""

    def __str__(self) -> str:
        return self.shopify_id


class OrderKey(models.Model):
    """One of the texts an order answers to, in the form of `orders.domain.matching.order_keys`."""

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="orders_orderkey_once")]

    def __str__(self) -> str:
        return self.key


class OrderContact(models.Model):
    """A keyed hash of one form of the email or phone that an order was placed with."""

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="contacts", db_index=False)
    hash = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "hash"], name="orders_ordercontact_once")]

    def __str__(self) -> str:
        return self.hash


class AccessLink(models.Model):
    """A link that opens one order. Only the hash of its token is stored, so the table opens nothing."""

    token_hash = models.CharField(max_length=64, unique=True)
    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="links")
    origin = models.CharField(max_length=20)
    """What it was made for: `look_up` or `support`."""
    created_at = models.FloatField()
    expires_at = models.FloatField()
    revoked_at = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"


class Limit(models.Model):
    """A leaky bucket: it fills by one with each attempt and drains with time (`orders.limits`)."""

    key = models.CharField(max_length=64, primary_key=True)
    level = models.FloatField()
    granted = models.BooleanField()
    updated_at = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Flight(models.Model):
    """Work that only one process does at a time; the others wait for its outcome (`orders.flights`)."""

    key = models.CharField(max_length=64, primary_key=True)
    owner = models.CharField(max_length=32)
    outcome = models.CharField(max_length=20)
    until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key
