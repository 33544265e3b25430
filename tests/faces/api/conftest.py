"""A partner with a key, and a browser without one, at the API."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.faces.api.snapshots import stored
from chunfeng.foundation.access import DataClass, Role, entered
from chunfeng.foundation.partners.operations import Contract, make
from chunfeng.foundation.partners.scopes import Scope
from tests.cast import NOW, PINGLI, context
from tests.faces.api.market import Unwalled
from tests.public import PublicClient
from tests.statements import asked

ROOT = "/api/v1/"


@dataclass
class Caller:
    """Somebody who asks the API."""

    token: str = ""
    client: PublicClient = field(default_factory=PublicClient)

    def get(self, address: str, status: int = 200, **headers: str) -> Any:
        """An answer; addresses begin below the API's root."""
        told = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        path = address if address.startswith(("/", "http")) else ROOT + address
        response = self.client.get(
            path.removeprefix("http://127.0.0.1:8001"), headers=told | headers
        )
        assert response.status_code == status, (address, response.status_code, _start(response))
        return response

    def json(self, address: str, status: int = 200, **headers: str) -> Any:
        """What an answer says."""
        return json.loads(self.get(address, status, **headers).content)

    def pages(self, address: str) -> list[Any]:
        """All rows of a list, page by page."""
        rows: list[Any] = []
        following: str | None = address
        while following:
            page = self.json(following)
            rows += page["items"]
            following = page["next"]
        return rows

    def statements(self, address: str) -> int:
        """How many statements an answer takes."""
        with CaptureQueriesContext(connection) as caught:
            self.get(address)
        return len(asked(caught))


def _start(response: Any) -> bytes:
    return b"" if response.streaming else response.content[:2000]


@pytest.fixture
def anybody(keys: Any) -> Caller:
    """Without a key."""
    return Caller()


@pytest.fixture
def made_key(keys: Any, db: None) -> Callable[..., str]:
    """Makes keys as the administrator of the county does."""

    def make_one(*scopes: Scope, **values: Any) -> str:
        facts = {
            "name": "南京伙伴", "region": PINGLI, "scopes": scopes, "requests_per_minute": 5000,
            "rows_per_day": 1_000_000, "begins": date(2026, 1, 1),
            "ends": date(2026, 1, 1) + timedelta(days=700),
        }  # fmt: skip
        by = context(Role.ADMIN, PINGLI, 10**6)
        with entered(by, DataClass.ACCOUNTS):
            return make(Contract(**facts | values), keys=keys, by=by, at=NOW)

    return make_one


@pytest.fixture
def partner(made_key: Callable[..., str]) -> Caller:
    """With a key for everything there is."""
    return Caller(made_key(*Scope))


@pytest.fixture
def arranged(unwalled: Unwalled, db: None) -> Unwalled:
    """To arrange the market behind the walls."""
    return unwalled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's snapshots lie."""
    here = tmp_path / "snapshots"
    for function in (stored.kept, stored.file):
        monkeypatch.setattr(function, "__defaults__", (here,))
    return here
