"""What a job's function is handed: its run, and the post read anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context, Purpose
from chunfeng.foundation.accounts.queries import context_for
from chunfeng.foundation.jobs import fencing
from chunfeng.foundation.jobs.declare import Job
from chunfeng.foundation.jobs.models import Run
from chunfeng.foundation.jobs.scalars import Scalar, to_json
from chunfeng.foundation.jobs.states import State
from chunfeng.kit.texts import Text, text


class Stopped(Exception):
    """The run ends here, not of itself."""

    def __init__(self, state: State, said: Text) -> None:
        super().__init__(said.message)
        self.state, self.said = state, said


@dataclass(frozen=True, slots=True)
class Work:
    """One taking of a run by a worker."""

    run: Run
    job: Job
    clock: Callable[[], datetime]

    @property
    def id(self) -> UUID:
        """The run's id; it stands in the events of what is done."""
        return self.run.id

    @property
    def arguments(self) -> Mapping[str, Scalar]:
        """What the run was started with."""
        return dict(self.run.arguments)

    @property
    def region(self) -> int:
        """The region the run was started for."""
        return self.run.region

    @property
    def counts(self) -> Mapping[str, int]:
        """The counts of all chunks done so far, added up."""
        return dict(self.run.result)

    def context(self) -> Context:
        """The post as it counts now; Stopped where it no longer does or the run was cancelled."""
        run, on = self.run, timezone.localdate(self.clock())
        if fencing.cancel_asked(run):
            raise Stopped(State.CANCELLED, _cancelled(run))
        context = context_for(run.user, run.post, on, Purpose(run.purpose))
        allowed = context and context.role in self.job.roles and context.covers(run.region)
        if context is None or not allowed:
            said = text(
                "Stopped: the post it was started in has ended or changed. Rows done: {done}.",
                done=run.done,
            )
            raise Stopped(State.FAILED, said)
        return replace(context, job=run.id)

    def expect(self, total: int) -> None:
        """How many rows there are to do in all."""
        fencing.note(self.run, self.clock(), total=total)
        self.run.total = total

    def say(self, said: Text) -> None:
        """A sentence to show until the next one; the last one stays."""
        fencing.note(self.run, self.clock(), message=to_json(said))


def _cancelled(run: Run) -> Text:
    if run.total is None:
        return text("Cancelled. Rows done before that: {done}.", done=run.done)
    return text(
        "Cancelled. Rows done before that: {done} of {total}.", done=run.done, total=run.total
    )
