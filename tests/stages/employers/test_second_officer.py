"""Whoever entered an employer does not verify it, as far as the policy of the region says."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.accounts.models import Post
from chunfeng.stages.employers import conflicts, operations, policy
from chunfeng.stages.employers.policy_file import read
from chunfeng.stages.employers.refusals import Refused
from tests.cast import NOW, TODAY
from tests.stages.employers.office import Office, credit_code

ANOTHER = "ask a colleague"


def verify(employer: Any, by: Context) -> None:
    with entered(by):
        operations.verify(employer, by=by, at=NOW)


def alone(office: Office) -> None:
    """The second county officer has left."""
    Post.objects.filter(id=office.wen.post).update(ends=TODAY - timedelta(1))


@pytest.fixture
def ruled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    def rule(value: str) -> None:
        told = yaml.safe_load(policy.NATIONAL.read_text())
        told["verification"]["second_officer"]["values"][0]["value"] = value
        path = tmp_path / "policy.yaml"
        path.write_text(yaml.safe_dump(told, allow_unicode=True))
        held = policy.Policy(read(path))
        monkeypatch.setattr(policy, "national", lambda: held)

    return rule


def test_who_entered_an_employer_leaves_it_to_a_colleague(office: Office) -> None:
    made = office.add()
    with pytest.raises(Refused, match=ANOTHER):
        verify(made, office.an)
    verify(made, office.wen)


def test_the_county_verifies_what_a_township_entered(office: Office) -> None:
    made = office.add(by=office.town)
    with pytest.raises(Refused, match=ANOTHER):
        verify(made, office.town)
    verify(made, office.an)


def test_where_nobody_else_may_whoever_entered_it_does(office: Office) -> None:
    made = office.add()
    alone(office)
    verify(made, office.an)  # the township's officer has no hand in the county's employers


def test_a_colleague_who_is_tied_is_no_other_officer(office: Office) -> None:
    made = office.add()
    with entered(office.wen):
        conflicts.declare(made, office.wen.user, reason="股东", by=office.wen, at=NOW)
    verify(made, office.an)


def test_what_the_desk_asked_for_any_officer_verifies(office: Office) -> None:
    verify(office.apply_public(), office.an)


def test_a_policy_may_ask_for_a_second_officer_always_or_never(office: Office, ruled: Any) -> None:
    made, other = office.add(), office.add(credit_code=credit_code(2))
    ruled("no")
    verify(other, office.an)
    ruled("always")
    alone(office)
    with pytest.raises(Refused, match=ANOTHER):
        verify(made, office.an)
