"""Owner, support and read-only: three groups of Django's, made and given their rights after every migration.

A room that adds something staff may do names the right here. Rights a superuser gave or took besides stay as they are.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions

OWNER = "Owner"
SUPPORT = "Support"
READ_ONLY = "Read-only"

# `app.codename` of every right, with the roles that have it; the first time a right is seen it is given to them.
RIGHTS: dict[str, tuple[str, ...]] = {
    "branding.view_brand": (OWNER, SUPPORT, READ_ONLY),
    "branding.change_brand": (OWNER,),
    "fulfilment.view_trackingimport": (OWNER, SUPPORT, READ_ONLY),
    "fulfilment.add_trackingimport": (OWNER, SUPPORT),
    "fulfilment.fulfil_orders": (OWNER, SUPPORT),
    "audit.view_auditentry": (OWNER, SUPPORT, READ_ONLY),
    "console.view_console": (OWNER, SUPPORT, READ_ONLY),
    "console.act_on_orders": (OWNER, SUPPORT),
    "order_figures.view_figures": (OWNER, SUPPORT, READ_ONLY),
    "order_rules.view_rule": (OWNER, SUPPORT, READ_ONLY),
    "order_rules.change_rule": (OWNER,),
    "api.view_apitoken": (OWNER,),
    "api.add_apitoken": (OWNER,),
    "auth.view_user": (OWNER,),
    "auth.add_user": (OWNER,),
    "auth.change_user": (OWNER,),
}


def give_roles_their_rights(using: str = "default", **_signal: Any) -> None:
    """Make the groups where they are missing, and give each new right to those who should have it."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    known_model = apps.get_model("audit", "KnownRight")
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0, interactive=False, using=using)
    groups = {
        name: group_model.objects.using(using).get_or_create(name=name)[0]
        for name in (OWNER, SUPPORT, READ_ONLY)
    }
    known = set(known_model.objects.using(using).values_list("name", flat=True))
    for name in sorted(RIGHTS.keys() - known):
        app, codename = name.split(".")
        found = permission_model.objects.using(using).filter(content_type__app_label=app, codename=codename)
        for permission in found:
            for role in RIGHTS[name]:
                groups[role].permissions.add(permission)
            known_model.objects.using(using).create(name=name)
