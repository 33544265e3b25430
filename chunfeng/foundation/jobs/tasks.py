"""What the workers do: runs, and every ten seconds the rescue of what a dead worker held."""

import logging
from uuid import UUID

from asgiref.sync import sync_to_async
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from chunfeng.foundation.jobs.faults import Backoff, quiet
from chunfeng.foundation.jobs.queueing import TASK, enqueue_lost
from chunfeng.foundation.jobs.running import work

logger = logging.getLogger("chunfeng.jobs")
EVERY_TEN_SECONDS = "* * * * * */10"  # seconds last


@app.task(name=TASK, pass_context=True, retry=Backoff())
@quiet
def do_run(context: JobContext, *, run: str) -> None:
    """Does a run as far as it goes."""
    work(UUID(run), stopping=context.should_abort)


# Without a lock: a worker that dies here would hold it, and nothing would be rescued any more.
@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="jobs.rescue", queueing_lock="jobs.rescue")
async def rescue(timestamp: int) -> None:
    """Takes from workers without heartbeat (30 s) what they held, and queues their runs anew.

    They get a new place in the queue: a worker given up too early ends its old one when it wakes.
    """
    manager = app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.finish_job(job, Status.FAILED, delete_job=True)
        except ConnectorException:
            logger.info("job %s ended by itself", job.id)
    for run in await sync_to_async(enqueue_lost)():
        logger.warning("run %s was lost and is queued again", run)
