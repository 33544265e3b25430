"""Writes on employers: one verb each, in the caller's transaction, one event each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts import members
from chunfeng.foundation.accounts.refusals import Refused as MemberRefused
from chunfeng.foundation.ciphers import Cell, Keyring, blind, phone_mask, seal, unseal
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import no_mobile
from chunfeng.foundation.messaging.rules import mobile
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import PlaceError
from chunfeng.kit.texts import text
from chunfeng.stages.employers import reactions, rules
from chunfeng.stages.employers.ensuring import Ensured, ensure
from chunfeng.stages.employers.holding import (
    held,
    held_of_own,
    must_be_seen,
    must_decide,
    stamp,
    tell,
)
from chunfeng.stages.employers.messages import WELCOME
from chunfeng.stages.employers.models import Employer, Recognition
from chunfeng.stages.employers.refusals import CodeTaken, NotFound, NotNow, Refused, Wrong
from chunfeng.stages.employers.second_officer import must_be_another
from chunfeng.stages.employers.states import EMPLOYER_NAMES, EMPLOYER_NEXT, EmployerState
from chunfeng.stages.employers.vocabulary import Kind

__all__ = [
    "Ensured", "add", "apply_public", "change", "close", "end_member", "ensure", "invite",
    "invite_contact", "refuse", "reopen", "resume", "reveal", "suspend", "verify", "welcome",
]  # fmt: skip
Facts = Mapping[str, Any]
PLAIN = ("industry", "address", "about", "contact", "no_code_reason")
OF_THE_DESK = frozenset({"about", "address", "contact", "phone"})  # what members change themselves


class Act(NamedTuple):
    """A change of state: from which, to which, its event, and whether it needs a reason."""

    before: frozenset[EmployerState]
    after: EmployerState
    event: str
    reasoned: bool = True


_S = EmployerState
ACTS: Mapping[str, Act] = {
    "verify": Act(frozenset({_S.APPLIED}), _S.VERIFIED, "employer.verified", reasoned=False),
    "refuse": Act(frozenset({_S.APPLIED}), _S.REFUSED, "employer.refused"),
    "suspend": Act(frozenset({_S.VERIFIED}), _S.SUSPENDED, "employer.suspended"),
    "resume": Act(frozenset({_S.SUSPENDED}), _S.VERIFIED, "employer.resumed"),
    "close": Act(frozenset(_S) - {_S.CLOSED}, _S.CLOSED, "employer.closed"),
    "reopen": Act(frozenset({_S.REFUSED, _S.CLOSED}), _S.APPLIED, "employer.reopened"),
}


def add(facts: Facts, *, keys: Keyring, by: Context, at: datetime, how: str = "form") -> UUID:
    """Enters an employer, to be verified; its id.

    facts: name, kind (vocabulary.Kind), place (region code) at least; credit_code or, for a
    co-operative or workshop, no_code_reason; industry, address, about, contact, phone, stay_share.
    """
    must_decide(by)
    row = _row(facts, keys, at)
    row.region, row.how, row.added_by = rules.region_of(row.place, by), how, by.user
    _insert(row)
    tell("employer.added", row, by=by, at=at, fields=_given(facts), detail={"how": how})
    return row.id


def apply_public(facts: Facts, *, keys: Keyring, at: datetime, region: int | None = None) -> UUID:
    """An employer asks at the desk to be taken in: within ``in_public``; its id.

    facts: as for ``add``. region: the county whose officers are to look, by default the place's.
    """
    row = _row(facts, keys, at)
    county = rules.county_of(region if region is not None else row.place)
    if county is None:
        raise Wrong("place", text("Name the county at least."))
    if not (row.contact and row.phone_mask):
        said = text("Say whom the office can reach, and at which telephone.")
        raise Wrong("phone" if row.contact else "contact", said)
    row.region, row.how = county, "desk"
    _insert(row)
    tell("employer.applied", row, by=None, at=at, fields=_given(facts))
    return row.id


def change(
    employer: UUID, facts: Facts, *, seen: int, keys: Keyring, by: Context, at: datetime
) -> None:
    """Sets facts of an employer; a member's own desk may set only ``OF_THE_DESK``.

    seen: the version read before. ChangedMeanwhile when the same facts were changed since.
    """
    row = held_of_own(employer, by)
    if by.role is Role.EMPLOYER and facts.keys() - OF_THE_DESK:
        raise Refused(text("Ask the office to change this: it was verified as it stands."))
    must_be_seen(("employer", employer), row.version, seen, [*facts], by)
    told = _changed(row, facts, keys)
    _once_in_county(row, told)
    try:
        with transaction.atomic():
            if told.get("name", row.name) != row.name:
                reactions.renamed(row.id, told["name"])
            stamp(row, at, **told)
    except IntegrityError:
        raise CodeTaken from None
    detail = {"employer_version": row.version}
    tell("employer.changed", row, by=by, at=at, fields=_given(facts), detail=detail)


def verify(employer: UUID, *, by: Context, at: datetime) -> None:
    """Finds that an employer is who it says; from here on its vacancies may be public.

    Refused for whoever entered it, as far as the policy asks for a second officer.
    """
    row = held(employer, by)
    must_be_another(row, by, at)
    wrong = rules.without_code(row.kind, row.credit_code, row.no_code_reason)
    if wrong:
        raise wrong
    _move("verify", row, "", by, at)


def refuse(employer: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Does not verify an employer."""
    _move("refuse", held(employer, by), reason, by, at)


