"""Adding, changing, leaving: every write keeps its history, its reason and its event."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from chunfeng.foundation.access import Purpose, entered
from chunfeng.foundation.audit.models import Event
from chunfeng.stages.people import operations, queries
from chunfeng.stages.people.models import Contact, Person, Secret, Spell
from chunfeng.stages.people.refusals import (
    AlreadyHere,
    ChangedMeanwhile,
    NotAllowed,
    NotFound,
    Refused,
    RevealRefused,
)
from tests.cast import NOW, PINGLI, TODAY, Cast

pytestmark = pytest.mark.django_db
VILLAGE = PINGLI + 100_001
ID = "999999198001010014"
Unwalled = Callable[[], AbstractContextManager[None]]


def enrol(cast: Cast, keys: Any, **values: Any) -> UUID:
    row = {"name": "王小春", "home": VILLAGE, "household_no": "H1", "relation": "head"} | values
    with entered(cast.an):
        return operations.enrol(row, keys=keys, by=cast.an, at=NOW)


def change(cast: Cast, keys: Any, person: UUID, *, seen: int = 1, **values: Any) -> None:
    with entered(cast.an):
        operations.correct(person, values, seen=seen, keys=keys, by=cast.an, at=NOW)


def facts(cast: Cast, person: UUID) -> queries.Facts:
    with entered(cast.an):
        found = queries.facts(person, on=TODAY)
    assert found is not None
    return found


def test_a_person_added_is_found_with_everything_that_was_given(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys, education="junior", care=("elder",), pay_min=2300.0)
    values = facts(cast, person).values
    assert values["name"] == "王小春"
    assert (values["education"], values["care"], values["pay_min"]) == ("junior", ["elder"], 2300.0)


def test_the_same_id_number_is_not_added_twice(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys, id_number=ID)
    with pytest.raises(AlreadyHere) as refused:
        enrol(cast, keys, id_number=ID, name="王春", household_no="H2")
    assert refused.value.person == person


def test_a_number_held_in_another_county_looks_like_a_new_one(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    enrol(cast, keys, id_number=ID)
    row = {"name": "王小春", "home": 610922 * 10**6 + 100_001, "id_number": ID}
    with entered(cast.bo):
        other = operations.enrol(row, keys=keys, by=cast.bo, at=NOW)
        assert queries.facts(other, on=TODAY) is not None
        assert queries.pairs() == []
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM people_contest")
        assert cursor.fetchall() == [(other,)]


def test_numbers_are_sealed_in_the_database(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    enrol(cast, keys, id_number=ID, phone="15400001234", poverty_cause="因病")
    with unwalled():
        secret, contact = Secret.objects.get(), Contact.objects.get()
        assert ID.encode() not in bytes(secret.id_number or b"")
        assert b"15400001234" not in bytes(contact.phone or b"")
        assert contact.phone_mask == "154****1234"


def test_the_officers_role_cannot_read_a_sealed_column(cast: Cast, keys: Any) -> None:
    enrol(cast, keys, id_number=ID)
    with pytest.raises(Exception, match="permission denied"), entered(cast.an):
        list(Secret.objects.values_list("id_number"))


def test_a_reveal_gives_the_value_and_leaves_an_event(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys, phone="15400001234")
    with entered(cast.an):
        assert operations.reveal(person, "phone", keys=keys, by=cast.an, at=NOW) == "15400001234"
        event = Event.objects.get(kind="person.revealed")
    assert (event.person_id, event.fields, event.user) == (person, ["phone"], cast.an.user)
    assert event.purpose == Purpose.VERIFY


def test_a_foreign_reveal_is_refused_and_logged(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    person = enrol(cast, keys, phone="15400001234")
    with entered(cast.bo), pytest.raises(RevealRefused) as refused:
        operations.reveal(person, "phone", keys=keys, by=cast.bo, at=NOW)
    assert refused.value.why == "absent"
    with unwalled():
        event = Event.objects.get(kind="person.reveal_refused")
        assert (event.user, event.person_id, event.region) == (cast.bo.user, None, None)


def test_a_village_worker_never_reads_back_what_was_entered(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys, id_number=ID)
    with entered(cast.dong), pytest.raises(RevealRefused) as refused:
        operations.reveal(person, "id_number", keys=keys, by=cast.dong, at=NOW)
    assert refused.value.why == "right"


def test_the_day_has_a_quota_of_reveals(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys, id_number=ID)
    with entered(cast.an):
        for _ in range(50):
            operations.reveal(person, "id_number", keys=keys, by=cast.an, at=NOW)
        with pytest.raises(RevealRefused) as refused:
            operations.reveal(person, "id_number", keys=keys, by=cast.an, at=NOW)
        tomorrow = NOW + timedelta(days=1)
        assert operations.reveal(person, "id_number", keys=keys, by=cast.an, at=tomorrow) == ID
    assert refused.value.why == "quota"


def test_two_officers_on_the_same_field_get_a_comparison(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys)
    change(cast, keys, person, education="junior")
    with pytest.raises(ChangedMeanwhile) as clash:
        change(cast, keys, person, education="primary", seen=1)
    assert clash.value.fields == ("education",)


def test_two_officers_on_different_fields_do_not_disturb_each_other(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys)
    change(cast, keys, person, education="junior")
    change(cast, keys, person, pay_min=3000.0, seen=1)
    values = facts(cast, person).values
    assert (values["education"], values["pay_min"]) == ("junior", 3000.0)


def test_a_refused_answer_is_kept_as_refused(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys, pay_min=2000.0)
    with entered(cast.an):
        operations.correct(
            person, {"pay_min": None}, states={"pay_min": "refused"}, seen=1, keys=keys,
            by=cast.an, at=NOW,
        )  # fmt: skip
    found = facts(cast, person)
    assert found.values["pay_min"] is None
    assert found.origins["pay_min"]["state"] == "refused"


def test_a_changed_phone_is_found_by_the_new_number_only(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys, phone="15400001234")
    change(cast, keys, person, phone="15400005678")
    with entered(cast.an):
        for words, found in (("15400005678", [person]), ("15400001234", [])):
            filters = queries.Filters(words=words)
            lines, _ = queries.page(filters, on=TODAY, keys=keys)
            assert [line.id for line in lines] == found


@pytest.mark.parametrize("words", ["王小春", "小春", "wangxiao", "wxc", "H1", ID])
def test_a_person_is_found_by(cast: Cast, keys: Any, words: str) -> None:
    person = enrol(cast, keys, id_number=ID)
    enrol(cast, keys, name="李四", household_no="H2")
    with entered(cast.an):
        lines, total = queries.page(queries.Filters(words=words), on=TODAY, keys=keys)
    assert ([line.id for line in lines], total) == ([person], 1)


def test_a_head_with_others_at_home_hands_over_before_leaving(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys)
    enrol(cast, keys, name="李四", relation="spouse")
    with entered(cast.an), pytest.raises(Refused, match="new head"):
        operations.leave(person, on=TODAY, reason="died", by=cast.an, at=NOW)


def test_who_leaves_stops_working_and_counting(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys)
    with entered(cast.an):
        operations.begin_spell(
            person, by=cast.an, at=NOW, begun=date(2026, 1, 1), kind="employed", evidence="D"
        )
        operations.leave(person, on=TODAY, reason="died", by=cast.an, at=NOW)
        assert queries.page(queries.Filters(), on=TODAY, keys=keys)[1] == 0
        assert queries.page(queries.Filters(gone=True), on=TODAY, keys=keys)[1] == 1
        assert Spell.objects.get().ended == TODAY
        operations.come_back(person, by=cast.an, at=NOW)
        assert queries.page(queries.Filters(), on=TODAY, keys=keys)[1] == 1


def test_only_one_spell_of_a_kind_runs_at_a_time(cast: Cast, keys: Any) -> None:
    person = enrol(cast, keys)
    facts_ = {"begun": date(2026, 1, 1), "evidence": "D"}
    with entered(cast.an):
        operations.begin_spell(person, by=cast.an, at=NOW, kind="farming", **facts_)
        operations.begin_spell(person, by=cast.an, at=NOW, kind="workshop", **facts_)
        with pytest.raises(Refused, match="still running"):
            operations.begin_spell(person, by=cast.an, at=NOW, kind="workshop", **facts_)


def test_a_consent_is_withdrawn_and_never_deleted(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    person = enrol(cast, keys)
    with entered(cast.an):
        operations.consent(person, purpose="docking", on=TODAY, how="form", by=cast.an, at=NOW)
        operations.consent(person, purpose="docking", on=TODAY, how="form", by=cast.an, at=NOW)
    assert len(facts(cast, person).consents) == 1
    with entered(cast.an):
        operations.withdraw(person, purpose="docking", on=TODAY, by=cast.an, at=NOW)
    assert facts(cast, person).consents == ()
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_consent")
        assert cursor.fetchall() == [(1,)]


@pytest.mark.parametrize("who", ["feng", "gu", "he"])
def test_who_does_not_work_with_people_writes_nothing(cast: Cast, keys: Any, who: str) -> None:
    by = getattr(cast, who)
    with entered(by), pytest.raises(NotAllowed):
        operations.enrol({"name": "王", "home": VILLAGE}, keys=keys, by=by, at=NOW)


def test_nobody_is_added_outside_ones_region(cast: Cast, keys: Any) -> None:
    with entered(cast.bo), pytest.raises(NotFound):
        operations.enrol({"name": "王", "home": VILLAGE}, keys=keys, by=cast.bo, at=NOW)


def test_every_change_keeps_what_stood_before(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    person = enrol(cast, keys, education="junior")
    change(cast, keys, person, education="senior")
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT before ->> 'education' FROM people_history WHERE of_table = %s",
                       ["people_profile"])  # fmt: skip
        assert cursor.fetchall() == [("junior",)]


def test_an_event_names_fields_and_no_values(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    person = enrol(cast, keys, phone="15400001234", id_number=ID)
    change(cast, keys, person, phone="15400005678", remarks="脚痛")
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM audit_event e")
        ((said,),) = cursor.fetchall()
    assert not [v for v in ("15400001234", "15400005678", ID, "脚痛", "王小春") if v in said]
    assert Person is not None


def test_before_eight_in_the_morning_it_is_already_today(cast: Cast, keys: Any) -> None:
    early = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # 07:30 of the 23rd in Beijing
    row = {"name": "王小春", "home": VILLAGE, "household_no": "H1", "relation": "head"}
    with entered(cast.an):
        person = operations.enrol(row, keys=keys, by=cast.an, at=early)
        operations.begin_spell(
            person, by=cast.an, at=early, begun=date(2026, 1, 1), kind="employed", evidence="D"
        )
        held = Person.objects.select_related("household").get(id=person)
        assert held.household.origin[""]["on"] == held.origin[""]["on"] == TODAY.isoformat()
        assert Spell.objects.get(person=person).confirmed_on == TODAY
