"""What becomes of the demo's vacancies: published before the ledger came, marked, paused, full.

Planned purely, from the ledger, a seed and a day; done through the product's operations.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import numpy as np

from chunfeng.cli.demo.draw import Dice, chance, words
from chunfeng.cli.demo.filling import Office, moment
from chunfeng.cli.demo.ledgers import Row
from chunfeng.cli.demo.pictures import room
from chunfeng.cli.demo.standing import Story
from chunfeng.foundation.access import entered
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.vacancies import operations
from chunfeng.stages.vacancies.fields import LEDGER
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.refusals import Refused, Unanswered, Unlawful

USUAL = 900  # vacancies the numbers in ``standing.yaml`` are of
AT_ONCE = 60  # in one transaction
SMALL = 4  # seats of a vacancy that is full by now


@dataclass(frozen=True, slots=True)
class Plan:
    """Of one vacancy: the day it was published before the ledger came, and what became of it."""

    early: date | None
    then: str = ""  # marked, sent_back, paused, full, closed


def plan(rows: Sequence[Row], stories: Iterable[Story], dice: Dice, today: date) -> dict[str, Plan]:
    """{vacancy_no: plan} of the vacancies of verified employers."""
    verified = {story.code: story.verified_on for story in stories}
    rows = [row for row in rows if verified.get(row["credit_code"])]
    rng, shares = dice("posting"), words("standing")["vacancies"]
    soon = chance(rng, shares["early"], len(rows)).tolist()
    ago = rng.integers(3, 75, len(rows)).tolist()
    plans: dict[str, Plan] = {}
    for row, wanted, days in zip(rows, soon, ago, strict=True):
        end = row["end_date"]
        over = end is not None and end < today
        early = end - timedelta(30 + days) if over else today - timedelta(days)
        since = verified[row["credit_code"]] or today
        early = max(early, since + timedelta(2))
        last = end - timedelta(2) if over else today - timedelta(2)
        plans[row["vacancy_no"]] = Plan(early if (over or wanted) and early <= last else None)
    return plans | _fates(rng, rows, plans, shares)


def _fates(
    rng: np.random.Generator,
    rows: Sequence[Row],
    plans: Mapping[str, Plan],
    shares: Mapping[str, float],
) -> dict[str, Plan]:
    """What becomes of some, each of another; only of those still open."""
    free = {row["vacancy_no"]: row for row in rows if plans[row["vacancy_no"]].early is None}
    order = [list(free)[k] for k in rng.permutation(len(free))]
    found: dict[str, Plan] = {}
    for then in ("marked", "sent_back", "paused", "full", "closed"):
        many = round(shares[then] * len(rows) / USUAL) or 1
        fit = [n for n in order if then != "full" or free[n]["headcount"] <= SMALL][:many]
        found |= {number: Plan(None, then) for number in fit}
        order = [number for number in order if number not in found]
    return found


def publish_early(rows: Sequence[Row], plans: Mapping[str, Plan], office: Office) -> None:
    """Drafts, hands in and publishes what was public before the ledger came."""
    wanted = [row for row in rows if (p := plans.get(row["vacancy_no"])) and p.early]
    with entered(office.county):
        ids = dict(Employer.objects.values_list("credit_code", "id"))
        there = set(Vacancy.objects.values_list("vacancy_no", flat=True))
    for part in _parts([row for row in wanted if row["vacancy_no"] not in there]):
        with entered(office.county):
            for number, row in enumerate(part):
                early = plans[row["vacancy_no"]].early
                if early is not None:
                    _early(row, ids[row["credit_code"]], moment(early, number * 3), office)


def _early(row: Row, employer: UUID, at: datetime, office: Office) -> None:
    described = {"description": words("standing")["describe"][row["channel"]]}
    values = {name: value for name, value in row.items() if name in LEDGER} | described
    made = operations.draft(values, employer=employer, keys=office.keys, by=office.county, at=at)
    try:
        operations.submit(made, by=office.county, at=at + timedelta(minutes=4))
    except Unlawful:
        return  # it stays where screening holds it
    _publish(made, row["vacancy_no"], office, at + timedelta(hours=5))


def _publish(vacancy: UUID, number: str, office: Office, at: datetime) -> None:
    """Publishes, with reasons for long hours; what else is marked has to wait."""
    said = words("standing")["hours"]
    if int(number.lstrip("V")) % said["waiting"] == 0:
        said = {}
    try:
        operations.publish(vacancy, by=office.county, at=at)
    except Unanswered as held:
        reasons = {one["key"]: said[one["rule"]] for one in held.findings if one["rule"] in said}
        with suppress(Unanswered):
            operations.publish(vacancy, reasons=reasons, by=office.county, at=at)
    except Unlawful:
        return


def publish_rest(plans: Mapping[str, Plan], office: Office, at: datetime) -> None:
    """Publishes what came with the ledger and nothing is marked in, but what is to wait."""
    with entered(office.county):
        found = Vacancy.objects.filter(state="review", vacancy_no__in=plans).order_by("vacancy_no")
        rows = list(found.values_list("id", "vacancy_no"))
    rows = [(one, no) for one, no in rows if plans[no].then not in ("marked", "sent_back")]
    for part in _parts(rows):
        with entered(office.county):
            for number, (one, no) in enumerate(part):
                _publish(one, no, office, at + timedelta(seconds=number))


def settle_fates(plans: Mapping[str, Plan], office: Office, dice: Dice, at: datetime) -> None:
    """Brings the vacancies the plan has something for to where they stand."""
    rng, said = dice("fates"), words("standing")
    doing = {
        "marked": lambda one: _mark(one, str(rng.choice(said["marks"])), office, at),
        "sent_back": lambda one: operations.send_back(
            one[0], reason=str(rng.choice(said["sent_back"])), by=office.county, at=at
        ),
        "paused": lambda one: operations.pause(
            one[0], reason=str(rng.choice(said["paused"])), by=office.county, at=at
        ),
        "full": lambda one: _fill(one, office, at),
        "closed": lambda one: operations.close(
            one[0], reason=said["closed"], by=office.county, at=at
        ),
    }
    wanted = {number: p.then for number, p in plans.items() if p.then}
    with entered(office.county):
        names = ("id", "vacancy_no", "version", "headcount", "region")
        found = Vacancy.objects.filter(vacancy_no__in=wanted).order_by("vacancy_no")
        for one in list(found.values_list(*names)):
            try:
                doing[wanted[one[1]]](one)
            except Refused:
                continue  # done before, or by somebody at the page meanwhile


def _mark(one: tuple[Any, ...], words_: str, office: Office, at: datetime) -> None:
    vacancy, _, version, *_ = one
    operations.change(
        vacancy, {"description": words_}, seen=version, keys=office.keys, by=office.county, at=at
    )


def _fill(one: tuple[Any, ...], office: Office, at: datetime) -> None:
    vacancy, _, _, headcount, region = one
    for number in range(headcount):
        holder = uuid5(vacancy, str(number))
        operations.take_seat(vacancy, holder=holder, region=region, by=office.county, at=at)


def picture(plans: Mapping[str, Plan], office: Office, dice: Dice, many: int, at: datetime) -> None:
    """Adds a drawn picture to some vacancies near home that were published early."""
    early = [number for number, p in plans.items() if p.early]
    with entered(office.county):
        found = Vacancy.objects.filter(
            vacancy_no__in=early, state="published", channel="near", photos=None
        ).order_by("vacancy_no")
        ids = list(found.values_list("id", "vacancy_no")[:many])
    for one, number in ids:
        with entered(office.county):
            drawn = room(dice(f"photo {number}"))
            operations.add_photo(one, drawn, by=office.county, at=at, alt="车间一角")


def _parts(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]
