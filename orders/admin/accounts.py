"""Who may sign in: Django's own users and groups, offering only the rights that mean something here.

Somebody who is no superuser but may change users sees no superuser, and hands out no rights.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from orders import clock
from orders.audit.roles import RIGHTS
from orders.second_factor import keeping
from orders.second_factor.standing import with_protection

FOR_SUPERUSERS = ("is_superuser", "groups", "user_permissions")

admin.site.unregister([User, Group])


def _offered_permissions() -> QuerySet[Permission]:
    shown = Permission.objects.none()
    for right in RIGHTS:
        app, codename = right.split(".")
        shown |= Permission.objects.filter(content_type__app_label=app, codename=codename)
    return shown.select_related("content_type")


class OfferedRights:
    """Choices of permissions without those of models that the admin does not show."""

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest | None = None, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        if db_field.remote_field.model is Permission:
            kwargs["queryset"] = _offered_permissions()
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)  # type: ignore[misc,no-any-return]


@admin.register(User)
class StaffAdmin(OfferedRights, UserAdmin):  # type: ignore[type-arg]
    """Django's user admin, in which rights are a superuser's to give."""

    list_display = ("username", "email", "first_name", "last_name", "is_staff", "second_factor")
    actions = ("reset_second_factor",)

    @admin.display(description="Second factor", boolean=True, ordering="is_protected")
    def second_factor(self, user: User) -> bool:
        """Whether a second step is asked of this user."""
        return bool(user.is_protected)  # type: ignore[attr-defined] # annotated by `get_queryset`

    @admin.action(description="Reset the second factor of the selected users", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For those who have lost theirs. One's own is removed on its own page, where a session must prove it."""
        own = request.user.get_username()
        others = [user for user in queryset if user.username != own]
        for user in others:
            keeping.reset(user, by=own, now=clock.seconds())
        if others:
            names = ", ".join(user.username for user in others)
            messages.success(request, f"No second factor any more, and signed out everywhere: {names}.")
        if any(user.username == own for user in queryset):
            messages.warning(request, "Your own second factor is as it was: you remove it on its own page.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = with_protection(super().get_queryset(request))
        return users if _is_superuser(request) else users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return readonly if _is_superuser(request) else (*readonly, *FOR_SUPERUSERS)


@admin.register(Group)
class RolesAdmin(OfferedRights, GroupAdmin):
    """Django's group admin. What a group may do is a superuser's to say, whoever may rename it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return () if _is_superuser(request) else ("permissions",)


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser
