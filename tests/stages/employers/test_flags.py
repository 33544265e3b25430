"""Flags go up where records do not fit together, and stay down where somebody explained them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.employers import conflicts, flagging, operations_flags
from chunfeng.stages.employers.flags import FLAGS
from chunfeng.stages.employers.models import ClosedFlag, Employer
from chunfeng.stages.employers.refusals import InConflict, Refused
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.stages.employers import works
from tests.stages.employers.office import Office

pytestmark = pytest.mark.django_db
JAN, OCT = date(2026, 1, 1), date(2026, 10, 1)
UNTIL = date(2027, 3, 1)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """At the county officer's desk."""
    with entered(cast.an):
        yield cast


def up(employer: UUID, by: Context, **told: Any) -> list[str]:
    """The codes of the flags of an employer."""
    return [line.flag for line in flagging.of([employer], by=by, on=TODAY, **told)[employer]]


def known_workers(cast: Cast, keys: Any, number: int = 6, name: str = "春燕玩具厂") -> None:
    """As many people of registered households as its payroll counts."""
    works.works_at(name, number, cast, keys)


def test_nothing_is_up_about_a_workshop_in_order(desk: Cast, keys: Any) -> None:
    known_workers(desk, keys)
    assert up(works.in_order().employer_id, desk.an) == []


def _too_many_workers() -> Employer:
    return works.in_order(seats=11).employer


def _paid_too_little() -> Employer:
    where = works.site(works.employer())
    works.paid(where, JAN, date(2026, 9, 1))
    works.paid(where, OCT, OCT, lowest_hour=8.0)
    works.visited(works.recognised(where))
    return where.employer


def _without_payroll_since_september() -> Employer:
    where = works.site(works.employer())
    works.paid(where, JAN, date(2026, 8, 1))
    works.visited(works.recognised(where))
    return where.employer


def _same_phone() -> Employer:
    for name in ("甲厂", "乙厂"):
        works.employer(name, phone_index=b"same", phone_mask="154****0001")
    return works.in_order(works.employer(phone_index=b"same")).employer


def _run_out() -> Employer:
    recognition = works.in_order()
    recognition.valid_until = date(2026, 11, 22)
    recognition.save()
    return recognition.employer


def _not_reviewed() -> Employer:
    recognition = works.in_order()
    recognition.reviewed_on = date(2025, 11, 22)
    recognition.save()
    return recognition.employer


def _not_visited() -> Employer:
    where = works.site(works.employer())
    works.paid(where, JAN, OCT)
    works.visited(works.recognised(where), date(2025, 11, 22))
    return where.employer


@pytest.mark.parametrize(
    ("arranged", "flag"),
    [
        (_too_many_workers, "more_than_seats"),
        (_paid_too_little, "pay_below_floor"),
        (_without_payroll_since_september, "payroll_missing"),
        (_same_phone, "phone_shared"),
        (_run_out, "run_out"),
        (_not_reviewed, "review_overdue"),
        (_not_visited, "not_visited"),
    ],
)
def test_a_flag_goes_up(desk: Cast, keys: Any, arranged: Callable[[], Employer], flag: str) -> None:
    known_workers(desk, keys)
    assert up(arranged().id, desk.an) == [flag]


def _as_many_as_seats() -> Employer:
    return works.in_order(seats=12).employer


def _one_month_missing() -> Employer:
    where = works.site(works.employer())
    works.paid(where, JAN, date(2026, 9, 1))
    works.visited(works.recognised(where))
    return where.employer


def _two_with_a_phone() -> Employer:
    works.employer("甲厂", phone_index=b"same")
    works.employer("旧厂", phone_index=b"same", state="closed")
    return works.in_order(works.employer(phone_index=b"same")).employer


def _last_day() -> Employer:
    recognition = works.in_order()
    recognition.valid_until = TODAY
    recognition.reviewed_on = date(2025, 11, 23)
    recognition.save()
    return recognition.employer


