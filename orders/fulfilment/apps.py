"""The Django app of fulfillments."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "orders.fulfilment"
    label = "fulfilment"
    verbose_name = "Fulfillments"
    default_auto_field = "django.db.models.BigAutoField"
