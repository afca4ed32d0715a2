"""The Django app of the audit log, and of the roles that staff have."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "orders.audit"
    label = "audit"
    verbose_name = "What was done"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from orders.audit.roles import give_roles_their_rights  # noqa: PLC0415 - needs the apps to be ready

        post_migrate.connect(give_roles_their_rights, sender=self, dispatch_uid="orders.audit.roles")
