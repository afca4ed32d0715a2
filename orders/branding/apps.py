"""The Django app of the shop's brand."""

from django.apps import AppConfig


class BrandingConfig(AppConfig):
    name = "orders.branding"
    label = "branding"
    verbose_name = "Your shop"
    default_auto_field = "django.db.models.BigAutoField"
