"""Certificates and visit sheets: who gets one, and what stands on it."""

import io
from datetime import date
from typing import Any
from uuid import uuid4

import pypdf
import pytest

from chunfeng.foundation.access import entered
from chunfeng.kit.texts import Language
from chunfeng.stages.employers import policy, printing
from chunfeng.stages.employers.models import Recognition
from chunfeng.stages.employers.refusals import NotFound, Refused
from tests.cast import NOW, TODAY, Cast
from tests.stages.employers import works

pytestmark = pytest.mark.django_db
EVIL = '春风#read("/etc/passwd")$厂*'


def arranged(cast: Cast, name: str = "春燕玩具厂", **facts: Any) -> Recognition:
    """A recognised workshop."""
    with entered(cast.an):
        return works.recognised(works.site(works.employer(name), name="二号厂房"), **facts)


def certificate(cast: Cast, recognition: Recognition, language: Language = "zh") -> str:
    """What stands on its certificate, without spaces."""
    with entered(cast.an):
        made = printing.certificate(recognition.id, by=cast.an, at=NOW, language=language)
    return read(made)


def read(made: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(made))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_the_certificate_says_who_where_what_and_until_when(cast: Cast) -> None:
    recognition = arranged(cast)
    printed = certificate(cast, recognition)
    for said in (
        "就业帮扶车间认定证书", "平车间〔2026〕1号", "春燕玩具厂", "二号厂房", "陕西省安康市平利县",
        "社区工厂", "2026年1月1日至2027年12月31日", f"/employers/{recognition.employer_id}",
    ):  # fmt: skip
        assert said in printed, said


def test_it_is_complete_in_english(cast: Cast) -> None:
    printed = certificate(cast, arranged(cast), "en")
    for said in (
        "Certificateofrecognition:workshop",
        "Communityfactory",
        "1January2026to31December2027",
    ):
        assert said in printed
    assert "认定证书" not in printed


def test_it_fits_one_page_however_long_the_names(cast: Cast) -> None:
    with entered(cast.an):
        owner = works.employer("平利县" + "春燕毛绒玩具" * 9, address="工业园区" * 20)
        recognition = works.recognised(works.site(owner, address="安置点" * 30))
        for language in ("zh", "en"):
            made = printing.certificate(recognition.id, by=cast.an, at=NOW, language=language)
            assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1


def test_a_name_that_looks_like_markup_is_printed_as_it_stands(cast: Cast) -> None:
    assert "".join(EVIL.split()) in certificate(cast, arranged(cast, EVIL))


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "visited"},
        {"state": "suspended"},
        {"state": "ended"},
        {"valid_until": date(2026, 11, 22)},
    ],
)
def test_only_a_recognition_in_force_has_a_certificate(cast: Cast, facts: dict[str, Any]) -> None:
    recognition = arranged(cast, **facts)
    with pytest.raises(Refused):
        certificate(cast, recognition)


def test_another_county_prints_none(cast: Cast) -> None:
    recognition = arranged(cast)
    for made in (printing.certificate, printing.checklist):
        with entered(cast.bo), pytest.raises(NotFound):
            made(recognition.id, by=cast.bo, at=NOW, language="zh")
    with entered(cast.an), pytest.raises(NotFound):
        printing.certificate(uuid4(), by=cast.an, at=NOW, language="zh")


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"state": "complete", "sub_kind": "home_based"},
        {"kind": "base", "sub_kind": "", "level": "province"},
        {"kind": "public_welfare", "sub_kind": ""},
    ],
)
def test_the_sheet_for_a_visit_asks_what_the_policy_asks(cast: Cast, facts: dict[str, Any]) -> None:
    recognition = arranged(cast, **facts)
    terms = policy.on(TODAY, recognition.region).of(
        recognition.kind, recognition.sub_kind or recognition.level
    )
    for language in ("zh", "en"):
        with entered(cast.an):
            made = printing.checklist(recognition.id, by=cast.an, at=NOW, language=language)
        printed = read(made)
        for item in policy.national().checklist(terms.checklist):
            for said in (item.said, item.why):
                assert "".join(said.to(language).split()) in printed


def test_the_sheet_says_what_records_prove_already(cast: Cast) -> None:
    with entered(cast.an):
        recognition = works.in_order()
        made = printing.checklist(recognition.id, by=cast.an, at=NOW, language="zh")
    assert "符合·2026-10：工资表在册12人，要求不少于10人。" in read(made)
