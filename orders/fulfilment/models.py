"""What fulfilling keeps: who is at an order just now."""

from django.db import models


class OrderLock(models.Model):
    """Somebody is changing what has left of this order; nobody else does before `until`, in seconds since the epoch."""

    shopify_id = models.CharField(max_length=80, primary_key=True)
    until = models.FloatField()

    def __str__(self) -> str:
        return self.shopify_id
