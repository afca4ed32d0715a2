"""The Django app of messages to shoppers; its label is not `messages`, which is Django's own."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "orders.messages"
    label = "order_messages"
    verbose_name = "Messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from anymail.signals import tracking  # noqa: PLC0415 - as below

        from orders.messages import noting, removal, reports  # noqa: PLC0415 - models are not there before
        from orders.storage import signals  # noqa: PLC0415

        signals.snapshot_replaced.connect(noting.on_snapshot_replaced)
        tracking.connect(reports.on_tracking)
        signals.orders_removed.connect(removal.on_orders_removed)
