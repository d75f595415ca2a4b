"""Many rows changed in one statement for each set of columns: what the set form of a changing verb writes with."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection


def write(rows: Iterable[tuple[Any, list[str]]]) -> None:
    """Save of each row the named fields. Columns that are arrays themselves cannot be written so."""
    alike: dict[tuple[Any, tuple[str, ...]], list[Any]] = defaultdict(list)
    for row, names in rows:
        alike[type(row), tuple(names)].append(row)
    for (model, columns), same in alike.items():
        _update(model, [model._meta.get_field(name) for name in columns], same)


def _update(model: Any, fields: list[Any], rows: list[Any]) -> None:
    """UPDATE … FROM unnest(ids, values, …): the database joins, so that the statement does not grow with the rows."""
    key, quote = model._meta.pk, connection.ops.quote_name
    columns = [key, *fields]
    kept = [
        [field.get_db_prep_save(field.pre_save(row, False), connection=connection) for row in rows]
        for field in columns
    ]
    names = [quote(field.column) for field in columns]
    arrays = ", ".join(f"%s::{field.rel_db_type(connection) if field is key else field.db_type(connection)}[]"
                       for field in columns)  # fmt: skip
    sets = ", ".join(f"{name} = new.{name}" for name in names[1:])
    table = quote(model._meta.db_table)
    # Names of the model's own table and columns, quoted; every value goes as a parameter.
    statement = (
        f"UPDATE {table} AS old SET {sets} FROM unnest({arrays}) AS new({', '.join(names)})"  # noqa: S608
        f" WHERE old.{names[0]} = new.{names[0]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, kept)
