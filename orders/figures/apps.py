"""The Django app of the figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "orders.figures"
    label = "order_figures"
    verbose_name = "Figures"
    default_auto_field = "django.db.models.BigAutoField"
