"""Who keeps a copy keeps it right: cursors, feed and snapshot, while others write."""

import io
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any
from uuid import UUID

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from chunfeng.config import tasks
from chunfeng.faces.api.routes import changes
from chunfeng.faces.api.snapshots import making, stored
from chunfeng.foundation.access import in_public
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.vacancies import published
from chunfeng.stages.vacancies.models import Shown, Vacancy
from tests.cast import NOW
from tests.faces.api.conftest import Caller
from tests.faces.api.market import (
    NOON,
    Unwalled,
    employer,
    login,
    some_vacancies,
    vacancy,
    workshop,
)

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, WRITES = 4, 60


def write_at_random(seed: int, writes: int, *, moving: bool) -> None:
    """Changes, withdraws, publishes and adds vacancies, several in a transaction at times.

    moving: the moment of publication changes too, without leaving the shop window.
    """
    draw = random.Random(seed)
    try:
        with connection.cursor() as cursor:
            cursor.execute("RESET SESSION AUTHORIZATION")
        of = Employer.objects.get(name__contains="1号")
        for _ in range(writes):
            with transaction.atomic():
                for _ in range(draw.randint(1, 3)):
                    _one_write(draw, of, moving)
                if draw.random() < 0.2:
                    transaction.set_rollback(True)
    finally:
        connections.close_all()


def _one_write(draw: random.Random, of: Employer, moving: bool) -> None:
    act = draw.choice(["change", "change", "withdraw", "publish", "add"])
    if act == "add":
        vacancy(of, draw.randint(100, 9999), title="新来的")
        return
    ids = list(Vacancy.objects.filter(title__startswith="动").values_list("id", flat=True))
    held = Vacancy.objects.select_for_update(skip_locked=True).filter(id=draw.choice(ids)).first()
    if held is None:
        return
    if act == "change":
        held.month_pay = draw.randint(1000, 5000)
        if moving:
            held.published_at = NOW
    else:
        held.state = "paused" if act == "withdraw" else "published"
    held.save()


def read_while_written(read: Callable[[], Any], *, moving: bool = True) -> Any:
    """What a reader gets who reads while writers write."""
    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write_at_random, k, WRITES, moving=moving) for k in range(WRITERS)]
        found = read()
        for writer in writers:
            writer.result()
    return found


def arranged_market(unwalled: Unwalled, number: int = 60) -> list[UUID]:
    """So many vacancies that stay, and as many that move."""
    with unwalled():
        staying = some_vacancies(number)
        of = Employer.objects.get()
        for k in range(number):
            vacancy(of, k, title=f"动{k}")
    return staying


@pytest.mark.parametrize("order", ["id", "newest"])
def test_following_cursors_meets_what_stays_exactly_once_while_rows_change(
    partner: Caller, unwalled: Unwalled, order: str
) -> None:
    staying = arranged_market(unwalled)

    def read() -> list[list[str]]:
        return [
            [row["id"] for row in partner.pages(f"vacancies?limit=7&order={order}")]
            for _ in range(4)
        ]

    for met in read_while_written(read, moving=order == "id"):
        assert len(met) == len(set(met))
        assert {str(one) for one in staying} <= set(met)


def followed(partner: Caller, copy: dict[str, Any], cursor: str, limit: int = 9) -> str:
    """Takes everything of the feed since a cursor into a copy; where it goes on."""
    while True:
        page = partner.json(f"changes?limit={limit}" + (f"&since={cursor}" if cursor else ""))
        for one in page["items"]:
            copy.pop(one["id"], None)
            if not one["gone"]:
                copy[one["id"]] = one["vacancy"]
        cursor = page["cursor"]
        if not page["more"]:
            return cursor


def caught_up(partner: Caller, copy: dict[str, Any], cursor: str) -> dict[str, Any]:
    """The copy, once the feed has come to its end: the server's own work may hold it up."""
    for _ in range(100):
        cursor = followed(partner, copy, cursor)
        if copy == in_the_window():
            break
        sleep(0.1)
    return copy


def in_the_window() -> dict[str, Any]:
    """What is shown now, as the API shows it."""
    from chunfeng.faces.api.routes.vacancies import shaped

    with login("chunfeng_portal"), in_public():
        return {str(row["id"]): as_json(shaped(row)) for row in published.many()}


def as_json(value: Any) -> Any:
    """A value as the API writes it."""
    return orjson.loads(orjson.dumps(value, option=orjson.OPT_UTC_Z))


