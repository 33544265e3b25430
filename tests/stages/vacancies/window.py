"""Postings put straight into the shop window, for the tests of search."""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from chunfeng.foundation.access import in_public
from chunfeng.stages.vacancies.cutting import literal
from chunfeng.stages.vacancies.models import Shown
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.foundation.jobs.arranging import login

Unwalled = Callable[[], AbstractContextManager[None]]
TITLES = (
    "缝纫工", "招缝纫工数名", "保洁员", "护工(夜班)", "玩具厂普工", "C++ 工程师", "家政服务员",
    "茶叶采摘", "Sewing worker", "O'Neill 门店店员",
)  # fmt: skip
TOLD = (
    "计件工资，多劳多得",
    "包吃住，有缝纫经验优先",
    "接送孩子方便",
    "",
    "夜班两班倒 100% \\ 'x'",
)
OCCUPATIONS: Sequence[Any] = (
    [["缝纫工", "6-05-01-03"]],
    [["保洁员", "4-08-10-02"], ["护工", "4-14-01-01"]],
    [["杂工", None]],
    [],
    None,
)
PLACES = (PINGLI, PINGLI + 100_000, PINGLI + 100_001, SHIQUAN + 101_002, 440305 * 10**6)
CHANNELS = ("near", "local", "cooperation", "")


def facts(**given: Any) -> dict[str, Any]:
    """The columns of a vacancy, plain where nothing is given."""
    plain: dict[str, Any] = {
        "id": uuid.uuid4(), "region": PINGLI, "channel": "local", "title": "缝纫工",
        "occupation": [["缝纫工", "6-05-01-03"]], "description": "", "address": "",
        "place": PINGLI + 100_000, "lon": 109.36, "lat": 32.39, "headcount": 5, "taken": 0,
        "pay_kind": "month", "month_pay": 3000.0, "published_at": NOW, "updated_at": NOW,
        "employer": uuid.UUID(int=1), "employer_name": "平利县春燕社区工厂",
        "employer_kind": "workshop", "skills_required": None,
    }  # fmt: skip
    return plain | given


def show(unwalled: Unwalled, *vacancies: dict[str, Any]) -> None:
    """Puts vacancies into the window, found by their words as a vacancy is."""
    made = []
    for one in vacancies:
        words = literal(one, one["employer_name"])
        made.append(Shown(**one, search=Cast(Value(words), SearchVectorField())))
    with unwalled():
        Shown.objects.bulk_create(made)


def assorted(number: int, seed: int = 7) -> list[dict[str, Any]]:
    """Postings of every kind: full, over, far, unpaid, without a point, at every level."""
    r = random.Random(seed)
    return [
        facts(
            id=uuid.UUID(int=r.getrandbits(128)),
            title=r.choice(TITLES),
            description=r.choice(TOLD),
            occupation=r.choice(OCCUPATIONS),
            channel=r.choice(CHANNELS),
            place=r.choice(PLACES),
            lon=None if r.random() < 0.1 else 109.36 + r.gauss(0, 0.4),
            lat=32.39 + r.gauss(0, 0.4),
            headcount=(heads := r.randrange(1, 9)),
            taken=heads if r.random() < 0.2 else r.randrange(heads),
            month_pay=r.choice((None, 1200.0, 2999.5, 3000.0, 4500.0, 9000.0)),
            end_date=r.choice((None, TODAY, TODAY - timedelta(1), TODAY + timedelta(9))),
            published_at=NOW - timedelta(minutes=r.randrange(90 * 1440)),
            home_friendly=r.random() < 0.3,
            housing=r.choice((None, True, False)),
            employer=uuid.UUID(int=r.randrange(1, 6)),
        )
        for _ in range(number)
    ]


@contextmanager
def anybody() -> Iterator[None]:
    """What is inside is done as by a visitor of the public site."""
    with login("chunfeng_portal"), in_public():
        yield
