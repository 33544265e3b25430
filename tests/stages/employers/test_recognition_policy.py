"""What recognitions ask for follows from the policy file, by kind, day and region."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from chunfeng.stages.employers import policy, wages
from chunfeng.stages.employers.evidence import least_of
from chunfeng.stages.employers.findings import findings, overall
from chunfeng.stages.employers.policy import PolicyError
from tests.stages.employers.arranging import (
    PINGLI,
    declared,
    local,
    records,
    situations,
    written,
)

TOLD = situations()
FAR = date(2050, 1, 1)


@pytest.mark.parametrize("told", TOLD["asked"], ids=lambda told: str(told["case"]))
def test_the_policy_asks(told: dict[str, Any], tmp_path: Path) -> None:
    held = local(tmp_path) if told.get("local") else policy.national()
    kind, _, variant = told["of"].partition("/")
    terms = held.on(told["day"], told.get("region", PINGLI)).of(kind, variant)
    assert getattr(terms, told["criterion"]) == told["is"]


@pytest.mark.parametrize("told", TOLD["proved"], ids=lambda told: str(told["case"]))
def test_records_prove(told: dict[str, Any]) -> None:
    kind, _, variant = told["of"].partition("/")
    terms = policy.on(told["day"], PINGLI).of(kind, variant)
    found = findings(records(told), terms, least_of(wages.national()), told["day"])
    outcomes = {one.code: str(one.outcome) for one in found}
    assert outcomes | told["expect"] == outcomes
    assert overall(found) == told["overall"]


def test_every_value_says_its_unit_and_where_it_comes_from() -> None:
    for kind in policy.national().kinds:
        for variant in ("", *policy.national().variants(kind)):
            terms = policy.on(FAR, PINGLI).of(kind, variant)
            for origin in terms.origins.values():
                assert origin.unit
                assert origin.source.to("zh") != origin.source.to("en")
                assert isinstance(origin.general_practice, bool)


def test_documents_and_items_of_a_visit_have_names_and_reasons() -> None:
    held = policy.national()
    for kind in held.kinds:
        terms = held.on(FAR, PINGLI).of(kind)
        assert all(held.document(code).to("zh") != code for code in terms.documents)
        assert all(
            item.why.to("en") and item.why.to("zh") for item in held.checklist(terms.checklist)
        )


def test_a_kind_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        policy.on(FAR, PINGLI).of("palace")


def _unknown_key(told: dict[str, Any]) -> None:
    told["criteria"]["colour"] = told["criteria"]["notice_days"]


def _missing_criterion(told: dict[str, Any]) -> None:
    del told["criteria"]["notice_days"]


def _missing_kind(told: dict[str, Any]) -> None:
    values = told["criteria"]["notice_days"]["values"]
    told["criteria"]["notice_days"]["values"] = [v for v in values if v["of"] != "base"]


def _begins_late(told: dict[str, Any]) -> None:
    told["criteria"]["notice_days"]["values"][0]["from"] = date(2020, 1, 1)


def _only_in_a_region(told: dict[str, Any]) -> None:
    told["flags"]["asked_times"]["values"][0]["region"] = "61"


def _twice(told: dict[str, Any]) -> None:
    values = told["criteria"]["notice_days"]["values"]
    values.append(dict(values[0]))


def _strange_kind(told: dict[str, Any]) -> None:
    told["criteria"]["notice_days"]["values"][0]["of"] = "workshop/palace"


def _strange_source(told: dict[str, Any]) -> None:
    told["criteria"]["notice_days"]["values"][0]["source"] = "hearsay"


def _strange_document(told: dict[str, Any]) -> None:
    told["criteria"]["documents"]["values"][0]["value"] = ["horoscope"]


def _strange_item(told: dict[str, Any]) -> None:
    del told["checklist"]["heads"]


def _odd_region(told: dict[str, Any]) -> None:
    told["criteria"]["notice_days"]["values"][0]["region"] = "610"


def _text_for_number(told: dict[str, Any]) -> None:
    told["criteria"]["notice_days"]["values"][0]["value"] = "five"


def _no_source(told: dict[str, Any]) -> None:
    del told["criteria"]["notice_days"]["values"][0]["source"]


@pytest.mark.parametrize(
    "harm",
    [
        _unknown_key, _missing_criterion, _missing_kind, _begins_late, _only_in_a_region, _twice,
        _strange_kind, _strange_source, _strange_document, _strange_item, _odd_region,
        _text_for_number, _no_source,
    ],
)  # fmt: skip
def test_a_file_with_a_gap_or_an_unknown_word_is_refused(harm: Any, tmp_path: Path) -> None:
    told = declared()
    harm(told)
    with pytest.raises(PolicyError):
        policy.read(written(told, tmp_path))


def test_a_provinces_own_floor_goes_before_the_nations(tmp_path: Path) -> None:
    told = yaml.safe_load(wages.NATIONAL.read_text("utf-8"))
    own = {"region": "61", "from": date(2026, 5, 1), "month": 2000, "hour": 19.0}
    told["floors"].append(told["floors"][0] | own)
    path = tmp_path / "wages.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    floors = wages.read(path)
    held = [floors.on(day, PINGLI) for day in (date(2026, 4, 30), date(2026, 5, 1))]
    assert [floor and floor.hour for floor in held] == [13.5, 19.0]
    elsewhere = floors.on(date(2026, 5, 1), 420000 * 10**6)
    assert elsewhere is not None
    assert elsewhere.hour == 13.5


@pytest.mark.parametrize(
    "floors",
    [
        [],
        [{"region": "61", "from": date(2020, 1, 1), "month": 1420, "hour": 13.5}],
        [{"region": "", "from": date(2020, 1, 1), "month": 1420}],
        [{"region": "", "from": date(2020, 1, 1), "month": 1420, "hour": 13.5, "day": 1}],
        [{"region": "", "from": date(2020, 1, 1), "month": 1420, "hour": 13.5}] * 2,
    ],
)
def test_floors_with_a_gap_are_refused(floors: list[dict[str, Any]], tmp_path: Path) -> None:
    told = yaml.safe_load(wages.NATIONAL.read_text("utf-8"))
    rest = {name: told["floors"][0][name] for name in ("source", "general_practice")}
    path = tmp_path / "wages.yaml"
    told["floors"] = [floor | rest for floor in floors]
    path.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    with pytest.raises(PolicyError):
        wages.read(path)
