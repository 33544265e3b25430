"""Search over a million postings, beside the statement one would write first, in the same run.

Starts its own PostgreSQL (kept in build/bench: a second run needs no filling) and asks as a visitor
of the public site does, once with the table never analysed and once freshly analysed. Beside it the
plain statement: the same filters, ordered and limited, with the capped count next to it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg

    from chunfeng.stages.vacancies.searching import Wanted

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "build" / "bench"
WARM = 3  # questions of each kind that are not timed
PLAIN = 5  # times the plain statement is run of each kind, as it may take seconds
PATIENCE = 20_000  # ms
TABLE = "vacancies_shown"


def main() -> None:
    """Prints p50 and p95 of each kind of question, and how many times as long it takes plainly."""
    parser = argparse.ArgumentParser(prog="./run bench search", description=__doc__)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=100, help="questions of each kind")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.times)
        return
    os.environ |= {"CHUNFENG_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    in_own_server(options.postings, sys.argv[1:])


def in_own_server(postings: int, arguments: list[str]) -> None:
    """Fills the shop window where it is not filled, and measures in a process with its login."""
    from benchmarks.register_import import run
    from chunfeng.foundation.ciphers import ensure_keys
    from chunfeng.foundation.database.home import make_home
    from chunfeng.foundation.database.prepare import prepare
    from chunfeng.foundation.database.server import Server
    from chunfeng.foundation.database.url import dsn

    make_home(HOME)
    ensure_keys(HOME / "keys")
    server = Server(HOME / "database")
    server.start()
    try:
        prepare(dsn("owner", HOME), HOME)
        run("owner", "-m", "django", "migrate", "--verbosity", "0", "--skip-checks")
        with administrator() as connection:
            fill(connection, postings)
            for title, statement in (
                (
                    "never analysed",
                    f"DELETE FROM pg_statistic WHERE starelid = '{TABLE}'::regclass",
                ),
                ("freshly analysed", f"ANALYZE {TABLE}"),
            ):
                connection.execute(statement)
                print(f"\n{title}", flush=True)
                run("public", "-m", "benchmarks.vacancy_search", "--measure", *arguments)
        print(f"\nPostgreSQL: {memory(server.pid()):.0f} MiB, what is shared counted once")
    finally:
        server.stop("fast")


def administrator() -> psycopg.Connection[Any]:
    """A connection to the database that may do anything."""
    import psycopg

    from chunfeng.foundation.database.server import Server

    server = Server(HOME / "database")
    return psycopg.connect(
        f"{server.dsn(database='chunfeng')} password={server.password()}", autocommit=True
    )


def fill(connection: psycopg.Connection[Any], postings: int) -> None:
    """Makes the postings, unless as many are there; indexed as the product has them."""
    import django

    django.setup()
    from benchmarks import vacancy_postings

    made_of = f"{postings} {fingerprint()}"
    ((held,),) = connection.execute(f"SELECT obj_description('{TABLE}'::regclass)").fetchall()
    if held != made_of:
        connection.execute(f"TRUNCATE {TABLE}")
        connection.execute(f"ALTER TABLE {TABLE} SET (autovacuum_enabled = false)")
        ((index,),) = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'vacancies_shown_words'"
        ).fetchall()
        begun = time.perf_counter()
        connection.execute("DROP INDEX vacancies_shown_words")
        columns = ", ".join(vacancy_postings.COLUMNS)
        with connection.cursor().copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:
            for posting in vacancy_postings.postings(postings):
                copy.write_row(posting)
        copied = time.perf_counter()
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(index)
        connection.execute(f"VACUUM {TABLE}")
        connection.execute(f"COMMENT ON TABLE {TABLE} IS '{made_of}'")
        print(f"filled in {copied - begun:.0f} s, indexed in {time.perf_counter() - copied:.0f} s")
    say_sizes(connection)


def fingerprint() -> str:
    """Of everything the postings and their words come from."""
    stage = ROOT / "chunfeng" / "stages" / "vacancies"
    names = ("tokens.py", "cutting.py", "migrations/0005_search.py")
    paths = [Path(__file__).with_name("vacancy_postings.py"), *(stage / name for name in names)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def say_sizes(connection: psycopg.Connection[Any]) -> None:
    sizes = connection.execute(
        f"""SELECT (SELECT count(*) FROM {TABLE}), pg_table_size('{TABLE}') >> 20,
            pg_relation_size('vacancies_shown_words') >> 20,
            (SELECT avg(length(search)) FROM {TABLE} TABLESAMPLE SYSTEM (0.1))"""
    ).fetchone()
    assert sizes
    number, table, index, words = sizes
    print(f"{number:,} postings, {words:.0f} words and facts each; {table} MiB, index {index} MiB")


def memory(postmaster: int) -> float:
    """MiB of a PostgreSQL and its backends."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    lines = [line.split() for pid in (str(postmaster), *children) for line in _rollup(pid)]
    return sum(int(words[1]) for words in lines if words[0] == "Pss:") / 1024


