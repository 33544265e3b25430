"""Where a recognition is lost, whoever works there is asked, and what became of each shows."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.casework import lost_places, lost_workers
from chunfeng.stages.employers.workplaces import Workplace
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.refusals import Refused
from tests.cast import NOW, PINGLI, TODAY
from tests.stages.casework.caring import AWAY, HERE, Care, noon

pytestmark = pytest.mark.django_db(transaction=True)
SHOP = Workplace(
    recognition=uuid4(), employer=uuid4(), site=uuid4(), kind="workshop", region=PINGLI,
    place=HERE, names=frozenset({"春燕厂", "春燕厂长安车间"}),
)  # fmt: skip
YESTERDAY = TODAY - timedelta(1)


def lost(care: Care, days: int = 1) -> None:
    at = noon(TODAY - timedelta(days))
    care.act(lambda: lost_places.note(SHOP, "空壳", by=care.by, at=at))


def became(care: Care) -> dict[UUID, str]:
    def look() -> dict[UUID, str]:
        since = lost_workers.since(SHOP.recognition)
        rows, _ = lost_workers.page(SHOP, since, on=TODAY)
        return {row.person: row.became for row in rows}

    found: dict[UUID, str] = care.act(look)
    return found


def counts(care: Care) -> lost_workers.Counts:
    found: lost_workers.Counts = care.act(
        lambda: lost_workers.counts(SHOP, lost_workers.since(SHOP.recognition), on=TODAY)
    )
    return found


def test_whoever_works_there_is_to_be_asked_before_anything_planned(care: Care) -> None:
    there, elsewhere = care.worker(100), care.worker(100, employer="别处厂")
    lost(care)
    due = care.due(there)
    assert due
    assert (due.cause, due.due_on) == ("place_lost", YESTERDAY)
    assert care.due(elsewhere) is None or care.due(elsewhere).cause == "step"  # type: ignore[union-attr]


def test_a_place_of_the_same_name_in_another_county_is_not_meant(care: Care) -> None:
    away = care.worker(100, place=AWAY)
    lost(care)
    due = care.due(away)
    assert due is None or due.cause != "place_lost"


def test_whoever_was_reached_since_is_asked_no_more_for_that(care: Care) -> None:
    there = care.worker(100)
    lost(care, days=2)
    care.call(there, YESTERDAY)
    assert care.due(there) is None
    assert became(care) == {there: "goes_on"}


def test_a_call_nobody_answered_leaves_it_open(care: Care) -> None:
    there = care.worker(100)
    lost(care, days=2)
    care.call(there, YESTERDAY, reached=False)
    assert became(care) == {there: "to_ask"}


def test_nobody_is_asked_once_the_suspension_is_lifted(care: Care) -> None:
    there = care.worker(100)
    lost(care, days=2)
    care.act(lambda: lost_places.lift(SHOP.recognition, by=care.by, at=NOW))
    due = care.due(there)
    assert due is None or due.cause != "place_lost"


def test_who_began_or_left_on_another_day_is_not_of_them(care: Care) -> None:
    left, new = care.worker(100), care.worker(0)
    spell = care.spell(left)
    care.do(people.end_spell, spell.id, ended=TODAY - timedelta(9), reason="resigned", at=NOW)
    lost(care)
    assert became(care) == {}
    assert new not in became(care)


def test_work_that_ends_in_one_act_frees_all_of_them_for_docking(care: Care) -> None:
    one, other = care.worker(100), care.worker(90)
    lost(care, days=2)
    spells = [care.spell(person).id for person in (one, other)]
    n = care.do(lost_places.end_work, spells, place=SHOP, on=YESTERDAY, at=NOW)
    assert n == 2
    assert became(care) == {one: "without", other: "without"}
    assert counts(care).still_open == 2


def test_ending_the_work_twice_changes_nothing(care: Care) -> None:
    spell = care.spell(care.worker(100)).id
    lost(care, days=2)
    ended = [care.do(lost_places.end_work, [spell], place=SHOP, on=YESTERDAY, at=NOW) for _ in "ab"]
    assert ended == [1, 0]


def test_nobodys_work_is_ended_in_one_act_where_the_recognition_holds(care: Care) -> None:
    person = care.worker(100)
    spell = care.spell(person).id
    with pytest.raises(Refused, match="holds"):
        care.do(lost_places.end_work, [spell], place=SHOP, on=YESTERDAY, at=NOW)
    assert care.spell(person).id == spell, "the work goes on"


def test_work_at_another_place_is_not_ended_with_it(care: Care) -> None:
    lost(care)
    spell = care.spell(care.worker(100, employer="别处厂")).id
    assert care.do(lost_places.end_work, [spell], place=SHOP, on=YESTERDAY, at=NOW) == 0


@pytest.mark.parametrize(("days", "said"), [(-1, "still to come"), (200, "began later")])
def test_a_last_day_to_come_or_before_the_first_is_refused(
    care: Care, days: int, said: str
) -> None:
    lost(care)
    spell, on = care.spell(care.worker(100)).id, TODAY - timedelta(days)
    with pytest.raises(Refused, match=said):
        care.do(lost_places.end_work, [spell], place=SHOP, on=on, at=NOW)


def test_whoever_has_new_work_counts_as_placed_anew(care: Care) -> None:
    there = care.worker(100)
    lost(care, days=3)
    care.do(lost_places.end_work, [care.spell(there).id], place=SHOP, on=YESTERDAY, at=NOW)
    care.worker(0, person=there, employer="新厂")
    assert became(care) == {there: "anew"}
    found = counts(care)
    assert (found.known, found.anew, found.still_open) == (1, 1, 0)


def test_of_few_people_in_other_registers_only_that_there_are_some_is_said(
    care: Care, cast: Any
) -> None:
    care.worker(100)
    lost(care)
    neighbour: Context = cast.bo

    def look() -> lost_workers.Counts:
        return lost_workers.counts(SHOP, lost_workers.since(SHOP.recognition), on=TODAY)

    with entered(neighbour):
        found = look()
    assert (found.known, found.elsewhere, found.few) == (0, 0, True)
    assert not counts(care).few
