"""Offers and their seats go where the person's record goes: moves, merges, ledgers."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from chunfeng.foundation.access import entered
from chunfeng.stages.people import finding, households, merging
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries as register
from chunfeng.stages.people.models import Person
from chunfeng.stages.placements import operations
from chunfeng.stages.placements.vocabulary import EndReason
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY, Cast
from tests.foundation.jobs.arranging import login, officer
from tests.stages.people.imports import as_csv, imported
from tests.stages.people.imports import person as ledger_row
from tests.stages.placements.offering import BY_PHONE, Office, seats

pytestmark = pytest.mark.django_db(transaction=True)
SAME = {"name": "李春燕", "phone": "15400000123"}


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def pair_of(office: Office, one: UUID, other: UUID) -> UUID:
    """The pair of two records that may be one person."""
    office.act(lambda: finding.find([one, other], at=NOW))
    found: list[Any] = office.act(lambda: register.pairs())
    return next(pair.id for pair in found)


def merged(office: Office, keep: UUID, drop: UUID) -> UUID:
    pair = pair_of(office, keep, drop)
    office.do(merging.merge, pair, keep=keep, keys=office.keys)
    return pair


def holds(offer: UUID) -> list[int]:
    """The regions of an offer's seats that are held, whoever may see them."""
    with login(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT region FROM vacancies_hold WHERE holder = %s AND released_at IS NULL", [offer]
        )
        return [region for (region,) in cursor.fetchall()]


def moved_to(region: int, person: UUID) -> None:
    """A household moved over the county's border, as when a region is closed."""
    with login(None), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_household SET region = %s WHERE id ="
            " (SELECT household_id FROM people_person WHERE id = %s)",
            [region, person],
        )


def test_a_seat_goes_to_the_officers_of_the_county_its_person_moves_to(
    cast: Cast, office: Office
) -> None:
    person, vacancy = office.person(), office.vacancy()
    made = office.agreed(person, vacancy)
    there = SHIQUAN + 100_001
    moved_to(there, person)
    assert holds(made) == [there]
    with entered(cast.bo) as by:
        operations.withdraw(made, by=by, at=NOW)
    assert holds(made) == []
    assert seats(cast.an, vacancy)[0] == 0


def test_a_seat_moves_within_the_county_too(cast: Cast, office: Office) -> None:
    person = office.person()
    made = office.agreed(person, office.vacancy())
    home = office.act(lambda: Person.objects.values_list("household_id", flat=True).get(id=person))
    office.do(households.move, home, PINGLI + 101_201, reason="搬迁")
    assert holds(made) == [PINGLI + 101_201]


def test_running_work_goes_over_to_the_record_kept_and_comes_back(office: Office) -> None:
    keep, drop = office.person(**SAME), office.person(**SAME)
    vacancy = office.vacancy()
    made = office.begun(drop, vacancy)
    office.do(operations.attest, made, whose="employer", there=True, how="phone")
    spell = office.line(made).spell
    pair = merged(office, keep, drop)
    line = office.line(made)
    assert (line.person, line.spell, line.live) == (keep, spell, True)
    assert office.kinds()[-1] == "offer.followed"
    assert seats(office.by, vacancy) == (1, 1)
    office.do(merging.undo_merge, pair)
    line = office.line(made)
    assert (line.person, line.spell, line.live) == (drop, spell, True)


def test_work_that_both_records_have_goes_on_with_the_spell_of_the_one_kept(
    office: Office,
) -> None:
    keep, drop = office.person(**SAME), office.person(**SAME)
    made = office.begun(drop, office.vacancy(channel="local"))
    mine = office.do(
        people.begin_spell, keep, begun=TODAY, kind="employed", employer="旧厂", evidence="C"
    )
    spell = office.line(made).spell
    pair = merged(office, keep, drop)
    assert (office.line(made).person, office.line(made).spell) == (keep, mine)
    office.do(merging.undo_merge, pair)
    assert (office.line(made).person, office.line(made).spell) == (drop, spell)


def test_an_open_offer_goes_over_unless_the_record_kept_has_it_too(office: Office) -> None:
    keep, drop = office.person(**SAME), office.person(**SAME)
    both, one = office.vacancy(), office.vacancy()
    kept = office.made(keep, both)
    twice, alone = office.made(drop, both), office.made(drop, one)
    merged(office, keep, drop)
    assert office.line(alone).person == keep
    assert (office.line(twice).state, office.line(kept).state) == ("lapsed", "made")
    office.do(operations.agree, alone, BY_PHONE)


def test_work_that_went_over_ends_with_its_spell(office: Office) -> None:
    keep, drop = office.person(**SAME), office.person(**SAME)
    vacancy = office.vacancy()
    made = office.begun(drop, vacancy)
    merged(office, keep, drop)
    office.do(operations.end, made, on=TODAY, reason=EndReason.RESIGNED)
    assert seats(office.by, vacancy) == (0, 0)
    facts = office.act(lambda: register.facts(keep, on=TODAY))
    assert facts.spells[0].ended == TODAY


def test_a_ledger_that_names_the_same_work_adds_no_second_spell(office: Office) -> None:
    office.by, number = officer(), "999999198001010014"  # a job runs under a real post
    person = office.person(name="王小春", id_number=number, household_no="L1")
    made = office.begun(person, office.vacancy(channel="local"))
    row = ledger_row(
        0, 姓名="王小春", 证件号码=number, 户编号="L1", 就业状态="单位就业", 联系电话="",
        就业开始日期=TODAY.isoformat(), 就业单位="平利县春燕毛绒玩具社区工厂",
    )  # fmt: skip
    _, counts = imported(as_csv([row]), office.by)
    assert counts.get("new", 0) == 0
    facts = office.act(lambda: register.facts(person, on=TODAY))
    assert [(one.kind, one.ended) for one in facts.spells] == [("employed", None)]
    assert office.line(made).live
