"""The Django app of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "orders.api"
    label = "api"
    verbose_name = "API"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from orders.api import removal  # noqa: PLC0415 - models are not there before
        from orders.storage import signals  # noqa: PLC0415

        signals.orders_removed.connect(removal.on_orders_removed)
