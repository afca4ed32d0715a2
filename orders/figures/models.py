"""Counts without anybody in them: how often, in which hour, and what kind."""

from django.db import models


class HourlyCount(models.Model):
    """How often something happened in an hour of the shop's own clock; `orders.watching.counting` writes it.

    `name` is made of words of ours and of language codes. What is told by day only stands under the hour 0.
    """

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    count = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        permissions = [("view_figures", "Can see figures and take them along as CSV")]
        constraints = [
            models.UniqueConstraint(fields=["day", "hour", "kind", "name"], name="order_figures_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hour} {self.kind} {self.name}"


class ParcelWeek(models.Model):
    """What the past parcels of one week come to, by carrier and lane; counted anew from their rows, never added to."""

    monday = models.DateField(unique=True)
    parcels = models.PositiveIntegerField()
    """How many rows were read: other than there are now, and the week is counted anew."""
    data = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.monday}: {self.parcels}"


class Summary(models.Model):
    """What the weeks of one period come to, ready to be shown however many parcels there were."""

    weeks = models.PositiveSmallIntegerField(unique=True)
    made_at = models.FloatField()
    data = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.weeks} weeks"
