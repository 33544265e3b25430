"""Portal, desk and API: every route of the public site is asked by everybody who may come there,
and none gives what one employer keeps to itself, or who is interested in it.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import override_settings

from chunfeng.foundation.access import DataClass, Role, entered
from chunfeng.foundation.access.declare import routes
from chunfeng.foundation.partners.operations import Contract, make
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.stages.employers import documents, payrolls, recognising, sites
from chunfeng.stages.vacancies import picturing
from chunfeng.stages.vacancies.models import Interest
from tests.cast import NOW, PINGLI, SHIQUAN, context
from tests.faces.desk.counter import Counter
from tests.faces.desk.test_proposed import TELEPHONE, agreed, begun
from tests.public import PublicClient
from tests.security.test_canaries import plain
from tests.security.test_routes import filled, posts_only
from tests.stages.employers.office import PDF, picture
from tests.stages.vacancies import market

pytestmark = pytest.mark.django_db
MARK, WORKERS, PHONE = "密金丝雀", "7913", "15487650003"
JPEG = b"\xff\xd8"
SIGNOUT = "/desk/signout"
KNOWN = {"step": "work", "act": "pause", "size": "small", "part": 1, "parts": 1, "rest": "x",
         "token": "x", "code": str(PINGLI), "name": "pay_kinds", "snapshot": "2026-11-23",
         "file": "vacancies.jsonl.zst", "workshop": "", "field": "education",
         "month": "2026-11"}  # fmt: skip
IDS = ("vacancy", "photo", "employer", "site", "recognition", "document", "offer")
Unwalled = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def counter(keys: Any) -> Counter:
    """Two employers of the county, a member of each."""
    return Counter.opened(keys)


@dataclass
class Caller:
    """Somebody at the public site; every request comes from another network."""

    called: str
    client: PublicClient
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, number: int) -> tuple[int, bytes]:
        """Status and content of an answer."""
        network = f"203.0.{number // 250}.{number % 250 + 1}"
        answer = getattr(self.client, method)(address, headers=self.headers, REMOTE_ADDR=network)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, content


def public_routes() -> list[str]:
    """Every route of the public site; signing out comes last."""
    with override_settings(URLCONFS=("chunfeng.config.public_urls",)):
        found = [route for route, _, _ in routes()]
    return sorted(found, key=lambda route: (route == SIGNOUT, route))


def key(counter: Counter, *scopes: Scope) -> str:
    """A partner's key, as the administrator of the county makes it."""
    by = context(Role.ADMIN, PINGLI, 10**6)
    contract = Contract(
        name="南京伙伴", region=PINGLI, scopes=scopes, requests_per_minute=5000,
        rows_per_day=10**6, begins=date(2026, 1, 1), ends=date(2026, 1, 1) + timedelta(700),
    )  # fmt: skip
    with entered(by, DataClass.ACCOUNTS):
        return make(contract, keys=counter.keys, by=by, at=NOW)


def everybody(counter: Counter) -> list[Caller]:
    """A member of the other employer, anybody, two partners with different contracts."""
    return [
        Caller("member", counter.ours.client),
        Caller("anybody", PublicClient()),
        *(
            Caller(scope, PublicClient(), {"Authorization": f"Bearer {key(counter, scope)}"})
            for scope in Scope
        ),
    ]


def kept(counter: Counter, unwalled: Unwalled) -> dict[str, UUID]:
    """What the second employer keeps to itself, a mark in every text; the ids."""
    who = counter.theirs
    vacancy = counter.draft(who, title=f"{MARK}草稿", description=f"{MARK}说明",
                            contact=f"{MARK}联系人", phone=PHONE)  # fmt: skip
    with market.stands(who.context) as by:
        photo = picturing.add_photo(vacancy, picture(), alt=f"{MARK}照片", by=by, at=NOW)
        site = sites.add(who.employer, {"place": PINGLI + 100_000}, by=by, at=NOW)  # is public
        paid = {"workers": int(WORKERS), "target_workers": 3, "hours": 300.0, "paid": 6000.0}
        payrolls.enter_payroll(site, date(2026, 10, 1), paid, by=by, at=NOW)
        recognition = recognising.apply(
            who.employer, kind="workshop", sub_kind="workshop", site=site, by=by, at=NOW
        )
        document = documents.add_document(
            who.employer, io.BytesIO(PDF), name=f"{MARK}.pdf", kind="licence", keys=counter.keys,
            by=by, at=NOW, recognition=recognition,
        )  # fmt: skip
    interests(counter, unwalled)
    offer = begun(counter, who, f"{MARK}小张")
    agreed(counter, who, f"{MARK}小赵")
    ids = (vacancy, photo, who.employer, site, recognition, document, offer)
    return dict(zip(IDS, ids, strict=True))


