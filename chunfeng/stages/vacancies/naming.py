"""What vacancies are called, from whichever county and whatever became of them since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chunfeng.stages.employers.models import Employer
from chunfeng.stages.vacancies.models import Shown, Vacancy

_NAMES = ("title", "channel", "place", "month_pay", "headcount", "taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A vacancy by name. own: whether the post may open its page; month_pay: yuan."""

    id: UUID
    title: str
    employer_name: str
    channel: str
    place: int
    month_pay: float | None
    headcount: int
    taken: int
    own: bool

    @property
    def left(self) -> int:
        """Seats nobody has."""
        return max(0, self.headcount - self.taken)


def called(vacancies: Iterable[UUID]) -> dict[UUID, Called]:
    """Vacancies by id; those the post may not see and that are published nowhere are left out."""
    ids = set(vacancies)
    if not ids:
        return {}
    mine = {row["id"]: row for row in _own(ids)}
    names = dict(
        Employer.objects.filter(id__in={row["employer_id"] for row in mine.values()}).values_list(
            "id", "name"
        )
    )
    out = {id_: _called(row, names.get(row["employer_id"], ""), own=True)
           for id_, row in mine.items()}  # fmt: skip
    elsewhere = ids - out.keys()
    if elsewhere:
        shown = Shown.objects.filter(id__in=elsewhere).values("id", "employer_name", *_NAMES)
        out |= {row["id"]: _called(row, row["employer_name"], own=False) for row in shown}
    return out


def _own(ids: set[UUID]) -> Any:
    return Vacancy.objects.filter(id__in=ids).values("id", "employer_id", *_NAMES)


def _called(row: Mapping[str, Any], employer: str, *, own: bool) -> Called:
    same = {name: row[name] for name in _NAMES}
    return Called(id=row["id"], employer_name=employer, own=own, **same)
