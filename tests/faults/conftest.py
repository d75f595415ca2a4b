"""One small town in processes of its own, to be killed (benchmarks/soak); the soak does the same at more points.

Nothing here waits for a while and hopes: a lock in the database holds a request exactly where the fault strikes.
"""

import shutil

import pytest

from benchmarks.soak.installation import Installation, build
from zhijia.server import backup
from zhijia.server.keys import KEY_FILE
from zhijia.server.private_postgres import OWNER


@pytest.fixture(scope="session")
def demo(tmp_path_factory, django_db_setup, test_postgres, worker_id):
    """The town that every test has a copy of, with its key. No dump of the template itself: nobody could copy it then."""
    folder = tmp_path_factory.mktemp("faults")
    running = Installation(folder / "data", bulk_acts=2)
    running.data.mkdir()
    shutil.copy(test_postgres.home / KEY_FILE, running.data)
    backup.run(
        "pg_dump",
        test_postgres.url(OWNER, f"zhijia_{worker_id}"),
        "--format=custom",
        f"--file={folder / 'dump'}",
    )
    try:
        build(running, folder / "dump")
        running.start()
        yield running
    finally:
        running.erase()