def interests(counter: Counter, unwalled: Unwalled) -> None:
    """Two are interested in a published vacancy of theirs; one agreed that the name is shown."""
    published = counter.published(counter.theirs, title="缝纫工")
    for name, shared_at in ((f"{MARK}小李", NOW), (f"{MARK}小王", None)):
        with unwalled():
            Interest(
                vacancy_id=published, region=PINGLI, name=name, phone_mask="154****0000",
                phone_index=name.encode(), consent_text="2026-11", asked_at=NOW,
                state="handled" if shared_at else "open", confirmed_at=NOW, shared_at=shared_at,
            ).save(force_insert=True)  # fmt: skip


def leaks(content: bytes) -> list[str]:
    """What of the kept an answer shows."""
    said = plain(content)
    found = [
        mark
        for mark in (MARK, WORKERS, f"{WORKERS[0]},{WORKERS[1:]}", PHONE, TELEPHONE, "金丝雀厂长")
        if mark in said
    ]
    return found + ["a photo"] * content.startswith(JPEG) + ["a file"] * (PDF in content)


def address(route: str, ids: dict[str, Any]) -> str:
    """A route with the ids of what is kept; a blank that nobody thought of is an error."""
    blanks = [blank.split(">")[0].rpartition(":")[2] for blank in route.split("<")[1:]]
    assert {*blanks} <= {*KNOWN, *ids}, f"{route}: say what stands in its blanks"
    return filled(route, KNOWN | ids | {"workshop": ids["recognition"]})


def test_nothing_one_employer_keeps_leaves_by_any_route(
    counter: Counter, unwalled: Unwalled
) -> None:
    ids, callers, numbers = kept(counter, unwalled), everybody(counter), count()
    came: dict[tuple[str, str], int] = {}  # how far a GET of theirs came
    for route in public_routes():
        for caller in callers:
            for method in ("get", "post"):
                status, content = caller.ask(method, address(route, ids), next(numbers))
                came.setdefault((caller.called, route), status)
                assert leaks(content) == [], (caller.called, method, route)
                assert status < 500, (caller.called, method, route, status)
                assert status != 429, (caller.called, method, route)
    assert len(came) == len(public_routes()) * len(callers)
    assert came["member", "/desk/vacancies/picked"] == 405, "signed in until the end"
    assert came["anybody", "/desk/vacancies/new"] == 302
    assert came[Scope.CHANGES, "/api/v1/changes"] == 200
    assert came[Scope.BULK, "/api/v1/changes"] == 403


WORDS = {"field": "phone", "region": str(PINGLI), "what": "who"}
NOT_OURS = (
    "conflict", "contact", "difficulty", "doubt", "duplicate", "export", "household", "invitation",
    "key", "letter", "member", "person", "post", "report", "run", "spell", "upload", "user",
    "version",
)  # fmt: skip
OFFICERS = ((Role.COUNTY, SHIQUAN), (Role.SUPERVISOR, 610900 * 10**6))


def test_nothing_one_county_keeps_leaves_by_any_route_of_the_officers(
    counter: Counter, unwalled: Unwalled
) -> None:
    ids = kept(counter, unwalled)
    with unwalled():
        interest = Interest.objects.values_list("id", flat=True).first()
    elsewhere = {name: uuid4() for name in NOT_OURS} | {"interest": interest}
    told = KNOWN | WORDS | ids | elsewhere
    asked = sorted((route for route, _ in posts_only()), key=lambda route: "sign" in route)
    for role, region in OFFICERS:
        officer = counter.world.officer(role, region)
        for route in asked:
            for method in ("get", "post"):
                answer = getattr(officer.client, method)(address(route, told))
                assert leaks(answer.getvalue()) == [], (role, method, route)
                assert answer.status_code < 500, (role, method, route)


def test_their_own_desk_shows_what_is_kept(counter: Counter, unwalled: Unwalled) -> None:
    """The marks stand where the other test would find them, were there no wall."""
    ids, who = kept(counter, unwalled), counter.theirs
    for page in ("vacancies", f"vacancies/{ids['vacancy']}", "interested", "proposed",
                 "proposed/arrivals", f"proposed/{ids['offer']}/left",
                 f"recognitions/{ids['recognition']}"):  # fmt: skip
        assert MARK in leaks(who.client.get(f"/desk/{page}").content), page
    month = f"/desk/sites/{ids['site']}/month?month=2026-10-01"
    assert WORKERS in leaks(who.client.get(month).content)
    assert leaks(who.client.get(f"/desk/photos/{ids['photo']}/small").content) == ["a photo"]
    assert leaks(who.client.post(f"/desk/documents/{ids['document']}").content) == ["a file"]
    assert TELEPHONE in leaks(who.client.post(f"/desk/proposed/{ids['offer']}/phone").content)


def test_nobodys_unshared_name_stands_at_their_desk(counter: Counter, unwalled: Unwalled) -> None:
    kept(counter, unwalled)
    page = counter.theirs.client.get("/desk/interested").content.decode()
    assert f"{MARK}小李" in page
    assert f"{MARK}小王" not in page
