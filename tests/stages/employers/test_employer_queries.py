"""Reads: lists, one employer whole, what is due, what anybody may know."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import entered, in_public
from chunfeng.stages.employers import operations, payrolls, queries, recognising
from chunfeng.stages.employers.due import Act
from chunfeng.stages.employers.inside import INSIDE, OF_RECOGNITION, inside, of_recognitions
from chunfeng.stages.employers.models import Employer, Recognition
from chunfeng.stages.employers.queries import Filters
from tests.cast import NOW, TODAY
from tests.public import at_the_public_site
from tests.stages.employers.office import VILLAGE, Office, credit_code
from tests.stages.employers.test_recognitions import MONTH, PAID, of


def named(office: Office, by: Any = None, order: str = "name", **facts: Any) -> list[str]:
    who = by or office.an
    with entered(who):
        rows, total = queries.page(Filters(**facts), by=who, order=order)
    assert total == len(rows)
    return [row.name for row in rows]


def test_a_list_is_narrowed_by_words_kind_state_place_and_recognition(office: Office) -> None:
    made = office.recognised(employer=office.verified(name="春燕玩具厂"))
    office.add(name="安达茶厂", credit_code=credit_code(2), kind="cooperative",
               place=VILLAGE + 1000)  # fmt: skip
    for facts, expected in (
        ({}, ["安达茶厂", "春燕玩具厂"]),
        ({"words": "玩具"}, ["春燕玩具厂"]),
        ({"words": "wanju"}, ["春燕玩具厂"]),
        ({"words": " ANDA cha "}, ["安达茶厂"]),
        ({"words": credit_code(2)[:12].lower()}, ["安达茶厂", "春燕玩具厂"]),
        ({"words": credit_code(2)}, ["安达茶厂"]),
        ({"words": "没有"}, []),
        ({"kind": ("cooperative",)}, ["安达茶厂"]),
        ({"state": ("verified",)}, ["春燕玩具厂"]),
        ({"place": (VILLAGE + 1000, VILLAGE + 1999)}, ["安达茶厂"]),
        ({"recognised": "workshop"}, ["春燕玩具厂"]),
        ({"recognised": "workshop/workshop"}, ["春燕玩具厂"]),
        ({"recognised": "workshop/station"}, []),
        ({"recognised": "none"}, ["安达茶厂"]),
        ({"among": (of(office, made).employer_id,)}, ["春燕玩具厂"]),
    ):
        assert named(office, **facts) == expected, facts
    assert named(office, order="-name") == ["春燕玩具厂", "安达茶厂"]


def test_who_sees_which_employers_in_a_list(office: Office) -> None:
    office.add(name="未核厂")
    office.verified(name="已核厂", credit_code=credit_code(2))
    assert named(office) == ["未核厂", "已核厂"]
    assert named(office, office.village) == ["已核厂"]
    assert named(office, office.town, own=True) == []
    assert named(office, office.neighbour) == []


def test_a_page_of_the_list_takes_five_statements(office: Office) -> None:
    for number in range(1, 8):
        office.applied(office.verified(name=f"厂{number}", credit_code=credit_code(number)))
    for size in (2, 5):
        with entered(office.an), CaptureQueriesContext(connection) as caught:
            rows, total = queries.page(Filters(), by=office.an, size=size)
        assert (len(rows), total, len(caught)) == (size, 7, 5)
    assert (rows[0].sites, rows[0].seats, rows[0].recognised[0].kind) == (1, 20, "workshop")
    with entered(office.an):
        assert queries.page(Filters(), by=office.an, number=9) == ([], 7)


def test_an_employer_whole_and_what_others_see_of_it(office: Office) -> None:
    made = of(office, office.recognised()).employer_id
    with entered(office.an):
        found = queries.facts(made, by=office.an)
        operations.invite_contact(made, keys=office.keys, by=office.an, at=NOW)
    assert found
    assert (found.own, len(found.sites), len(found.documents)) == (True, 1, 1)
    assert found.recognitions[0].number == "PL-2026-001"
    with entered(office.neighbour):
        seen = queries.facts(made, by=office.neighbour)
    assert seen
    assert (seen.own, seen.members, seen.documents) == (False, (), ())
    assert (found.contact, seen.contact, seen.phone_mask) == ("李秋实", "", "")
    with office.at_the_desk(made) as member:
        mine = queries.of_member(member)
    assert mine
    assert (mine.own, [one.name for one in mine.members]) == (True, ["李秋实"])
    hidden = office.add(credit_code=credit_code(5))
    with entered(office.neighbour):
        assert queries.facts(hidden, by=office.neighbour) is None


@pytest.mark.parametrize("column", [*INSIDE, "verified_by"])
def test_contact_mask_and_reasons_are_columns_that_no_officer_may_read(
    office: Office, column: str
) -> None:
    office.verified()
    with (
        entered(office.an),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        list(Employer.objects.values_list(column))


def test_a_query_that_forgets_whose_an_employer_is_reads_no_contact(office: Office) -> None:
    made = office.verified()
    with entered(office.neighbour):  # as if the neighbour's post covered everything
        found = queries.facts(made, by=office.an)
        (line,) = queries.lines([made], by=office.an)
        assert inside([made]) == {}
    assert found
    assert found.own
    assert (found.name, found.contact, found.phone_mask) == ("春燕毛绒玩具厂", "", "")
    assert (line.name, line.contact, line.phone_mask) == ("春燕毛绒玩具厂", "", "")


@pytest.mark.parametrize("column", OF_RECOGNITION)
def test_reasons_warnings_and_who_applied_are_columns_that_no_officer_may_read(
    office: Office, column: str
) -> None:
    office.recognised()
    with (
        entered(office.an),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        list(Recognition.objects.values_list(column))


def test_what_was_held_against_a_recognition_is_told_where_it_was_and_nowhere_else(
    office: Office, unwalled: Any
) -> None:
    made, by = office.recognised(), office.wen
    with entered(by):
        recognising.warn(made, reason="工资拖欠", by=by, at=NOW)
    with unwalled():  # recognised again, and the reason left behind
        Recognition.objects.filter(id=made).update(state_reason="曾经停产")
    owner = of(office, made).employer_id

    def told(who: Any) -> tuple[Any, ...]:
        with entered(who):
            found = queries.facts(owner, by=who)
            assert found
            (row,) = found.recognitions
            return row.number, row.state_reason, row.warned_on, row.added_by

    assert told(office.an) == ("PL-2026-001", "曾经停产", TODAY, office.an.user)
    for other in (office.neighbour, office.village):
        assert told(other) == ("PL-2026-001", "", None, None)
    with entered(office.neighbour):  # as if the query forgot whose it is
        nothing = {"state_reason": "", "warned_on": None, "reviewed_on": None, "added_by": None}
        assert of_recognitions([made]) == {made: nothing}
        assert "曾经停产" not in str(queries.facts(owner, by=office.an))
    with office.at_the_desk(owner) as member:
        mine = queries.recognition(made, by=member)
        assert mine
        assert (mine.row.state_reason, mine.row.warned_on) == ("曾经停产", TODAY)


def test_a_recognition_whole(office: Office) -> None:
    made = office.recognised()
    with entered(office.an):
        found = queries.recognition(made, by=office.an)
    assert found
    assert [step.kind for step in found.steps] == ["complete", "visit", "notice", "decision"]
    assert (found.steps[1].by, found.steps[1].second) == ("安经办", "文经办")
    assert found.added_by == "安经办"
    for other in (office.neighbour, office.village):
        with entered(other):
            assert queries.recognition(made, by=other) is None
    with office.at_the_desk(found.employer) as member:
        mine = queries.recognition(made, by=member)
    assert mine
    assert mine.steps[0].by == ""


def test_what_is_due_of_a_recognition_at_each_step(office: Office) -> None:
    def act(recognition: uuid.UUID, days: int = 0) -> tuple[Act, Any]:
        day = TODAY + timedelta(days)
        with entered(office.an):
            lines = queries.due(by=office.an, on=day, all_=True)
        found = next(one for one in lines if one.id == recognition)
        return found.act, found.on

    made, by = office.applied(), office.wen
    assert act(made) == (Act.DOCUMENTS, None)
    other = office.complete(employer=office.verified(credit_code=credit_code(2)))
    assert act(other) == (Act.VISIT, None)
    third = office.visited(employer=office.verified(credit_code=credit_code(3)))
    assert act(third) == (Act.NOTICE, None)
    with entered(by):
        end = TODAY + timedelta(5)
        recognising.notice(third, begins=TODAY, ends=end, by=by, at=NOW)
    assert act(third) == (Act.WAIT, end)
    assert act(third, 6) == (Act.DECIDE, end)
    with entered(by):
        later = NOW + timedelta(6)
        facts = {"valid_from": TODAY, "valid_until": TODAY + timedelta(729)}
        recognising.recognise(third, number="1", **facts, by=by, at=later)
    assert act(third)[0] is Act.NONE
    assert act(third, 340)[0] is Act.REVIEW
    with entered(by):
        recognising.suspend(third, reason="x", by=by, at=later)
        lines = queries.due(by=by, on=TODAY, states=queries.WAITING)
    assert act(third)[0] is Act.LIFT
    assert {one.act for one in lines} == {Act.DOCUMENTS, Act.VISIT}
    assert lines[0].days(TODAY) == 20


def in_force(office: Office, recognition: uuid.UUID) -> None:
    """Recognised today for two years."""
    by, facts = office.wen, {"valid_from": TODAY, "valid_until": TODAY + timedelta(729)}
    with entered(by):
        recognising.notice(recognition, begins=TODAY, ends=TODAY + timedelta(5), by=by, at=NOW)
        recognising.recognise(recognition, number="1", **facts, by=by, at=NOW + timedelta(6))


@pytest.mark.parametrize(("days", "waited"), [(340, 0), (364, 0), (365, 0), (400, 35)])
def test_a_review_waits_from_the_day_it_falls_due(office: Office, days: int, waited: int) -> None:
    in_force(office, office.visited())
    day = TODAY + timedelta(days)
    with entered(office.an):
        (line,) = queries.due(by=office.an, on=day)
    assert (line.act, line.days(day)) == (Act.REVIEW, waited)


def test_an_application_of_weeks_comes_before_a_review_that_is_due_since_yesterday(
    office: Office, unwalled: Any
) -> None:
    recognised, day = office.visited(), TODAY + timedelta(366)
    in_force(office, recognised)
    applied = office.applied(office.verified(credit_code=credit_code(2)))
    with unwalled():
        Recognition.objects.filter(id=applied).update(applied_on=day - timedelta(21))
    with entered(office.an):
        lines = queries.due(by=office.an, on=day)
    assert [(one.id, one.days(day)) for one in lines] == [(applied, 21), (recognised, 1)]


def test_anybody_sees_what_is_verified_and_in_force(office: Office) -> None:
    made = of(office, office.recognised()).employer_id
    hidden = office.add(credit_code=credit_code(2))
    waiting = of(office, office.applied(office.verified(credit_code=credit_code(3)))).employer_id
    with at_the_public_site(), in_public():
        found = queries.public([made, hidden, waiting])
        assert queries.verified([made, hidden]) == {made}
    assert found.keys() == {made, waiting}
    assert [one.number for one in found[made].recognitions] == ["PL-2026-001"]
    assert found[waiting].recognitions == ()
    assert found[made].sites[0].seats == 20


def test_months_of_pay_newest_first(office: Office) -> None:
    made = office.verified()
    site = office.site(made)
    with entered(office.an):
        for month in (MONTH, MONTH.replace(month=9)):
            payrolls.enter_payroll(site, month, PAID, by=office.an, at=NOW)
        assert [one.month.month for one in queries.payrolls(made)] == [10, 9]
        assert queries.site(site)
        assert queries.site(uuid.uuid4()) is None


@pytest.mark.usefixtures("db")
def test_nothing_is_due_without_recognitions(office: Office) -> None:
    with entered(office.an):
        assert queries.due(by=office.an, on=TODAY) == []
