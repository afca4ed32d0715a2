"""The Django app of the console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "orders.console"
    label = "console"
    verbose_name = "Console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from orders.console import failed_look_ups, keeping  # noqa: PLC0415 - models are not there before
        from orders.storage import signals  # noqa: PLC0415

        signals.snapshot_stored.connect(keeping.on_snapshot_stored)
        signals.look_up_missed.connect(failed_look_ups.on_look_up_missed)
        signals.orders_removed.connect(keeping.on_orders_removed)
