"""Starting, finding and ending processes of our own."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

MARK = "ZHIJIA_CHILD_OF"
LOG_BYTES = 5_000_000
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def start_child(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    log: Path,
    death_signal: signal.Signals = signal.SIGTERM,
    **popen: Any,
) -> subprocess.Popen[bytes]:
    """A child in a session of its own (Ctrl-C in the terminal is ours alone) that ends when we are killed."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
    with open(log, "ab") as output:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=end_with_parent(death_signal),
            **popen,
        )


def end_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: Linux sends the signal when the parent dies, even if it was killed outright."""

    def ask_kernel() -> None:
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, death_signal)

    return ask_kernel


def end_child(child: subprocess.Popen[bytes], ask: signal.Signals, patience: float) -> None:
    """Ask, wait, then end whatever is left of its session."""
    if child.poll() is None:
        child.send_signal(ask)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    with suppress(ProcessLookupError):  # the rule: nothing was left
        os.killpg(child.pid, signal.SIGKILL)


def end_orphans(owner: str) -> None:
    """End children that outlived a killed parent; they carry its mark in their environment."""
    orphans = [process for process in psutil.process_iter() if carries(process, owner)]
    for process in orphans:
        process.terminate()
    for process in psutil.wait_procs(orphans, timeout=5)[1]:
        process.kill()
    psutil.wait_procs(orphans, timeout=5)


def carries(process: psutil.Process, owner: str) -> bool:
    try:
        return process.environ().get(MARK) == owner
    except (psutil.Error, OSError):
        return False  # another user's process, or one that has just ended
