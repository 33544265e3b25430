"""The policy file: what it may say, and what is said to who writes it wrongly."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from chunfeng.engine.terms import TERMS
from chunfeng.stages.docking.policy import DEFAULT, Policy, PolicyError, load_policy
from chunfeng.stages.docking.policy_file import MOST_BYTES

REFERENCE = Path(__file__).resolve().parents[3] / "docs/reference/policy.md"


def load(tmp_path: Path, written: str) -> Policy:
    path = tmp_path / "policy.yaml"
    path.write_text(written, encoding="utf-8")
    return load_policy(path)


def refusal(tmp_path: Path, written: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, written)
    return caught.value.text.to("en")


def test_the_default_policy_has_a_weight_for_every_term(policy: Policy) -> None:
    assert list(policy.weights.model_dump()) == list(TERMS)
    assert sum(policy.weights.model_dump().values()) == pytest.approx(1)


def test_a_file_may_hold_only_the_keys_it_changes(tmp_path: Path, policy: Policy) -> None:
    own = load(tmp_path, "distance: {road_factor: 1.2}\nname: 平原县参数\n")
    assert own.distance.road_factor == 1.2
    assert own.distance.same_county_km == policy.distance.same_county_km
    assert own.weights == policy.weights


def test_a_list_replaces_the_whole_default_list(tmp_path: Path) -> None:
    own = load(tmp_path, "tiers: [{name_zh: 全部, name_en: All, categories: []}]")
    assert [tier.name_en for tier in own.tiers] == ["All"]


def test_the_digest_changes_with_any_value_and_with_nothing_else(
    tmp_path: Path, policy: Policy
) -> None:
    assert load_policy().digest == policy.digest
    assert load(tmp_path, "# nothing new\nfar: {options: 1000}").digest == policy.digest
    assert load(tmp_path, "far: {options: 999}").digest != policy.digest


def test_a_whole_number_may_stand_for_a_decimal_one(tmp_path: Path) -> None:
    assert load(tmp_path, "near: {radius_km: 20}").near.radius_km == 20.0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("distance: {rode_factor: 2}", ("distance.rode_factor", "not known")),
        ("wieghts: {}", ("wieghts", "not known")),
        ("weights: {pay: 0.5}", ("weights", "add up to 1.28", "not to 1")),
        ("weights: {pay: -0.1}", ("weights.pay", "-0.1", "0 or more")),
        ("weights: {pay: 1.1}", ("weights.pay", "1.1", "1 or less")),
        ("weights: {pay: much}", ("weights.pay", "much", "a number")),
        ('weights: {pay: "0.22"}', ("weights.pay", "0.22", "a number")),
        ("weights: {pay: true}", ("weights.pay", "True", "a number")),
        ("weights: {pay: .nan}", ("weights.pay", "nan", "a number")),
        ("weights: {pay: .inf}", ("weights.pay", "inf", "a number")),
        ("weights: [1]", ("weights", "section")),
        ("far: {options: 1.5}", ("far.options", "1.5", "a whole number")),
        ("far: {options: 0}", ("far.options", "0", "1 or more")),
        ("commute: {km_per_minute: 0}", ("commute.km_per_minute", "more than 0")),
        ("hours: {week_to_month: 5}", ("hours.week_to_month", "less than 5")),
        ("valid_from: soon", ("valid_from", "soon", "a date")),
        ("valid_from: 2026", ("valid_from", "2026", "a date")),
        ("name: ''", ("name", "must not be empty")),
        (f"name: {'x' * 61}", ("name", "too long")),
        ("name: 5", ("name", "5", "a text")),
        ("reach: {unknown: moon}", ("reach.unknown", "moon", "village, township, county")),
        ("statuses: {stable: [idle]}", ("statuses.stable.0", "idle", "Allowed")),
        ("statuses: {stable: employed}", ("statuses.stable", "a list")),
        ("tiers: []", ("tiers", "At least 1")),
        ("tiers: [{name_zh: 甲, name_en: A}]", ("tiers.0.categories", "missing")),
        (
            "tiers: [{name_zh: 甲, name_en: A, categories: [], disability: 2}]",
            ("tiers.0.disability", "true or false"),
        ),
        ("pay_floor: {all: 5}", ("pay_floor", "a list of lines")),
        ("pay_floor: {all: [{valid_from: 2020-01-01}]}", ("pay_floor", "a list of lines")),
        ("pay_floor: 5", ("pay_floor", "list")),
        (
            "statutory_age: {male: {highest: 59}}",
            ("statutory_age.male", "highest must not be below age"),
        ),
    ],
)
def test_a_wrong_key_is_named_with_what_is_given_and_what_is_allowed(
    tmp_path: Path, written: str, said: tuple[str, ...]
) -> None:
    message = refusal(tmp_path, written)
    for part in said:
        assert part in message


@pytest.mark.parametrize(
    "written",
    [
        "",
        "just words",
        "- a\n- list",
        "weights: {pay: 0.22",
        "a: &x 1\nb: *x",
        "far: {options: 5}\nfar: {options: 6}",
        "[" * 5000,
        "? [a, b]\n: c",
        "valid_from: 2026-13-45",
        "\x00",
        "!!python/object/apply:os.system ['true']",
        "name: " + "x" * MOST_BYTES,
    ],
    ids=["empty", "words", "list", "cut", "reference", "twice", "deep", "list as a key", "no date",
         "binary", "code", "huge"],
)  # fmt: skip
def test_a_file_that_is_no_policy_is_refused_in_a_sentence(tmp_path: Path, written: str) -> None:
    message = refusal(tmp_path, written)
    assert message.startswith(("Policy file policy.yaml: ", "Policy key "))
    assert len(message) < 400


def test_references_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    message = refusal(tmp_path, "\n".join(["a0: &a0 [x]", *levels]))
    assert "References" in message


def test_a_file_in_another_encoding_or_absent_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    with pytest.raises(PolicyError, match=r"policy\.yaml"):
        load_policy(path)
    path.write_bytes("name: 县参数".encode("gb18030"))
    with pytest.raises(PolicyError, match=r"policy\.yaml"):
        load_policy(path)


FLOORS = """
pay_floor:
  - {region: "", from: 2020-01-01, month: 1400, hour: 13, source: {zh: 通知, en: notice},
     general_practice: true}
  - {region: "61", from: 2026-07-01, month: 2200, hour: 22, source: {zh: 通知, en: notice},
     general_practice: false}
  - {region: "61", from: 2025-01-01, month: 2000, hour: 20, source: {zh: 通知, en: notice},
     general_practice: false}
