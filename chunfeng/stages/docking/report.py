"""A docking run as JSON, for other programs: ``report`` says it, ``to_json`` writes it.

``python -m chunfeng.stages.docking.report`` prints its JSON schema.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import orjson
from pydantic import TypeAdapter

from chunfeng import __version__
from chunfeng.foundation.intake.ledger import Issue, Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import Language, Text
from chunfeng.stages.docking import report_schema as shape
from chunfeng.stages.docking.areas import Areas, township_of
from chunfeng.stages.docking.labels import headline, next_step
from chunfeng.stages.docking.privacy import hidden
from chunfeng.stages.docking.result import (
    Count,
    Docking,
    EmptySeats,
    Lever,
    OverAsked,
    Placement,
    Unplaced,
    Why,
)
from chunfeng.stages.docking.summary import Summary, summarise


def report(docking: Docking, reference: Reference, language: Language = "zh") -> shape.Report:
    """Everything the workbook says but names; codes stay the same in every language."""
    summary = summarise(docking, Areas(reference.places, docking.people["home"]))
    proof, writer = docking.proof, _Writer(docking, language)
    return shape.Report(
        format="chunfeng-docking-1",
        on=docking.on.isoformat(),
        language=language,
        policy=shape.PolicyUsed(name=docking.policy_name, digest=docking.policy_digest),
        engine=shape.EngineUsed(version=__version__, pairs=proof.pairs),
        people=writer.ledger(docking.people),
        vacancies=writer.ledger(docking.vacancies),
        status=proof.status,
        value=proof.value,
        bound=proof.bound,
        gap=proof.gap if isfinite(proof.gap) else None,
        summary=writer.summary(summary),
        placements=[writer.placement(line) for line in docking.placements],
        unplaced=[writer.unplaced(line) for line in docking.unplaced],
        empty=[writer.empty(line) for line in docking.empty],
        levers=[writer.lever(line) for line in docking.levers],
        issues=[writer.issue(line) for line in docking.issues],
        notes=[writer.say(note) for note in docking.notes],
    )


def to_json(made: shape.Report) -> bytes:
    """UTF-8, one line, keys in the order of the schema: the same run gives the same bytes."""
    return orjson.dumps(made, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS)


def schema() -> dict[str, Any]:
    """The JSON schema of a report."""
    return TypeAdapter(shape.Report).json_schema(mode="serialization")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Says one line of a run at a time."""

    docking: Docking
    language: Language

    def say(self, message: Text) -> str:
        return _clean(message.to(self.language))

    def ledger(self, ledger: Ledger) -> shape.LedgerRead:
        return shape.LedgerRead(
            file=_clean(ledger.file),
            sheet=_clean(ledger.sheet),
            rows=ledger.rows_seen,
            usable=len(ledger),
        )

    def person(self, row: int) -> shape.Person:
        people = self.docking.people
        return shape.Person(row=people.row_numbers[row], person_no=_free(people["person_no"][row]))

    def township(self, row: int) -> int:
        return township_of(self.docking.people["home"][row])

    def vacancy(self, row: int) -> shape.Vacancy:
        vacancies = self.docking.vacancies
        return shape.Vacancy(
            row=vacancies.row_numbers[row],
            vacancy_no=_free(vacancies["vacancy_no"][row]),
            employer=_free(vacancies["employer"][row]),
            title=_free(vacancies["title"][row]),
        )

    def placement(self, line: Placement) -> shape.PlacementLine:
        return shape.PlacementLine(
            person=self.person(line.person),
            vacancy=self.vacancy(line.vacancy),
            township=self.township(line.person),
            contact_order=line.contact_order,
            tier=line.tier,
            score=line.score,
            distance_km=line.distance_km,
            distance_approximate=line.distance_approximate,
            scale=_scale(line.scale),
            pay_month=line.pay_month,
            reasons=[
                shape.ReasonGiven(term=part.term, points=part.points, text=self.say(part.text))
                for part in line.reasons
            ],
            over_asked=[self.over_asked(option) for option in line.over_asked],
        )

    def over_asked(self, option: OverAsked) -> shape.OverAskedOption:
        return shape.OverAskedOption(
            vacancy=self.vacancy(option.vacancy), score=option.score, short_by=option.short_by
        )

    def counts(self, counts: Iterable[Count]) -> list[shape.LimitCounted]:
        return [
            shape.LimitCounted(limit=count.limit, number=count.number, text=self.say(count.text))
            for count in counts
        ]

    def unplaced(self, line: Unplaced) -> shape.UnplacedLine:
        return shape.UnplacedLine(
            person=self.person(line.person),
            township=self.township(line.person),
            tier=line.tier,
            why=line.why,
            reason=self.say(line.reason),
            excluded=self.counts(line.excluded),
            change=None if line.change is None else self.say(line.change),
            nearest=None if line.nearest is None else self.vacancy(line.nearest),
            nearest_km=line.nearest_km,
            next_step=self.say(next_step(line)),
        )

    def empty(self, line: EmptySeats) -> shape.EmptyLine:
        return shape.EmptyLine(
            vacancy=self.vacancy(line.vacancy),
            headcount=line.headcount,
            filled=line.filled,
            why=line.why,
            reason=self.say(line.reason),
            excluded=self.counts(line.excluded),
        )

    def lever(self, line: Lever) -> shape.LeverLine:
        return shape.LeverLine(
            kind=line.kind,
            text=self.say(line.text),
            place=line.place,
            vacancy=None if line.vacancy is None else self.vacancy(line.vacancy),
            people_gained=line.people_gained,
            score_gained=line.score_gained,
        )

    def issue(self, line: Issue) -> shape.IssueLine:
        return shape.IssueLine(
            file=_clean(line.file),
            sheet=_clean(line.sheet),
            row=line.row,
            column=line.column,
            header=_clean(line.header),
            value=_clean(line.value),
            severity=line.severity,
            problem=self.say(line.problem),
            mend=self.say(line.mend),
        )

    def summary(self, summary: Summary) -> shape.SummaryFigures:
        sentence = headline(summary.people, summary.looked_for, summary.placed, self.docking.proof)
        return shape.SummaryFigures(
            headline=self.say(sentence),
            people=summary.people_rows,
            usable=summary.people,
            looked_for=summary.looked_for,
            placed=summary.placed,
            unplaced=summary.unplaced,
            vacancies=summary.vacancy_rows,
            usable_vacancies=summary.vacancies,
            seats=summary.seats,
            filled=summary.placed,
            empty=summary.empty,
            tiers=[
                shape.TierLine(name=self.say(tier.name), people=tier.people, placed=tier.placed)
                for tier in summary.tiers
            ],
            townships=_townships(summary),
            channels=_channels(summary),
            scales={_scale(scale): n for scale, n in summary.scales.items()},
            why={reason.value: n for reason, n in summary.why.items()},
            limits=[
                shape.LimitCounted(limit=one.limit, number=one.pairs, text=self.say(one.name))
                for one in summary.limits
            ],
            issues={severity.value: n for severity, n in summary.issues.items()},
        )


def _townships(summary: Summary) -> list[shape.TownshipLine]:
    return [
        shape.TownshipLine(
            code=area.code,
            name=area.name,
            people=area.people,
            placed=area.placed,
            no_option=area.why[Why.NO_OPTION],
            over_asked=area.why[Why.OVER_ASKED],
            answered=area.why[Why.ANSWERED],
            not_docked=area.why[Why.NOT_DOCKED],
        )
        for area in summary.townships
    ]


def _channels(summary: Summary) -> list[shape.ChannelLine]:
    return [
        shape.ChannelLine(
            channel=count.channel,
            vacancies=count.vacancies,
            seats=count.seats,
            filled=count.filled,
            empty=count.empty,
        )
        for count in summary.channels
    ]


def _scale(scale: Scale) -> str:
    return scale.name.lower()


def _clean(shown: str) -> str:
    """No ID or phone number, and nothing UTF-8 cannot write."""
    return hidden(shown).encode("utf-8", "replace").decode()


def _free(written: str | None) -> str | None:
    return None if written is None else _clean(written)


if __name__ == "__main__":
    option = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    sys.stdout.buffer.write(orjson.dumps(schema(), option=option))
