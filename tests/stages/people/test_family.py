"""What cannot be in a household, and what relations become when its head changes."""

from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.stages.people.family import (
    INVERSE,
    Member,
    Oddity,
    composed,
    joined,
    next_head,
    oddities,
    relations_to,
    split,
    without,
)
from chunfeng.stages.people.vocabulary import labels
from tests.stages.people import kin

ON = date(2026, 5, 20)
RELATIONS = st.sampled_from(["", *INVERSE])
MEMBERS = st.lists(
    st.builds(
        Member,
        id=st.uuids(),
        relation=RELATIONS,
        sex=st.sampled_from(["", "male", "female"]),
        birth_date=st.none() | st.dates(date(1920, 1, 1), date(2026, 1, 1)),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda member: member.id,
)


def member(number: int, relation: str, born: int | None = None, sex: str = "") -> Member:
    return Member(UUID(int=number), relation, sex, date(born, 1, 1) if born else None)


HEAD = member(1, "head", 1965, "male")
WIFE = member(2, "spouse", 1967, "female")
SON = member(3, "child", 1990, "male")
DAUGHTER_IN_LAW = member(4, "child_in_law", 1991, "female")
GRANDSON = member(5, "grandchild", 2015, "male")
MOTHER = member(6, "parent", 1940, "female")
DAUGHTER = member(7, "child", 1993, "female")
HOUSE = [HEAD, WIFE, SON, DAUGHTER_IN_LAW, GRANDSON, MOTHER]


def told(relations: dict[UUID, str | None]) -> dict[int, str | None]:
    return {who.int: relation for who, relation in relations.items()}


def test_relations_are_the_ledgers() -> None:
    assert set(INVERSE) == set(labels("relation"))


def test_a_plain_household_is_not_odd() -> None:
    assert oddities(HOUSE) == set()


@pytest.mark.parametrize(
    ("members", "oddity"),
    [
        ([WIFE, SON], Oddity.NO_HEAD),
        ([HEAD, member(8, "head")], Oddity.SEVERAL_HEADS),
        ([HEAD, WIFE, member(8, "spouse")], Oddity.SEVERAL_SPOUSES),
        ([HEAD, replace(WIFE, sex="male")], Oddity.SPOUSE_SAME_SEX),
        ([HEAD, member(8, "child", 1970)], Oddity.AGES),
        ([HEAD, member(8, "child", 1960)], Oddity.AGES),
        ([HEAD, member(8, "parent", 1955)], Oddity.AGES),
        ([HEAD, member(8, "parent", 1970)], Oddity.AGES),
        ([HEAD, member(8, "grandchild", 1985)], Oddity.AGES),
        ([HEAD, member(8, "grandparent", 1940)], Oddity.AGES),
    ],
)
def test_what_is_odd(members: list[Member], oddity: Oddity) -> None:
    assert oddities(members) == {oddity}


@pytest.mark.parametrize(
    "members",
    [
        [],
        [HEAD, member(8, "child", 1979)],
        [HEAD, member(8, "parent", 1951)],
        [HEAD, member(8, "grandchild", 1993)],
        [HEAD, member(8, "sibling", 1930)],
        [HEAD, member(8, "child")],
        [HEAD, member(8, "spouse", 1990)],
        [HEAD, member(8, "", 1990, "male")],
    ],
)
def test_what_is_not_odd(members: list[Member]) -> None:
    assert oddities(members) == set()


def test_the_years_between_generations_are_a_policys() -> None:
    assert oddities([HEAD, member(8, "child", 1979)], 15) == {Oddity.AGES}


def test_when_the_son_becomes_head() -> None:
    assert told(relations_to(SON.id, HOUSE)) == {
        1: "parent", 2: "parent", 3: "head", 4: "spouse", 5: "child", 6: "grandparent",
    }  # fmt: skip


def test_with_two_children_nobody_can_tell_whose_the_grandchild_is() -> None:
    found = told(relations_to(SON.id, [*HOUSE, DAUGHTER]))
    assert (found[4], found[5], found[7]) == (None, None, "sibling")


def test_when_the_grandson_becomes_head() -> None:
    sister = member(8, "grandchild", 2017, "female")
    assert told(relations_to(GRANDSON.id, [*HOUSE, sister])) == {
        1: "grandparent", 2: "grandparent", 3: "parent", 4: "parent", 5: "head", 6: "other",
        8: "sibling",
    }  # fmt: skip


def test_of_two_spouses_nothing_is_told_when_one_becomes_head() -> None:
    second = member(8, "spouse", 1970, "female")
    assert told(relations_to(WIFE.id, [HEAD, WIFE, second]))[8] is None


def test_when_the_wife_becomes_head() -> None:
    assert told(relations_to(WIFE.id, HOUSE)) == {
        1: "spouse", 2: "head", 3: "child", 4: "child_in_law", 5: "grandchild", 6: "parent_in_law",
    }  # fmt: skip


def test_what_age_and_sex_speak_against_is_not_suggested() -> None:
    stepmother = member(2, "spouse", 1985, "female")
    found = told(
        relations_to(SON.id, [HEAD, stepmother, SON, replace(DAUGHTER_IN_LAW, sex="male")])
    )
    assert found == {1: "parent", 2: None, 3: "head", 4: None}


def test_an_unknown_relation_stays_unknown() -> None:
    stranger, other = member(8, ""), member(9, "other")
    found = told(relations_to(SON.id, [HEAD, SON, stranger, other]))
    assert (found[8], found[9]) == (None, None)
    assert set(told(relations_to(stranger.id, [HEAD, SON, stranger])).values()) == {None, "head"}


@pytest.mark.parametrize(
    ("members", "heir"),
    [
        ([HEAD, SON, WIFE, MOTHER], WIFE),
        ([HEAD, DAUGHTER, SON, GRANDSON], SON),
        ([HEAD, GRANDSON, MOTHER], MOTHER),
        ([HEAD, GRANDSON], GRANDSON),
        ([HEAD, member(8, ""), MOTHER], MOTHER),
        ([HEAD], None),
        ([], None),
    ],
)
def test_who_comes_after_the_head(members: list[Member], heir: Member | None) -> None:
    assert next_head(members, ON) == heir


def test_when_somebody_else_leaves_nothing_changes() -> None:
    found = without([SON.id], HOUSE, ON)
    assert told(found) == {1: "head", 2: "spouse", 4: "child_in_law", 5: "grandchild", 6: "parent"}


def test_when_the_head_dies_the_wife_is_suggested() -> None:
    found = told(without([HEAD.id], HOUSE, ON))
    assert found[2] == "head"
    assert found[6] == "parent_in_law"


def test_when_everybody_leaves_nothing_is_left() -> None:
    assert without([m.id for m in HOUSE], HOUSE, ON) == {}


def test_when_the_young_family_forms_its_own_household() -> None:
    parts = split([SON.id, DAUGHTER_IN_LAW.id, GRANDSON.id], HOUSE, ON)
    assert told(parts.staying) == {1: "head", 2: "spouse", 6: "parent"}
    assert told(parts.moving) == {3: "head", 4: "spouse", 5: "child"}


def test_when_the_head_is_among_those_who_go() -> None:
    parts = split([HEAD.id, WIFE.id], HOUSE, ON)
    assert told(parts.moving) == {1: "head", 2: "spouse"}
    assert told(parts.staying) == {3: "head", 4: "spouse", 5: "child", 6: "grandparent"}


def test_when_the_sons_family_joins_the_parents() -> None:
    son = [replace(SON, relation="head"), replace(DAUGHTER_IN_LAW, relation="spouse"),
           replace(GRANDSON, relation="child")]  # fmt: skip
    assert told(joined(son, [HEAD, WIFE], "child")) == {
        3: "child", 4: "child_in_law", 5: "grandchild",
    }  # fmt: skip


def test_a_second_spouse_is_not_suggested() -> None:
    bride = member(9, "head", 1970, "female")
    assert told(joined([bride], [HEAD, WIFE], "spouse")) == {9: None}
    assert told(joined([bride], [HEAD], "spouse")) == {9: "spouse"}


def test_who_joins_a_household_without_a_head_gets_the_plain_relation() -> None:
    assert told(joined([member(9, "head"), member(8, "child")], [], "sibling")) == {
        9: "sibling", 8: "other",
    }  # fmt: skip


@pytest.mark.parametrize("relation", INVERSE)
def test_the_inverse_of_the_inverse_is_the_relation(relation: str) -> None:
    assert INVERSE[INVERSE[relation]] == relation


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_what_is_told_of_a_true_family_is_true(seed: int, data: st.DataObject) -> None:
    everyone = kin.family(Random(seed))
    head, new_head = data.draw(st.tuples(*[st.sampled_from(everyone)] * 2))
    for x in everyone:
        link = kin.relation(new_head, head, everyone)
        found = composed(link, kin.relation(head, x, everyone))
        if found is not None and x is not new_head:
            assert found == kin.relation(new_head, x, everyone)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_in_a_whole_family_of_one_line_everything_told_is_true(
    seed: int, data: st.DataObject
) -> None:
    everyone = kin.family(Random(seed), most_children=1)
    head, new_head = data.draw(st.tuples(*[st.sampled_from(everyone)] * 2))
    found = relations_to(new_head.id, kin.members(head, everyone, everyone))
    for x in everyone:
        assert found[x.id] in (None, kin.relation(new_head, x, everyone))


@given(MEMBERS, st.data())
def test_suggestions_have_one_head_and_at_most_one_spouse(
    members: list[Member], data: st.DataObject
) -> None:
    members = [m if k == 0 or m.relation != "head" else replace(m, relation="")
               for k, m in enumerate(members)]  # fmt: skip
    new_head = data.draw(st.sampled_from(members))
    found = relations_to(new_head.id, members)
    assert found.keys() == {m.id for m in members}
    assert [who for who, relation in found.items() if relation == "head"] == [new_head.id]
    if new_head.relation != "head":
        assert sum(relation == "spouse" for relation in found.values()) <= 1


@given(MEMBERS, st.data())
def test_a_split_leaves_nobody_out_and_each_part_has_a_head(
    members: list[Member], data: st.DataObject
) -> None:
    members = [m if k == 0 or m.relation != "head" else replace(m, relation="")
               for k, m in enumerate(members)]  # fmt: skip
    movers = data.draw(st.sets(st.sampled_from([m.id for m in members])))
    parts = split(movers, members, ON)
    assert parts.moving.keys() == movers
    assert parts.staying.keys() == {m.id for m in members} - movers
    for part in (parts.moving, parts.staying):
        assert sum(relation == "head" for relation in part.values()) == bool(part)


@pytest.mark.parametrize("oddity", Oddity)
def test_every_oddity_has_its_name_in_both_languages(oddity: Oddity) -> None:
    assert oddity.label.to("en") != oddity.label.to("zh")
