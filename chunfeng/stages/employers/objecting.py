"""Objections to a recognition while its public notice runs, kept beside the decision."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.employers.advancing import held_with_owner, note_step, tell_of, why_of
from chunfeng.stages.employers.models import Recognition, Step
from chunfeng.stages.employers.refusals import NotNow, Refused, Wrong
from chunfeng.stages.employers.states import RECOGNITION_NAMES, RecognitionState
from chunfeng.stages.employers.vocabulary import StepKind


def note_objection(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Notes what somebody objects to; who objects is not kept."""
    row, owner = held_with_owner(recognition, by)
    if row.state != RecognitionState.VISITED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    if row.notice_from is None or timezone.localdate(at) < row.notice_from:
        raise Refused(text("The public notice has not begun yet."))
    note_step(row, StepKind.OBJECTION, by, at, findings=why_of(reason))
    tell_of("recognition.objected", owner, row, by, at)


def must_weigh(row: Recognition, reason: str) -> None:
    """Refused where somebody objected and the decision does not say how that was weighed."""
    objected = Step.objects.filter(recognition=row, kind=StepKind.OBJECTION)
    if not reason.strip() and objected.exists():
        said = text("Somebody objected: say how that was looked into and weighed.")
        raise Wrong("reason", said)