def test_the_feed_from_its_beginning_makes_the_same_set_while_others_write(
    partner: Caller, unwalled: Unwalled
) -> None:
    arranged_market(unwalled)
    copy: dict[str, Any] = {}
    over = Event()

    def read() -> str:
        cursor = ""
        for _ in range(30):
            cursor = followed(partner, copy, cursor)
        over.set()
        return cursor

    cursor = read_while_written(read)
    assert over.is_set()
    assert copy
    assert caught_up(partner, copy, cursor) == in_the_window()


def test_a_change_of_a_transaction_that_is_not_over_is_never_passed_by(
    partner: Caller, unwalled: Unwalled
) -> None:
    with unwalled():
        first, second = some_vacancies(2)
    copy: dict[str, Any] = {}
    cursor = followed(partner, copy, "")
    begun, seen = Event(), Event()

    def slow() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("RESET SESSION AUTHORIZATION")
            with transaction.atomic():
                Vacancy.objects.filter(id=first).update(title="慢慢改")
                begun.set()
                assert seen.wait(30)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        task = pool.submit(slow)
        assert begun.wait(30)
        with unwalled():
            Vacancy.objects.filter(id=second).update(title="很快改")
        cursor = followed(partner, copy, cursor)  # the later one waits for the earlier
        assert copy[str(second)]["title"] != "很快改"
        seen.set()
        task.result()
    followed(partner, copy, cursor)
    assert {row["title"] for row in copy.values()} == {"慢慢改", "很快改"}


def test_a_renamed_employer_reaches_every_copy(partner: Caller, unwalled: Unwalled) -> None:
    with unwalled():
        some_vacancies(2)
    copy: dict[str, Any] = {}
    cursor = followed(partner, copy, "")
    with unwalled():
        Employer.objects.update(name="改了名的厂")
    followed(partner, copy, cursor)
    assert {row["employer_name"] for row in copy.values()} == {"改了名的厂"}


def made(at: Any = NOW) -> stored.Snapshot:
    """A snapshot as the worker makes it."""
    with login("chunfeng_worker"):
        return making.make(at)


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(making.make, "__defaults__", (folder,))
    return folder


def lines(content: bytes) -> list[Any]:
    """The rows of an NDJSON file."""
    with pa.input_stream(pa.BufferReader(content), compression="zstd") as stream:
        return [orjson.loads(line) for line in stream.read().splitlines()]


def fetched(partner: Caller, told: Any, content: str, form: str) -> bytes:
    """A file of a snapshot."""
    [file] = [f for f in told["files"] if (f["content"], f["format"]) == (content, form)]
    return b"".join(partner.get(file["link"]).streaming_content)


def test_a_snapshot_and_the_feed_after_it_make_the_same_set_while_others_write(
    partner: Caller, unwalled: Unwalled, place: Path
) -> None:
    arranged_market(unwalled)
    read_while_written(made)
    [told] = partner.json("snapshot")["items"]
    copy = {row["id"]: row for row in lines(fetched(partner, told, "vacancies", "ndjson"))}
    assert copy != in_the_window()
    assert caught_up(partner, copy, told["cursor"]) == in_the_window()


def test_both_forms_of_a_snapshot_hold_the_same_rows(
    partner: Caller, unwalled: Unwalled, place: Path
) -> None:
    with unwalled():
        some_vacancies(5)
        workshop(Employer.objects.get())
        employer(2, state="applied")
        Shown.objects.filter(title="缝纫工2").update(conditions=["dust"], start_date=NOON.date())
    made()
    [told] = partner.json("snapshot")["items"]
    for content, number in (("vacancies", 5), ("employers", 1), ("workshops", 1)):
        table = pq.read_table(io.BytesIO(fetched(partner, told, content, "parquet")))
        rows = lines(fetched(partner, told, content, "ndjson"))
        assert len(rows) == number
        assert as_json(table.to_pylist()) == rows
    assert [f["rows"] for f in told["files"]] == [5, 5, 1, 1, 1, 1]
    assert "柳姓" not in str(rows)


