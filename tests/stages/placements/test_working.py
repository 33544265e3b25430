"""From an agreed offer to a spell of the register, its end, and who says somebody is there."""

from datetime import timedelta
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries as register
from chunfeng.stages.people import spells
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.refusals import NotNow, Overlaps, Refused
from chunfeng.stages.placements.vocabulary import EndReason, How, Whose
from tests.cast import TODAY, Cast
from tests.stages.placements.offering import Office, later, seats

pytestmark = pytest.mark.django_db(transaction=True)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def spells_of(office: Office, person: Any) -> Any:
    facts = office.act(lambda: register.facts(person, on=TODAY))
    assert facts is not None
    return facts.spells


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("near", "workshop"),
        ("local", "employed"),
        ("base", "employed"),
        ("cooperation", "employed"),
        ("public_welfare", "public_welfare"),
        ("temporary", "casual"),
    ],
)
def test_begun_work_is_a_spell_of_the_register(office: Office, channel: str, kind: str) -> None:
    person = office.person()
    made = office.begun(person, office.vacancy(channel=channel))
    (spell,) = spells_of(office, person)
    assert (spell.kind, spell.begun, spell.ended) == (kind, TODAY, None)
    assert (spell.post, spell.income, spell.evidence) == ("缝纫工", 3000, "B")
    assert (spell.employer, spell.channel) == ("平利县春燕毛绒玩具社区工厂", "organised")
    assert office.line(made).spell == spell.id
    assert office.kinds()[-1] == "placement.begun"


def test_work_begins_only_where_both_agreed(office: Office) -> None:
    made = office.agreed(office.person(), office.vacancy())
    with pytest.raises(NotNow):
        office.do(operations.begin, made, on=TODAY, evidence=Evidence.FAMILY)


