"""A small market for the tests of the API: employers, workshops, vacancies in the shop window."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from chunfeng.stages.employers.models import Employer, Recognition, Site
from chunfeng.stages.vacancies.cutting import vector
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.states import State
from tests.cast import PINGLI, TODAY

Unwalled = Callable[[], AbstractContextManager[None]]
TOWN = PINGLI + 100_000
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@contextmanager
def login(name: str) -> Iterator[None]:
    """What is inside runs with a login of the product."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION AUTHORIZATION {name}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION AUTHORIZATION chunfeng_web")


def employer(number: int = 1, **values: Any) -> Employer:
    """A verified employer."""
    facts = {
        "region": PINGLI, "place": TOWN, "name": f"平利县春燕{number}号工厂",
        "name_key": f"pinglixianchunyan{number}", "kind": "company", "state": "verified",
        "state_on": TODAY, "how": "form", "contact": "柳姓联系人", "phone_mask": "154****0001",
        "created_at": NOON, "updated_at": NOON,
    }  # fmt: skip
    return Employer.objects.create(**facts | values)


def vacancy(of: Employer, number: int = 1, **values: Any) -> Vacancy:
    """A published vacancy."""
    facts = {
        "employer": of, "region": of.region, "place": TOWN, "title": f"缝纫工{number}",
        "headcount": 10, "channel": "near", "pay_kind": "month", "month_pay": 2000.0 + number,
        "lon": 109.36 + number * 0.001, "lat": 32.39, "occupation": [["缝纫工", "6-05-01-02"]],
        "hours_window": [510, 1050], "state": State.PUBLISHED, "how": "form",
        "contact": "柳姓联系人", "phone_mask": "154****0001", "remarks": "内部备注",
        "description": "", "address": "", "skills_required": None,
        "published_at": NOON + timedelta(minutes=number), "created_at": NOON, "updated_at": NOON,
    }  # fmt: skip
    facts |= values
    return Vacancy.objects.create(**facts, search=vector(facts, of.name))


def workshop(of: Employer, **values: Any) -> Recognition:
    """A recognised workshop with its site."""
    site = Site.objects.create(
        employer=of, region=of.region, name="城关社区工厂", place=TOWN, lon=109.36, lat=32.39,
        seats=40, farm_friendly=True,
    )  # fmt: skip
    facts = {
        "employer": of, "site": site, "region": of.region, "kind": "workshop",
        "sub_kind": "community_factory", "state": "recognised", "applied_on": date(2026, 1, 1),
        "number": f"PL-{uuid.uuid4().hex[:8]}", "valid_from": date(2026, 2, 1),
        "valid_until": date(2028, 1, 31),
        "created_at": NOON, "updated_at": NOON,
    }  # fmt: skip
    return Recognition.objects.create(**facts | values)


def some_vacancies(number: int) -> list[uuid.UUID]:
    """The ids of so many vacancies of one employer."""
    of = employer()
    return [vacancy(of, k).id for k in range(1, number + 1)]