"""
BY_PROVINCE = """
pay_floor:
  all: [{valid_from: 2020-01-01, month: 1400, hour: 13}]
  61:
    - {valid_from: 2026-07-01, month: 2200, hour: 22}
    - {valid_from: 2025-01-01, month: 2000, hour: 20}
"""


@pytest.mark.parametrize("told", [FLOORS, BY_PROVINCE], ids=["lines", "as it was kept before"])
@pytest.mark.parametrize(
    ("region", "day", "month"),
    [
        (610926000000, date(2026, 12, 1), 2200),
        (610926000000, date(2026, 6, 30), 2000),
        (610926000000, date(2024, 12, 31), 1400),
        (320100000000, date(2026, 12, 1), 1400),
    ],
)
def test_the_pay_floor_is_the_provinces_on_the_day(
    tmp_path: Path, told: str, region: int, day: date, month: float
) -> None:
    floor = load(tmp_path, told).floors.on(day, region)
    assert floor is not None
    assert floor.month == month


def test_before_any_floor_is_dated_the_floor_is_unknown(policy: Policy) -> None:
    assert policy.floors.on(date(2019, 12, 31), 610926000000) is None


def paths(values: dict[str, Any], above: str = "") -> dict[str, Any]:
    """Every key path of the default policy that holds a value."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        path = f"{above}{key}"
        if isinstance(value, dict):
            found |= paths(value, path + ".")
        else:
            found[path] = value
    return found


def documented() -> dict[str, str]:
    """Key path → default, from the tables of the reference page."""
    rows = re.findall(r"^\| `([^`]+)` \|(.*)\|$", REFERENCE.read_text(encoding="utf-8"), re.M)
    return {key: rest.split("|")[-2].strip() for key, rest in rows}


def test_every_key_is_documented_with_its_default() -> None:
    defaults = paths(yaml.safe_load(DEFAULT.read_text(encoding="utf-8")))
    listed = documented()
    assert listed.keys() == defaults.keys()
    for key, value in defaults.items():
        if not isinstance(value, list):
            assert listed[key] == str(value), key
