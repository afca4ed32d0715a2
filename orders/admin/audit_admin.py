"""The audit log in the admin: read by those who may, changed by nobody."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from orders import clock
from orders.audit.models import AuditEntry

if TYPE_CHECKING:
    Base = admin.ModelAdmin[AuditEntry]
else:
    Base = admin.ModelAdmin


@admin.register(AuditEntry)
class AuditLogAdmin(Base):
    """A list with a search; no form that could be sent."""

    list_display = ("moment", "actor", "action", "shopify_id", "detail")
    list_display_links = None
    list_filter = ("action",)
    search_fields = ("actor", "shopify_id", "detail")
    show_full_result_count = False

    @admin.display(description="When", ordering="at")
    def moment(self, entry: AuditEntry) -> str:
        """In the store's time zone, to the second."""
        return clock.local(entry.at).strftime("%Y-%m-%d %H:%M:%S %Z")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
