"""A vacancy's way: drafted, handed in, published, paused, changed, renewed, copied, closed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.places.current import places
from chunfeng.stages.employers import conflicts
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.refusals import InConflict
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.models import Shown, Vacancy
from chunfeng.stages.vacancies.refusals import (
    ChangedMeanwhile,
    Incomplete,
    NotAllowed,
    NotFound,
    NotNow,
    Refused,
    Unanswered,
    Unlawful,
)
from tests.cast import NOW, TODAY, Cast
from tests.foundation.jobs.arranging import officer
from tests.stages.vacancies.market import (
    PLACE,
    VALUES,
    draft,
    employer,
    member,
    published,
    stands,
    state,
    version,
)

pytestmark = pytest.mark.django_db
Unwalled = Callable[[], AbstractContextManager[None]]
LATER = NOW + timedelta(hours=1)


def kinds(unwalled: Unwalled, vacancy: UUID) -> list[str]:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM audit_event WHERE subject_id = %s ORDER BY id", [vacancy])
        return [kind for (kind,) in cursor.fetchall()]


def change(by: Context, keys: Any, vacancy: UUID, seen: int | None = None, **values: Any) -> None:
    seen = version(by, vacancy) if seen is None else seen
    with stands(by):
        operations.change(vacancy, values, seen=seen, keys=keys, by=by, at=LATER)


def test_an_officer_drafts_hands_in_and_publishes(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    made = published(cast.an, keys, employer(cast.an))
    assert state(cast.an, made) == "published"
    with entered(cast.an):
        shown = Shown.objects.get(id=made)
        facts = queries.facts(made)
    assert (shown.title, shown.employer_kind, shown.month_pay) == ("缝纫工", "workshop", 3000.0)
    assert facts is not None
    assert facts.reviewed
    assert facts.phone_mask == "154****2222"
    assert kinds(unwalled, made) == ["vacancy.drafted", "vacancy.submitted", "vacancy.published"]


def test_what_follows_is_worked_out_at_every_save(cast: Cast, keys: Any) -> None:
    made = draft(cast.an, keys, employer(cast.an), pay_kind="day", pay_low=100.0, pay_high=None)
    with entered(cast.an):
        before = queries.facts(made)
    place = places().get(PLACE)
    assert before is not None
    assert before.values["channel"] == "near"  # a workshop's work is near home
    assert (before.values["lon"], before.values["lat"]) == (place.lon, place.lat)
    assert not before.own_point
    assert before.month_pay == pytest.approx(100 * 5 * 4.333)
    assert before.home_friendly
    change(cast.an, keys, made, lon=place.lon + 0.1, lat=place.lat, night_shift=True, pay_low=200.0)
    with entered(cast.an):
        after = queries.facts(made)
    assert after is not None
    assert after.own_point
    assert not after.home_friendly
    assert after.hour_pay == pytest.approx(25.0)


def test_a_point_given_goes_back_to_the_places_when_cleared(cast: Cast, keys: Any) -> None:
    place = places().get(PLACE)
    made = draft(cast.an, keys, employer(cast.an), lon=place.lon + 0.1, lat=place.lat)
    change(cast.an, keys, made, lon=None, lat=None)
    with entered(cast.an):
        facts = queries.facts(made)
    assert facts is not None
    assert (facts.values["lon"], facts.own_point) == (place.lon, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("place", None), ("headcount", None), ("pay_high", 100.0), ("lon", 75.0),
     ("end_date", date(2020, 1, 1)), ("reserved", 9), ("place", 123)],
)  # fmt: skip
def test_what_is_missing_or_contradicts_itself_is_named(
    cast: Cast, keys: Any, field: str, value: Any
) -> None:
    more = {"lat": 32.4} if field == "lon" else {}
    more |= {"start_date": TODAY} if field == "end_date" else {}
    with pytest.raises(Incomplete) as refused:
        draft(cast.an, keys, employer(cast.an), **{field: value}, **more)
    assert refused.value.field == field


def test_unlawful_words_stop_what_is_handed_in_and_are_marked(cast: Cast, keys: Any) -> None:
    made = draft(cast.an, keys, employer(cast.an), description="只招男性，早八晚五。")
    with entered(cast.an), pytest.raises(Unlawful) as stopped:
        operations.submit(made, by=cast.an, at=NOW)
    finding = stopped.value.findings[0]
    text = "只招男性，早八晚五。"
    assert finding["words"] == text[finding["start"] : finding["end"]]
    assert "男" in finding["words"]
    assert state(cast.an, made) == "draft"


def test_what_is_held_goes_along_and_needs_a_reason(cast: Cast, keys: Any) -> None:
    made = draft(cast.an, keys, employer(cast.an), age_max=40)
    with entered(cast.an):
        held = operations.submit(made, by=cast.an, at=NOW)
        with pytest.raises(Unanswered):
            operations.publish(made, by=cast.an, at=NOW)
        reasons = {finding["key"]: "高空作业规程要求" for finding in held}
        operations.publish(made, by=cast.an, at=NOW, reasons=reasons)
        facts = queries.facts(made)
    assert held
    assert facts is not None
    assert {finding["reason"] for finding in facts.findings} == {"高空作业规程要求"}


def test_a_reason_stays_with_the_same_words(cast: Cast, keys: Any) -> None:
    made = published(cast.an, keys, employer(cast.an), age_max=40)
    change(cast.an, keys, made, pay_low=3100.0)
    assert state(cast.an, made) == "published"


def test_what_an_officer_changes_stays_published_unless_it_is_marked_anew(
    cast: Cast, keys: Any
) -> None:
    made = published(cast.an, keys, employer(cast.an))
    change(cast.an, keys, made, description="三班倒，包吃住。")
    assert state(cast.an, made) == "published"
    with pytest.raises(Unlawful):
        change(cast.an, keys, made, description="只招男性。")
    change(cast.an, keys, made, age_max=35)
    assert state(cast.an, made) == "review"
    with entered(cast.an):
        assert not Shown.objects.filter(id=made).exists()


def test_a_village_worker_drafts_and_does_not_publish(cast: Cast, keys: Any) -> None:
    made = draft(cast.dong, keys, employer(cast.dong))
    with entered(cast.dong):
        operations.submit(made, by=cast.dong, at=NOW)
        with pytest.raises(NotAllowed):
            operations.publish(made, by=cast.dong, at=NOW)


def test_nobody_writes_elsewhere(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    made = draft(cast.an, keys, of)
    with entered(cast.bo):
        with pytest.raises(NotFound):
            operations.draft(VALUES, employer=of, keys=keys, by=cast.bo, at=NOW)
        with pytest.raises(NotFound):
            operations.close(made, by=cast.bo, at=NOW)
    with entered(cast.gu), pytest.raises(NotAllowed):
        operations.close(made, by=cast.gu, at=NOW)


def test_two_who_change_the_same_field_are_asked_to_compare(cast: Cast, keys: Any) -> None:
    made = draft(cast.an, keys, employer(cast.an))
    change(cast.an, keys, made, seen=1, title="锁边工")
    change(cast.an, keys, made, seen=1, headcount=7)
    with pytest.raises(ChangedMeanwhile) as clash:
        change(cast.an, keys, made, seen=1, title="裁剪工")
    assert clash.value.fields == ("title",)


def test_a_change_of_nothing_leaves_no_trace(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    made = draft(cast.an, keys, employer(cast.an))
    values = {k: v for k, v in VALUES.items() if k != "phone"}
    change(cast.an, keys, made, **values)
    assert version(cast.an, made) == 1
    assert kinds(unwalled, made) == ["vacancy.drafted"]


def test_sent_back_with_a_reason_it_is_a_draft_again(cast: Cast, keys: Any) -> None:
    made = draft(cast.an, keys, employer(cast.an))
    with entered(cast.an):
        operations.submit(made, by=cast.an, at=NOW)
        with pytest.raises(Refused):
            operations.send_back(made, reason=" ", by=cast.an, at=NOW)
        operations.send_back(made, reason="请写明工资", by=cast.an, at=NOW)
        facts = queries.facts(made)
    assert facts is not None
    assert (facts.state, facts.state_reason) == ("draft", "请写明工资")


def test_paused_resumed_and_closed(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    made = published(cast.an, keys, employer(cast.an))
    with entered(cast.an):
        operations.pause(made, by=cast.an, at=NOW, reason="停电")
        assert not Shown.objects.filter(id=made).exists()
        operations.resume(made, by=cast.an, at=NOW)
        assert Shown.objects.filter(id=made).exists()
        operations.close(made, by=cast.an, at=NOW)
        with pytest.raises(NotNow):
            operations.pause(made, by=cast.an, at=NOW)
    assert kinds(unwalled, made)[3:] == ["vacancy.paused", "vacancy.resumed", "vacancy.closed"]


def test_many_are_renewed_at_once_and_a_closed_one_is_reviewed_again(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    one, two = published(cast.an, keys, of), published(cast.an, keys, of)
    new_end = TODAY + timedelta(days=500)
    with entered(cast.an):
        operations.close(two, by=cast.an, at=NOW)
        assert operations.renew([one, two], end_date=new_end, by=cast.an, at=NOW) == 2
        assert Shown.objects.get(id=one).end_date == new_end
        with pytest.raises(Refused):
            operations.renew([one], end_date=TODAY - timedelta(1), by=cast.an, at=NOW)
    assert state(cast.an, two) == "review"


def test_last_months_is_copied_with_its_dates_moved_and_its_phone(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    made = published(
        cast.an, keys, of, start_date=date(2027, 1, 31), end_date=date(2027, 3, 31), vacancy_no="V1"
    )
    with entered(cast.an):
        copied = operations.copy(made, keys=keys, by=cast.an, at=LATER)
        facts = queries.facts(copied)
        assert operations.reveal_phone(copied, keys=keys, by=cast.an, at=LATER) == "15400002222"
    assert facts is not None
    assert (facts.state, facts.copied_from, facts.taken) == ("draft", made, 0)
    assert facts.values["start_date"] == date(2027, 2, 28)
    assert facts.values["end_date"] == date(2027, 4, 30)
    assert facts.values["vacancy_no"] == ""
    assert facts.values["occupation"] == [["缝纫工", "6-05-01-03"]]


def test_nobody_publishes_for_an_employer_they_are_tied_to(cast: Cast, keys: Any) -> None:
    by = officer()
    of = employer(by)
    made = draft(by, keys, of)
    with entered(by):
        operations.submit(made, by=by, at=NOW)
        conflicts.declare(of, by.user, reason="配偶经营", by=by, at=NOW)
        with pytest.raises(InConflict):
            operations.publish(made, by=by, at=NOW)


def test_pay_below_the_floor_is_refused(cast: Cast, keys: Any) -> None:
    made = draft(cast.an, keys, employer(cast.an), pay_kind="hour", pay_low=9.0, pay_high=None)
    with entered(cast.an), pytest.raises(Unlawful):
        operations.submit(made, by=cast.an, at=NOW)


def test_a_revealed_phone_is_in_the_log(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    made = draft(cast.an, keys, employer(cast.an))
    with entered(cast.an):
        assert operations.reveal_phone(made, keys=keys, by=cast.an, at=NOW) == "15400002222"
    assert kinds(unwalled, made)[-1] == "vacancy.revealed"


class TestAtTheDesk:
    """What a member of an employer does."""

    def test_a_member_drafts_and_hands_in(self, cast: Cast, keys: Any) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = draft(desk, keys, desk.employer)
        with stands(desk):
            operations.submit(made, by=desk, at=NOW)
            with pytest.raises(NotAllowed):
                operations.publish(made, by=desk, at=NOW)
        with entered(cast.an):
            facts = queries.facts(made)
        assert facts is not None
        assert (facts.state, facts.how) == ("review", "desk")

    def test_what_a_member_changes_is_reviewed_again(self, cast: Cast, keys: Any) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = published(cast.an, keys, desk.employer)
        change(desk, keys, made, pay_low=2900.0)
        with entered(cast.an):
            facts = queries.facts(made)
            assert not Shown.objects.filter(id=made).exists()
        assert facts is not None
        assert (facts.state, facts.reviewed) == ("review", False)

    def test_a_member_pauses_and_resumes_what_stands_as_it_was_published(
        self, cast: Cast, keys: Any
    ) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = published(cast.an, keys, desk.employer)
        with stands(desk):
            operations.pause(made, by=desk, at=NOW)
        assert state(cast.an, made) == "paused"
        with stands(desk):
            operations.resume(made, by=desk, at=NOW)
        assert state(cast.an, made) == "published"

    def test_a_member_does_not_resume_what_an_officer_paused(self, cast: Cast, keys: Any) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = published(cast.an, keys, desk.employer)
        with entered(cast.an):
            operations.pause(made, by=cast.an, at=NOW, reason="有人举报")
        with stands(desk), pytest.raises(Refused):
            operations.resume(made, by=desk, at=NOW)
        assert state(cast.an, made) == "paused"

    def test_nor_what_was_changed_while_it_was_paused(self, cast: Cast, keys: Any) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = published(cast.an, keys, desk.employer)
        with stands(desk):
            operations.pause(made, by=desk, at=NOW)
            with connection.cursor() as cursor:  # whatever a page forgets
                cursor.execute("UPDATE vacancies_vacancy SET pay_low = 1 WHERE id = %s", [made])
            with pytest.raises(Refused):
                operations.resume(made, by=desk, at=NOW)

    def test_nor_of_an_employer_suspended_meanwhile(self, cast: Cast, keys: Any) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = published(cast.an, keys, desk.employer)
        with stands(desk):
            operations.pause(made, by=desk, at=NOW)
        with entered(cast.an):
            Employer.objects.filter(id=desk.employer).update(state="suspended")
        with stands(desk), pytest.raises(Refused):
            operations.resume(made, by=desk, at=NOW)

    def test_a_member_confirms_seats_of_what_is_published(self, cast: Cast, keys: Any) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = published(cast.an, keys, desk.employer)
        with stands(desk):
            operations.set_headcount(made, headcount=9, by=desk, at=NOW)
        with entered(cast.an):
            assert Shown.objects.get(id=made).headcount == 9

    def test_no_statement_of_the_desk_publishes(self, cast: Cast, keys: Any) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = draft(desk, keys, desk.employer)
        with (
            stands(desk),
            pytest.raises(Exception, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE vacancies_vacancy SET state = 'published' WHERE id = %s", [made])

    def test_nor_one_inserted_as_if_it_were_reviewed_and_paused(
        self, cast: Cast, keys: Any
    ) -> None:
        desk = member(employer(cast.an))
        assert desk.employer is not None
        made = draft(desk, keys, desk.employer)
        with stands(desk):
            copied = Vacancy.objects.defer("phone", "phone_index").get(id=made)
            copied.id, copied.phone, copied.phone_index = UUID(int=7), None, None
            copied.state, copied.reviewed, copied.paused_at_desk = "paused", True, True
            copied.save(force_insert=True)
            with pytest.raises(Refused):
                operations.resume(UUID(int=7), by=desk, at=NOW)
