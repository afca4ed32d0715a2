"""What the console keeps of stored orders: what they are found by beside number and contact."""

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
