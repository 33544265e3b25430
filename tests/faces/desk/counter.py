"""The desk as members use it: two employers of a county, their members' browsers, an officer."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.accounts import members
from chunfeng.foundation.accounts.cookies import SessionStore
from chunfeng.foundation.ciphers import Cell, unseal
from chunfeng.foundation.messaging.models import Message
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import Facts
from tests.cast import NOW, PINGLI
from tests.faces.workbench.desk import Page
from tests.foundation.jobs.arranging import login
from tests.public import PublicClient, at_the_public_site
from tests.security.office import Officer, World
from tests.stages.vacancies import market
from tests.statements import asked

PHONE, OTHER = "15400000017", "15400000025"


@dataclass
class Member:
    """Somebody of an employer with a browser."""

    employer: UUID
    context: Context
    phone: str
    client: PublicClient = field(default_factory=PublicClient)

    def page(self, address: str, status: int = 200) -> Page:
        """A page."""
        return Page(address, self.client.get(address), status)

    def send(self, address: str, data: Any = None, status: int = 302) -> Page:
        """What a form answers."""
        return Page(address, self.client.post(address, data or {}), status)

    def statements(self, address: str) -> int:
        """How many statements a page takes."""
        with CaptureQueriesContext(connection) as caught:
            self.page(address)
        return len(asked(caught))


@dataclass
class Counter:
    """An officer, two employers of the county, a member of each."""

    world: World
    officer: Officer
    keys: Any
    ours: Member
    theirs: Member

    @classmethod
    def opened(cls, keys: Any) -> "Counter":
        """Both verified, both signed in."""
        world = World(keys)
        officer = world.officer(Role.COUNTY, PINGLI)
        first = market.employer(officer.context, name="春燕毛绒玩具社区工厂", contact="李秋实")
        second = market.employer(officer.context, name="金丝雀服装厂", contact="金丝雀厂长")
        ours = cls._member(officer, keys, first, PHONE, "李秋实")
        theirs = cls._member(officer, keys, second, OTHER, "金丝雀厂长")
        return cls(world, officer, keys, ours, theirs)

    @staticmethod
    def _member(officer: Officer, keys: Any, employer: UUID, phone: str, name: str) -> Member:
        by = officer.context
        with entered(by):
            made = members.add(
                employer=employer, region=PINGLI, name=name, phone=phone, keys=keys, by=by, at=NOW
            )
        one = Member(employer, context_of(made), phone)
        sign_in(one.client, made)
        return one

    def join(self, employer: UUID, phone: str, name: str = "文经理") -> UUID:
        """Another member of an employer."""
        by = self.officer.context
        with entered(by):
            return members.add(
                employer=employer, region=PINGLI, name=name, phone=phone, keys=self.keys, by=by,
                at=NOW,
            )  # fmt: skip

    def draft(self, who: Member | None = None, **values: Any) -> UUID:
        """A draft of a member's."""
        one = who or self.ours
        return market.draft(one.context, self.keys, one.employer, **values)

    def published(self, who: Member | None = None, **values: Any) -> UUID:
        """A vacancy in the shop window."""
        one = who or self.ours
        made = self.draft(one, **values)
        with market.stands(one.context):
            operations.submit(made, by=one.context, at=NOW)
        by = self.officer.context
        with entered(by):
            operations.publish(made, by=by, at=NOW, reasons=market.Anything(all=""))
        return made

    def held(self, vacancy: UUID, who: Member | None = None) -> Facts:
        """What is known of a vacancy at its own desk."""
        with market.stands((who or self.ours).context):
            found = queries.facts(vacancy)
        assert found
        return found

    def code(self, phone: str = PHONE) -> str:
        """The last code that was sent to a phone; empty for none."""
        with login(None):
            for row in Message.objects.filter(is_code=True).order_by("-created_at", "-key"):
                told = unseal(self.keys, Cell("messaging_message", "phone", row.id), row.phone)
                if told == phone:
                    body = unseal(self.keys, Cell("messaging_message", "body", row.id), row.body)
                    return re.search(r"\d{6}", body)[0]  # type: ignore[index]  # a code has one
        return ""


def context_of(member: UUID) -> Context:
    """For whom a member acts."""
    with at_the_public_site():
        return members.standing([member])[0]


def sign_in(client: PublicClient, member: UUID) -> None:
    """Opens a session in a browser without the way through the code."""
    with at_the_public_site():
        session = members.begin(member, agent="Firefox", at=NOW)
    store = SessionStore()
    store[members.SESSION] = str(session)
    store.save()
    client.cookies["chunfeng-desk"] = store.session_key
