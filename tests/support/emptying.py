"""What a test with transactions of its own leaves behind is thrown away, and what migrations made is kept."""

from django.core.management.color import no_style
from django.db import connection

MADE_BY_MIGRATIONS = frozenset(
    {
        "audit_knownright",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
    }
)


def empty_tables(*_: object) -> None:
    """Django's own way makes all permissions and roles anew each time, which takes thirty times as long."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    statements = connection.ops.sql_flush(no_style(), sorted(tables - MADE_BY_MIGRATIONS))
    connection.ops.execute_sql_flush(statements)
