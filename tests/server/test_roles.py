"""The application role uses rows; it neither shapes tables nor rewrites what is append-only."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db
APPEND_ONLY = [model for model in apps.get_models() if getattr(model, "append_only", False)]


def refused(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_works_as_the_application_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("zhijia_app",)


def test_there_are_append_only_tables():
    assert APPEND_ONLY


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model._meta.label)
def test_what_is_append_only_stays(model):
    table, column = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
    refused(f"UPDATE {table} SET {column} = {column}")
    refused(f"DELETE FROM {table}")
    refused(f"TRUNCATE {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.side_door (id int)",
        "CREATE TEMPORARY TABLE side_door (id int)",
        "ALTER TABLE django_session ADD COLUMN note text",
        "DROP TABLE django_session",
        "DELETE FROM django_migrations",
    ],
)
def test_no_ddl(statement):
    refused(statement)
