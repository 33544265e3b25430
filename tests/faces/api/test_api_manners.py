"""How the API behaves: limits, keys, caching, other sites' scripts, problems in two languages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import ProgrammingError, connection

from chunfeng.foundation.access import DataClass, Role, entered
from chunfeng.foundation.partners.admission import FREE
from chunfeng.foundation.partners.operations import revoke
from chunfeng.foundation.partners.queries import keys as keys_of
from chunfeng.foundation.partners.scopes import Scope
from tests.cast import NOW, PINGLI, context
from tests.faces.api.conftest import ROOT, Caller
from tests.faces.api.market import Unwalled, employer, some_vacancies, vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW + timedelta(seconds=20), tick=False) as moved:
        yield moved


def test_a_network_without_a_key_asks_sixty_times_a_minute(anybody: Caller, clock: Any) -> None:
    for k in range(FREE):
        assert anybody.get("codes")["RateLimit-Remaining"] == str(FREE - 1 - k)
    refused = anybody.get("codes", 429)
    assert refused["Retry-After"] == refused["RateLimit-Reset"] == "40"
    assert refused["RateLimit-Limit"] == str(FREE)
    assert refused["Content-Type"] == "application/problem+json"
    clock.shift(40)
    assert anybody.get("codes")["RateLimit-Remaining"] == str(FREE - 1)


def test_another_network_and_a_key_are_counted_apart(
    anybody: Caller, made_key: Callable[..., str]
) -> None:
    for _ in range(FREE + 1):
        anybody.client.get(f"{ROOT}codes")
    assert anybody.client.get(f"{ROOT}codes").status_code == 429
    assert anybody.client.get(f"{ROOT}codes", REMOTE_ADDR="203.0.113.9").status_code == 200
    partner = Caller(made_key(Scope.BULK, requests_per_minute=2))
    assert partner.get("codes")["RateLimit-Limit"] == "2"
    partner.get("codes")
    partner.get("codes", 429)


def test_a_network_is_kept_as_a_hash(anybody: Caller, unwalled: Unwalled) -> None:
    anybody.get("codes")
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM partners_tally")
        assert [len(row[0]) for row in cursor.fetchall()] == [32]


def test_a_key_has_so_many_rows_a_day(
    made_key: Callable[..., str], arranged: Unwalled, clock: Any
) -> None:
    with arranged():
        some_vacancies(6)
    partner = Caller(made_key(Scope.BULK, rows_per_day=5))
    assert len(partner.json("vacancies?limit=3")["items"]) == 3
    partner.get("vacancies?limit=3")
    refused = partner.get("vacancies?limit=3", 429)
    assert int(refused["Retry-After"]) == 14 * 3600 - 20  # it is 10:00:20 in Beijing
    clock.shift(timedelta(hours=15))
    partner.get("vacancies?limit=3")


@pytest.mark.parametrize("days", [(-10, -1), (1, 10)])
def test_a_key_works_from_its_first_to_its_last_day(
    made_key: Callable[..., str], days: tuple[int, int]
) -> None:
    begins, ends = (NOW.date() + timedelta(day) for day in days)
    out = Caller(made_key(*Scope, begins=begins, ends=ends))
    assert out.json("codes", 401)["code"] == "key"
    today = Caller(made_key(*Scope, begins=NOW.date(), ends=NOW.date()))
    today.get("codes")


def test_a_key_that_runs_out_opens_nothing_from_the_next_request_on(
    made_key: Callable[..., str], clock: Any
) -> None:
    partner = Caller(made_key(*Scope, ends=NOW.date()))
    partner.get("changes")
    clock.shift(timedelta(days=1))
    told = partner.json("changes", 401)
    assert "过期" in told["detail"] or "到期" in told["detail"], told


def test_a_key_that_was_taken_back_opens_nothing_from_the_next_request_on(
    made_key: Callable[..., str],
) -> None:
    partner = Caller(made_key(*Scope))
    partner.get("changes")
    by = context(Role.ADMIN, PINGLI, 10**6)
    with entered(by, DataClass.ACCOUNTS):
        [held] = keys_of(by=by)
        revoke(held.id, by=by, at=NOW)
    partner.get("changes", 401)
    partner.get("codes", 401)


def test_guessing_keys_counts_for_the_network(anybody: Caller) -> None:
    guesser = Caller("cf_" + "x" * 43)
    for _ in range(FREE):
        assert guesser.get("codes", 401)["WWW-Authenticate"].startswith("Bearer")
    guesser.get("codes", 429)
    anybody.get("codes", 429)


def test_what_a_key_does_not_open_stays_closed(
    anybody: Caller, made_key: Callable[..., str]
) -> None:
    assert anybody.json("changes", 401)["code"] == "key"
    assert Caller(made_key(Scope.BULK)).json("changes", 403)["code"] == "scope"
    file = "snapshot/20261123T000000Z/vacancies.parquet"
    assert Caller(made_key(Scope.CHANGES)).json(file, 403)["code"] == "scope"
    assert Caller(made_key(Scope.BULK)).json(file, 404)["code"] == "absent"


def test_what_has_not_changed_is_not_sent_again(anybody: Caller, arranged: Unwalled) -> None:
    with arranged():
        of = employer()
        held = vacancy(of)
    way = f"vacancies/{held.id}"
    first = anybody.get(way)
    again = anybody.get(way, 304, **{"If-None-Match": first["ETag"]})
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    anybody.get(way, 304, **{"If-Modified-Since": first["Last-Modified"]})
    with arranged():
        held.title = "裁剪工"
        held.save()
    assert anybody.get(way, **{"If-None-Match": first["ETag"]})["ETag"] != first["ETag"]
    page = anybody.get("vacancies")
    anybody.get("vacancies", 304, **{"If-None-Match": page["ETag"]})


def test_only_what_anybody_may_have_is_kept_by_caches(anybody: Caller, partner: Caller) -> None:
    assert anybody.get("codes")["Cache-Control"].startswith("public")
    assert "Authorization" in anybody.get("codes")["Vary"]
    assert partner.get("codes")["Cache-Control"].startswith("private")


def test_scripts_of_other_sites_may_read(anybody: Caller) -> None:
    asked = anybody.client.options(f"{ROOT}vacancies", headers={"Origin": "https://example.org"})
    assert asked.status_code == 204
    assert "Authorization" in asked["Access-Control-Allow-Headers"]
    for answer in (asked, anybody.get("codes"), anybody.get("none", 404)):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(anybody: Caller, method: str) -> None:
    answer = getattr(anybody.client, method)(f"{ROOT}vacancies")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Content-Type"] == "application/problem+json"


def test_the_head_of_an_answer_can_be_had_alone(anybody: Caller) -> None:
    answer = anybody.client.head(f"{ROOT}codes")
    assert answer.status_code == 200
    assert answer["ETag"] == anybody.get("codes")["ETag"]
    assert answer.content == b""


@pytest.mark.parametrize(
    ("asked", "title", "spoken"),
    [("en-GB", "There is no such thing here", "en"), ("zh-CN,en", "这里没有要找的内容", "zh-Hans")],
)
def test_a_problem_speaks_the_askers_language(
    anybody: Caller, asked: str, title: str, spoken: str
) -> None:
    answer = anybody.get("none", 404, **{"Accept-Language": asked})
    assert answer["Content-Language"] == spoken
    assert title in answer.json()["title"]


def test_a_wrong_parameter_is_named_with_what_it_takes(anybody: Caller) -> None:
    way = "vacancies?limit=0&channel=x&pay_min=much&employer=1"
    told = anybody.json(way, 422, **{"Accept-Language": "en"})
    said = {one["parameter"]: one["problem"] for one in told["parameters"]}
    assert said["limit"] == "1 or more."
    assert "'near'" in said["channel"]
    assert said["pay_min"] == "A number."
    assert said.keys() == {"limit", "channel", "pay_min", "employer"}


@pytest.mark.parametrize("role", ["NONE", "chunfeng_public", "chunfeng_desk"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM partners_key",
        "SELECT * FROM partners_tally",
        "UPDATE partners_key SET rows_per_day = 1",
        "DELETE FROM partners_tally",
    ],
)
def test_the_public_may_only_ask_the_gate(partner: Caller, role: str, statement: str) -> None:
    partner.get("codes")
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_portal")
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)


def test_a_key_says_when_it_was_last_used(made_key: Callable[..., str]) -> None:
    Caller(made_key(*Scope, ends=date(2026, 12, 1))).get("codes")
    by = context(Role.ADMIN, PINGLI, 10**6)
    with entered(by, DataClass.ACCOUNTS):
        [held] = keys_of(by=by)
    assert held.last_used_at == NOW + timedelta(seconds=20)
