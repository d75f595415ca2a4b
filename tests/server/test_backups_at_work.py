"""Backups of a union of ten members while its people work; `run.py bench backups` makes two hundred of them."""

import shutil

from benchmarks.backups import ten_members
from conftest import TEMPLATE, run_as_owner


def test_a_backup_made_while_people_work_comes_back_as_it_was(django_db_setup, test_postgres, tmp_path):
    run_as_owner(test_postgres, "DROP DATABASE IF EXISTS zhijia_ten WITH (FORCE)")
    run_as_owner(test_postgres, f"CREATE DATABASE zhijia_ten TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    shutil.copytree(test_postgres.home / "files", tmp_path / "data" / "media")  # of the town in the template
    try:
        with ten_members(test_postgres, "zhijia_ten", tmp_path) as union, union.busy(seed=7):
            trials = [union.tried(n) for n in range(3)]
    finally:
        run_as_owner(test_postgres, "DROP DATABASE zhijia_ten WITH (FORCE)")
    assert [trial.wrong for trial in trials] == [[], [], []]
    assert min(trial.meanwhile for trial in trials) > 0
    assert trials[-1].rows > trials[0].rows
