"""Fills the shop window of a served county, by the operations officers use.

``python -m tests.journeys.window`` in the environment of the server.
"""

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from chunfeng.foundation.access import Context

COUNTY = 610926000000
CODE = "91350100M000100Y43"  # the standard's own example
POINTS = {  # invented
    610926100000: (109.361, 32.389), 610926101000: (109.402, 32.455), 610926102000: (109.46, 32.36),
    610926103000: (109.43, 32.27), 610926104000: (109.34, 32.2), 610926105000: (109.27, 32.06),
    610926106000: (109.38, 32.31), 610926107000: (109.21, 32.02), 610926108000: (109.22, 32.32),
    610926109000: (109.29, 32.14), 610926110000: (109.27, 32.37),
}  # fmt: skip
WORKSHOPS = (
    ("平利县春燕毛绒玩具社区工厂", 610926100000, 46), ("平利县广佛服装车间", 610926106000, 30),
    ("平利县老县电子元件车间", 610926102000, 24), ("平利县大贵茶叶加工车间", 610926103000, 18),
)  # fmt: skip
NEAR: dict[str, Any] = {
    "channel": "near", "pay_kind": "piece", "piece_price": 0.85, "daily_output": 140.0,
    "hours_per_day": 7.0, "days_per_week": 6.0, "hours_window": (510, 1020), "flexible": True,
    "meals": True, "intensity": "light", "conditions": ("fine_sight",), "education_min": "any",
    "contract": True, "insurance": True, "housing": False, "shuttle": False,
}  # fmt: skip
AWAY: dict[str, Any] = {
    "channel": "cooperation", "pay_kind": "month", "pay_low": 5200.0, "pay_high": 7500.0,
    "hours_per_day": 8.0, "days_per_week": 6.0, "housing": True, "meals": True, "escorted": True,
    "contract": True, "insurance": True, "intensity": "medium", "education_min": "junior",
}  # fmt: skip
WORK = (
    ("毛绒玩具缝纫工", 0, NEAR), ("玩具手工缝合", 0, NEAR), ("服装车工", 1, NEAR),
    ("裁剪工", 1, NEAR), ("数据线插件工", 2, NEAR), ("茶叶分拣工", 3, NEAR), ("包装工", 3, NEAR),
    ("电子装配工", 4, AWAY), ("服装后整工", 4, AWAY), ("仓库分拣员", 4, AWAY),
)  # fmt: skip
ABOUT = "车间就在村委会旁边，不会的包教，一般三到五天上手。可以带孩子来，隔壁有儿童之家。"


class Answered(dict[str, str]):
    """A reason for whatever is marked."""

    def get(self, key: str, default: Any = None) -> str:
        """The same for all."""
        return "已核实"

    def __getitem__(self, key: str) -> str:
        return "已核实"


def county_officer() -> "Context":
    """The served county's officer, ready to act from here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from chunfeng.foundation.accounts import queries
    from chunfeng.foundation.accounts.models import User

    officer = User.objects.get(login="county")
    today = timezone.localdate()
    post = queries.posts_of(officer.id, today)[0]
    by = queries.context_for(officer.id, post.id, today)
    assert by is not None
    return by


def main() -> None:
    """Points of the townships, workshops, an employer far away, what they offer."""
    by = county_officer()
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.foundation.places import operations as places

    with entered(by):
        moves = [(region, *point) for region, point in POINTS.items()]
        places.move_points(moves, source="map", by=by, at=timezone.now())
    with entered(by):
        made = [_workshop(by, number, *told) for number, told in enumerate(WORKSHOPS)]
        made.append(employer(by, "苏州市棠盛电子有限公司", "company", 320583000000))
        for number, (title, of, terms) in enumerate(WORK):
            offered(
                by, made[of], number, title, WORKSHOPS[of][1] if of < 4 else 320583000000, terms
            )


def employer(by: "Context", name: str, kind: str, place: int) -> UUID:
    from django.utils import timezone

    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME
    from chunfeng.stages.employers import operations

    facts = {
        "name": name, "kind": kind, "place": place, "no_code_reason": "村集体经济组织",
        "about": "主要做来料加工。", "contact": "李主任", "phone": "15400002222",
    }  # fmt: skip
    if kind == "company":
        facts |= {"credit_code": CODE, "no_code_reason": ""}
    at, keys = timezone.now(), load_keys(HOME / "keys")
    made = operations.add(facts, keys=keys, by=by, at=at, how="ledger")  # as an import names it
    operations.verify(made, by=by, at=at)
    return made


def _workshop(by: "Context", number: int, name: str, place: int, seats: int) -> UUID:
    from django.utils import timezone

    from chunfeng.stages.employers import sites
    from chunfeng.stages.employers.models import Recognition

    at = timezone.now()
    made = employer(by, name, "workshop", place)
    lon, lat = POINTS[place]
    facts = {
        "place": place, "name": name.removeprefix("平利县"), "address": "安置小区2号楼1层",
        "seats": seats, "opens": "8:00–17:30，周日休息", "care_friendly": True,
        "lon": lon, "lat": lat,
    }  # fmt: skip
    site = sites.add(made, facts, by=by, at=at)
    today = timezone.localdate(at)
    Recognition.objects.create(
        employer_id=made, site_id=site, region=COUNTY, kind="workshop", sub_kind="workshop",
        state="recognised", applied_on=today - timedelta(200), number=f"PL-2026-00{number}",
        valid_from=today - timedelta(100), valid_until=today + timedelta(600),
        created_at=at, updated_at=at,
    )  # fmt: skip
    return made


def offered(
    by: "Context", employer: UUID, number: int, title: str, place: int, terms: dict[str, Any]
) -> None:
    from django.utils import timezone

    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME
    from chunfeng.stages.vacancies import operations

    at = timezone.now() - timedelta(days=number)
    lon, lat = POINTS.get(place, (None, None))
    values = {
        "title": title, "place": place, "headcount": 3 + number, "description": ABOUT,
        "end_date": timezone.localdate() + timedelta(90), "address": "安置小区2号楼", **terms,
    }  # fmt: skip
    if lon is not None and lat is not None:
        values |= {"lon": lon + number / 1000, "lat": lat + number / 1000}
    keys = load_keys(HOME / "keys")
    made = operations.draft(values, employer=employer, keys=keys, by=by, at=at)
    operations.submit(made, by=by, at=at)
    operations.publish(made, by=by, at=at, reasons=Answered(all=""))


if __name__ == "__main__":
    main()
