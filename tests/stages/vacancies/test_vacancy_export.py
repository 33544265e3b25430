"""Vacancies leave as the ledger they came in by, and come back unchanged."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.intake.columns import Kind, OccupationWord
from chunfeng.kit.texts import Language, text
from chunfeng.stages.vacancies import exporting, operations, queries
from chunfeng.stages.vacancies.queries import Filters
from chunfeng.stages.vacancies.refusals import NotAllowed
from chunfeng.stages.vacancies.sheets import VACANCIES
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.foundation.jobs.arranging import officer
from tests.stages.vacancies.ledgers import as_csv, everything, imported, post
from tests.stages.vacancies.market import draft, employer

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CAPTION = text("Taken out")
PLACES = (PINGLI, PINGLI + 100_000, PINGLI + 100_001, 320412 * 10**6, 320412 * 10**6 + 100_000)
WORDS = st.text("缝纫锁边包装普工保安 =+-@'\"，、；abcＡ1·（）", min_size=1, max_size=12)


def file(by: Context, language: Language = "zh", file_format: str = "xlsx") -> tuple[str, bytes]:
    with entered(by):
        return exporting.ledger(
            Filters(), CAPTION, language=language, file_format=file_format, by=by, at=NOW, on=TODAY
        )


def values() -> st.SearchStrategy[dict[str, Any]]:
    """Typed values of a vacancy, as a form may give them."""
    made: dict[str, st.SearchStrategy[Any]] = {}
    for column in VACANCIES:
        if column.kind is Kind.CHOICE:
            made[column.field] = st.sampled_from([choice.code for choice in column.choices])
        elif column.kind is Kind.CHOICES:
            codes = [choice.code for choice in column.choices]
            made[column.field] = st.sampled_from(codes).map(lambda code: (code,))
        elif column.kind is Kind.YES_NO:
            made[column.field] = st.booleans()
        elif column.kind is Kind.DATE:
            made[column.field] = st.integers(1, 300).map(lambda n: TODAY + timedelta(days=n))
    made |= {
        "hours_window": st.just((510, 1050)),
        "occupation": st.sampled_from([(OccupationWord("缝纫工", "6-05-01-03"),)]),
        "certificates_required": st.sampled_from([("电工证",), ("焊工证", "叉车证")]),
        "pay_low": st.integers(200_000, 300_000).map(lambda n: n / 100),
        "pay_high": st.integers(3000, 9000).map(float),
        "hours_per_day": st.sampled_from([4.0, 7.5, 8.0]),
        "address": WORDS,
        "remarks": WORDS,
        "contact": st.just("李主任"),
        "vacancy_no": st.from_regex(r"[A-Z]{1,3}[0-9]{1,4}", fullmatch=True),
        "agreement_regions": st.just((PINGLI, PINGLI + 100_000)),
        "age_min": st.integers(16, 30),
        "start_date": st.just(TODAY),
    }
    of_employer = {"employer", "credit_code", "employer_kind", "stay_share"}
    optional = {k: v for k, v in made.items() if k not in of_employer}
    needed = {
        "title": WORDS.filter(lambda words: any(sign.isalpha() for sign in words)),
        "place": st.sampled_from(PLACES),
        "headcount": st.integers(1, 500),
    }
    return st.fixed_dictionaries(needed, optional=optional)


@EXAMPLES
@given(rows=st.lists(values(), min_size=1, max_size=5), language=st.sampled_from(["zh", "en"]))
def test_what_leaves_comes_back_unchanged(keys: Any, rows: Any, language: Language) -> None:
    with transaction.atomic():
        by = officer()
        of = employer(by, credit_code="", name="平利县春燕玩具厂")
        for row in rows:
            with entered(by):
                operations.draft(row, employer=of, keys=keys, by=by, at=NOW)
        before = everything()
        name, content = file(by, language)
        _, counts = imported(content, by, name)
        told = {k: counts.get(k, 0) for k in ("new", "changed", "wrong", "elsewhere")}
        assert told == {"new": 0, "changed": 0, "wrong": 0, "elsewhere": 0}, counts
        assert counts["unchanged"] + counts["twice"] == len(rows)
        assert everything() == before
        transaction.set_rollback(True)


def test_an_imported_ledger_leaves_as_it_came_but_for_phones() -> None:
    by = officer()
    rows = [post(n, 班车="是", 作业条件="久站、粉尘", 工作时段="08:30-17:30") for n in range(6)]
    imported(as_csv(rows), by)
    _, content = file(by)
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    caption, heads, *lines = list(sheet.iter_rows(values_only=True))
    assert caption[0]
    assert "联系电话" not in heads
    left = [dict(zip(heads, line, strict=True)) for line in lines]
    assert sorted(row["岗位编号"] for row in left) == [row["岗位编号"] for row in rows]
    (first,) = [row for row in left if row["岗位编号"] == "V0000"]
    came = {k: v for k, v in rows[0].items() if k not in ("联系电话", "工作地点")}
    assert {k: str(first[k]) for k in came} == came
    assert first["岗位类别"] == "就近计件"


def test_a_csv_runs_nothing(cast: Cast, keys: Any) -> None:
    draft(cast.an, keys, employer(cast.an), remarks="=cmd|' /C calc'!A0")
    name, content = file(cast.an, file_format="csv")
    said = content.decode("utf-8-sig")
    assert name == "vacancies.csv"
    assert "'=cmd" in said
    assert "15400002222" not in said


def test_who_takes_a_list_out_is_in_the_log(cast: Cast, keys: Any, unwalled: Any) -> None:
    draft(cast.an, keys, employer(cast.an))
    file(cast.an)
    with unwalled():
        from chunfeng.foundation.audit.models import Event

        told = Event.objects.values_list("kind", "detail").get(kind="vacancy.exported")
    assert told == ("vacancy.exported", {"rows": 1, "format": "xlsx"})
    with entered(cast.gu), pytest.raises(NotAllowed):
        file(cast.gu)


def test_only_what_a_filter_means_leaves(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    draft(cast.an, keys, of, title="保安", end_date=date(2026, 12, 1))
    draft(cast.an, keys, of, title="保洁")
    with entered(cast.an):
        found = queries.find(Filters(words="baoan"), on=TODAY)
        assert [one.title for one in found.only("title")] == ["保安"]