def _new_workshop() -> Employer:
    recognition = works.recognised(
        works.site(works.employer()), valid_from=date(2026, 10, 20), reviewed_on=None
    )
    return recognition.employer


def _suspended() -> Employer:
    return works.recognised(works.site(works.employer()), state="suspended").employer


@pytest.mark.parametrize(
    "arranged",
    [
        _as_many_as_seats, _one_month_missing, _two_with_a_phone, _last_day, _new_workshop,
        _suspended,
    ],
)  # fmt: skip
def test_at_the_threshold_nothing_is_up(
    desk: Cast, keys: Any, arranged: Callable[[], Employer]
) -> None:
    known_workers(desk, keys)
    assert up(arranged().id, desk.an) == []


def test_work_at_home_has_no_seats_to_be_held_against(desk: Cast, keys: Any) -> None:
    known_workers(desk, keys)
    recognition = works.in_order(seats=2)
    recognition.sub_kind = "home_based"
    recognition.save()
    assert up(recognition.employer_id, desk.an) == []


def test_more_target_workers_paid_than_the_register_knows(desk: Cast, keys: Any) -> None:
    known_workers(desk, keys, 4)
    employer = works.in_order().employer_id
    (line,) = flagging.of([employer], by=desk.an, on=TODAY)[employer]
    assert line.flag == "unknown_workers"
    assert line.said.to("en") == (
        "2026-10: 6 workers of registered households were paid, the register knows 4"
        " at this employer."
    )
    assert "登记库" in line.said.to("zh")
    assert line.mend.to("zh") != line.mend.to("en")


def test_one_worker_more_is_let_pass(desk: Cast, keys: Any) -> None:
    known_workers(desk, keys, 5)
    assert up(works.in_order().employer_id, desk.an) == []


def test_a_township_does_not_see_the_whole_county_and_accuses_nobody(cast: Cast) -> None:
    with entered(cast.an):
        owner = works.employer(region=works.TOWN)
        works.in_order(owner)
        assert up(owner.id, cast.an) == ["unknown_workers"]
    with entered(cast.chun):
        assert up(owner.id, cast.chun) == []


def test_headcount_far_above_workers_and_seats(desk: Cast, keys: Any) -> None:
    known_workers(desk, keys)
    employer = works.in_order().employer_id  # 12 workers, 30 seats
    assert up(employer, desk.an, asked={employer: 84}) == []
    assert up(employer, desk.an, asked={employer: 85}) == ["asks_too_many"]


def test_flags_of_another_county_are_not_told(cast: Cast) -> None:
    with entered(cast.an):
        employer = _too_many_workers().id
    with entered(cast.bo):
        assert flagging.of([employer], by=cast.bo, on=TODAY) == {}


def test_flags_of_many_take_no_more_statements_than_of_few(desk: Cast, keys: Any) -> None:
    counted, made = [], []
    for number in range(8):
        name = f"第{number}号厂"
        owner = works.in_order(works.employer(name, phone_index=f"{number}".encode())).employer
        works.works_at(name, 1, desk, keys)
        made.append(owner.id)
        if number in (1, 7):
            with CaptureQueriesContext(connection) as caught:
                found = flagging.of(made, by=desk.an, on=TODAY)
            counted.append(len(caught))
            assert {line.flag for lines in found.values() for line in lines} == {"unknown_workers"}
    assert counted[0] == counted[1] <= 9


def test_every_flag_says_what_is_the_matter_and_how_to_mend_it() -> None:
    for flag in FLAGS.values():
        for said in (flag.name, flag.says, flag.mend):
            assert said.message
        assert len(flag.code) <= 30


def close(employer: UUID, by: Context, **told: Any) -> None:
    """Explains that there are more workers than seats: they work in shifts."""
    (line,) = flagging.of([employer], by=by, on=TODAY, closed=True)[employer]
    usual = {"flag": line.flag, "subject": line.subject, "reason": "两班倒", "until": UNTIL}
    operations_flags.close_flag(employer, **usual | told, by=by, at=NOW)


