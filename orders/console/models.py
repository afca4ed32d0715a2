"""What the console keeps of stored orders: what they are found by, and what about them needs somebody."""

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

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["order", "reason"], name="console_attention_once")]
        indexes = [
            models.Index(fields=["severity", "since", "id"], name="console_attention_worst"),
            models.Index(fields=["reason", "hidden_until"], name="console_attention_counted"),
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
