"""A check gives the same findings whatever the order, and stumbles over nothing."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.stages.doubts.checking import Finding, check_household, rules_run
from chunfeng.stages.doubts.facts import HouseholdFacts, PersonFacts, Secrets, SpellFacts
from chunfeng.stages.doubts.limits import NATIONAL, national
from chunfeng.stages.doubts.rules import About, TwiceError, all_rules, by_code
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import SpellKind
from chunfeng.stages.people.vocabulary import Known, labels
from tests.stages.doubts.households import HOME, ON, household, person, situations

FIELDS = [column.field for column in PEOPLE] + ["left_on", "lost_contact_on", "phone_mask"]
CODES = sorted({code for field in FIELDS for code in labels(field)})
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SIMPLE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), DAYS,
    st.sampled_from(CODES), st.just(datetime(2026, 5, 1, tzinfo=UTC)), st.binary(max_size=2),
)  # fmt: skip
ODD = st.one_of(SIMPLE, st.lists(SIMPLE, max_size=3), st.tuples(SIMPLE), st.just({}))
IDS = st.uuids()


def mapped(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(FIELDS), values, max_size=12)


STATES = mapped(st.sampled_from([*map(str, Known), "anything"]))
SPELLS = st.builds(
    SpellFacts,
    id=IDS,
    kind=st.one_of(st.sampled_from([*map(str, SpellKind)]), st.text(max_size=4)),
    begun=DAYS,
    ended=st.none() | DAYS,
    place=st.none() | st.integers() | st.sampled_from([0, HOME, 440000000000, 610900000000]),
    primary=st.booleans(),
    evidence=st.sampled_from("ABCDE"),
    values=mapped(ODD),
    states=STATES,
)
PEOPLE_FACTS = st.builds(
    PersonFacts,
    id=IDS,
    region=st.just(HOME) | st.integers(0, 10**12),
    values=mapped(ODD),
    states=STATES,
    spells=st.lists(SPELLS, max_size=4).map(tuple),
    secrets=st.none() | st.builds(Secrets, values=mapped(ODD), states=STATES),
    phone=st.none() | st.sampled_from([b"one", b"two"]),
    phone_elsewhere=st.integers(0, 3),
)
HOUSEHOLDS = st.builds(
    HouseholdFacts,
    id=IDS,
    values=mapped(ODD),
    states=STATES,
    members=st.lists(PEOPLE_FACTS, max_size=4).map(tuple),
)
TOLD = [case for cases in situations().values() for kind in cases for case in cases[kind]]


def check(home: HouseholdFacts, only: set[str] | None = None) -> list[Finding]:
    return check_household(home, ON, national(), only)


@settings(max_examples=300, deadline=None)
@given(HOUSEHOLDS)
def test_no_rule_stumbles_over_any_mixture_of_values(home: HouseholdFacts) -> None:
    for finding in check(home):
        sentence = all_rules()[finding.rule].sentence(finding.values)
        assert sentence.to("en")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TOLD), mapped(ODD), STATES)
def test_no_rule_stumbles_when_known_facts_become_odd(
    told: dict[str, Any], odd: dict[str, Any], states: dict[str, str]
) -> None:
    home = household(told)
    members = tuple(
        replace(member, values={**member.values, **odd}, states=states) for member in home.members
    )
    assert isinstance(check(replace(home, members=members)), list)


@settings(deadline=None)
@given(st.data())
def test_findings_do_not_depend_on_the_order_of_members(data: st.DataObject) -> None:
    told = data.draw(st.lists(st.sampled_from(TOLD), min_size=1, max_size=3))
    people = [member for case in told for member in household(case).members]
    home = HouseholdFacts(id=UUID(int=0), members=tuple(people))
    mixed = tuple(
        replace(each, spells=tuple(data.draw(st.permutations(each.spells))))
        for each in data.draw(st.permutations(people))
    )
    assert check(home) == check(replace(home, members=mixed))


@settings(deadline=None)
@given(st.lists(st.sampled_from(TOLD), min_size=1, max_size=4))
def test_a_rule_finds_a_subject_once(told: list[Mapping[str, Any]]) -> None:
    people = tuple(member for case in told for member in household(case).members)
    keys = [(f.rule, f.subject) for f in check(HouseholdFacts(id=UUID(int=0), members=people))]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "case", [case for cases in situations().values() for case in cases["fires"]]
)
def test_findings_can_be_kept_as_json(case: dict[str, Any]) -> None:
    for finding in check(household(case)):
        assert json.loads(json.dumps(finding.values)) == finding.values


def test_a_finding_says_whom_and_what_it_is_about() -> None:
    home = household({"people": [{"relation": "child", "spells": [{"income": 50}]}]})
    member = home.members[0]
    by_rule = {finding.rule: finding for finding in check(home)}
    assert (by_rule["C6-04"].about, by_rule["C6-04"].subject) == (About.HOUSEHOLD, home.id)
    assert by_rule["C6-04"].person is None
    assert (by_rule["C6-08"].subject, by_rule["C6-08"].person) == (member.id, member.id)
    assert by_rule["5_16_002"].subject == member.spells[0].id
    assert by_rule["5_16_002"].person == member.id


def test_without_opened_secrets_rules_that_need_them_are_not_run() -> None:
    weak = {"work_capacity": "weak", "secrets": {"health": ["healthy"]}}
    closed = household({"people": [weak, {"relation": "spouse"}]})
    opened = household({"people": [weak, {"relation": "spouse", "secrets": {}}]})
    assert "1111_14" not in rules_run(closed)
    assert "1111_14" in rules_run(opened)
    assert not check(closed, {"1111_14"})
    assert check(opened, {"1111_14"})


def test_only_the_rules_asked_for_are_run() -> None:
    home = household({"people": [{"relation": "child", "spells": [{"income": 50}]}]})
    assert {finding.rule for finding in check(home, {"5_16_002"})} == {"5_16_002"}
    assert rules_run(home, {"5_16_002", "no such rule"}) == {"5_16_002"}
    assert check(home, set()) == []


def test_nobody_who_has_left_is_doubted() -> None:
    gone = {"left_on": date(2026, 1, 1), "spells": [{"income": 50}]}
    home = household({"people": [{}, gone]})
    assert home.members[1].id not in {finding.person for finding in check(home)}
    assert check(household({"people": [gone | {"left_on": date(2026, 5, 21)}]}), {"5_16_002"})


def test_two_rules_with_one_code_are_an_error() -> None:
    rule = all_rules()["C6-04"]
    with pytest.raises(TwiceError):
        by_code([rule, rule])


def test_every_file_of_the_pack_is_listed_in_order_of_codes() -> None:
    files = [path for path in NATIONAL.parent.glob("*.py") if path.stem != "__init__"]
    assert len(files) == len(all_rules())
    assert list(all_rules()) == sorted(all_rules())


def test_facts_of_people_show_no_value_when_printed() -> None:
    told = {"name": "王小春", "secrets": {"health": ["chronic"]}, "phone": "1541234"}
    shown = repr(person(told))
    assert not [word for word in ("王小春", "chronic", "1541234", "1990") if word in shown]


def test_unsealed_secrets_become_codes_and_a_grade() -> None:
    texts = {"health": "chronic、disabled", "disability_type": "limb", "disability_grade": "2"}
    secrets = Secrets.opened(texts | {"poverty_cause": "务工就业不稳"})
    assert secrets.codes("health") == ("chronic", "disabled")
    assert secrets.codes("disability_type") == ("limb",)
    assert secrets.number("disability_grade") == 2
    assert secrets.code("poverty_cause") == "务工就业不稳"


@pytest.mark.parametrize("grade", ["", "5", "²", "two"])
def test_what_is_no_grade_is_not_known(grade: str) -> None:
    secrets = Secrets.opened({"disability_grade": grade})
    assert secrets.number("disability_grade") is None
    assert secrets.missing("disability_grade")
    assert secrets.missing("health")
