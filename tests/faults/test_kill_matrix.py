"""One point of `run.py soak` for each act: killed halfway through, nothing is lost, nothing doubled, nothing half."""

import pytest

from benchmarks.soak.acts import Bulk, Save, Upload
from benchmarks.soak.commands import Backup, Restore, Upgrade
from benchmarks.soak.matrix import strike


@pytest.mark.parametrize(
    ("act", "victim", "after"), [(Save, "database", 0.03), (Upload, "web", 0.15), (Bulk, "worker", 1), (Backup, "command", 1.5)]
)  # fmt: skip
def test_killed_beside_the_pages(demo, act, victim, after):
    doing = act(demo)
    assert strike(doing, doing.victims()[victim], after)[0] == []


def test_a_killed_restore_can_be_repeated(demo, tmp_path_factory):
    doing = Restore(demo, tmp_path_factory.mktemp("elsewhere") / "data")
    assert strike(doing, doing.victims()["command"], 1.5)[0] == []
    doing.at.erase()


def test_a_killed_upgrade_is_before_or_after(demo, tmp_path_factory):
    doing = Upgrade(demo, tmp_path_factory.mktemp("elsewhere") / "data")
    assert strike(doing, doing.victims()["step"], 2.5)[0] == []
    doing.at.erase()
