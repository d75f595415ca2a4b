"""Row-level security: on restricted tables the database itself asks who is looking (architecture §6).

Every statement that names a restricted table is preceded by the seat, set for this transaction only. No seat, no
rows: also for raw SQL and for a query that forgot its scope. It stops forgetting, not injection: whoever runs
statements of his own choice in the application's name can name any seat.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import migrations, transaction

from zhijia.kernel.scope.seat import current_seat

FUNCTION = """
CREATE FUNCTION zhijia_seat() RETURNS jsonb LANGUAGE sql STABLE AS
$$ SELECT NULLIF(current_setting('zhijia.seat', true), '')::jsonb $$
"""


def install_seat() -> migrations.RunSQL:
    """The migration step that creates what every policy asks."""
    return migrations.RunSQL(FUNCTION, "DROP FUNCTION zhijia_seat()")


def restrict(table: str, using: str) -> migrations.RunSQL:
    """The migration step that closes a table to all but the seats that `using` lets in, and to the system.

    `using` may say `seat ->> 'office'`, `(seat ->> 'union')::bigint`, `person`, `group`. The owner is not bound.
    """
    seat = "(SELECT zhijia_seat())"  # asked once a statement, not once a row
    condition = f"{seat} ->> 'office' = 'system' OR ({using.replace('seat ', f'{seat} ')})"
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY seat ON {table} USING ({condition})",
        ],
        [f"DROP POLICY seat ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"],
    )


@cache
def _tables() -> tuple[str, ...]:
    models = [model for model in apps.get_models() if getattr(model, "restricted", False)]
    return tuple(f'"{model._meta.db_table}"' for model in models)


def bring_seat(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Execute wrapper: whoever asks for a restricted table says first who is looking."""
    if not any(table in sql for table in _tables()):
        return execute(sql, params, many, context)
    with transaction.atomic():
        with context["connection"].cursor() as cursor:
            cursor.execute("SELECT set_config('zhijia.seat', %s, true)", [_seat()])
        return execute(sql, params, many, context)


def _seat() -> str:
    seat = current_seat()
    if seat is None:
        return ""
    return json.dumps(
        {"office": seat.office, "union": seat.union_id, "person": seat.person_id, "group": seat.group_id}
    )


def on_connect(connection: Any, **_: Any) -> None:
    if bring_seat not in connection.execute_wrappers:
        connection.execute_wrappers.append(bring_seat)
