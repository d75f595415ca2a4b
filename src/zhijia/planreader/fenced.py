"""Other programs that look into a file: one at a time, within limits, without a network.

What comes in from outside may make any program run for ever, eat all memory or crash. So it runs as
a child with bounds on time, memory and output, in a folder of its own that is deleted afterwards.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import IO

PATIENCE = 4  # seconds to wait for the one before
_MAX_OUTPUT = 60  # MB in one file
# the child bounds itself before it becomes the program; dash takes one bound a call
_BOUNDS = 'ulimit -c 0; ulimit -v "$1"; ulimit -t "$2"; ulimit -f "$3"; shift 3; exec "$@"'
_NO_NETWORK = ("unshare", "--user", "--map-root-user", "--net")
_one = threading.Lock()


class Busy(Exception):
    """Another file is being looked into."""


class Failed(Exception):
    """The program did not do it; `slow` when it was stopped for taking too long."""

    def __init__(self, slow: bool) -> None:
        self.slow = slow


@contextmanager
def turn() -> Iterator[None]:
    """One file at a time, so that a few large ones cannot take the machine. Raises Busy."""
    if not _one.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _one.release()


def run(command: Sequence[str], *, folder: str, seconds: float, megabytes: int, said: bytes = b"") -> bytes:
    """What the program writes to its standard output. Raises Failed when it ends badly or not in time."""
    return b"".join(heard(command, folder=folder, seconds=seconds, megabytes=megabytes, said=said))


def heard(
    command: Sequence[str], *, folder: str, seconds: float, megabytes: int, said: bytes = b""
) -> Iterator[bytes]:
    """The same line by line while it writes. Raises Failed before the last line, which may be but half a one."""
    bounds = [str(megabytes * 1024), str(int(seconds) + 1), str(_MAX_OUTPUT * 2048)]
    child = subprocess.Popen(
        [*_fence(), "sh", "-c", _BOUNDS, "sh", *bounds, *command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert child.stdin
    assert child.stdout
    late = threading.Event()
    timer = threading.Timer(seconds, _stop, (child, late))
    teller = threading.Thread(target=_tell, args=(child.stdin, said))
    line = b""
    try:
        timer.start()
        teller.start()
        for following in child.stdout:
            yield line
            line = following
        child.wait()
    finally:
        timer.cancel()
        _stop(child)
        child.wait()
        child.stdout.close()
        teller.join()
    if late.is_set() or child.returncode:
        raise Failed(slow=late.is_set() or child.returncode in (-signal.SIGXCPU, 128 + signal.SIGXCPU))
    yield line


def _tell(ear: IO[bytes], said: bytes) -> None:
    with suppress(BrokenPipeError), ear:  # it may end before it has listened
        ear.write(said)


def _stop(child: subprocess.Popen[bytes], late: threading.Event | None = None) -> None:
    """End the child with all that it started."""
    if late:
        late.set()
    with suppress(ProcessLookupError):  # the rule: nothing was left
        os.killpg(child.pid, signal.SIGKILL)


def _environment(folder: str) -> dict[str, str]:
    """No passwords of the data base, no proxies; the mark by which the server finds orphans stays."""
    kept = {name: os.environ[name] for name in ("PATH", "ZHIJIA_CHILD_OF") if name in os.environ}
    return kept | {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"}


@cache
def _fence() -> tuple[str, ...]:
    """Words before a command that take its network away, where the kernel allows that to everybody."""
    try:
        tried = subprocess.run([*_NO_NETWORK, "true"], capture_output=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return _NO_NETWORK if tried.returncode == 0 else ()
