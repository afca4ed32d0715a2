"""The Django app of the staff's second factor."""

from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    name = "orders.second_factor"
    label = "second_factor"
    verbose_name = "Second factor"
    default_auto_field = "django.db.models.BigAutoField"
