"""What the application role may do: use the rows; of append-only tables read and add, of the trail's rows only read."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

ALL_ROWS = "SELECT, INSERT, UPDATE, DELETE"
ADD_ONLY = "SELECT, INSERT"
READ_ONLY = "SELECT"
QUEUE = "procrastinate"  # its models only mirror its tables, which its own migrations make


def migrate(application: str) -> None:
    """Signed in as the owner: bring the tables up to date, then say anew who may do what.

    An upgrade is one transaction: tables are those of the old version or of the new one, whatever breaks off in
    between. A new database needs none, and would hold more locks than a server has room for.
    """
    with (
        transaction.atomic()
        if "django_migrations" in connection.introspection.table_names()
        else nullcontext()
    ):
        with (
            connection.cursor() as cursor
        ):  # what is left to check at the end forbids the next step its table
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    try:
        grant(application)
    except ProgrammingError as error:
        needed = [f"CREATE ROLE {application} LOGIN PASSWORD '请换成一个密码'", *statements(application)]
        raise SystemExit(
            f"数据表已更新，但没有权限给应用角色 {application} 授权（{error}）。"
            "请数据库管理员在这个数据库里执行：\n\n" + "".join(f"{statement};\n" for statement in needed)
        ) from None


def grant(application: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements(application):
            cursor.execute(statement)


def statements(application: str) -> Iterator[str]:
    """Each safe to repeat. Everything is taken first, so that a stricter rule also takes hold."""
    quote = connection.ops.quote_name
    role = quote(application)
    yield f"REVOKE TEMPORARY ON DATABASE {quote(connection.settings_dict['NAME'])} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and (model._meta.managed or model._meta.app_label == QUEUE):
            yield f"GRANT {_rights(model)} ON {quote(model._meta.db_table)} TO {role}"
    yield f"GRANT {ALL_ROWS} ON {quote(settings.CACHES['default']['LOCATION'])} TO {role}"
    yield f"GRANT SELECT ON django_migrations TO {role}"


def _rights(model: Any) -> str:
    if getattr(model, "kept_by_triggers", False):  # which write with the rights of the owner
        return READ_ONLY
    return ADD_ONLY if getattr(model, "append_only", False) else ALL_ROWS
