"""One small town in processes of its own, to be killed (benchmarks/soak); the soak does the same at more points.

Nothing here waits for a while and hopes: a lock in the database holds a request exactly where the fault strikes.
"""

import pytest

from benchmarks.soak.installation import Installation, build


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    running = Installation(tmp_path_factory.mktemp("faults") / "data", bulk_acts=2)
    try:
        build(running)
        running.start()
        yield running
    finally:
        running.erase()
