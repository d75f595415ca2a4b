"""Migrations: named, in one line, none missing; and every table of business rows under the commit guard."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from zhijia.kernel.scope import ScopedModel
from zhijia.kernel.testing import guarded_tables, row_tables, scoped_models

OWN = ("kernel", "org", "people", "plans", "relief", "letters", "privacy", "twins")

# Tables whose rows no verb writes. Short, and each with its reason (architecture §2).
EXEMPT = {
    "plans_reading": "a draft on the server between upload and acceptance; nothing counts it",
    "plans_kind": "data that ships with the program, loaded after migration",
    "org_closure": "derived from the parent edges alone, rebuilt in the verb that changes them",
    "people_tally": "derived from memberships and persons by triggers of the database",
    "people_account": "a log-in, which grants nothing by itself; opening one is an event",
    "people_invitation": "a one-time code for a log-in; printing and using one are events",
    "kernel_job": "how far a background job is; what it does to business rows it does through verbs",
    "kernel_cellfix": "what somebody typed for a cell of a file not yet imported; it lasts as long as the file",
    "kernel_batchline": "what a check found, derived from the file and written anew with each check",
    "kernel_beforeimport": "sealed values as they lay before an import, for its undo; the import is an event",
    "kernel_columnmemory": "which column of whose files is which field; nothing counts it",
    "twins_sentline": "what an export held, written once with it and never changed; the export is an event",
    "people_device": "a browser that is signed in; gone with its session",
    "people_secondfactor": "belongs to a log-in; switching it on, off and every use are events",
    "kernel_mailserver": "of the installation, as its backup folder; setting it is an event",
    "kernel_listlook": "how somebody likes a list to look; nothing counts it",
    "trail_event": "the trail itself, append-only by grant",
    "trail_eventrow": "the trail itself, append-only by grant",
    "django_session": "sessions",
    "account_emailaddress": "of the sign-in library; not used",
    "account_emailconfirmation": "of the sign-in library; not used",
    "auth_group": "of Django; rights come from posts",
    "auth_group_permissions": "of Django; rights come from posts",
    "auth_permission": "of Django; rights come from posts",
    "django_content_type": "of Django; written by migrations",
}


@pytest.fixture(scope="module")
def loader(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return MigrationLoader(connection)


@pytest.mark.parametrize("app", OWN)
class TestOfAnApp:
    def names(self, loader, app):
        return sorted(name for label, name in loader.disk_migrations if label == app)

    def test_say_what_they_are_for(self, loader, app):
        for name in self.names(loader, app):
            assert re.fullmatch(r"\d{4}_[a-z][a-z_]+", name), name
            assert "_auto_" not in name, name

    def test_follow_each_other_in_one_line(self, loader, app):
        names = self.names(loader, app)
        assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
        assert loader.graph.leaf_nodes(app) == [(app, names[-1])]
        for name in names:
            inside = [parent for parent in loader.disk_migrations[app, name].dependencies if parent[0] == app]
            assert len(inside) <= 1

    def test_can_be_undone(self, loader, app):
        for name in self.names(loader, app):
            assert all(step.reversible for step in loader.disk_migrations[app, name].operations), name


@pytest.mark.django_db
def test_none_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_table_is_guarded_or_on_the_short_list():
    open_tables = row_tables() - guarded_tables()
    assert open_tables == set(EXEMPT), (
        f"{open_tables ^ set(EXEMPT)}: guard(…) in a migration, or say why not."
    )


@pytest.mark.django_db
def test_every_business_row_is_guarded():
    unguarded = {model._meta.db_table for model in scoped_models()} - guarded_tables()
    assert unguarded == {"plans_reading", "kernel_job"}


def test_every_guarded_model_is_one_that_scope_cuts():
    managed = [
        model for model in apps.get_models() if model._meta.managed
    ]  # the queue's models mirror its tables
    rows = {model._meta.db_table for model in managed if not issubclass(model, ScopedModel)}
    assert rows <= set(EXEMPT), rows - set(EXEMPT)
