"""An officer's desk: pages read as an officer reads them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations, queries
from tests.cast import NOW, PINGLI, TODAY
from tests.security.office import Officer, World
from tests.statements import asked

VILLAGE = PINGLI + 100_001
PERSON = {
    "name": "王小春",
    "home": VILLAGE,
    "household_no": "H1",
    "relation": "head",
    "sex": "female",
    "birth_date": date(1985, 4, 1),
    "work_capacity": "ordinary",
    "willing": "yes",
}


@dataclass
class Desk:
    """Officers with signed-in browsers."""

    world: World
    county: Officer
    second: Officer
    township: Officer
    village: Officer
    neighbour: Officer

    def enrol(self, **values: Any) -> UUID:
        """A person of 平利."""
        by = self.county.context
        with entered(by):
            return operations.enrol(PERSON | values, keys=self.world.keys, by=by, at=NOW)

    def facts(self, person: UUID) -> queries.Facts:
        """What the register holds of a person."""
        with entered(self.county.context):
            found = queries.facts(person, on=TODAY)
        assert found
        return found

    def page(self, address: str, by: Officer | None = None, status: int = 200) -> "Page":
        """A page; the county officer's unless somebody else asks."""
        return Page(address, (by or self.county).client.get(address), status)

    def send(
        self, address: str, data: Any = None, by: Officer | None = None, status: int = 302
    ) -> "Page":
        """What a form answers."""
        answer = (by or self.county).client.post(address, data or {})
        return Page(address, answer, status)

    def statements(self, address: str, by: Officer | None = None) -> int:
        """How many statements a page takes."""
        with CaptureQueriesContext(connection) as caught:
            self.page(address, by)
        return len(asked(caught))


class Page:
    """A page as it reads."""

    def __init__(self, address: str, answer: Any, status: int) -> None:
        assert answer.status_code == status, (address, answer.status_code, answer.content[:3000])
        self.answer, self.status = answer, answer.status_code
        self.to = answer.headers.get("Location", "")
        self.soup = BeautifulSoup(answer.content, "html.parser")
        assert b"UNDEFINED(" not in answer.content, (
            address,
            re.findall(rb"UNDEFINED\([^)]*\)", answer.content),
        )

    @property
    def main(self) -> str:
        """The text of the page's main part."""
        found = self.soup.find("main")
        return " ".join(found.get_text(" ").split()) if found else ""

    @property
    def text(self) -> str:
        """The text of the whole page."""
        return " ".join(self.soup.get_text(" ").split())

    def hidden(self, name: str) -> str:
        """The value of a hidden field."""
        found = self.soup.select_one(f"main input[name={name}]")
        assert found is not None, name
        return str(found["value"])

    def form(self) -> dict[str, Any]:
        """What the page's main form would send as it stands."""
        sent: dict[str, Any] = {}
        for form in self.soup.select("main form[method=post]"):
            for field in form.select("input, select, textarea"):
                _put(sent, field)
        return sent

    def links(self, start: str) -> list[str]:
        """The addresses of links that begin so."""
        return [str(a["href"]) for a in self.soup.find_all("a") if str(a["href"]).startswith(start)]


def _put(sent: dict[str, Any], field: Any) -> None:
    name, kind = field.get("name"), field.get("type", "")
    if not name or name == "csrfmiddlewaretoken" or kind in ("submit", "file"):
        return
    if kind in ("radio", "checkbox"):
        if field.has_attr("checked"):
            sent.setdefault(name, []).append(field["value"])
    elif field.name == "select":
        chosen = field.find("option", selected=True)
        sent[name] = chosen["value"] if chosen else ""
    else:
        sent[name] = field.get("value", "")
