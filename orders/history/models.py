"""One row for each parcel that has come to its end, without anything that leads to its order or to a person.

Decided in docs/decisions/0015.
"""

import secrets

from django.db import models

from orders.models import TrackedOrder


def random_key() -> int:
    """A key that does not tell in which order rows were written, and so not beside which removed order."""
    return secrets.randbits(62)


class PastParcel(models.Model):
    """`orders.domain.past_parcels.PastParcel` as a row; that docstring says what the fields mean.

    Texts are empty and numbers null where nothing is known. Medians and shares are made of `…_hours` (since the order
    was placed; the hours of a step are a difference) and of days.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    carrier = models.CharField(max_length=60)
    journey = models.CharField(max_length=20)
    """`shipping`, `local_delivery` or `pickup_point`."""
    origin_country = models.CharField(max_length=2)
    destination_country = models.CharField(max_length=2)
    destination_region = models.CharField(max_length=10)
    """Shopify's province code, the latter part of ISO 3166-2."""
    outcome = models.CharField(max_length=10)
    """`delivered`, `collected`, `returned`, `cancelled` or `unknown`."""

    ordered_on = models.DateField()
    packed_on = models.DateField(null=True)
    scanned_on = models.DateField(null=True)
    out_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    ended_on = models.DateField()
    left_on = models.DateField(null=True)
    """The first scan's day, or where nobody scanned it, the label's."""
    weekday_left = models.PositiveSmallIntegerField(null=True)
    """0 is Monday."""
    packed_hours = models.SmallIntegerField(null=True)
    scanned_hours = models.SmallIntegerField(null=True)
    out_hours = models.SmallIntegerField(null=True)
    arrived_hours = models.SmallIntegerField(null=True)

    attempts = models.PositiveSmallIntegerField(default=0)
    promised_on = models.DateField(null=True)
    promised_by = models.CharField(max_length=10)
    """`checkout`, `carrier` or `shipment`."""
    days_late = models.SmallIntegerField(null=True)
    """From the promise to the arrival; below 0 where it came early."""

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["ended_on"], name="order_history_ended"),
            models.Index(
                fields=["carrier", "destination_country", "ended_on"], name="order_history_by_carrier"
            ),
            models.Index(fields=["arrived_on"], name="order_history_arrived"),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} to {self.destination_country}: {self.outcome}"


class ParcelMark(models.Model):
    """Which row tells of which parcel, while the order's details are there: so each has one row, kept up to date.

    The mark goes with the details. A removed order never comes back, so that no row is written twice.
    """

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="+", db_index=False)
    fulfillment_id = models.CharField(max_length=80)
    row = models.OneToOneField(PastParcel, on_delete=models.CASCADE)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["order", "fulfillment_id"], name="order_history_mark_once")
        ]

    def __str__(self) -> str:
        return self.fulfillment_id


class UsualDays(models.Model):
    """Between which days parcels of a lane that left on a day usually arrive, as it was known on that day."""

    carrier = models.CharField(max_length=60)
    origin_country = models.CharField(max_length=2)
    destination_country = models.CharField(max_length=2)
    destination_region = models.CharField(max_length=10)
    """Empty for the whole country."""
    left_on = models.DateField()
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "left_on",
                    "carrier",
                    "origin_country",
                    "destination_country",
                    "destination_region",
                ],
                name="order_history_usual_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.carrier} to {self.destination_country}: {self.first_day} to {self.last_day}"