def suspend(employer: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Suspends a verified employer: nothing of it is public until that is lifted."""
    _move("suspend", held(employer, by), reason, by, at)


def resume(employer: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Lifts a suspension."""
    _move("resume", held(employer, by), reason, by, at)


def close(employer: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Notes that an employer no longer employs; a recognition it still has is ended first."""
    row = held(employer, by)
    if Recognition.objects.filter(employer=employer).exclude(state="ended").exists():
        raise Refused(text("End its recognitions first: each says what happens to the workers."))
    _move("close", row, reason, by, at)


def reopen(employer: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Takes up a refused or closed employer again, to be verified anew."""
    row = held(employer, by)
    _once_in_county(row, {"credit_code": row.credit_code})
    _move("reopen", row, reason, by, at)


def invite(
    employer: UUID, *, name: str, phone: str, keys: Keyring, by: Context, at: datetime
) -> UUID:
    """Lets somebody act for a verified employer at the desk; the member's id."""
    row = held(employer, by)
    if row.state != EmployerState.VERIFIED:
        raise NotNow(EMPLOYER_NAMES[EmployerState(row.state)])
    number = rules.phone(phone)
    if not number:
        raise Wrong("phone", text("Give the mobile number the code is sent to."))
    if mobile(number) is None:
        raise Wrong("phone", no_mobile(number))
    try:
        return members.add(
            employer=employer, region=row.region, name=name, phone=number, keys=keys, by=by, at=at
        )
    except MemberRefused as refused:
        raise Refused(refused.said) from None


def invite_contact(employer: UUID, *, keys: Keyring, by: Context, at: datetime) -> UUID:
    """Lets the contact act for a verified employer; opening the telephone is in the log too."""
    row = held(employer, by)
    number = reveal(employer, keys=keys, by=by, at=at)
    return invite(employer, name=row.contact, phone=number, keys=keys, by=by, at=at)


def welcome(employer: UUID, address: str, *, keys: Keyring, by: Context, at: datetime) -> bool:
    """The contact of an employer that applied at the desk becomes its first member, and is told.

    address: of the desk. False where it came another way, somebody acts for it already, or no
    message reaches the contact.
    """
    row = held(employer, by)
    if row.how != "desk" or row.state != EmployerState.VERIFIED or members.of(employer):
        return False
    phone = reveal(employer, keys=keys, by=by, at=at)
    if mobile(phone) is None:
        return False
    invite(employer, name=row.contact, phone=phone, keys=keys, by=by, at=at)
    return messaging.send(
        WELCOME.kind,
        phone=phone,
        language="zh",
        values={"employer": row.name, "address": address},
        region=row.region,
        subject=("employer", employer),
        key=f"welcome-{employer}",
        keys=keys,
        at=at,
        by=by,
    )


def end_member(employer: UUID, member: UUID, *, by: Context, at: datetime) -> None:
    """Ends what somebody may do for an employer."""
    held(employer, by)
    if member not in {line.id for line in members.of(employer)}:
        raise NotFound
    try:
        members.end(member, by=by, at=at)
    except MemberRefused as refused:
        raise Refused(refused.said) from None


def reveal(employer: UUID, *, keys: Keyring, by: Context, at: datetime) -> str:
    """The contact's telephone, opened on the record. Leave the transaction before it is shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT employers_phone(%s, %s)", [employer, at])
        ((sealed,),) = cursor.fetchall()
    if sealed is None:
        raise Refused(text("Nothing is recorded here."))
    return unseal(keys, Cell("employers_employer", "phone", employer), bytes(sealed))


def _move(verb: str, row: Employer, reason: str, by: Context, at: datetime) -> None:
    """Brings an employer into the state of an act, where its state allows it."""
    act, now = ACTS[verb], EmployerState(row.state)
    if now not in act.before or act.after not in EMPLOYER_NEXT[now]:
        raise NotNow(EMPLOYER_NAMES[now])
    why = " ".join(reason.split())[:200]
    if act.reasoned and not why:
        raise Refused(text("Say why."))
    verified = {"verified_by": by.user} if verb == "verify" else {}
    try:
        with transaction.atomic():
            stamp(row, at, state=act.after, state_reason=why, state_on=_day(at), **verified)
    except IntegrityError:
        raise CodeTaken from None
    tell(act.event, row, by=by, at=at, detail={"reason": why} if why else None)
    if act.after in (EmployerState.SUSPENDED, EmployerState.CLOSED):
        reactions.stopped(row.id, why, by=by, at=at)


def _row(facts: Facts, keys: Keyring, at: datetime) -> Employer:
    """A new employer of what a form says."""
    row = Employer(
        id=uuid4(),
        name=rules.named(facts.get("name")),
        kind=_kind(facts.get("kind")),
        credit_code=rules.code(facts.get("credit_code")),
        place=_place(facts.get("place")),
        stay_share=facts.get("stay_share"),
        state=EmployerState.APPLIED,
        state_on=_day(at),
        created_at=at,
        updated_at=at,
    )
    row.name_key = rules.key_of(row.name)
    for field in PLAIN:
        setattr(row, field, rules.short(field, facts.get(field)))
    for column, value in sealed_phone(row.id, rules.phone(facts.get("phone")), keys).items():
        setattr(row, column, value)
    wrong = rules.without_code(row.kind, row.credit_code, row.no_code_reason)
    if wrong:
        raise wrong
    return row


def sealed_phone(employer: UUID, phone: str, keys: Keyring) -> dict[str, Any]:
    """The columns that a contact's telephone becomes."""
    if not phone:
        return {"phone": None, "phone_mask": "", "phone_index": None}
    return {
        "phone": seal(keys, Cell("employers_employer", "phone", employer), phone),
        "phone_mask": phone_mask(phone),
        "phone_index": blind(keys, "phone", phone),
    }


def _changed(row: Employer, facts: Facts, keys: Keyring) -> dict[str, Any]:
    """The columns that changed facts become."""
    told = {field: rules.short(field, facts[field]) for field in PLAIN if field in facts}
    checks: dict[str, Callable[[Any], Any]] = {
        "name": rules.named,
        "kind": _kind,
        "credit_code": rules.code,
        "place": _place,
    }
    told |= {field: check(facts[field]) for field, check in checks.items() if field in facts}
    if "name" in told:
        told["name_key"] = rules.key_of(told["name"])
    if "stay_share" in facts:
        told["stay_share"] = facts["stay_share"]
    if "phone" in facts:
        told |= sealed_phone(row.id, rules.phone(facts["phone"]), keys)
    if {"kind", "credit_code", "no_code_reason"} & told.keys():
        names = ("kind", "credit_code", "no_code_reason")
        wrong = rules.without_code(*(told.get(name, getattr(row, name)) for name in names))
        if wrong:
            raise wrong
    return told


def _insert(row: Employer) -> None:
    _once_in_county(row, {"credit_code": row.credit_code})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise CodeTaken from None


def _once_in_county(row: Employer, told: Facts) -> None:
    """CodeTaken where another employer of the county has the code and may be named."""
    if not told.get("credit_code"):
        return
    others = Employer.objects.filter(
        credit_code=told["credit_code"], region__range=rules.county_span(row.region)
    ).exclude(id=row.id)
    taken = others.exclude(state=EmployerState.CLOSED).values_list("name", "id").first()
    if taken:
        raise CodeTaken(*taken)


def _kind(value: Any) -> str:
    if value not in set(Kind):
        raise Wrong("kind", text("Say what kind of employer it is."))
    return str(value)


def _place(value: Any) -> int:
    try:
        return places().get(value or 0).code
    except PlaceError:
        raise Wrong("place", text("Say where the employer is.")) from None


def _given(facts: Facts) -> list[str]:
    """The names of the facts that were given."""
    return sorted(facts)


def _day(at: datetime) -> Any:
    return timezone.localdate(at)