def test_an_explained_flag_is_down_until_its_day(desk: Cast, keys: Any) -> None:
    known_workers(desk, keys)
    employer = _too_many_workers().id
    close(employer, desk.an)
    assert up(employer, desk.an) == []
    (line,) = flagging.of([employer], by=desk.an, on=TODAY, closed=True)[employer]
    assert (line.closed_until, line.closed_reason) == (UNTIL, "两班倒")
    assert line.closed_by == desk.an.user
    after = flagging.of([employer], by=desk.an, on=UNTIL + timedelta(1))[employer]
    assert "payroll_missing" in {line.flag for line in after}  # months went by without payroll
    assert ClosedFlag.objects.get().by == desk.an.user


def test_an_explanation_taken_back_lets_the_flag_stand(desk: Cast, keys: Any) -> None:
    known_workers(desk, keys)
    employer = _too_many_workers().id
    close(employer, desk.an)
    (line,) = flagging.of([employer], by=desk.an, on=TODAY, closed=True)[employer]
    told = {"flag": line.flag, "subject": line.subject, "by": desk.an, "at": NOW}
    operations_flags.reopen_flag(employer, **told)
    assert up(employer, desk.an) == ["more_than_seats"]
    with pytest.raises(Refused):
        operations_flags.reopen_flag(employer, **told)


@pytest.mark.parametrize(
    "told",
    [
        {"reason": "  "},
        {"until": TODAY},
        {"until": date(2027, 11, 25)},
        {"flag": "run_out"},
        {"flag": "palace"},
        {"subject": ""},
    ],
)
def test_an_explanation_needs_a_reason_an_end_and_a_flag_that_is_up(
    desk: Cast, keys: Any, told: dict[str, Any]
) -> None:
    known_workers(desk, keys)
    employer = _too_many_workers().id
    with pytest.raises(Refused):
        close(employer, desk.an, **told)
    assert not ClosedFlag.objects.exists()


def test_only_offices_that_answer_for_the_employer_explain(cast: Cast, keys: Any) -> None:
    with entered(cast.an):
        known_workers(cast, keys)
        owner = _too_many_workers()
        (line,) = flagging.of([owner.id], by=cast.an, on=TODAY)[owner.id]
    usual: dict[str, Any] = {"flag": line.flag, "subject": line.subject, "reason": "两班倒"}
    for officer in (cast.bo, cast.dong, cast.feng, cast.gu):
        with entered(officer), pytest.raises(Refused):
            operations_flags.close_flag(owner.id, **usual, until=UNTIL, by=officer, at=NOW)


def test_explaining_and_taking_back_stand_in_the_log(desk: Cast, keys: Any, unwalled: Any) -> None:
    known_workers(desk, keys)
    employer = _too_many_workers().id
    close(employer, desk.an)
    (line,) = flagging.of([employer], by=desk.an, on=TODAY, closed=True)[employer]
    operations_flags.reopen_flag(employer, flag=line.flag, subject=line.subject, by=desk.an, at=NOW)
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, region FROM audit_event WHERE subject_id = %s ORDER BY at, id", [employer]
        )
        kinds = cursor.fetchall()
    assert kinds == [("employer.flag_closed", PINGLI), ("employer.flag_reopened", PINGLI)]


def test_whoever_is_tied_to_the_employer_explains_nothing(office: Office, keys: Any) -> None:
    with entered(office.an):
        owner = _too_many_workers()
        lines = flagging.of([owner.id], by=office.an, on=TODAY)[owner.id]
        told = {"officer": office.an.user, "reason": "亲属", "by": office.an, "at": NOW}
        conflicts.declare(owner.id, **told)
        with pytest.raises(InConflict):
            operations_flags.close_flag(
                owner.id, flag=lines[0].flag, subject=lines[0].subject, reason="两班倒",
                until=UNTIL, by=office.an, at=NOW,
            )  # fmt: skip
