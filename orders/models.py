"""What is kept: snapshots of orders, links to them, and the two small tables that let processes act as one.

Rows hold what a page shows and nothing more: contacts are keyed hashes, links are hashes of their tokens.
"""

from django.db import models


class TrackedOrder(models.Model):
    """The newest snapshot of one Shopify order, and the keys it can be found by."""

    shopify_id = models.CharField(max_length=80, unique=True)
    ordered_at = models.FloatField()

    snapshot = models.BinaryField()
    """The order as `storage.snapshots` encodes it; empty while it was only heard of, and after it was removed."""
    version = models.PositiveIntegerField(default=1)
    """Grows by one whenever the snapshot changes; pages carry it, so that an open page knows whether it is old."""
    pace = models.CharField(max_length=10)
    shopify_updated_at = models.FloatField()
    fetched_at = models.FloatField()
    """When the fetch that gave this snapshot began, in seconds since the epoch, as all times of this table."""
    failed_at = models.FloatField(default=0)
    """When a refresh last failed; 0 once one has succeeded again."""
    missing_at = models.FloatField(default=0, db_default=0)
    """When Shopify was last asked and showed no such order; 0 while it shows it. The snapshot stays."""

    # Work is state: what is to be fetched next, by whom, and since when it is known to be out of date.
    urgency = models.PositiveSmallIntegerField(default=3)
    """0 is fetched first: `orders.storage.due.Urgency`."""
    due_at = models.FloatField()
    leased_until = models.FloatField(default=0)
    hinted_at = models.FloatField(default=0)
    """When Shopify last hinted that the order changed; a fetch that began earlier leaves it due."""
    failures = models.PositiveSmallIntegerField(default=0)
    removed_at = models.FloatField(null=True)
    """When the details were removed for good; the row stays so that a link can say so."""

    class Meta:
        indexes = [
            models.Index(fields=["urgency", "due_at"], name="orders_trackedorder_due"),
            models.Index(fields=["fetched_at"], name="orders_trackedorder_fetched"),
        ]

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
        indexes = [models.Index(fields=["hash", "-order"], name="orders_ordercontact_found")]

    def __str__(self) -> str:
        return self.hash


class AccessLink(models.Model):
    """A link that opens one order. Only the hash of its token is stored, so the table opens nothing."""

    token_hash = models.CharField(max_length=64, unique=True)
    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="links")
    origin = models.CharField(max_length=20)
    """What it was made for, and so what it may show: `orders.access.purposes.Purpose`."""
    proof = models.CharField(max_length=32, default="", db_default="")
    """The hash of the contact that was typed to get it: the link closes when the order has it no more."""
    recipient = models.CharField(max_length=30, default="", db_default="")
    """Whose it is, where that is not whoever ordered: `added:` and the key of an added address."""
    created_at = models.FloatField()
    expires_at = models.FloatField()
    used_at = models.FloatField(default=0, db_default=0)
    """When it was last opened, to the hour; 0 while it never was."""
    revoked_at = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"


class CalendarDay(models.Model):
    """What calendars were last told of one parcel: the day or days, and by how many changes it came to be that."""

    order = models.ForeignKey(
        TrackedOrder, on_delete=models.CASCADE, related_name="calendar_days", db_index=False
    )
    fulfillment_id = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()
    is_there = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "fulfillment_id"], name="orders_calendarday_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} for {self.fulfillment_id}"


class Limit(models.Model):
    """A leaky bucket: it fills with each attempt and drains with time (`orders.access.buckets`)."""

    key = models.CharField(max_length=64, primary_key=True)
    level = models.FloatField()
    """How many seconds it takes to drain, from `updated_at` on."""
    updated_at = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Flight(models.Model):
    """Work that only one process does at a time; the others wait for its outcome (`orders.asking.flights`)."""

    key = models.CharField(max_length=64, primary_key=True)
    owner = models.CharField(max_length=32)
    outcome = models.CharField(max_length=20)
    until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key


class WebhookDelivery(models.Model):
    """One webhook that Shopify delivered: enough to know it again, and what it asks for; never its body."""

    webhook_id = models.CharField(max_length=80, unique=True)
    body_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of topic and body: a captured delivery that is sent again under another id is known by it."""
    topic = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    """The GID it is about, where the order still has to be asked for; else empty."""
    received_at = models.FloatField(db_index=True)
    leased_until = models.FloatField(default=0)
    done_at = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=models.Q(done_at=None),
                name="orders_webhookdelivery_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.webhook_id}"


class Chore(models.Model):
    """A periodic piece of work, as a row that says when it is due and how far it has come."""

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.FloatField()
    leased_until = models.FloatField(default=0)
    cursor = models.TextField(default="")
    """Where to go on after a crash: JSON of the chore's own."""
    finished_at = models.FloatField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Breaker(models.Model):
    """Whether Shopify is worth asking now, as all processes see it (`orders.asking.breaker`); a single row."""

    failures = models.PositiveSmallIntegerField(default=0)
    open_until = models.FloatField(default=0)
    failed_at = models.FloatField(default=0)
    slow_until = models.FloatField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"open until {self.open_until}"


class Worker(models.Model):
    """A running worker's heartbeat."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.FloatField()
    seen_at = models.FloatField()
    fetched = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
