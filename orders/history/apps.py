"""The Django app of parcels' history."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "orders.history"
    label = "order_history"
    verbose_name = "History of parcels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from orders.history import keeping  # noqa: PLC0415 - models are not there before
        from orders.storage import signals  # noqa: PLC0415

        signals.snapshot_stored.connect(keeping.on_snapshot_stored)
        signals.removal_begins.connect(keeping.on_removal_begins)
