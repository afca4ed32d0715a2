"""What the console keeps of stored orders: what they are found by, and what about them needs somebody."""

from django.conf import settings
from django.db import models

from orders.models import TrackedOrder


class TrackingKey(models.Model):
    """A keyed hash of one tracking number of an order, in the form it is compared in."""

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()
        permissions = [
            ("view_console", "Can find orders and see what needs attention"),
            (
                "act_on_orders",
                "Can refresh orders, make and close links, answer and put off what needs attention",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["hash", "order"], name="console_trackingkey_once")]

    def __str__(self) -> str:
        return self.hash


class Attention(models.Model):
    """One reason for which one order needs somebody. A new moment of the same reason brings it back."""

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20)
    severity = models.PositiveSmallIntegerField()
    since = models.FloatField()
    detail = models.CharField(max_length=120, blank=True)
    hidden_until = models.FloatField(default=0)
    """Put off until then; for ever, `FOR_GOOD`, once it is done."""
    note = models.CharField(max_length=300, blank=True)
    carrier = models.CharField(max_length=60, blank=True, default="", db_default="")
    """Whose parcel it is about, as Shopify names it; empty where no parcel is meant."""
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["order", "reason"], name="console_attention_once")]
        indexes = [
            # With what is hidden in each, so that many rows that are done are passed over within the index.
            models.Index(fields=["severity", "since", "id", "hidden_until"], name="console_attention_worst"),
            models.Index(fields=["reason", "hidden_until"], name="console_attention_counted"),
            models.Index(
                fields=["reason", "severity", "since", "id", "hidden_until"], name="console_attention_reason"
            ),
            models.Index(
                fields=["carrier", "severity", "since", "id", "hidden_until"],
                name="console_attention_carrier",
            ),
            models.Index(
                fields=["assignee", "severity", "since", "id", "hidden_until"],
                name="console_attention_whose",
            ),
            models.Index(fields=["hidden_until", "severity", "since", "id"], name="console_attention_hidden"),
        ]

    def __str__(self) -> str:
        return self.reason


class Look(models.Model):
    """When an order that may still change is to be looked at again, because time alone can make it late."""

    order = models.OneToOneField(TrackedOrder, on_delete=models.CASCADE, related_name="+")
    at = models.FloatField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at}"


class SavedFilter(models.Model):
    """What one person often wants to see of the list, under a name of their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)
    """`Filter.query`."""

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="console_savedfilter_once")]

    def __str__(self) -> str:
        return self.name


class MissedLookUp(models.Model):
    """A look-up that found nothing, for the seconds until the worker has found out which orders it may have meant."""

    slot = models.PositiveSmallIntegerField(primary_key=True)
    at = models.FloatField()
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    hashes = models.TextField()
    """Keyed hashes of the forms of the contact, parted by blanks."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"slot {self.slot}"


class FailedLookUp(models.Model):
    """That somebody looked for an order and did not find it: when, and what did not fit. Nothing of what was typed."""

    class Kind(models.TextChoices):
        WRONG_EMAIL = "wrong_email", "Its number was right, the email was not"
        WRONG_PHONE = "wrong_phone", "Its number was right, the phone number was not"
        NO_CONTACT = "no_contact", "Its number was right, but no email or phone of the order is known here"
        NUMBER_FOR_EMAIL = "wrong_number_right_email", "Its email was right, the number was not"
        NUMBER_FOR_PHONE = "wrong_number_right_phone", "Its phone number was right, the order number was not"

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.FloatField(db_index=True)
    kind = models.CharField(max_length=30, choices=Kind)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["order", "-at"], name="console_failedlookup_newest")]

    def __str__(self) -> str:
        return self.kind


class MorningMail(models.Model):
    """That the morning's mail of a day was handed over for one address, or is being handed over: there is no second."""

    key = models.CharField(max_length=60, primary_key=True)
    """The day, and a keyed hash of the address."""
    at = models.FloatField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
