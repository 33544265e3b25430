"""Policies changed by a county, and records as situations tell them."""

import copy
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from chunfeng.stages.employers import policy, proofs
from chunfeng.stages.employers.findings import Known, Records
from chunfeng.stages.employers.proofs import PaidMonth

PINGLI = 610926 * 10**6
MONTH = {"workers": 12, "target": 6, "lowest_hour": 15.0}
LOCAL = (  # lines of the prefecture and of the county
    {"of": "workshop", "region": "6109", "from": date(2020, 1, 1), "value": 9},
    {"of": "workshop", "region": "610926", "from": date(2025, 1, 1), "value": 8},
)


def situations() -> dict[str, list[dict[str, Any]]]:
    """{asked: […], proved: […]}."""
    path = Path(__file__).with_name("policy_situations.yaml")
    told: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    return told


def declared() -> dict[str, Any]:
    """The policy file as it stands, to be changed."""
    return copy.deepcopy(yaml.safe_load(policy.NATIONAL.read_text("utf-8")))


def written(told: Mapping[str, Any], folder: Path) -> Path:
    """A policy file."""
    path = folder / "policy.yaml"
    path.write_text(yaml.safe_dump(dict(told), allow_unicode=True), "utf-8")
    return path


def local(folder: Path) -> policy.Policy:
    """The policy with a prefecture's and a county's own lines; the county's begin in 2025."""
    told = declared()
    lines = [line | {"source": "practice"} for line in LOCAL]
    told["criteria"]["workers_least"]["values"] += lines
    # The county asks what the prefecture asked until 2025, and that was the nation's then.
    earlier = {"of": "workshop", "region": "610926", "from": date(2016, 1, 1), "value": 10}
    told["criteria"]["workers_least"]["values"].append(earlier | {"source": "practice"})
    return policy.Policy(policy.read(written(told, folder)))


def records(told: Mapping[str, Any]) -> Records:
    """The records of a situation."""
    months = [one for line in told["payroll"] for one in _months(line)]
    known = Known(told["known"], told["known"]) if "known" in told else None
    return Records(
        months=months, seats=told.get("seats", 30), known=known, first=told.get("first", False)
    )


def _months(line: Mapping[str, Any]) -> list[PaidMonth]:
    facts = MONTH | {name: value for name, value in line.items() if name not in ("from", "to")}
    facts.setdefault("insured", facts["workers"])
    month, last, out = _first(line["from"]), _first(line["to"]), []
    while month <= last:
        following = proofs.months_later(month, 1)
        paid_on = facts.get("paid_on", following.replace(day=10))
        out.append(PaidMonth(**facts | {"month": month, "place": PINGLI, "paid_on": paid_on}))
        month = following
    return out


def _first(said: str) -> date:
    return date.fromisoformat(f"{said}-01")
