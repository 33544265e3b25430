"""Who signs in at the demo's desk, what the public has asked, and what officers made of it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from chunfeng.cli.demo.asking import say
from chunfeng.cli.demo.draw import Dice, words
from chunfeng.cli.demo.filling import Office
from chunfeng.cli.demo.ledgers import Seeker
from chunfeng.foundation.access import entered
from chunfeng.foundation.accounts.models import Member
from chunfeng.foundation.ciphers import phone_index
from chunfeng.stages.employers import flagging, operations_flags
from chunfeng.stages.employers import operations as employers
from chunfeng.stages.employers.inside import inside
from chunfeng.stages.employers.models import Employer, Recognition
from chunfeng.stages.employers.refusals import Refused as NotMade
from chunfeng.stages.vacancies import demand, operations
from chunfeng.stages.vacancies.models import Interest, Report, Vacancy
from chunfeng.stages.vacancies.refusals import Refused

DESK_PHONE, SECOND_PHONE = "15480000001", "15480000002"
TOWN = 1000  # codes of a township share what is above this
AT_THE_DESK = 3  # interests in vacancies of the desk's employer
EXPLAINED = {
    "more_than_seats": "两班轮换，同一工位早晚各一人，已现场核对。",
    "pay_below_floor": "当月有学徒试做三天，差额已于次月补发。",
}


@dataclass(frozen=True, slots=True)
class Open:
    """A published vacancy somebody may ask about."""

    id: UUID
    employer: UUID
    published_at: datetime
    channel: str


def give_desk(office: Office, at: datetime) -> None:
    """Two phones that sign in at the desk, one of them for two employers."""
    with entered(office.county):
        own = desk_employers()
        for phone, which in ((DESK_PHONE, own[:1]), (SECOND_PHONE, own[:2])):
            for one, contact in which:
                with suppress(NotMade):  # the phone acts for it already
                    employers.invite(
                        one, name=contact, phone=phone, keys=office.keys, by=office.county, at=at
                    )


def whose_desk(office: Office) -> str:
    """The employer the first phone acts for; empty where nobody was let in."""
    with entered(office.county):
        index = phone_index(office.keys, DESK_PHONE)
        found = Member.objects.filter(phone_index=index, ended_at=None).values_list("employer")
        name = Employer.objects.filter(id__in=found).values_list("name", flat=True).first()
        return str(name or "")


def ask(office: Office, seekers: Sequence[Seeker], dice: Dice, now: datetime) -> None:
    """Interests and reports of the last weeks, unless there are some; a part is answered."""
    with entered(office.county):
        if Interest.objects.exists() or Report.objects.exists():
            return
        about = open_vacancies()
        own = {one for one, _ in desk_employers()[:1]}
    if not about or not seekers:
        return
    rng, said = dice("asking"), words("standing")
    mine = [one for one in about if one.employer in own][:AT_THE_DESK]
    picked = [about[k] for k in rng.permutation(len(about))]
    who = [seekers[k] for k in rng.permutation(len(seekers))[: said["interests"]]]
    wishes = ["near", "away", "learn", "help"]
    asked: list[dict[str, Any]] = []
    for number, seeker in enumerate(who):
        told: dict[str, Any] = {
            "name": seeker.name,
            "phone": seeker.phone,
            "region": seeker.home // TOWN * TOWN,
            "note": str(rng.choice(said["notes"])),
        }
        since = now - timedelta(days=20)
        if number >= len(who) - said["without_vacancy"]:
            told["wish"] = wishes[number % len(wishes)]
        else:
            one = mine[number] if number < len(mine) else picked[number % len(picked)]
            told["vacancy"], since = str(one.id), max(since, one.published_at)
        at = since + (now - since) * float(rng.uniform(0.05, 0.95))
        asked.append(told | {"at": at.isoformat()})
    reports = _reports(picked, now)
    made, reported = say(asked, reports)
    _answer(made, [datetime.fromisoformat(one["at"]) for one in asked], office, now)
    _settle(reported, office, now)


def explain_flags(office: Office, at: datetime) -> None:
    """Two flags that are up are explained, as an officer who was there would."""
    until = timezone.localdate(at) + timedelta(days=150)
    with entered(office.county):
        paying = Employer.objects.filter(state="verified", payrolls__isnull=False)
        ids = list(paying.distinct().order_by("name_key", "id").values_list("id", flat=True))
        left = dict(EXPLAINED)
        heads = demand.asked(ids)
        found = flagging.of(ids, by=office.county, on=timezone.localdate(at), asked=heads)
        for lines in found.values():
            for line in lines:
                if line.flag in left:
                    operations_flags.close_flag(
                        line.employer, flag=line.flag, subject=line.subject,
                        reason=left.pop(line.flag), until=until, by=office.county, at=at,
                    )  # fmt: skip


def desk_employers() -> list[tuple[UUID, str]]:
    """Recognised workshops with the most published vacancies: id and contact."""
    recognised = Recognition.objects.filter(state="recognised", kind="workshop")
    there = set(recognised.values_list("employer_id", flat=True))
    counts: dict[UUID, int] = {}
    for one in open_vacancies():
        if one.employer in there:
            counts[one.employer] = counts.get(one.employer, 0) + 1
    contacts = {one: told["contact"] for one, told in inside(counts).items()}
    order = sorted(counts, key=lambda one: (-counts[one], contacts[one]))
    return [(one, contacts[one]) for one in order]


def open_vacancies() -> list[Open]:
    """Published vacancies, those of before the ledger first."""
    found = Vacancy.objects.filter(state="published").order_by("published_at", "vacancy_no")
    names = ("id", "employer_id", "published_at", "channel")
    return [Open(*row) for row in found.values_list(*names) if row[2]]


def _reports(picked: Sequence[Open], now: datetime) -> list[dict[str, Any]]:
    away = [one for one in picked if one.channel in ("cooperation", "local")] or list(picked)
    out = []
    for number, said in enumerate(words("standing")["reports"]):
        told = {name: said[name] for name in ("kind", "what", "phone")}
        one = away[number % len(away)]
        at = max(one.published_at, now - timedelta(days=9 - 3 * number))
        out.append(told | {"vacancy": str(one.id), "at": at.isoformat()})
    return out


def _answer(made: Sequence[UUID], asked: Sequence[datetime], office: Office, now: datetime) -> None:
    """Calls some of them; the employer may see the name of some who want to apply."""
    with entered(office.county):
        for one, at, outcome in zip(made, asked, words("standing")["outcomes"], strict=False):
            called = min(at + timedelta(hours=20), now)
            operations.handle(one, outcome=outcome, by=office.county, at=called)
            if outcome == "applies":
                try:
                    operations.share(one, by=office.county, at=called)
                except Refused:
                    continue  # asked without a vacancy


def _settle(reported: Sequence[UUID], office: Office, now: datetime) -> None:
    with entered(office.county):
        for one, said in zip(reported, words("standing")["reports"], strict=True):
            if said.get("settled"):
                operations.settle(one, outcome=said["settled"], by=office.county, at=now)
