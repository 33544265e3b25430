"""What follows from a call or visit, and what comes late or twice."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from chunfeng.foundation.access import entered
from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.operations import Found
from chunfeng.stages.casework.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.casework.vocabulary import How, Kind
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries as register
from chunfeng.stages.placements import queries as placements
from chunfeng.stages.placements.vocabulary import EndReason
from tests.cast import NOW, TODAY, Cast
from tests.stages.casework.caring import Care, noon

pytestmark = pytest.mark.django_db(transaction=True)
YESTERDAY = TODAY - timedelta(1)


def contacts(care: Care, person: Any) -> list[queries.ContactLine]:
    found: list[queries.ContactLine] = care.act(lambda: queries.contacts_of(person))
    return found


def status(care: Care, person: Any) -> str:
    facts = care.act(lambda: register.facts(person, on=TODAY + timedelta(1)))
    return str(facts.status)


def test_a_call_says_what_was_found_and_what_it_answered(care: Care) -> None:
    person = care.worker(30)
    care.call(person, pay=3200.0, pay_as_agreed=True, insured=True, note="都好\n很好 ")
    (one,) = contacts(care, person)
    assert (one.cause, one.step, one.at_work, one.pay) == ("step", 30, True, 3200)
    assert (one.note, one.insured, one.has_contract) == ("都好 很好", True, None)
    assert care.kinds("^contact[.]") == ["contact.noted"]


def test_a_call_from_before_the_work_began_is_noted_and_attests_nothing(care: Care) -> None:
    person = care.person()
    offer = care.begun(person, care.vacancy())
    assert not care.call(person, TODAY - timedelta(40), at=noon(TODAY)).to_look
    assert care.act(lambda: placements.confirmations(offer)) == []


def test_whoever_works_from_an_offer_is_attested(care: Care) -> None:
    person = care.person()
    offer = care.begun(person, care.vacancy())
    care.call(person)
    (said,) = care.act(lambda: placements.confirmations(offer))
    assert (said.whose, said.there, said.month) == ("officer", True, TODAY.replace(day=1))


def test_whoever_has_left_is_free_for_docking_the_same_day(care: Care) -> None:
    person = care.person()
    vacancy = care.vacancy()
    offer = care.begun(person, vacancy)
    care.call(person, at_work=False, end_on=TODAY, end_reason=EndReason.FAMILY)
    line = care.line(offer)
    assert (line.ended_on, line.end_reason) == (TODAY, "family")
    assert care.taken(vacancy) == 0
    assert care.act(lambda: placements.live([person])) == set()
    assert status(care, person) == "not_in_work"
    care.made(person, vacancy)


def test_work_entered_by_hand_ends_too(care: Care) -> None:
    person = care.worker(30)
    care.call(person, at_work=False, end_on=YESTERDAY, end_reason=EndReason.RESIGNED)
    assert care.spell(person).ended == YESTERDAY
    assert care.due(person) is None
    assert status(care, person) == "not_in_work"


def test_work_does_not_end_before_it_began(care: Care) -> None:
    person = care.worker(3)
    with pytest.raises(Refused, match="cannot end before"):
        care.call(person, at_work=False, end_on=TODAY - timedelta(9))
    assert contacts(care, person) == []


def test_difficulties_that_were_ticked_are_opened_once(care: Care) -> None:
    person = care.worker(30)
    care.call(person, difficulties=(Kind.WAGE_ARREARS, Kind.CARE, Kind.CARE))
    care.call(person, difficulties=(Kind.CARE,))
    rows = care.act(lambda: queries.difficulties_of(person))
    assert {(row.kind, row.severity, row.due_on) for row in rows} == {
        ("wage_arrears", "urgent", TODAY + timedelta(3)),
        ("care", "serious", TODAY + timedelta(7)),
    }
    assert len(rows) == 2


def test_nobody_answered_says_nothing_of_work(care: Care) -> None:
    person = care.worker(30)
    care.call(person, reached=False, at_work=False, end_on=TODAY)
    (one,) = contacts(care, person)
    assert one.at_work is None
    assert care.spell(person).ended is None


def test_the_same_form_sent_twice_is_noted_once(care: Care) -> None:
    person = care.worker(30)
    first = care.call(person, key="phone-1" * 20, note="好\x00的")
    again = care.call(person, key="phone-1" * 20, note="other")
    assert (again.contact, again.again) == (first.contact, True)
    assert len(contacts(care, person)) == 1


def test_twenty_hands_with_one_key_note_one_call(care: Care) -> None:
    person = care.person()
    offer = care.begun(person, care.vacancy())
    start, noted = Barrier(20), []
    found = Found(how=How.PHONE, reached=True, done_at=NOW, at_work=False, end_on=TODAY,
                  difficulties=(Kind.INJURY,))  # fmt: skip

    def hand() -> None:
        start.wait()
        try:
            with entered(care.by):
                noted.append(operations.note_contact(person, found, key="one", by=care.by, at=NOW))
        finally:
            connections.close_all()

    threads = [Thread(target=hand) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.contact for one in noted}) == 1
    assert sorted(one.again for one in noted) == [False] + [True] * 19
    assert care.line(offer).ended_on == TODAY
    assert care.kinds("^(contact|difficulty|placement)[.]")[-3:] == [
        "contact.noted", "placement.ended", "difficulty.opened",
    ]  # fmt: skip


def test_what_comes_after_a_change_stands_beside_it_and_is_looked_at(care: Care) -> None:
    person = care.worker(30)
    seen = care.mark(person)
    care.call(person, pay=3000.0)
    late = care.call(
        person, YESTERDAY, seen=seen, at_work=False, end_on=YESTERDAY, at=noon(TODAY),
        difficulties=(Kind.CARE,),
    )  # fmt: skip
    assert late.to_look
    assert len(contacts(care, person)) == 2
    assert care.spell(person).ended is None
    assert len(care.act(lambda: queries.difficulties_of(person))) == 1
    rows, total = care.act(queries.to_look)
    assert ([row.id for row in rows], total) == ([late.contact], 1)
    care.do(operations.looked_at, late.contact)
    care.do(operations.looked_at, late.contact)
    assert care.act(queries.to_look) == ([], 0)
    assert care.kinds("looked_at") == ["contact.looked_at"]


def test_a_spell_changed_meanwhile_counts_as_a_change(care: Care) -> None:
    person = care.worker(30)
    seen = care.mark(person)
    care.do(people.end_spell, care.spell(person).id, ended=YESTERDAY, reason="x")
    assert care.call(person, seen=seen).to_look


def test_a_form_sent_without_delay_is_no_reason_to_look(care: Care) -> None:
    person = care.worker(30)
    assert not care.call(person, seen=care.mark(person)).to_look


def test_a_phone_ahead_of_time_is_set_back(care: Care) -> None:
    person = care.worker(30)
    care.call(person, done_at=NOW + timedelta(days=3), at=NOW)
    (one,) = contacts(care, person)
    assert one.done_at == NOW


@pytest.mark.parametrize(
    "found",
    [
        {"done_at": NOW - timedelta(days=91)},
        {"next_on": YESTERDAY},
        {"pay": -1.0},
        {"at_work": False, "end_on": TODAY + timedelta(1)},
    ],
)
def test_what_cannot_be_is_refused(care: Care, found: dict[str, Any]) -> None:
    person = care.worker(30)
    with pytest.raises(Refused):
        care.call(person, at=NOW, **found)
    assert contacts(care, person) == []


def test_a_foreign_officer_and_a_supervisor_note_nothing(care: Care, cast: Cast) -> None:
    person = care.worker(30)
    found = Found(how=How.PHONE, reached=True, done_at=NOW)
    for by, refusal in ((cast.bo, NotFound), (cast.feng, NotAllowed)):
        with pytest.raises(refusal), entered(replace(by)):
            operations.note_contact(person, found, key="x", by=by, at=NOW)
