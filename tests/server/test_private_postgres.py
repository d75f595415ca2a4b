"""What a killed start left of the database: the next one ends it or forgets it, and goes on."""

import subprocess
import sys

import psutil
import pytest

from zhijia.server.private_postgres import end_orphan

ENDS_BY_TERM_ONLY = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); print(flush=True); input()"


@pytest.fixture
def tool(tmp_path):
    """As `postgres --single -D …` at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", ENDS_BY_TERM_ONLY, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_a_tool_that_outlived_the_start_is_ended(tool, tmp_path):
    (tmp_path / "postmaster.pid").write_text(f"-{tool.pid}\n{tmp_path}\n")
    end_orphan(tmp_path)
    assert not psutil.pid_exists(tool.pid)


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_that_names_another_process_by_now_is_forgotten(tool, tmp_path, sign):
    cluster = tmp_path / "another"
    cluster.mkdir()
    (cluster / "postmaster.pid").write_text(f"{sign}{tool.pid}\n{cluster}\n")
    end_orphan(cluster)
    assert tool.poll() is None
    assert not list(cluster.iterdir())


def test_a_file_that_a_power_cut_left_empty_is_forgotten(tmp_path):
    (tmp_path / "postmaster.pid").touch()
    end_orphan(tmp_path)
    assert not list(tmp_path.iterdir())
