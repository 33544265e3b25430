"""The policy of docking at the workbench: read by all, changed in a form, approved by a second."""

from typing import Any

from chunfeng.foundation.access import entered
from chunfeng.stages.docking import queries
from chunfeng.stages.docking.models import DockingRun
from tests.cast import PINGLI, TODAY
from tests.faces.workbench.desk import Desk

ADDRESS = "/docking/policy"


def form(desk: Desk, **changed: Any) -> dict[str, Any]:
    return desk.page(f"{ADDRESS}/new").form() | changed


def proposed(desk: Desk, **changed: Any) -> str:
    return desk.send(f"{ADDRESS}/new", form(desk, **changed)).to


def in_force(desk: Desk) -> Any:
    with entered(desk.county.context):
        return queries.policy_for(PINGLI, TODAY)


def test_everybody_reads_it_and_the_county_changes_it(desk: Desk) -> None:
    for officer in (desk.village, desk.township, desk.county):
        page = desk.page(ADDRESS, officer)
        assert "全国默认参数 2026" in page.main
        assert bool(page.links(f"{ADDRESS}/new")) == (officer is desk.county)
    desk.page(f"{ADDRESS}/new", desk.township, status=403)


def test_a_form_sent_as_it_stands_changes_nothing_but_the_day(desk: Desk) -> None:
    before = in_force(desk)
    version = proposed(desk)
    page = desk.page(version)
    assert [
        row.td.get_text(strip=True) for row in page.soup.select("main .card-tight tbody tr")
    ] == ["生效日期"]
    assert in_force(desk) == before


def test_what_is_typed_wrong_is_said_at_its_field(desk: Desk) -> None:
    sent = form(desk, **{"weights.pay": "0.9", "commute.carer_km": "far"})
    page = desk.send(f"{ADDRESS}/new", sent, status=422)
    field = page.soup.select_one("[name='commute.carer_km']")
    assert field is not None
    assert field["value"] == "far"
    assert len(page.soup.select(".error")) >= 1


def test_a_second_officer_approves_and_it_is_in_force(desk: Desk) -> None:
    version = proposed(desk, **{"commute.carer_km": "6.5", "name": "平利县 2026 冬"})
    page = desk.page(version)
    assert "6.5 公里" in page.main
    assert f"{version}/approve" not in str(page.soup)
    desk.send(f"{version}/approve")
    assert in_force(desk).commute.carer_km == 5.0, "not by who proposed it"
    desk.send(f"{version}/approve", by=desk.township, status=403)
    desk.send(f"{version}/approve", by=desk.second)
    assert in_force(desk).commute.carer_km == 6.5
    assert "平利县 2026 冬" in desk.page(ADDRESS).main
    desk.page(version, desk.neighbour, status=404)


def test_a_version_is_tried_before_and_taken_back(desk: Desk) -> None:
    version = proposed(desk)
    answer = desk.send(f"{version}/try")
    with entered(desk.county.context):
        run = DockingRun.objects.get(trial=True)
    assert answer.to == f"/docking/{run.id}"
    assert not desk.page("/docking").links(answer.to), "a trial is no run of the list"
    desk.send(f"{version}/withdraw")
    assert "已撤回" in desk.page(ADDRESS).main


def test_a_tier_is_added_and_taken_out(desk: Desk) -> None:
    more = {"tiers.4.name_zh": "返乡人员", "tiers.4.name_en": "Returned", "gone": ["tiers.1"],
            "tiers.4.categories": ["general"], "tiers.4.disability": "no",
            "tiers.4.one_per_household": "no"}  # fmt: skip
    version = proposed(desk, **more)
    desk.send(f"{version}/approve", by=desk.second)
    names = [tier.name_zh for tier in in_force(desk).tiers]
    assert names == ["零就业家庭", "其他脱贫户", "其他人员", "返乡人员"]
