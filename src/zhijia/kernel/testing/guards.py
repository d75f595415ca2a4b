"""The commit guard seen from outside: which tables the database itself watches."""

from django.apps import apps
from django.db import connection

from zhijia.kernel.scope import ScopedModel

TRIGGERS = {"trail_insert", "trail_update", "trail_delete"}


def scoped_models() -> list[type[ScopedModel]]:
    """Every business table's model."""
    return [model for model in apps.get_models() if issubclass(model, ScopedModel)]


def row_tables() -> set[str]:
    """Every table that the program writes rows into."""
    return {
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed
    }


def guarded_tables() -> set[str]:
    """Tables on which all three triggers of the trail are in force."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'trail_write' AND t.tgenabled = 'O'"
        )
        found = cursor.fetchall()
    tables = {table for table, _ in found}
    return {table for table in tables if {name for other, name in found if other == table} >= TRIGGERS}