def test_work_does_not_begin_in_days_to_come(office: Office) -> None:
    made = office.confirmed(office.person(), office.vacancy())
    for day in (YESTERDAY, TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            office.do(operations.begin, made, on=day, evidence=Evidence.FAMILY)


def test_full_time_work_that_runs_must_be_ended_first(office: Office) -> None:
    person = office.person()
    old = office.do(
        people.begin_spell, person, begun=YESTERDAY, kind="workshop", employer="旧厂", evidence="C"
    )
    made = office.confirmed(person, office.vacancy(channel="local"))
    with pytest.raises(Overlaps) as refused:
        office.do(operations.begin, made, on=TODAY, evidence=Evidence.FAMILY)
    assert "旧厂" in refused.value.said.to("zh")
    assert office.line(made).state == "confirmed"
    office.do(people.end_spell, old, ended=YESTERDAY, reason="better_work")
    office.do(operations.begin, made, on=TODAY, evidence=Evidence.FAMILY)


def test_work_that_ended_on_the_day_overlaps_too(office: Office) -> None:
    person = office.person()
    office.do(
        people.begin_spell, person, begun=YESTERDAY, kind="workshop", ended=TODAY, evidence="C"
    )
    made = office.confirmed(person, office.vacancy(channel="local"))
    with pytest.raises(Overlaps):
        office.do(operations.begin, made, on=TODAY, evidence=Evidence.FAMILY)


def test_farming_goes_on_beside_full_time_work(office: Office) -> None:
    person = office.person()
    office.do(people.begin_spell, person, begun=YESTERDAY, kind="farming", evidence="C")
    office.begun(person, office.vacancy())
    assert len(spells_of(office, person)) == 2


def test_the_end_of_work_ends_the_spell_and_frees_the_seat(office: Office) -> None:
    person, vacancy = office.person(), office.vacancy(headcount=1)
    made = office.begun(person, vacancy)
    assert office.taken(vacancy) == 1
    office.do(operations.end, made, on=TODAY, reason=EndReason.RESIGNED)
    (spell,) = spells_of(office, person)
    assert (spell.ended, spell.end_reason) == (TODAY, "resigned")
    line = office.line(made)
    assert (line.state, line.ended_on, line.end_reason) == ("begun", TODAY, "resigned")
    assert seats(office.by, vacancy) == (0, 0)
    assert office.kinds().count("placement.ended") == 1
    with pytest.raises(NotNow):
        office.do(operations.end, made, on=TODAY, reason=EndReason.RESIGNED)


def test_a_spell_ended_on_the_persons_page_ends_the_placement(office: Office) -> None:
    person, vacancy = office.person(), office.vacancy()
    made = office.begun(person, vacancy)
    (spell,) = spells_of(office, person)
    office.do(people.end_spell, spell.id, ended=TODAY, reason="health")
    line = office.line(made)
    assert (line.ended_on, line.end_reason, office.taken(vacancy)) == (TODAY, "health", 0)
    office.agreed(person, office.vacancy())


def test_a_spell_that_never_was_takes_the_placement_with_it(office: Office) -> None:
    person, vacancy = office.person(), office.vacancy()
    made = office.begun(person, vacancy)
    (spell,) = spells_of(office, person)
    office.do(spells.remove, spell.id, reason="填错")
    assert (office.line(made).end_reason, office.taken(vacancy)) == ("removed", 0)


def test_who_leaves_the_register_leaves_the_seat(office: Office) -> None:
    person, vacancy = office.person(), office.vacancy()
    made = office.begun(person, vacancy)
    office.do(people.leave, person, on=TODAY, reason="moved_out")
    assert (office.line(made).end_reason, office.taken(vacancy)) == ("left", 0)


def attest(office: Office, offer: Any, whose: Whose, there: bool, **more: Any) -> None:
    office.do(operations.attest, offer, whose=whose, there=there, how=How.PHONE, **more)


def disputed(office: Office) -> list[Any]:
    wanted = queries.Filters(due="disputed")
    found, number = office.act(lambda: queries.page(wanted, on=TODAY))
    assert number == len(found)
    return [one.id for one in found]


def test_an_employer_who_misses_somebody_is_looked_into(office: Office) -> None:
    made = office.begun(office.person(), office.vacancy())
    attest(office, made, Whose.EMPLOYER, True)
    assert disputed(office) == []
    attest(office, made, Whose.EMPLOYER, False, month=TODAY, at=later(1))
    assert disputed(office) == [made]
    assert office.line(made).ended_on is None
    attest(office, made, Whose.OFFICER, False, at=later(2))
    assert disputed(office) == []
    assert office.kinds()[-3:] == ["placement.there", "placement.not_there", "placement.not_there"]


def test_the_latest_word_of_each_side_counts(office: Office) -> None:
    made = office.begun(office.person(), office.vacancy())
    attest(office, made, Whose.EMPLOYER, False)
    attest(office, made, Whose.EMPLOYER, True, at=later(1))
    assert disputed(office) == []
    attest(office, made, Whose.OFFICER, False, at=later(2))
    assert disputed(office) == [made]
    office.do(operations.end, made, on=TODAY, reason=EndReason.NOT_THERE)
    assert disputed(office) == []


def test_months_without_a_word_of_the_employer_are_listed(office: Office) -> None:
    silent, told = (office.begun(office.person(), office.vacancy()) for _ in range(2))
    attest(office, told, Whose.EMPLOYER, True, month=TODAY)
    wanted = queries.Filters(due="month")
    lines, number = office.act(lambda: queries.page(wanted, on=TODAY + timedelta(days=20)))
    assert ([line.id for line in lines], number) == ([silent], 1)
    assert office.act(lambda: queries.page(wanted, on=TODAY)) == ([], 0)


def test_only_running_work_is_confirmed_and_only_of_its_months(office: Office) -> None:
    made = office.confirmed(office.person(), office.vacancy())
    with pytest.raises(NotNow):
        attest(office, made, Whose.EMPLOYER, True)
    begun = office.begun(office.person(), office.vacancy())
    for month in (TODAY - timedelta(days=40), TODAY + timedelta(days=40)):
        with pytest.raises(Refused):
            attest(office, begun, Whose.EMPLOYER, True, month=month)


def test_a_list_takes_two_statements_whatever_its_length(
    office: Office, django_assert_num_queries: Any
) -> None:
    vacancy = office.vacancy()
    for _ in range(3):
        office.made(office.person(), vacancy)
    with entered(office.by):
        for due in ("", *queries.Due):
            with django_assert_num_queries(2):
                queries.page(queries.Filters(due=due), on=TODAY)
        with django_assert_num_queries(2):
            assert len(queries.of_vacancy(vacancy)[0]) == 3
        with django_assert_num_queries(1):
            queries.due(TODAY)
