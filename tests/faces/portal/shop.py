"""What stands in the shop window, and how the portal shows it to a stranger."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.ciphers import Cell, unseal
from chunfeng.foundation.messaging.models import Message
from chunfeng.foundation.places import operations as places
from chunfeng.foundation.places.current import refresh
from chunfeng.stages.employers import sites
from chunfeng.stages.employers.models import Recognition
from tests.cast import NOW, PINGLI, TODAY
from tests.faces.workbench.desk import Page
from tests.public import PublicClient
from tests.stages.vacancies.market import employer, published
from tests.statements import asked

TOWN, NEXT_TOWN, FAR_TOWN = (PINGLI + number * 1000 for number in (100, 106, 101))
POINTS = {TOWN: (109.36, 32.39), NEXT_TOWN: (109.38, 32.33), FAR_TOWN: (109.48, 32.1)}
ARRANGING = ("SAVEPOINT", "RELEASE", "SET ", "SELECT set_config", "SELECT (SELECT count(")


@dataclass
class Shop:
    """The window and a browser. Words put into ``secret`` fields stand on no page."""

    by: Context
    keys: Any
    unwalled: Callable[[], AbstractContextManager[None]]
    client: PublicClient = field(default_factory=PublicClient)
    workshop_of: UUID | None = None

    def employer(self, **facts: Any) -> UUID:
        """A verified employer."""
        return employer(self.by, **facts)

    def vacancy(self, employer: UUID | None = None, **values: Any) -> UUID:
        """A published vacancy of the usual employer, or of another one."""
        if employer is None:
            self.workshop_of = employer = self.workshop_of or self.employer()
        return published(self.by, self.keys, employer, **values)

    def workshop(self, place: int = TOWN, name: str = "秋河社区工厂", **facts: Any) -> UUID:
        """A recognised workshop; its employer."""
        of = self.employer(name=f"平利县{name}")
        told = {"place": place, "name": name} | facts
        with entered(self.by):
            site = sites.add(of, told, by=self.by, at=NOW)
            Recognition.objects.create(
                employer_id=of, site_id=site, region=PINGLI, kind="workshop",
                sub_kind="community_factory", state="recognised", applied_on=TODAY,
                number=f"PL-{site.hex[:8]}", valid_from=TODAY - timedelta(30),
                valid_until=TODAY + timedelta(300), created_at=NOW, updated_at=NOW,
            )  # fmt: skip
        return of

    def points(self) -> None:
        """Says where three townships lie."""
        with entered(self.by):
            moves = [(town, *point) for town, point in POINTS.items()]
            places.move_points(moves, source="map", by=self.by, at=NOW)
            refresh()

    def lives(self, place: int = TOWN) -> None:
        """The browser remembers a township."""
        self.client.cookies["place"] = str(place)

    def page(self, address: str, status: int = 200) -> Page:
        """A page; a new browser each time, so that nothing is kept."""
        fresh = PublicClient()
        fresh.cookies = self.client.cookies
        return Page(address, fresh.get(address), status)

    def english(self, address: str, status: int = 200) -> Page:
        """The same page in English."""
        return self.page(f"{address}{'&' if '?' in address else '?'}lang=en", status)

    def send(self, address: str, data: Any, status: int = 302, **more: Any) -> Page:
        """What a form answers."""
        return Page(address, self.client.post(address, data, **more), status)

    def statements(self, address: str) -> list[str]:
        """What a page asks the database, without what arranges the transaction."""
        with CaptureQueriesContext(connection) as caught:
            self.page(address)
        return [one for one in asked(caught) if not one.startswith(ARRANGING)]

    def code(self) -> str:
        """The digits in the last message."""
        with self.unwalled():
            last = Message.objects.order_by("-created_at", "-id").values("id", "body")
            rows = [
                unseal(self.keys, Cell("messaging_message", "body", row["id"]), bytes(row["body"]))
                for row in last
            ]
        found = [match[0] for row in rows if (match := re.search(r"\d{6}", row))]
        known, self._codes = set(self._codes), found
        new = [one for one in found if one not in known]
        return new[0] if new else found[0]

    _codes: list[str] = field(default_factory=list)


def order(page: Page, *words: str) -> bool:
    """Whether words stand on a page in this order."""
    places_ = [page.main.find(word) for word in words]
    assert -1 not in places_, [word for word in words if word not in page.main]
    return places_ == sorted(places_)