def test_a_snapshot_says_its_digest_and_is_sent_in_parts(
    partner: Caller, unwalled: Unwalled, place: Path
) -> None:
    import hashlib

    with unwalled():
        some_vacancies(3)
    made()
    [told] = partner.json("snapshot")["items"]
    file = told["files"][0]
    whole = fetched(partner, told, "vacancies", "ndjson")
    assert hashlib.sha256(whole).hexdigest() == file["sha256"]
    assert len(whole) == file["bytes"]

    def part(asked: str, status: int = 206, **headers: str) -> Any:
        return partner.get(file["link"], status, Range=asked, **headers)

    first = part("bytes=0-9")
    assert first["Content-Range"] == f"bytes 0-9/{len(whole)}"
    assert first["Content-Length"] == "10"
    assert b"".join(first.streaming_content) == whole[:10]
    assert b"".join(part("bytes=10-").streaming_content) == whole[10:]
    assert b"".join(part("bytes=-7").streaming_content) == whole[-7:]
    etag = first["ETag"]
    assert b"".join(part("bytes=1-2", **{"If-Range": etag}).streaming_content) == whole[1:3]
    old = part("bytes=1-2", 200, **{"If-Range": '"old"'})
    assert b"".join(old.streaming_content) == whole
    assert part(f"bytes={len(whole)}-", 416)["Content-Range"] == f"bytes */{len(whole)}"
    partner.get(file["link"], 304, **{"If-None-Match": etag})


def test_the_first_snapshot_waits_for_no_night_but_for_something_to_hold(
    partner: Caller, unwalled: Unwalled, place: Path
) -> None:
    def worker_runs(minutes: float) -> list[Any]:
        with login("chunfeng_worker"):
            tasks.first_snapshot(timezone.now() + timedelta(minutes=minutes))
        return list(partner.json("snapshot")["items"])

    assert worker_runs(0) == [], "nothing is public yet"
    made(timezone.now() - timedelta(days=1))  # that of the night, which is empty
    with unwalled():
        some_vacancies(3)
    assert len(worker_runs(1)) == 1, "it may be in the midst of a ledger"
    told = worker_runs(3)[0]
    assert len(lines(fetched(partner, told, "vacancies", "ndjson"))) == 3
    assert len(worker_runs(4)) == 2, "there is one that holds something"


def test_pay_is_told_in_yuan_with_two_decimals(
    partner: Caller, unwalled: Unwalled, place: Path
) -> None:
    with unwalled():
        held = vacancy(employer(), hour_pay=13.793103448275861, month_pay=2400.005)
        vacancy(Employer.objects.get(), 2, hour_pay=None)
    assert partner.json(f"vacancies/{held.id}")["hour_pay"] == 13.79
    made()
    [told] = partner.json("snapshot")["items"]
    table = pq.read_table(io.BytesIO(fetched(partner, told, "vacancies", "parquet")))
    rows = lines(fetched(partner, told, "vacancies", "ndjson"))
    for told_pay in (table["hour_pay"].to_pylist(), [row["hour_pay"] for row in rows]):
        assert sorted(told_pay, key=str) == [13.79, None]


def test_a_snapshot_is_whole_or_absent_and_goes_after_seven_days(
    unwalled: Unwalled, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unwalled():
        some_vacancies(2)
    made(NOW - timedelta(days=8))
    made(NOW - timedelta(days=7))
    assert len(stored.kept()) == 2
    with monkeypatch.context() as broken:
        broken.setattr(making, "write_manifest", _stopped)
        with pytest.raises(KeyboardInterrupt):
            made(NOW - timedelta(minutes=5))
    assert len(stored.kept()) == 2
    kept = made(NOW)
    assert [one.name for one in stored.kept()] == [kept.name, "20261116T020000Z"]
    assert len(list(place.iterdir())) == 2


def _stopped(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "way",
    [
        "snapshot/20261123T020000Z/manifest.json",
        "snapshot/.20261123T020000Z/vacancies.parquet",
        "snapshot/../vacancies.parquet",
        "snapshot/20261123T020000Z/..%2F..%2Fkeys",
    ],
)
def test_only_files_a_manifest_names_are_given(
    partner: Caller, unwalled: Unwalled, place: Path, way: str
) -> None:
    made()
    partner.get(way, 404)


def test_the_worker_makes_it_with_the_publics_rights(
    unwalled: Unwalled, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def watched() -> published.Mark:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            seen.append(cursor.fetchone()[0])
        return published.Mark()

    monkeypatch.setattr(published, "now", watched)
    made()
    assert seen == ["chunfeng_public"]


def test_the_cursor_of_a_feed_is_nobodys_to_make() -> None:
    from chunfeng.faces.api.problems import Problem

    mark = published.Mark(5, UUID(int=7))
    assert changes.read(changes.made(mark)) == mark
    with pytest.raises(Problem):
        changes.read(changes.made(mark)[:-2])
