"""How far a job is: said by the body as often as it likes, written down twice a second by a thread beside it."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection

from zhijia.kernel.jobs.models import Job
from zhijia.kernel.scope import system

EVERY_SECONDS = 0.5
Row = TypeVar("Row")


class Broken(Exception):
    """The body ends here: at the asker's wish, with the worker, or because another run has taken the job over."""


class StoppedByAsker(Broken):
    def __init__(self, lines: Sequence[Any] = ()) -> None:
        self.lines = lines


class Interrupted(Broken):
    """The worker goes; the job waits for the next one and starts over."""


class Progress:
    """Call it with what is done, the total, a sentence; each may be left out. Raises when the job has to stop.

    `words` is what `start` was given to keep sealed. `lines` is for results that count although the job is stopped.
    """

    def __init__(self, job: Job, words: dict[str, Any], leaving: Callable[[], bool]) -> None:
        self.job, self.words, self.leaving = job, words, leaving
        self.done = self.total = 0
        self.told = ""
        self.lines: list[Any] = []
        self.stop_wanted = False

    def __call__(self, done: int | None = None, total: int | None = None, told: str | None = None) -> None:
        self.done = self.done if done is None else done
        self.total = self.total if total is None else total
        self.told = self.told if told is None else told
        if self.stop_wanted:
            raise StoppedByAsker(self.lines)
        if self.leaving():
            raise Interrupted

    def over(self, rows: Collection[Row], told: str = "") -> Iterator[Row]:
        """The rows one by one, each counted as done when the next one is asked for."""
        self(0, len(rows), told)
        return self.counting(rows)

    def counting(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self(self.done + 1)

    def write(self) -> None:
        """Put it where pages see it. The body's own transaction would hide it until the end."""
        with system("后台任务写进度"):
            mine = Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=Job.State.RUNNING)
            mine.update(done=self.done, total=self.total, told=self.told[:300])
            self.stop_wanted = mine.filter(stop_wanted=True).exists()


@contextmanager
def written_meanwhile(progress: Progress) -> Iterator[None]:
    """While the block runs, its progress is written through a connection of its own."""
    ended = threading.Event()

    def keep_writing() -> None:
        try:
            while not ended.wait(EVERY_SECONDS):
                try:
                    progress.write()
                except (
                    OperationalError,
                    InterfaceError,
                ):  # the body meets the same trouble and deals with it
                    connection.close()
        finally:
            connection.close()

    writer = threading.Thread(target=keep_writing, name=f"progress-{progress.job.pk}", daemon=True)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()
