"""Employers with members, vacancies, interests and partners' keys, a canary in every text."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from chunfeng.foundation.access import DataClass, Role, entered
from chunfeng.foundation.accounts import members
from chunfeng.foundation.partners.models import Key
from chunfeng.foundation.partners.operations import Contract, make
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.stages.employers import operations as employers
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements.operations import Said, Terms
from chunfeng.stages.placements.vocabulary import EndReason, How
from chunfeng.stages.vacancies import operations as vacancies
from chunfeng.stages.vacancies.models import Interest, Vacancy
from tests.cast import NOW, TODAY, context
from tests.faces.desk.counter import Member, context_of, sign_in
from tests.security.office import PINGLI, SHIQUAN, Officer, World
from tests.stages.vacancies import market

Unwalled = Callable[[], AbstractContextManager[None]]
COUNTIES = (PINGLI, SHIQUAN)
TERM = timedelta(days=300)


@dataclass
class Firm:
    """An employer, its member, and the vacancies it has."""

    id: UUID
    region: int
    member: UUID
    desk: Member
    canary: str
    live: bool = True  # whether the member still acts for it
    vacancies: list[UUID] = field(default_factory=list)


@dataclass
class Partner:
    """A partner's key; ``works`` until it is taken back or has run out."""

    token: str
    scopes: set[Scope]
    region: int
    works: bool = True

    @property
    def prefix(self) -> str:
        """What of the key is kept."""
        return self.token[:8]


@dataclass
class Heard:
    """Somebody interested in a vacancy; the employer learns the name once it is shared."""

    firm: Firm
    vacancy: UUID
    canary: str
    region: int
    shared: bool


@dataclass
class Taken:
    """Somebody a firm has taken on; it sees the telephone while they agree and work there."""

    firm: Firm
    offer: UUID
    phone: str
    shared: bool
    over: bool = False


