"""Every rule finds what it is for, and leaves alone what stands beside it."""

from typing import Any

import pytest

from chunfeng.stages.doubts.checking import check_household
from chunfeng.stages.doubts.facts import HouseholdFacts
from chunfeng.stages.doubts.limits import national
from chunfeng.stages.doubts.rules import AnyRule, all_rules
from tests.stages.doubts.households import ON, household, refused, situations

BY_SPELLS = {"status", "work_since", "work_place", "phone", "home"}  # nobody can refuse these


def told(kind: str) -> list[Any]:
    return [
        pytest.param(code, case, id=f"{code} {case['says']}")
        for code, cases in situations().items()
        for case in cases[kind]
    ]


def finds(rule: str, home: HouseholdFacts) -> bool:
    return bool(check_household(home, ON, national(), only={rule}))


@pytest.mark.parametrize(("code", "case"), told("fires"))
def test_a_rule_finds_what_it_is_for(code: str, case: dict[str, Any]) -> None:
    assert finds(code, household(case))


@pytest.mark.parametrize(("code", "case"), told("silent"))
def test_a_rule_leaves_alone_what_stands_beside_it(code: str, case: dict[str, Any]) -> None:
    home = household(case)
    if all_rules()[code].needs == "D4":
        assert home.opened, "a situation without secrets says nothing"
    assert not finds(code, home)


def test_every_rule_has_situations_of_both_kinds() -> None:
    assert situations().keys() == all_rules().keys()
    assert all(cases["fires"] and cases["silent"] for cases in situations().values())


def refusable(code: str, case: dict[str, Any]) -> bool:
    return not set(all_rules()[code].fields) <= BY_SPELLS and "by_spells" not in case


@pytest.mark.parametrize(("code", "case"), [p for p in told("fires") if refusable(*p.values)])
def test_a_refused_answer_is_no_doubt(code: str, case: dict[str, Any]) -> None:
    assert not finds(code, refused(household(case), all_rules()[code].fields))


@pytest.mark.parametrize("rule", list(all_rules().values()), ids=list(all_rules()))
def test_a_finding_makes_a_whole_sentence_in_both_languages(rule: AnyRule) -> None:
    for case in situations()[rule.code]["fires"]:
        for finding in check_household(household(case), ON, national(), only={rule.code}):
            sentence = rule.sentence(finding.values)
            assert "{" not in sentence.to("en") + sentence.to("zh")
            assert sentence.to("en") != sentence.to("zh")


@pytest.mark.parametrize("code", [r.code for r in all_rules().values() if r.needs == "D4"])
def test_a_finding_by_secrets_shows_none_of_them(code: str) -> None:
    for case in situations()[code]["fires"]:
        found = check_household(household(case), ON, national(), {code})
        assert [finding.values for finding in found] == [{}]
