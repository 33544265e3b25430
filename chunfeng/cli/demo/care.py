"""The demo's casework: people who began to work lately, calls, difficulties, services, incomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import entered
from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.operations import Found, Given
from chunfeng.stages.casework.vocabulary import How, Kind, Service, Source
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries as register
from chunfeng.stages.people.queries import Filters, Line
from chunfeng.stages.people.vocabulary import Evidence

if TYPE_CHECKING:
    from chunfeng.cli.demo.filling import Office

BEGUN = (5, 7, 8, 12, 29, 33, 45, 88, 92, 178)  # days ago
EMPLOYERS = ("春燕社区工厂", "广佛服装车间", "县医院食堂", "深圳棠盛电子")
AWAY = 440300000000
ASKED, SERVED, HOMES = 40, 30, 40
HARD: tuple[tuple[Kind, str], ...] = (
    (Kind.WAGE_ARREARS, "联系劳动监察大队，陪同核对工时"),
    (Kind.CARE, "与村里商量白天由谁照看老人"),
    (Kind.HOMESICKNESS, "介绍同厂的同乡"),
    (Kind.HOUSING, "问单位能否换宿舍"),
)


@dataclass(frozen=True, slots=True)
class Care:
    """An officer who looks after the people of the demo county."""

    office: "Office"
    village: int
    county: int

    def fill(self) -> None:
        """Everything once: whoever has been asked before is left alone."""
        by, on, at = self.office.county, timezone.localdate(), timezone.now()
        with entered(by):
            if queries.difficulties_due(on=on)[0]:
                return
            draw = Random(7)  # noqa: S311 no secret
            self._work_begins(self._idle(on), on, draw)
        with entered(by):
            self._calls(on, at, draw)
            self._stable(on, at, draw)
            self._services(on, at, draw)

    def _idle(self, on: date) -> list[Line]:
        """People without work who would take some, those of the village first."""
        found: list[Line] = []
        for region in ((self.village, self.village), (self.county, self.county + 999_999)):
            wanted = Filters(region=region, status=("not_in_work",), willing=("yes",))
            found += register.page(wanted, on=on, keys=self.office.keys, size=20)[0]
        return list({line.id: line for line in found}.values())

    def _work_begins(self, idle: Sequence[Line], on: date, draw: Random) -> None:
        by = self.office.county
        for number, line in enumerate(idle[: 2 * len(BEGUN)]):
            begun = on - timedelta(BEGUN[number % len(BEGUN)])
            away = number % 4 == 3
            people.begin_spell(
                line.id, by=by, at=_noon(begun), begun=begun, kind="employed",
                place=AWAY if away else line.region, employer=EMPLOYERS[number % 4],
                post="操作工", income=float(draw.randrange(22, 48) * 100),
                evidence=Evidence.VILLAGE,
            )  # fmt: skip

    def _calls(self, on: date, at: datetime, draw: Random) -> None:
        """Every third of those waiting is asked; some do not answer, some have a difficulty."""
        rows, _ = queries.follow_ups(queries.Wanted(when="now"), on=on, limit=ASKED)
        for number, row in enumerate(rows[::3]):
            hard, task = HARD[number % len(HARD)]
            reached = number % 4 != 3
            self._call(row.person, Found(
                how=How.VISIT if number % 2 else How.PHONE, reached=reached,
                done_at=at - timedelta(hours=number), at_work=True if reached else None,
                pay_as_agreed=reached or None, insured=draw.random() < 0.6 if reached else None,
                next_on=None if reached else on + timedelta(2),
            ), at)  # fmt: skip
            if number < 2 * len(HARD):
                operations.open_difficulty(
                    row.person, hard, by=self.office.county, at=at, task=task,
                    due_on=on + timedelta(number % 5),
                )  # fmt: skip

    def _stable(self, on: date, at: datetime, draw: Random) -> None:
        """People who have worked for long are confirmed; their households tell their income."""
        wanted = Filters(region=(self.county, self.county + 999_999), status=("transfer",))
        lines, _ = register.page(wanted, on=on, keys=self.office.keys, size=HOMES, order="place")
        for line in lines:
            when = at - timedelta(days=draw.randrange(1, 40))
            found = Found(how=How.VISIT, reached=True, done_at=when, at_work=True, insured=True)
            self._call(line.id, found, at)
        for home in dict.fromkeys(line.household for line in lines):
            heads = draw.randrange(2, 6)
            for year, each in ((on.year - 8, 2600), (on.year - 1, 11500)):
                operations.note_income(
                    home, year=year, amount=float(heads * (each + draw.randrange(0, 900))),
                    heads=heads, source=Source.DECLARED, by=self.office.county, at=at,
                )  # fmt: skip

    def _services(self, on: date, at: datetime, draw: Random) -> None:
        kinds = list(Service)
        for number, line in enumerate(self._idle(on)[:SERVED]):
            given = Given(kind=kinds[number % len(kinds)], on=on - timedelta(draw.randrange(0, 60)),
                          minutes=draw.choice((15, 20, 30, 60)))  # fmt: skip
            operations.give(line.id, given, key=f"demo-{number}", by=self.office.county, at=at)

    def _call(self, person: UUID, found: Found, at: datetime) -> None:
        by = self.office.county
        operations.note_contact(person, found, key=f"demo-{person}", by=by, at=at)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001 made aware