def _rollup(pid: str | int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return []  # a backend that has ended meanwhile


def measure(times: int) -> None:
    """Asks as a visitor does; needs the server running."""
    import django

    django.setup()
    from django.db import connection

    from benchmarks.vacancy_postings import ON
    from chunfeng.foundation.access import in_public
    from chunfeng.stages.vacancies.searching import find

    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {PATIENCE}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    print("| question | p50 ms | p95 ms | CPU p50 | CPU p95 | plainly | CPU | times |")
    print("|---|---|---|---|---|---|---|---|")
    for name, (order, number, makes) in kinds().items():
        asked = [makes(random.Random(n)) for n in range(times)]  # noqa: S311 seeded, for a sample
        ask = partial(find, on=ON, order=order, number=number)
        with in_public():
            for wanted in asked[:WARM]:
                ask(wanted)
            own = [timed(partial(ask, wanted)) for wanted in asked]
            other = [timed(partial(plainly, wanted, order, number)) for wanted in asked[:PLAIN]]
        print(f"| {name} | {row(own, other)} |", flush=True)
    # Not ru_maxrss, which begins with what the process that started this one had.
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    print(f"memory of the asking process: {int(told) / 1024:.0f} MiB")


def timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds by the clock, and of CPU in this process and its backend together."""
    begun, spent = time.perf_counter(), cpu()
    act()
    return (time.perf_counter() - begun) * 1000, cpu() - spent


def cpu() -> float:
    """Milliseconds of CPU so far: what other programs of the machine cannot lengthen by much."""
    from django.db import connection

    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() * 1000 + int(backend.split()[0]) / 1e6


def row(own: list[tuple[float, float]], other: list[tuple[float, float]]) -> str:
    """The cells of a kind of question; times: how many times the CPU the plain statement takes."""
    clock, spent = (sorted(column) for column in zip(*own, strict=True))
    plain, plain_spent = (median(column) for column in zip(*other, strict=True))
    late = int(len(own) * 0.95)
    figures = (median(clock), clock[late], median(spent), spent[late], plain, plain_spent)
    return " | ".join([f"{one:.1f}" for one in figures] + [f"{plain_spent / figures[2]:.1f}"])


Kind = tuple[str, int, "Callable[[random.Random], Wanted]"]


def kinds() -> dict[str, Kind]:
    """The kinds of question: their order, page, and how one is made of random numbers."""
    from benchmarks import vacancy_postings as made
    from chunfeng.stages.vacancies.searching import Wanted

    works = [one.name for one in made.occupations()]
    where = made.villages()
    common, everyday = works[:12], made.EVERYDAY[:20]

    def near(r: random.Random, first: int, last: int) -> tuple[float, float]:
        _, lon, lat = where[r.randrange(first, last)]
        return lon + r.gauss(0, 0.02), lat + r.gauss(0, 0.02)

    def county(r: random.Random) -> tuple[int, int]:
        code = where[r.randrange(len(where))][0] // 10**6 * 10**6
        return code, code + 10**6 - 1

    def province(r: random.Random) -> tuple[int, int]:
        code = r.choice(made.PROVINCES) * 10**10
        return code, code + 10**10 - 1

    many = len(where)
    return {
        "rare word": ("fit", 1, lambda r: Wanted(words=made.brand(r.randrange(60_000)))),
        "common word": ("fit", 1, lambda r: Wanted(words=r.choice(everyday))),
        "occupation": ("fit", 1, lambda r: Wanted(words=r.choice(works))),
        "two words": ("fit", 1, lambda r: Wanted(words=f"{r.choice(works)} {r.choice(everyday)}")),
        "two common words": (
            "fit", 1, lambda r: Wanted(words=f"{r.choice(common)} {r.choice(everyday)}")
        ),
        "two everyday words": (
            "fit", 1, lambda r: Wanted(words=" ".join(r.sample(everyday, 2)))
        ),
        "pinyin": ("fit", 1, lambda r: Wanted(words=made.pinyin(r.choice(works)))),
        "no words": ("fit", 1, lambda _: Wanted()),
        "no words, newest": ("newest", 1, lambda _: Wanted()),
        "no words, best paid": ("pay", 1, lambda _: Wanted()),
        "county": ("fit", 1, lambda r: Wanted(region=county(r))),
        "province": ("newest", 1, lambda r: Wanted(region=province(r))),
        "province and word, best paid": (
            "pay", 1, lambda r: Wanted(region=province(r), words=r.choice(everyday))
        ),
        "near, dense": ("near", 1, lambda r: Wanted(near=near(r, 0, 600), km=20)),
        "near, sparse": ("near", 1, lambda r: Wanted(near=near(r, many // 2, many), km=20)),
        "near and word": (
            "near", 1, lambda r: Wanted(near=near(r, 0, many), words=r.choice(everyday))
        ),
        "near, home-friendly, fit": (
            "fit", 1, lambda r: Wanted(near=near(r, 0, many), km=30, home_friendly=True)
        ),
        "housing, from 4,000, channel": (
            "newest", 1,
            lambda _: Wanted(housing=True, pay_min=4000, channel=("cooperation", "base")),
        ),
        "common word, best paid": ("pay", 1, lambda r: Wanted(words=r.choice(everyday))),
        "common word, page 50": ("newest", 50, lambda r: Wanted(words=r.choice(everyday))),
        "employer": ("newest", 1, lambda r: Wanted(employer=made.employer_id(r.randrange(20_000)))),
    }  # fmt: skip


def plainly(wanted: Wanted, order: str, number: int) -> None:
    """The statement one would write first, and the capped count."""
    from django.db import connection
    from django.db.utils import OperationalError

    where, values = plain_where(wanted)
    score = "published_at DESC"
    if order == "fit" and wanted.words:
        score = "ts_rank(search, %(words)s::tsquery) DESC"
    orders = {"fit": score, "newest": "published_at DESC", "pay": "month_pay DESC NULLS LAST",
              "near": "vacancies_km(lon, lat, %(lon)s, %(lat)s)"}  # fmt: skip
    statements = (
        f"SELECT * FROM {TABLE} WHERE {where} ORDER BY {orders[order]}"
        f" LIMIT 20 OFFSET {20 * (number - 1)}",
        f"SELECT count(*) FROM (SELECT FROM {TABLE} WHERE {where} LIMIT 1001) AS found",
    )
    for statement in statements:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SAVEPOINT plain")
                cursor.execute(statement, values)
                cursor.fetchall()
        except OperationalError:  # out of patience; as long is what it counts
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK TO SAVEPOINT plain")


def plain_where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The filters on the plain columns."""
    from benchmarks.vacancy_postings import ON
    from chunfeng.stages.vacancies.tokens import tsquery_literal
    from chunfeng.stages.vacancies.wanted import terms

    lon, lat = wanted.near or (None, None)
    low, high = wanted.region or (None, None)
    values = {
        "on": ON, "words": tsquery_literal(terms(wanted)), "lon": lon, "lat": lat, "low": low,
        "high": high, "km": wanted.km, "channel": list(wanted.channel), "pay": wanted.pay_min,
        "employer": wanted.employer,
    }  # fmt: skip
    return " AND ".join(_plain_parts(wanted)), values


def _plain_parts(wanted: Wanted) -> Iterator[str]:
    yield "(end_date IS NULL OR end_date >= %(on)s) AND taken < headcount"
    if wanted.words:
        yield "search @@ %(words)s::tsquery"
    if wanted.region:
        yield "place BETWEEN %(low)s AND %(high)s"
    if wanted.km:
        yield "vacancies_km(lon, lat, %(lon)s, %(lat)s) <= %(km)s"
    if wanted.channel:
        yield "channel = ANY(%(channel)s)"
    if wanted.pay_min:
        yield "month_pay >= %(pay)s"
    if wanted.employer:
        yield "employer = %(employer)s"
    yield from (name for name in ("housing", "home_friendly") if getattr(wanted, name))


if __name__ == "__main__":
    main()
