"""What fulfilling keeps: who is at an order just now."""

from django.db import models


class OrderLock(models.Model):
    """Somebody is changing what has left of this order; nobody else does before `until`, in seconds since the epoch."""

    shopify_id = models.CharField(max_length=80, primary_key=True)
    until = models.FloatField()

    class Meta:
        permissions = [("fulfil_orders", "Can send, correct, cancel, hold and release what orders hold")]

    def __str__(self) -> str:
        return self.shopify_id


class TrackingImport(models.Model):
    """A file that was accepted. Its rows are the work; it is done when none of them waits."""

    name = models.CharField(max_length=200)
    actor = models.CharField(max_length=150)
    created_at = models.FloatField()
    is_check = models.BooleanField(default=False)
    """Its rows are only looked at, and nothing is changed at Shopify."""
    accepted_at = models.FloatField(null=True)
    """When somebody said that it is to be done."""
    notes = models.JSONField(default=list)
    """Sentences on the whole file."""
    unknown_locations = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    """Warehouses that it names and nobody has said yet which location they are."""
    is_watched = models.BooleanField(default=False, db_default=False)
    """Somebody waits for its end, and sees what is refused."""
    noticed_at = models.FloatField(null=True)
    """When staff were to be told of what was refused."""

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "Import"

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One shipment of a file, or the scans of one parcel."""

    of = models.ForeignKey(TrackingImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    lines = models.CharField(max_length=100)
    """The rows of the file it was read from, as a reader sees them: `12` or `12, 13`."""
    order = models.CharField(max_length=200)
    """The order as the file writes it."""
    wanted = models.JSONField(null=True)
    """`imports.wanted_to_json` or `events_to_json`; None where the file itself is wrong."""
    verdict = models.CharField(max_length=20, blank=True)
    """`imports.Found`; empty while it waits."""
    words = models.CharField(max_length=600, blank=True)
    shopify_id = models.CharField(max_length=80, blank=True)
    is_waiting = models.BooleanField(default=True)
    due_at = models.FloatField(default=0)
    leased_until = models.FloatField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(is_waiting=True), name="fulfilment_row_waiting"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["of", "position"], name="fulfilment_row_once")]

    def __str__(self) -> str:
        return f"{self.order}, row {self.lines}"


class ColumnMeaning(models.Model):
    """What the merchant said of a header row, kept by its exact names."""

    header_key = models.CharField(max_length=64, primary_key=True)
    roles = models.JSONField()
    """Role to the name of its column."""
    saved_at = models.FloatField()

    def __str__(self) -> str:
        return ", ".join(self.roles.values())


class LocationName(models.Model):
    """Which location of the shop a warehouse's name in files means, as somebody said once."""

    name = models.CharField(max_length=100, primary_key=True)
    """In small letters, one space between words."""
    location_id = models.CharField(max_length=80)
    saved_at = models.FloatField()

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """What staff are to be told because nobody was watching; `worker` mails or posts it."""

    key = models.CharField(max_length=80, blank=True)
    """What is the same trouble has the same key, and is told once a day."""
    subject = models.CharField(max_length=200)
    text = models.TextField()
    path = models.CharField(max_length=200, blank=True)
    """Of the page that shows more."""
    created_at = models.FloatField()
    due_at = models.FloatField()
    leased_until = models.FloatField(default=0)
    mailed_at = models.FloatField(null=True)
    posted_at = models.FloatField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.FloatField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(ended_at=None), name="fulfilment_notice_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.subject
