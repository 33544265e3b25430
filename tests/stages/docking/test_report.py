"""The JSON report: the same facts, a fixed shape, no names."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made import ID_NUMBER, PHONE, made
from sheets import reference

from chunfeng.kit.texts import Language
from chunfeng.stages.docking.report import report, schema, to_json
from chunfeng.stages.docking.result import Docking

SCHEMA = Path(__file__).resolve().parents[3] / "docs/reference/docking.schema.json"


@cache
def run(hostile: bool = False) -> Docking:
    return made(80, 15, hostile=hostile)


def said(docking: Docking, language: Language = "zh") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_json(report(docking, reference(), language)))
    return found


def test_the_committed_schema_is_the_one_the_program_follows() -> None:
    again = "python -m chunfeng.stages.docking.report > docs/reference/docking.schema.json"
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == schema(), again


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("hostile", [False, True])
def test_a_report_follows_the_schema(language: Language, hostile: bool) -> None:
    jsonschema.validate(said(run(hostile), language), schema())


def test_the_schema_refuses_a_report_without_its_proof() -> None:
    made_report = said(run())
    del made_report["bound"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made_report, schema())


def test_the_figures_add_up() -> None:
    figures = said(run())["summary"]
    assert figures["usable"] == figures["placed"] + figures["unplaced"]
    assert figures["seats"] == figures["filled"] + figures["empty"]
    assert figures["unplaced"] == sum(figures["why"].values())
    assert figures["placed"] == sum(figures["scales"].values())
    for part in ("people", "placed"):
        whole = figures["usable" if part == "people" else part]
        assert whole == sum(township[part] for township in figures["townships"])
    assert figures["seats"] == sum(channel["seats"] for channel in figures["channels"])


def test_every_person_stands_in_it_once() -> None:
    found = said(run())
    rows = [line["person"]["row"] for line in found["placements"] + found["unplaced"]]
    assert sorted(rows) == list(run().people.row_numbers)
    assert found["summary"]["placed"] == len(found["placements"])


def test_the_points_of_the_reasons_are_the_score() -> None:
    for line in said(run())["placements"]:
        assert sum(reason["points"] for reason in line["reasons"]) == line["score"]


def test_a_line_points_back_to_both_ledgers() -> None:
    docking = run()
    for shown, line in zip(said(docking)["placements"], docking.placements, strict=True):
        assert shown["person"]["row"] == docking.people.row_numbers[line.person]
        assert shown["vacancy"]["row"] == docking.vacancies.row_numbers[line.vacancy]
        assert shown["vacancy"]["title"] == docking.vacancies["title"][line.vacancy]
        assert shown["pay_month"] == line.pay_month
        assert shown["distance_km"] == line.distance_km


def test_codes_are_the_same_in_every_language() -> None:
    zh, en = said(run(), "zh"), said(run(), "en")
    for part, code in [
        ("unplaced", "why"),
        ("empty", "why"),
        ("levers", "kind"),
        ("issues", "severity"),
    ]:
        assert [line[code] for line in zh[part]] == [line[code] for line in en[part]]
    assert zh["status"] == en["status"] == "gap"
    assert zh["summary"]["headline"] != en["summary"]["headline"]


@pytest.mark.parametrize("hostile", [False, True])
def test_no_name_no_village_no_id_number_and_no_phone_is_in_it(hostile: bool) -> None:
    docking = run(hostile)
    everything = to_json(report(docking, reference(), "zh")).decode()
    people = docking.people
    secret = {ID_NUMBER, PHONE, *people["id_number"], *people["phone"]}
    assert not [number for number in secret if number in everything]
    assert not [name for name in people["name"] if f'"{name}"' in everything and "王" in name]
    assert "西城社区" not in everything


def test_the_same_run_gives_the_same_bytes() -> None:
    slower = replace(run(), proof=replace(run().proof, seconds=77.0))
    assert to_json(report(slower, reference())) == to_json(report(made(80, 15), reference()))


def test_a_gap_that_is_no_number_is_null() -> None:
    nobody = replace(run(), proof=replace(run().proof, value=0, gap=float("inf")))
    assert said(nobody)["gap"] is None
    assert "100.00" in said(nobody)["summary"]["headline"]


@pytest.mark.parametrize(("gap", "percent"), [(0.00041, "0.05"), (0.0004, "0.04"), (1e-9, "0.01")])
def test_a_gap_is_rounded_up_never_down(gap: float, percent: str) -> None:
    close = replace(run(), proof=replace(run().proof, gap=gap))
    assert f"不超过 {percent} %" in said(close)["summary"]["headline"]
