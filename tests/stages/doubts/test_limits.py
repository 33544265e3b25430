"""Limits are dated data: what holds depends on the day."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from chunfeng.stages.doubts.checking import check_household
from chunfeng.stages.doubts.limits import NATIONAL, LimitsError, load, national
from tests.stages.doubts.households import ON, household


def changed(tmp_path: Path, name: str, values: dict[date, object]) -> Path:
    declared = yaml.safe_load(NATIONAL.read_text("utf-8"))
    declared[name] = {"values": values}
    path = tmp_path / "limits.yaml"
    path.write_text(yaml.safe_dump(declared), "utf-8")
    return path


def test_a_new_value_holds_from_its_day(tmp_path: Path) -> None:
    steps: dict[date, object] = {date(2025, 7, 1): 200, date(2020, 1, 1): 100}
    policy = load(changed(tmp_path, "pay_least", steps))
    assert policy.at(date(2025, 6, 30)).pay_least == 100
    assert policy.at(date(2025, 7, 1)).pay_least == 200
    assert policy.at(date(1999, 1, 1)).pay_least == 100


def test_a_check_goes_by_the_limits_it_is_given(tmp_path: Path) -> None:
    policy = load(changed(tmp_path, "pay_most", {date(2020, 1, 1): 2000}))
    home = household({"people": [{"spells": [{"income": 3000}]}]})
    assert check_household(home, ON, policy, {"5_16_002"})
    assert not check_household(home, ON, national(), {"5_16_002"})


def test_a_limit_without_a_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitsError, match="pay_least"):
        load(changed(tmp_path, "pay_least", {}))


def test_a_limit_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitsError, match="pay_lest"):
        load(changed(tmp_path, "pay_lest", {date(2020, 1, 1): 1}))


def test_every_limit_says_its_unit_and_source_in_both_languages() -> None:
    for name, entry in yaml.safe_load(NATIONAL.read_text("utf-8")).items():
        assert all(entry.get(key) for key in ("zh", "en", "unit", "source", "values")), name
