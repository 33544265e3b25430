"""What a recognition means for those who work there: by which names their spells know the place."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import Text
from chunfeng.stages.employers import evidence, reactions
from chunfeng.stages.employers.models import Employer, Recognition, Site
from chunfeng.stages.employers.states import RecognitionState
from chunfeng.stages.employers.vocabulary import END_NAMES, EndReason

IN_FORCE = (RecognitionState.RECOGNISED, RecognitionState.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where a recognition holds. names: what spells may call it. place: a region code."""

    recognition: UUID
    employer: UUID
    site: UUID | None
    kind: str
    region: int
    place: int
    names: frozenset[str]


def of(recognition: UUID, *, by: Context) -> Workplace | None:
    """The place of work of a recognition; None outside the post's region."""
    inside = Recognition.objects.filter(id=recognition, region__range=(by.lo, by.hi))
    row = inside.select_related("employer", "site").only(*_READ).first()
    return _workplace(row, row.employer) if row else None


def lost(row: Recognition, owner: Employer, reason: str, *, by: Context, at: datetime) -> None:
    """Tells that a recognition is suspended or has ended; of one never in force nobody is told.

    row: as it stood before.
    """
    if row.state in IN_FORCE:
        reactions.recognition_lost(_workplace(row, owner), reason, by=by, at=at)


def said(reason: str) -> Text | str:
    """Why a recognition ended, where a code says it; else as typed."""
    return END_NAMES[EndReason(reason)] if reason in set(EndReason) else reason


_READ = (
    "id", "kind", "region", "employer__id", "employer__name", "employer__place", "site__id",
    "site__name", "site__place",
)  # fmt: skip


def _workplace(row: Recognition, owner: Employer) -> Workplace:
    sites = [row.site] if row.site else list(Site.objects.filter(employer=owner.id))
    return Workplace(
        recognition=row.id,
        employer=owner.id,
        site=row.site_id,
        kind=row.kind,
        region=row.region,
        place=row.site.place if row.site else owner.place,
        names=evidence.names_of(owner.name, sites),
    )
