"""Lists and single records: what is public comes, whole, in pages; what is not stays."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection

from chunfeng.faces.api.routes import employers, vacancies
from chunfeng.foundation.places.current import places
from chunfeng.stages.employers.vocabulary import Recognised
from chunfeng.stages.vacancies.models import Shown, Vacancy
from chunfeng.stages.vacancies.sheets import VACANCIES
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.faces.api.conftest import Caller
from tests.faces.api.market import TOWN, Unwalled, employer, some_vacancies, vacancy, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def titles(caller: Caller, query: str = "") -> set[str]:
    return {row["title"] for row in caller.pages(f"vacancies?{query}")}


def test_a_published_vacancy_is_shown_with_what_anybody_may_know(
    anybody: Caller, arranged: Unwalled
) -> None:
    with arranged():
        held = vacancy(employer(), taken=3)
    told = anybody.json(f"vacancies/{held.id}")
    assert told["title"] == "缝纫工1"
    assert told["seats_left"] == 7
    assert told["place"] == f"{TOWN:012d}"
    assert told["place_name"] == places().full_name(TOWN)
    assert (told["hours_from"], told["hours_until"]) == ("08:30", "17:30")
    assert told["occupation"] == [
        {"word": "缝纫工", "code": "6-05-01-02", "name_en": "Garment cutter"}
    ]
    assert told["employer_name"] == "平利县春燕1号工厂"
    assert told["link"].endswith(f"/vacancies/{held.id}")
    assert anybody.json("vacancies")["items"] == [told]


def test_nothing_of_contacts_or_remarks_is_in_any_answer(
    anybody: Caller, partner: Caller, arranged: Unwalled
) -> None:
    with arranged():
        of = employer()
        held, shop = vacancy(of), workshop(of)
    ways = ("vacancies", f"vacancies/{held.id}", "employers", f"employers/{of.id}", "workshops",
            f"workshops/{shop.id}")  # fmt: skip
    said = "".join(anybody.get(way).content.decode() for way in ways)
    said += partner.get("changes").content.decode()
    assert "春燕" in said
    assert not [mark for mark in ("柳姓", "154****", "内部备注") if mark in said]


def test_what_is_not_published_is_absent(anybody: Caller, arranged: Unwalled) -> None:
    with arranged():
        of = employer()
        draft = vacancy(of, state="draft")
        applied = employer(2, state="applied", name="未核实")
        waiting = workshop(of, state="visited")
    for way in (f"vacancies/{draft.id}", f"employers/{applied.id}", f"workshops/{waiting.id}",
                f"vacancies/{uuid.uuid4()}"):  # fmt: skip
        assert anybody.json(way, 404)["code"] == "absent"
    assert anybody.pages("vacancies") == []
    assert [row["name"] for row in anybody.pages("employers")] == ["平利县春燕1号工厂"]


def test_a_vacancy_whose_last_day_has_passed_leaves_the_list(
    anybody: Caller, arranged: Unwalled
) -> None:
    with arranged():
        of = employer()
        vacancy(of, 1, end_date=TODAY)
        vacancy(of, 2, end_date=TODAY - timedelta(1))
    assert titles(anybody) == {"缝纫工1"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=缝纫", {"缝纫工1", "缝纫工2"}),
        ("words=春燕 缝纫", {"缝纫工1", "缝纫工2"}),
        ("words=fengren", {"缝纫工1", "缝纫工2"}),
        ("words=电工", set()),
        ("region=610926", {"缝纫工1", "缝纫工2", "保洁员"}),
        ("region=6109261", None),
        ("region=610922", {"采茶工"}),
        ("channel=local", {"保洁员"}),
        ("occupation=6-05", {"缝纫工1", "缝纫工2"}),
        ("occupation=6-05-01-02", {"缝纫工1", "缝纫工2"}),
        ("occupation=6-0", None),
        ("occupation=4", {"保洁员"}),
        ("home_friendly=true", {"缝纫工2"}),
        ("housing=true", {"采茶工"}),
        ("with_seats=true", {"缝纫工1", "缝纫工2", "采茶工"}),
        ("pay_min=2002", {"缝纫工2", "保洁员", "采茶工"}),
        ("near=109.36,32.39&km=2", {"缝纫工1", "缝纫工2"}),
        ("near=109.36,32.39&km=100", {"缝纫工1", "缝纫工2", "保洁员"}),
        ("order=newest", {"缝纫工1", "缝纫工2", "保洁员", "采茶工"}),
    ],
)
def test_a_filter_finds_what_it_says(
    anybody: Caller, arranged: Unwalled, query: str, found: set[str] | None
) -> None:
    with arranged():
        of = employer()
        vacancy(of, 1)
        vacancy(of, 2, home_friendly=True)
        vacancy(of, 3, title="保洁员", channel="local", occupation=[["保洁", "4-09-08-01"]],
                lon=109.5, headcount=2, taken=2)  # fmt: skip
        other = employer(2, name="石泉县茶厂", region=SHIQUAN, place=SHIQUAN)
        vacancy(other, 4, title="采茶工", place=SHIQUAN, housing=True, lon=None, lat=None,
                occupation=None)  # fmt: skip
    if found is None:
        anybody.get(f"vacancies?{query}", 422)
    else:
        assert titles(anybody, query) == found


def test_the_newest_come_first(anybody: Caller, arranged: Unwalled) -> None:
    with arranged():
        some_vacancies(7)
    rows = anybody.pages("vacancies?order=newest&limit=2")
    assert [row["title"] for row in rows] == [f"缝纫工{k}" for k in range(7, 0, -1)]


def test_those_without_a_moment_of_publication_come_first_and_once(
    anybody: Caller, arranged: Unwalled
) -> None:
    with arranged():
        of = employer()
        for k in range(5):
            vacancy(of, k, published_at=None)
        vacancy(of, 9)
    rows = [row["title"] for row in anybody.pages("vacancies?order=newest&limit=2")]
    assert len(rows) == len(set(rows)) == 6
    assert rows[-1] == "缝纫工9"


def test_a_page_is_as_long_as_the_caller_may_have(
    anybody: Caller, partner: Caller, arranged: Unwalled
) -> None:
    with arranged():
        some_vacancies(130)
    assert len(anybody.json("vacancies?limit=1000")["items"]) == 100
    assert len(partner.json("vacancies?limit=1000")["items"]) == 130


def test_a_cursor_of_another_list_or_of_nobody_is_refused(
    anybody: Caller, arranged: Unwalled
) -> None:
    with arranged():
        some_vacancies(3)
    cursor = anybody.json("vacancies?limit=1")["next"].partition("cursor=")[2]
    for way in (f"vacancies?order=newest&cursor={cursor}", f"employers?cursor={cursor}",
                "vacancies?cursor=x", f"vacancies?cursor={cursor[:-1]}"):  # fmt: skip
        assert anybody.json(way, 400)["code"] == "cursor"


def test_an_employer_tells_what_it_is_recognised_as_today(
    anybody: Caller, arranged: Unwalled
) -> None:
    with arranged():
        of = employer()
        workshop(of)
        workshop(
            of,
            kind="base",
            sub_kind="",
            level="county",
            site=None,
            valid_until=TODAY - timedelta(1),
        )
        employer(2, kind="cooperative", place=SHIQUAN)
    told = anybody.json(f"employers/{of.id}")
    assert [one["kind"] for one in told["recognitions"]] == ["workshop"]
    assert len(anybody.pages("employers?recognised=workshop")) == 1
    assert len(anybody.pages("employers?kind=cooperative&region=610922")) == 1
    assert len(anybody.pages("employers?words=2号")) == 1
    assert len(anybody.pages("employers?limit=1")) == 2


def test_a_workshop_stands_at_its_site(anybody: Caller, arranged: Unwalled) -> None:
    with arranged():
        made = workshop(employer())
        workshop(employer(2, state="suspended"))
    told = anybody.json(f"workshops/{made.id}")
    assert (told["name"], told["seats"], told["kind"]) == ("城关社区工厂", 40, "community_factory")
    assert told["township"] == f"{TOWN:012d}"
    assert anybody.pages(f"workshops?region={str(TOWN)[:9]}&kind=community_factory") == [told]
    assert anybody.pages("workshops?kind=station") == []


def test_a_region_stands_between_those_above_and_below(anybody: Caller) -> None:
    told = anybody.json("regions/610926")
    assert told["name"] == "平利县"
    assert [one["level"] for one in told["path"]] == [1, 2]
    assert {one["parent"] for one in told["children"]} == {f"{PINGLI:012d}"}
    assert told["lon"] > 0
    assert len(anybody.json("regions")["items"]) >= 31
    assert anybody.json("regions?words=pingli")["items"]
    assert anybody.json("regions?words=610926")["items"][0]["name"] == "平利县"
    assert anybody.json("regions?within=610926")["items"] == told["children"]
    anybody.get("regions/619999", 404)
    anybody.get("regions/6", 422)


def test_every_code_of_a_list_has_its_words(anybody: Caller) -> None:
    for one in anybody.json("codes")["items"]:
        codes = anybody.json(f"codes/{one['name']}")["items"]
        assert codes
        assert all(code["zh"] for code in codes)
        assert one["name"] == "occupation" or all(code["en"] for code in codes)
    anybody.get("codes/none", 404)


def test_the_filters_choices_are_the_ledgers() -> None:
    def ledger(name: str) -> set[str]:
        return {one.code for one in VACANCIES.column(name).choices}

    assert set(vacancies.Channel.__args__) == ledger("channel")
    assert set(employers.Kind.__args__) == ledger("employer_kind")
    assert set(employers.Recognised.__args__) == set(Recognised)


def test_a_list_takes_few_statements_however_long(anybody: Caller, arranged: Unwalled) -> None:
    with arranged():
        some_vacancies(3)
        short = {way: anybody.statements(way) for way in ("vacancies", "employers", "workshops")}
    with arranged():
        of = employer(2)
        for k in range(30):
            vacancy(of, k)
        for k in range(3, 20):
            workshop(employer(k))
    assert {way: anybody.statements(way) for way in short} == short
    assert max(short.values()) <= 10


def test_the_shop_window_is_all_the_public_may_read(arranged: Unwalled) -> None:
    with arranged():
        vacancy(employer())
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_portal")
        cursor.execute("SET LOCAL ROLE chunfeng_public")
    assert Shown.objects.count() == 1
    with pytest.raises(ProgrammingError, match="permission denied"):
        Vacancy.objects.count()
