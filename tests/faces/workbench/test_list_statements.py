"""A list takes as many statements for many lines as for few."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chunfeng.foundation.access import Role, entered
from chunfeng.stages.people import finding
from tests.cast import NOW, PINGLI
from tests.faces.workbench.desk import Desk
from tests.security.office import Officer

SURNAMES = "赵钱孙李周吴郑王冯陈"
ASK = {"ask": "1", "reason": "下月走访", "form": "csv", "what": "list", "also": ["phone"]}


def grown(desk: Desk, first: int, last: int) -> None:
    """People with doubts and pairs of them, files handed in, lists asked for, by two officers."""
    people = []
    for number in range(first, last):
        name = f"{SURNAMES[number]}小春"
        same: dict[str, Any] = {"name": name, "willing": "", "phone": f"1540000{number:04}"}
        people += [desk.enrol(household_no=f"{kind}{number}", **same) for kind in "AB"]
        who = (desk.county, desk.second)[number % 2]
        csv = f"户编号,姓名,性别,出生日期\nX{number},{name},男,1990-01-01\n".encode()
        upload(desk, csv, who)
        desk.send("/exports/ask?status=not_in_work", ASK, by=who)
    with entered(desk.county.context):
        finding.find(people, at=NOW)


def upload(desk: Desk, content: bytes, by: Officer) -> None:
    file = SimpleUploadedFile("people.csv", content)
    assert by.client.post("/imports/upload", {"file": file}).status_code == 302


LISTS = ("/doubts", "/duplicates", "/imports", "/exports", "/regions?words=ping", "/log")


@pytest.mark.parametrize("address", LISTS)
def test_lines_bring_no_statement_of_their_own(desk: Desk, address: str) -> None:
    reader = desk.world.officer(Role.AUDITOR, PINGLI) if address == "/log" else desk.county
    grown(desk, 0, 3)
    few, before = desk.statements(address, reader), shown(desk, address, reader)
    grown(desk, 3, 8)
    assert shown(desk, address, reader) > before or address.startswith("/regions")
    assert desk.statements(address, reader) <= few


def shown(desk: Desk, address: str, by: Officer) -> int:
    return len(desk.page(address, by).soup.select("main tbody tr, main li"))
