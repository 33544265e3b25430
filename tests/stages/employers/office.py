"""The office that deals with employers: what a test of them needs, in one line each."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from PIL import Image

from chunfeng.foundation.access import Context, Role, entered, in_public
from chunfeng.foundation.accounts.models import Post, User
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.intake.cells_codes import credit_check
from chunfeng.stages.employers import documents, operations, recognising, sites
from chunfeng.stages.employers.models import Recognition
from tests.cast import NOW, PINGLI, TODAY, Cast, context
from tests.public import at_the_public_site

VILLAGE = PINGLI + 100_001
PDF = b"%PDF-1.7 licence"
BEFORE, VISITED = NOW - timedelta(20), NOW - timedelta(10)  # applied; visited
PAPERS = ("application", "roster", "agreements", "payroll", "insurance", "safety", "lease",
          "no_arrears", "post_list", "funding")  # fmt: skip


def credit_code(number: int = 1) -> str:
    """A credit code with the right check character."""
    first = f"91610926MA{number:07d}"
    return first + credit_check(first)


@dataclass
class Office:
    """Contexts whose officers exist, and the keys."""

    keys: Any
    an: Context
    wen: Context  # the second county officer
    town: Context
    village: Context
    neighbour: Context

    @classmethod
    def opened(cls, cast: Cast, keys: Any) -> "Office":
        """Everybody with an account and a post."""
        wen = context(Role.COUNTY, PINGLI, 10**6)
        made = cls(keys, cast.an, wen, cast.chun, cast.dong, cast.bo)
        called = zip(
            (made.an, made.wen, made.town, made.village, made.neighbour), "安文春东博", strict=True
        )
        for who, name in called:
            post_of(who, f"{name}经办")
        return made

    def add(self, by: Context | None = None, **facts: Any) -> uuid.UUID:
        """An employer entered; by the first county officer unless said otherwise."""
        who = by or self.an
        with entered(who):
            return operations.add(self.facts(**facts), keys=self.keys, by=who, at=NOW)

    def facts(self, **facts: Any) -> dict[str, Any]:
        """What a form says of a company."""
        told = {
            "name": "春燕毛绒玩具厂", "kind": "company", "place": VILLAGE, "contact": "李秋实",
            "phone": "15400000017", "credit_code": credit_code(),
        }  # fmt: skip
        return told | facts

    def verified(self, **facts: Any) -> uuid.UUID:
        """An employer that the first county officer entered and the second verified."""
        made = self.add(**facts)
        with entered(self.wen):
            operations.verify(made, by=self.wen, at=NOW)
        return made

    def site(self, employer: uuid.UUID, **facts: Any) -> uuid.UUID:
        """A site of an employer."""
        with entered(self.an):
            return sites.add(employer, {"place": VILLAGE, "seats": 20} | facts, by=self.an, at=NOW)

    def applied(self, employer: uuid.UUID | None = None, **facts: Any) -> uuid.UUID:
        """A workshop's application, entered by the first county officer."""
        owner = employer or self.verified()
        told = {"kind": "workshop", "sub_kind": "workshop", "site": None} | facts
        told["site"] = told["site"] or (self.site(owner) if told["kind"] == "workshop" else None)
        with entered(self.an):
            return recognising.apply(owner, **told, by=self.an, at=BEFORE)

    def document(self, recognition: uuid.UUID) -> uuid.UUID:
        """A licence handed in with an application."""
        with entered(self.an):
            owner = Recognition.objects.values_list("employer_id", flat=True).get(id=recognition)
            return documents.add_document(
                owner, io.BytesIO(PDF), name="licence.pdf", kind="licence", keys=self.keys,
                by=self.an, at=NOW, recognition=recognition,
            )  # fmt: skip

    def complete(self, **facts: Any) -> uuid.UUID:
        """A workshop whose documents are complete, all but the licence on paper."""
        made = self.applied(**facts)
        self.document(made)
        with entered(self.an):
            recognising.documents_complete(made, on_paper=PAPERS, by=self.an, at=BEFORE)
        return made

    def seen(self, recognition: uuid.UUID, answer: str = "yes") -> dict[str, str]:
        """A checklist filled in."""
        with entered(self.an):
            row = Recognition.objects.get(id=recognition)
            return dict.fromkeys(recognising.terms_of(row, NOW).checklist, answer)

    def visited(self, **facts: Any) -> uuid.UUID:
        """A workshop that was visited by both county officers."""
        made = self.complete(**facts)
        on, seen = VISITED.date(), self.seen(made)
        with entered(self.an):
            recognising.visit(
                made, on=on, second=self.wen.user, checklist=seen, by=self.an, at=VISITED
            )
        return made

    def noticed(self, **facts: Any) -> uuid.UUID:
        """A workshop whose public notice is over."""
        made = self.visited(**facts)
        with entered(self.an):
            begins, ends = TODAY - timedelta(8), TODAY - timedelta(1)
            at = VISITED + timedelta(hours=1)  # steps stand in the order of their moments
            recognising.notice(made, begins=begins, ends=ends, by=self.an, at=at)
        return made

    def recognised(self, number: str = "PL-2026-001", **facts: Any) -> uuid.UUID:
        """A recognised workshop; the second officer decided."""
        made = self.noticed(**facts)
        with entered(self.wen):
            recognising.recognise(made, **decided(number), by=self.wen, at=NOW)
        return made

    @contextmanager
    def at_the_desk(self, employer: uuid.UUID) -> Iterator[Context]:
        """As a member of an employer."""
        member = replace(
            context(Role.EMPLOYER, PINGLI, 10**6), employer=employer, user=uuid.uuid4()
        )
        with at_the_public_site(), entered(member):
            yield member

    def apply_public(self, **facts: Any) -> uuid.UUID:
        """An application at the public site."""
        with at_the_public_site(), in_public():
            return operations.apply_public(self.facts(**facts), keys=self.keys, at=NOW)


def decided(number: str = "PL-2026-001") -> dict[str, Any]:
    """What a decision for an employer says."""
    return {
        "number": number, "valid_from": TODAY, "valid_until": date(2028, 11, 22),
    }  # fmt: skip


def post_of(who: Context, name: str) -> None:
    """An account and a post for a context."""
    login = f"officer-{who.user.hex[:8]}"
    user = User.objects.create(id=who.user, login=login, name=name, created_at=NOW)
    Post.objects.create(
        id=who.post, user=user, role=who.role, region=who.lo,
        begins=TODAY - timedelta(30), given_at=NOW,
    )  # fmt: skip


def events(unwalled: Any, employer: uuid.UUID) -> list[str]:
    """The kinds of everything that is on an employer's timeline, oldest first."""
    with unwalled():
        found = Event.objects.filter(subject="employer", subject_id=employer).order_by("id")
        return list(found.values_list("kind", flat=True))


def picture(kind: str = "PNG", **saved: Any) -> bytes:
    """A small picture. saved: what Pillow writes besides."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, kind, **saved)
    return out.getvalue()
