"""Households split, merge and move; two records become one and two again."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.people import finding, households, merging, operations, queries
from chunfeng.stages.people.models import Contact, Duplicate, Person, Profile, Spell
from chunfeng.stages.people.refusals import Refused
from tests.cast import NOW, PINGLI, TODAY, Cast

pytestmark = pytest.mark.django_db
VILLAGE, OTHER = PINGLI + 100_001, PINGLI + 100_201


def add(cast: Cast, keys: Any, name: str, relation: str, number: str = "H1", **more: Any) -> UUID:
    row = {"name": name, "home": VILLAGE, "household_no": number, "relation": relation} | more
    with entered(cast.an):
        return operations.enrol(row, keys=keys, by=cast.an, at=NOW)


def home_of(cast: Cast, person: UUID) -> UUID:
    with entered(cast.an):
        return Person.objects.values_list("household_id", flat=True).get(id=person)


def relations(cast: Cast, household: UUID) -> dict[str, str]:
    with entered(cast.an):
        members = Person.objects.filter(household=household)
        return dict(members.values_list("name", "relation"))


def test_a_split_makes_two_households_with_a_head_each(cast: Cast, keys: Any) -> None:
    add(cast, keys, "王一", "head")
    son, wife = add(cast, keys, "王二", "child"), add(cast, keys, "李三", "child_in_law")
    home = home_of(cast, son)
    with entered(cast.an):
        made = households.split(
            home, {son: "head", wife: "spouse"}, number="H2", reason="分户", by=cast.an, at=NOW
        )
    assert relations(cast, home) == {"王一": "head"}
    assert relations(cast, made) == {"王二": "head", "李三": "spouse"}


def test_a_split_that_leaves_no_head_is_refused(cast: Cast, keys: Any) -> None:
    head, son = add(cast, keys, "王一", "head"), add(cast, keys, "王二", "child")
    with entered(cast.an), pytest.raises(Refused, match="exactly one head"):
        households.split(
            home_of(cast, son), {head: "head"}, number="H2", reason="x", by=cast.an, at=NOW
        )


def test_a_new_head_takes_over_in_one_step(cast: Cast, keys: Any) -> None:
    head, son = add(cast, keys, "王一", "head"), add(cast, keys, "王二", "child")
    home = home_of(cast, son)
    with entered(cast.an):
        households.set_relations(
            home, {head: "parent", son: "head"}, reason="x", by=cast.an, at=NOW
        )
    assert relations(cast, home) == {"王一": "parent", "王二": "head"}


def test_a_merged_household_ends_and_its_members_live_on(cast: Cast, keys: Any) -> None:
    one, two = add(cast, keys, "王一", "head"), add(cast, keys, "王二", "head", "H2")
    with entered(cast.an):
        households.merge(
            home_of(cast, two), home_of(cast, one), {two: "sibling"}, reason="合户", by=cast.an,
            at=NOW,
        )  # fmt: skip
    assert relations(cast, home_of(cast, one)) == {"王一": "head", "王二": "sibling"}


def test_everything_of_a_household_moves_with_it(cast: Cast, keys: Any) -> None:
    person = add(cast, keys, "王一", "head", phone="15400001234", status="farming")
    with entered(cast.an):
        households.move(home_of(cast, person), OTHER, reason="搬迁", by=cast.an, at=NOW)
        for table in (Profile, Contact, Spell):
            assert list(table.objects.values_list("region", flat=True)) == [OTHER]
    with entered(cast.dong):  # the village worker of the village left
        assert queries.facts(person, on=TODAY) is None


def test_a_household_does_not_move_out_of_the_posts_region(cast: Cast, keys: Any) -> None:
    person = add(cast, keys, "王一", "head")
    with entered(cast.an), pytest.raises(Refused, match="outside"):
        households.move(
            home_of(cast, person), 610922 * 10**6 + 100_001, reason="x", by=cast.an, at=NOW
        )


def twins(cast: Cast, keys: Any) -> tuple[UUID, UUID, UUID]:
    """(older, newer, pair) of one person entered twice."""
    born = date(1980, 5, 1)
    one = add(cast, keys, "王小春", "head", birth_date=born, phone="15400001234", pay_min=2000.0)
    two = add(cast, keys, "王小春", "head", "H2", birth_date=born, education="junior",
              status="farming")  # fmt: skip
    with entered(cast.an):
        assert finding.find([two], at=NOW) == 1
        pair = Duplicate.objects.get().id
    return one, two, pair


def test_one_person_entered_twice_is_noticed_once(cast: Cast, keys: Any) -> None:
    one, two, _ = twins(cast, keys)
    with entered(cast.an):
        finding.find([one, two], at=NOW)
        (pair,) = queries.pairs()
    assert {pair.person, pair.other} == {one, two}


def test_a_merge_takes_over_what_was_missing(cast: Cast, keys: Any) -> None:
    one, two, pair = twins(cast, keys)
    with entered(cast.an):
        merging.merge(pair, keep=one, keys=keys, by=cast.an, at=NOW)
        kept, lost = queries.facts(one, on=TODAY), queries.facts(two, on=TODAY)
        lines, _ = queries.page(queries.Filters(), on=TODAY, keys=keys)
    assert kept is not None
    assert lost is not None
    assert (kept.values["education"], kept.values["pay_min"]) == ("junior", 2000.0)
    assert [spell.kind for spell in kept.spells] == ["farming"]
    assert lost.merged_into == one
    assert [line.id for line in lines] == [one]


def test_an_undone_merge_leaves_both_as_they_were(cast: Cast, keys: Any) -> None:
    one, two, pair = twins(cast, keys)
    with entered(cast.an):
        before = [queries.facts(person, on=TODAY) for person in (one, two)]
        merging.merge(pair, keep=two, keys=keys, by=cast.an, at=NOW)
        merging.undo_merge(pair, by=cast.an, at=NOW + timedelta(days=29))
        after = [queries.facts(person, on=TODAY) for person in (one, two)]
    for then, now in zip(before, after, strict=True):
        assert then is not None
        assert now is not None
        assert then.spells == now.spells
        plain = {k: v for k, v in then.values.items() if k != "origin"}
        assert plain == {k: v for k, v in now.values.items() if k != "origin"}
        assert now.merged_into is None


def test_a_merge_cannot_be_undone_after_a_month(cast: Cast, keys: Any) -> None:
    one, _, pair = twins(cast, keys)
    with entered(cast.an):
        merging.merge(pair, keep=one, keys=keys, by=cast.an, at=NOW)
        with pytest.raises(Refused, match="they have passed"):
            merging.undo_merge(pair, by=cast.an, at=NOW + timedelta(days=31))


def test_a_merge_is_not_undone_over_a_later_change(cast: Cast, keys: Any) -> None:
    one, _, pair = twins(cast, keys)
    with entered(cast.an):
        merging.merge(pair, keep=one, keys=keys, by=cast.an, at=NOW)
        seen = Person.objects.get(id=one).version
        operations.correct(one, {"pay_min": 1.0}, seen=seen, keys=keys, by=cast.an, at=NOW)
        with pytest.raises(Refused, match="changed since"):
            merging.undo_merge(pair, by=cast.an, at=NOW)


def test_two_people_kept_apart_are_not_asked_about_again(cast: Cast, keys: Any) -> None:
    one, two, pair = twins(cast, keys)
    with entered(cast.an):
        merging.keep_apart(pair, by=cast.an, at=NOW)
        finding.find([one, two], at=NOW)
        assert queries.pairs() == []
