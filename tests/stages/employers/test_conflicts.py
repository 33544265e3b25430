"""Nobody certifies their own: declared ties, names from there, and who may note them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.employers import conflicts, operations, payrolls, recognising, sites
from chunfeng.stages.employers.refusals import InConflict, NotAllowed, NotFound, Refused
from tests.cast import NOW, TODAY
from tests.stages.employers.office import Office, decided, events
from tests.stages.employers.test_recognitions import MONTH, PAID, of

WHEN = {"at": NOW}
ACTS: dict[str, Callable[[Office, uuid.UUID, uuid.UUID, Any], Any]] = {
    "suspend": lambda o, e, r, by: operations.suspend(e, reason="x", by=by, at=NOW),
    "close": lambda o, e, r, by: operations.close(e, reason="x", by=by, at=NOW),
    "change": lambda o, e, r, by: operations.change(
        e, {"about": "x"}, seen=2, keys=o.keys, by=by, at=NOW
    ),
    "invite": lambda o, e, r, by: operations.invite_contact(e, keys=o.keys, by=by, at=NOW),
    "site": lambda o, e, r, by: sites.add(e, {"place": by.lo}, by=by, at=NOW),
    "payroll": lambda o, e, r, by: payrolls.enter_payroll(
        of(o, r).site_id, MONTH, PAID, by=by, at=NOW
    ),
    "apply": lambda o, e, r, by: recognising.apply(e, kind="public_welfare", by=by, at=NOW),
    "visit": lambda o, e, r, by: recognising.visit(
        r, on=TODAY, second=o.an.user, checklist=o.seen(r), by=by, at=NOW
    ),
    "notice": lambda o, e, r, by: recognising.notice(r, begins=TODAY, ends=TODAY, by=by, at=NOW),
    "recognise": lambda o, e, r, by: recognising.recognise(r, **decided(), by=by, at=NOW),
    "turn_down": lambda o, e, r, by: recognising.turn_down(r, reason="x", by=by, at=NOW),
    "review": lambda o, e, r, by: recognising.review(r, outcome="keep", by=by, at=NOW),
    "warn": lambda o, e, r, by: recognising.warn(r, reason="x", by=by, at=NOW),
    "withdraw": lambda o, e, r, by: recognising.withdraw(
        r, reason="x", informs="y", by=by, at=NOW
    ),
    "end": lambda o, e, r, by: recognising.end(r, reason="given_up", by=by, at=NOW),
}  # fmt: skip


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_officer_with_a_tie_does_nothing_there(office: Office, unwalled: Any, act: str) -> None:
    made, by = office.noticed(), office.wen
    owner = of(office, made).employer_id
    with entered(by):
        conflicts.declare(owner, by.user, reason="配偶是股东", by=by, at=NOW)
    before = events(unwalled, owner)
    with entered(by), pytest.raises(InConflict, match="is tied to this employer"):
        ACTS[act](office, owner, made, by)
    assert events(unwalled, owner) == before


def test_nor_as_the_second_of_a_visit(office: Office) -> None:
    made = office.visited()
    owner, seen = of(office, made).employer_id, office.seen(made)
    with entered(office.an):
        conflicts.declare(owner, office.wen.user, reason="兄弟", by=office.an, at=NOW)
        with pytest.raises(InConflict):
            recognising.visit(
                made, on=TODAY, second=office.wen.user, checklist=seen, by=office.an, at=NOW
            )


def test_a_name_from_there_is_cleared_by_a_county_officer(office: Office) -> None:
    owner = office.add(office.wen, contact="安 经办")
    with entered(office.an), pytest.raises(InConflict, match="Somebody called"):
        operations.verify(owner, by=office.an, at=NOW)
    for who, wrong in ((office.an, NotAllowed), (office.neighbour, NotFound)):
        with entered(who), pytest.raises(wrong):
            conflicts.clear(owner, office.an.user, reason="同名", by=who, at=NOW)
    with entered(office.wen):
        conflicts.clear(owner, office.an.user, reason="同名不同人", by=office.wen, at=NOW)
    with entered(office.an):
        operations.verify(owner, by=office.an, at=NOW)


def test_a_members_name_counts_as_well(office: Office) -> None:
    owner = office.verified()
    with entered(office.an):
        operations.invite(
            owner, name="文经办", phone="15400000018", keys=office.keys, by=office.an, at=NOW
        )
    with entered(office.wen), pytest.raises(InConflict):
        operations.suspend(owner, reason="x", by=office.wen, at=NOW)


def test_a_tie_outlasts_being_cleared_as_a_namesake(office: Office) -> None:
    owner = office.add(office.wen)
    with entered(office.wen):
        conflicts.clear(owner, office.an.user, reason="同名", by=office.wen, at=NOW)
        conflicts.declare(owner, office.an.user, reason="股东", by=office.wen, at=NOW)
    with entered(office.an), pytest.raises(InConflict):
        operations.verify(owner, by=office.an, at=NOW)


def test_who_may_declare_and_end_a_tie(office: Office, unwalled: Any) -> None:
    owner = office.add(office.wen)
    town = office.add(by=office.town, credit_code="", kind="workshop",
                      no_code_reason="合作社代管")  # fmt: skip
    with entered(office.town):
        conflicts.declare(town, office.town.user, reason="亲戚", by=office.town, at=NOW)
        with pytest.raises(NotAllowed):
            conflicts.declare(town, office.an.user, reason="听说", by=office.town, at=NOW)
        with pytest.raises(NotAllowed):
            conflicts.end(conflicts.of(town)[0].id, reason="x", by=office.town, at=NOW)
    with entered(office.an):
        with pytest.raises(Refused, match="Say why"):
            conflicts.declare(owner, office.an.user, reason=" ", by=office.an, at=NOW)
        conflicts.declare(owner, office.an.user, reason="股东", by=office.an, at=NOW)
        with pytest.raises(Refused, match="noted already"):
            conflicts.declare(owner, office.an.user, reason="股东", by=office.an, at=NOW)
        with pytest.raises(NotAllowed):
            conflicts.end(conflicts.of(owner)[0].id, reason="已转让", by=office.an, at=NOW)
        with pytest.raises(NotFound):
            conflicts.declare(owner, uuid.uuid4(), reason="谁", by=office.an, at=NOW)
    with entered(office.wen):
        conflicts.end(conflicts.of(owner)[0].id, reason="已转让", by=office.wen, at=NOW)
    with entered(office.an):
        operations.verify(owner, by=office.an, at=NOW)
    told = [kind for kind in events(unwalled, owner) if kind.startswith("conflict")]
    assert told == ["conflict.declared", "conflict.ended"]


def test_a_neighbour_reads_no_tie(office: Office) -> None:
    owner = office.verified()
    with entered(office.an):
        conflicts.declare(owner, office.wen.user, reason="股东", by=office.an, at=NOW)
    with entered(office.neighbour):
        assert conflicts.of(owner) == []
