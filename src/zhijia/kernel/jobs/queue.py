"""procrastinate, and nothing else of it: one task that carries a job's number, and the worker that runs it."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable

from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Queued

from zhijia.kernel.clock import daily
from zhijia.kernel.jobs.progress import Interrupted
from zhijia.kernel.jobs.running import TROUBLE, run

AT_ONCE = 2  # a long import does not hold up a small export
POLL_SECONDS = 2  # where a pooler swallows notifications; elsewhere a job begins at once
HEARTBEAT_SECONDS, STALLED_SECONDS = 5, 20
LEAVING_SECONDS = 4  # what a short job gets to end by itself
AT_ONCE_SECONDS = -1e9  # whatever the last sign of life says: the clock may have been set back since
HOUR = 3600
ALONE = (
    "ZHIJIA_ONLY_WORKER"  # set by who supervises the only worker: then what another one was doing is nobody's
)
log = logging.getLogger(__name__)


class _Again(BaseRetryStrategy):
    """A run that the worker's end or the database's absence cut off comes back; every other end is an end."""

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if isinstance(exception, Interrupted):
            return RetryDecision(retry_in={"seconds": 0})
        return RetryDecision(retry_in={"seconds": 5}) if isinstance(exception, TROUBLE) else None


@app.task(name="zhijia.run", pass_context=True, retry=_Again())
def run_job(context: JobContext, job: int) -> None:
    run(job, leaving=context.should_abort)


def enqueue(job: int) -> None:
    """Into the queue, in the transaction that is open."""
    app.configure_task("zhijia.run").defer(job=job)


async def work() -> None:
    """The worker: until a signal ends it. Several may run, on several machines."""
    # An app of its own: jobs that start jobs go on doing so through Django's connection, in their transaction.
    own = app.with_connector(PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4))
    async with own.open_async():
        await _rescue(own, AT_ONCE_SECONDS if os.environ.get(ALONE) else STALLED_SECONDS)
        beside = [
            asyncio.create_task(_every(STALLED_SECONDS, lambda: _rescue(own, STALLED_SECONDS))),
            asyncio.create_task(_every(HOUR, sync_to_async(_daily, thread_sensitive=False))),
        ]
        try:
            await own.run_worker_async(
                concurrency=AT_ONCE, fetch_job_polling_interval=POLL_SECONDS, delete_jobs="always",
                update_heartbeat_interval=HEARTBEAT_SECONDS, stalled_worker_timeout=STALLED_SECONDS,
                shutdown_graceful_timeout=LEAVING_SECONDS, abort_job_polling_interval=60,
            )  # fmt: skip
        finally:
            for task in beside:
                task.cancel()


async def _rescue(own: App, seconds: float) -> None:
    """Bring back what a worker that is gone was doing; each starts over."""
    for stalled in await own.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        log.warning("job %s was left by its worker and starts over", stalled.task_kwargs.get("job"))
        await own.job_manager.retry_job(stalled)


def _daily() -> None:
    try:
        daily.run()
    finally:
        connection.close()  # this thread may not come back for an hour


async def _every(seconds: float, do: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await do()
        except (*TROUBLE, ConnectorException) as error:  # the database is starting again
            log.warning("beside the queue: %s", type(error).__name__)
        await asyncio.sleep(seconds)


def main() -> None:
    asyncio.run(work())
