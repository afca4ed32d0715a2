"""While an upgrade lasts, processes of the version before run on the tables of this one."""

from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

TAKING_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def test_no_migration_takes_away_what_the_version_before_writes() -> None:
    """What is used no more leaves the database one version later than the state; what is new has a default there."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("orders")}
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app not in ours or migration.initial or name.startswith("0001_"):
            continue
        for operation in migration.operations:
            assert not isinstance(operation, TAKING_AWAY), f"{app}.{name}"
            if isinstance(operation, migrations.AddField):
                field = operation.field
                has_default = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
                assert has_default, f"{app}.{name}: {operation.name} needs a db_default"
