"""The import wizard takes both ledgers: of people and of vacancies."""

from django.core.files.uploadedfile import SimpleUploadedFile

from chunfeng.foundation.access import entered
from chunfeng.foundation.jobs.models import Run
from chunfeng.stages.vacancies.models import Vacancy
from tests.faces.workbench.desk import Desk, Page
from tests.stages.people.imports import worked
from tests.stages.vacancies.ledgers import as_csv, post


def handed_in(desk: Desk, content: bytes) -> str:
    """The address of the upload's page."""
    file = SimpleUploadedFile("岗位.csv", content)
    told = {"file": file, "ledger": "vacancies"}
    answer = desk.county.client.post("/imports/upload", told)
    assert answer.status_code == 302
    return str(answer.headers["Location"]).removesuffix("/columns")


def stepped(desk: Desk, address: str, act: str, where: str = "") -> Page:
    """The page after a step is done."""
    desk.send(f"{address}{where}", {"act": act})
    with entered(desk.county.context):
        run = Run.objects.order_by("-started_at").values_list("id", flat=True).first()
    assert run is not None
    worked(run)
    return desk.page(address)


def test_a_vacancy_ledger_is_compared_imported_and_taken_back(desk: Desk) -> None:
    address = handed_in(desk, as_csv([post(n) for n in range(4)]))
    assert "岗位名称" in desk.page(f"{address}/columns").main
    compared = stepped(desk, address, "preview", "/columns").main
    assert "岗位台账" in compared
    with entered(desk.county.context):
        assert Vacancy.objects.count() == 0
    stepped(desk, address, "apply")
    with entered(desk.county.context):
        assert Vacancy.objects.count() == 4
    changed = handed_in(desk, as_csv([post(0, 薪酬下限="3333", 职业代码="锁边工")]))
    said = stepped(desk, changed, "preview", "/columns").main
    assert "3333" in said
    assert "锁边工" in said
    stepped(desk, address, "undo")
    with entered(desk.county.context):
        assert Vacancy.objects.count() == 0
    assert "岗位台账" in desk.page("/imports").main


def test_whoever_comes_from_the_vacancies_hands_in_their_ledger(desk: Desk) -> None:
    def chosen(address: str) -> list[str]:
        return [one["value"] for one in desk.page(address).soup.select("input[checked]")]

    (link,) = set(desk.page("/vacancies").links("/imports?"))
    assert chosen(link) == ["vacancies"]
    assert chosen("/imports") == chosen("/imports?ledger=x") == ["people"]


def test_a_village_worker_is_offered_the_person_ledger_only(desk: Desk) -> None:
    choices = desk.page("/imports").soup.select("input[name=ledger]")
    assert [choice["value"] for choice in choices] == ["people", "vacancies"]
    assert desk.page("/imports", desk.village).soup.select("input[name=ledger]") == []
