"""What the API keeps: who may call, what was asked, and who is told of it. Times are in seconds since the epoch."""

from django.db import models


class Right(models.TextChoices):
    """What a token may do."""

    READ = "read", "Read work and timelines"
    SHIP = "ship", "Create fulfillments and correct tracking"
    CANCEL = "cancel", "Cancel fulfillments"
    REPORT = "report", "Report events of shipments"
    ANSWER = "answer", "Accept or reject what the location is asked"
    HOLD = "hold", "Hold what the location is to send"
    RELEASE = "release", "Release what is on hold at the location, whoever held it"


class ApiToken(models.Model):
    """Somebody's software, at one location. Only a keyed hash of the token is stored, so the table opens nothing."""

    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=32, unique=True)
    shown_end = models.CharField(max_length=4)
    """The last characters, so that a person can tell tokens apart."""
    location_id = models.CharField(max_length=80)
    """GID of the location whose work this token sees."""
    location_name = models.CharField(max_length=200)
    former_names = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """What the location was called before, and until when."""
    rights = models.JSONField(default=list)
    callback_url = models.URLField(max_length=300, blank=True, default="")
    created_by = models.CharField(max_length=150)
    created_at = models.FloatField()
    expires_at = models.FloatField()
    revoked_at = models.FloatField(null=True)
    used_at = models.FloatField(default=0, db_default=0)
    """When it was last used, to some minutes; 0 while it never was."""

    class Meta:
        verbose_name = "API token"

    def __str__(self) -> str:
        return f"{self.name} (…{self.shown_end})"

    @property
    def actor(self) -> str:
        """Who did it, in the audit log."""
        return f"API: {self}"

    def may(self, right: Right) -> bool:
        """Whether this token has the right."""
        return right in self.rights


class State(models.TextChoices):
    """How far an operation is. REFUSED will not be tried again; UNKNOWN was sent and no answer came."""

    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Operation(models.Model):
    """Something that was asked of us and stored before it was answered; the worker does it."""

    public_id = models.CharField(max_length=32, unique=True)
    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="operations")
    kind = models.CharField(max_length=20)
    """`ship`, `update_tracking`, `cancel`, `report_event`, `answer`, `hold` or `release`."""
    shopify_id = models.CharField(max_length=80, db_index=True)
    """GID of the order."""
    fulfillment_id = models.CharField(max_length=80, blank=True, default="")
    body = models.JSONField(default=dict)
    idempotency_key = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    """SHA-256 of what was asked; the same key with another one is refused."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACCEPTED)
    code = models.CharField(max_length=40, blank=True, default="")
    detail = models.CharField(max_length=500, blank=True, default="")
    begun = models.JSONField(default=dict)
    """What was so before the first try, for whoever goes on after a crash."""
    created_at = models.FloatField(db_index=True)
    due_at = models.FloatField()
    leased_until = models.FloatField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    finished_at = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "idempotency_key"], name="api_operation_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(finished_at=None), name="api_operation_due"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Callback(models.Model):
    """One message to the owner of a token that an operation has ended."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="callbacks")
    event_id = models.CharField(max_length=40, unique=True)
    created_at = models.FloatField()
    due_at = models.FloatField()
    leased_until = models.FloatField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.FloatField(null=True)
    """When it was delivered or given up."""
    answer = models.CharField(max_length=120, blank=True, default="")
    """What came of the last try."""

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="api_callback_due"),
        ]

    def __str__(self) -> str:
        return self.event_id
