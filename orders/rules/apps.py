"""The Django app of the rules."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "orders.rules"
    label = "order_rules"
    verbose_name = "Rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from orders.rules import noting, removal  # noqa: PLC0415 - models are not there before
        from orders.storage import signals  # noqa: PLC0415

        signals.snapshot_stored.connect(noting.on_snapshot_stored)
        signals.orders_removed.connect(removal.on_orders_removed)