@dataclass
class MarketPlace:
    """Everybody on the demand side of two counties."""

    keys: Any
    unwalled: Unwalled
    world: World
    officers: dict[int, Officer]
    firms: list[Firm] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    @classmethod
    def opened(cls, keys: Any, unwalled: Unwalled) -> "MarketPlace":
        """With a county officer for each county, an employer in each, and two partners."""
        world = World(keys)
        made = cls(keys, unwalled, world, {at: world.officer(Role.COUNTY, at) for at in COUNTIES})
        for region in COUNTIES:
            made.firm(region)
            made.partner(set(Scope))
        for firm in made.firms:
            made.vacancy(firm)
        return made

    def firm(self, region: int) -> None:
        """A verified employer with a member who is signed in."""
        by, mark = self.officers[region].context, self.world.canary()
        id_ = market.employer(
            by, name=f"{mark}厂", contact=f"{mark}厂长", no_code_reason=f"{mark}因"
        )
        phone = f"154{len(self.firms):08d}"
        with entered(by):
            member = members.add(
                employer=id_, region=region, name=f"{mark}成员", phone=phone, keys=self.keys, by=by,
                at=NOW,
            )  # fmt: skip
        desk = Member(id_, context_of(member), phone)
        sign_in(desk.client, member)
        self.firms.append(Firm(id_, region, member, desk, mark))

    def vacancy(self, firm: Firm) -> None:
        """A draft of a firm's, entered by its officer."""
        mark = firm.canary
        said = {"title": f"{mark}岗", "contact": f"{mark}密人", "remarks": f"{mark}密注"}
        by = self.officers[firm.region].context
        place = {"place": firm.region + 100_000}
        firm.vacancies.append(market.draft(by, self.keys, firm.id, **said, **place))

    def move(self, vacancy: UUID, act: str, firm: Firm) -> None:
        """What the county's officer does with a vacancy."""
        by = self.officers[firm.region].context
        more: dict[str, Any] = {"publish": {"reasons": market.Anything(all="")}}.get(act, {})
        with entered(by):
            getattr(vacancies, act)(vacancy, by=by, at=NOW, **more)

    def judge(self, firm: Firm, act: str) -> None:
        """What the county's officer does with an employer."""
        by = self.officers[firm.region].context
        with entered(by):
            getattr(employers, act)(firm.id, reason="查实", by=by, at=NOW)

    def end_member(self, firm: Firm) -> None:
        """The member no longer acts for the employer."""
        by = self.officers[firm.region].context
        with entered(by):
            employers.end_member(firm.id, firm.member, by=by, at=NOW)
        firm.live = False

    def partner(self, scopes: set[Scope]) -> None:
        """A partner with a key."""
        by = context(Role.ADMIN, PINGLI, 10**6)
        contract = Contract(
            name="南京伙伴", region=PINGLI, scopes=scopes, requests_per_minute=5000,
            rows_per_day=10**6, begins=date(2026, 1, 1), ends=date(2026, 1, 1) + TERM * 2,
        )  # fmt: skip
        with entered(by, DataClass.ACCOUNTS):
            token = make(contract, keys=self.keys, by=by, at=NOW)
        self.partners.append(Partner(token, set(scopes), PINGLI))

    def change_key(self, partner: Partner, act: str) -> None:
        """A key is taken back, runs out, or opens less than before."""
        changed: dict[str, Any] = {
            "revoke": {"revoked_at": NOW, "revoked_by": uuid4()},
            "expire": {"ends": TODAY - timedelta(1)},
            "cut": {"scopes": [Scope.BULK]},
        }[act]
        with self.unwalled():
            Key.objects.filter(prefix=partner.prefix).update(**changed)
        partner.works &= act == "cut"
        partner.scopes &= {Scope.BULK} if act == "cut" else partner.scopes

    def interest(self, firm: Firm, vacancy: UUID, *, shared: bool) -> None:
        """Somebody of the county is interested."""
        mark, region = self.world.canary(), firm.region + 100_000
        with self.unwalled():
            Interest(
                vacancy_id=vacancy, region=region, name=mark, phone_mask="154****0000",
                phone_index=mark.encode(), note=f"{mark}留言", consent_text="2026-11", asked_at=NOW,
                state="handled" if shared else "open", confirmed_at=NOW,
                shared_at=NOW if shared else None,
            ).save(force_insert=True)  # fmt: skip
        self.heard.append(Heard(firm, vacancy, mark, region, shared))

    def take_on(self, firm: Firm, *, shared: bool) -> None:
        """Somebody of the county says yes to work of a firm's without a secret, and so does it."""
        by, phone = self.officers[firm.region].context, f"15488{len(self.taken):06d}"
        vacancy = market.published(by, self.keys, firm.id, place=firm.region + 100_000)
        mark = self.world.canary()
        row = {"name": mark, "home": firm.region + 100_001, "household_no": mark,
               "relation": "head", "phone": phone}  # fmt: skip
        said = Said(how=How.PHONE)
        with entered(by):
            person = people.enrol(row, keys=self.keys, by=by, at=NOW)
            offer = placements.make(person, vacancy, key=mark, keys=self.keys, by=by, at=NOW,
                                    terms=Terms(tell=False)).offer  # fmt: skip
            placements.agree(offer, said, by=by, at=NOW, phone=shared)
            placements.confirm(offer, said, by=by, at=NOW)
        self.taken.append(Taken(firm, offer, phone, shared))

    def choose(self, one: Taken, *, shared: bool) -> None:
        """Somebody taken on lets the firm see their telephone, or no longer."""
        by = self.officers[one.firm.region].context
        with entered(by):
            placements.share_phone(one.offer, shown=shared, by=by, at=NOW)
        one.shared = shared

    def part(self, one: Taken) -> None:
        """Somebody taken on works there after all, and has left."""
        by = self.officers[one.firm.region].context
        with entered(by):
            placements.begin(one.offer, on=TODAY, evidence=Evidence.EMPLOYER, by=by, at=NOW)
            placements.end(one.offer, on=TODAY, reason=EndReason.FAMILY, by=by, at=NOW)
        one.over = True

    def private(self, *, member_of: UUID | None = None, lo: int = 0, hi: int = -1) -> set[str]:
        """What may not be shown to a member of an employer, or to an officer of a range."""
        states = self._states()
        heard = {
            one.canary
            for one in self.heard
            if not lo <= one.region <= hi and not (one.shared and one.firm.id == member_of)
        }
        return {
            *self._of_firms(states, member_of, lo, hi),
            *heard,
            *self._phones(states, member_of),
        }

    def _phones(self, states: dict[UUID, str], member_of: UUID | None) -> Iterator[str]:
        """The telephones of people taken on that may not be shown; to officers none here."""
        for one in self.taken:
            ours = one.firm.id == member_of and states[one.firm.id] == "verified"
            if not (ours and one.shared and not one.over):
                yield one.phone

    def _states(self) -> dict[UUID, str]:
        with self.unwalled():
            return {
                id_: str(state)
                for model in (Employer, Vacancy)
                for id_, state in model.objects.values_list("id", "state")  # type: ignore[attr-defined]  # both have them
            }

    def _of_firms(
        self, states: dict[UUID, str], member_of: UUID | None, lo: int, hi: int
    ) -> Iterator[str]:
        for firm in self.firms:
            if firm.id == member_of or lo <= firm.region <= hi:
                continue
            verified = states[firm.id] == "verified"
            yield from (f"{firm.canary}{what}" for what in ("厂长", "因", "成员", "密人", "密注"))
            if not verified:
                yield f"{firm.canary}厂"
            if not (verified and any(states[one] == "published" for one in firm.vacancies)):
                yield f"{firm.canary}岗"
