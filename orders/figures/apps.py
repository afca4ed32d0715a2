"""The Django app of the figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "orders.figures"
    label = "order_figures"
    verbose_name = "Figures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from orders.figures import rolling  # noqa: PLC0415 - models are not there before
        from orders.storage import signals  # noqa: PLC0415

        signals.orders_removed.connect(rolling.on_orders_removed)
