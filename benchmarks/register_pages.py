"""The register's pages at a million people: one officer alone, fifty at once, walls or none.

Makes its own server in build/bench and fills it with invented rows by SQL; loopback only, bounded.
"""

import argparse
import asyncio
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.served import served, signed_in

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "build" / "bench"
PORT = 8199
NUMBER = "11010519491231002X"  # one person has the index of this ID number
COUNTIES, VILLAGES = 83, 150
ALONE, CONNECTIONS, SECONDS, PAIRS = 200, 50, 20, 200
FILL = """
CREATE TEMP TABLE village AS SELECT row_number() OVER () - 1 AS n, code
    FROM unnest(%(villages)s::bigint[]) AS code;
CREATE TEMP TABLE someone AS SELECT g AS n, gen_random_uuid() AS id, g / 4 AS home,
    v.code AS region FROM generate_series(0, %(people)s - 1) AS g
    JOIN village v ON v.n = (g / 4) %% (SELECT count(*) FROM village);
CREATE TEMP TABLE home AS SELECT home AS n, min(region) AS region, gen_random_uuid() AS id
    FROM someone GROUP BY home;
INSERT INTO people_household (id, region, number, categories, settlement, ended_reason, origin,
    version, created_at, updated_at)
    SELECT id, region, 'H' || n, ARRAY['exited'], '', '', '{}', 1, now(), now() FROM home;
INSERT INTO people_person (id, region, household_id, person_no, name, name_key, initials, sex,
    birth_date, ethnic_group, relation, not_willing_reason, remarks, collector, left_reason, origin,
    version, created_at, updated_at)
    SELECT s.id, s.region, h.id, 'P' || s.n, '王' || chr(19968 + s.n %% 5000),
        'wang' || chr(97 + s.n %% 26) || chr(97 + s.n / 26 %% 26), 'w', 'male',
        date '1950-01-01' + (s.n::bigint * 7919 %% 21000)::int, '',
        CASE s.n %% 4 WHEN 0 THEN 'head' ELSE 'child' END, '', '', '', '', '{}', 1, now(), now()
    FROM someone s JOIN home h ON h.n = s.home;
INSERT INTO people_profile (person_id, region, education, work_capacity, care, willing, wish_reach,
    driving_licence, origin)
    SELECT id, region, 'junior', 'ordinary', ARRAY['none'], 'yes', ARRAY['county'], '', '{}'
    FROM someone;
INSERT INTO people_contact (person_id, region, phone_mask, phone_index, prints)
    SELECT id, region, '154****0000', substr(sha256(n::text::bytea), 1, 16), '{}' FROM someone;
INSERT INTO people_secret (person_id, region, id_type, id_index, id_checked, prints)
    SELECT id, region, 'id_card', substr(sha256(('i' || n)::bytea), 1, 16), true, '{}' FROM someone;
INSERT INTO people_spell (id, person_id, region, kind, begun, end_reason, employer, post, channel,
    evidence, confirmed_on, "primary", origin, version)
    SELECT gen_random_uuid(), id, region, 'employed', date '2026-01-01', '', '', '', '', 'D',
    date '2026-10-01', true, '{}', 1 FROM someone WHERE n %% 5 < 2;
ANALYZE;
"""


def main() -> None:
    """Prints p50 and p95 of the pages, requests a second, and the cost of the walls."""
    parser = argparse.ArgumentParser(prog="./run bench pages", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    people = parser.parse_args().people
    os.environ |= {
        "CHUNFENG_HOME": str(HOME),
        "CHUNFENG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings",
    }
    with served(ROOT / "build" / "bench.log", PORT, PORT + 1):
        import django

        django.setup()
        from chunfeng.foundation.database.server import Server

        server = Server(HOME / "database")
        filled = _fill(server, people)
        print(f"{people:,} people, filled in {filled:.0f} s")
        cookie = signed_in(HOME).cookie
        _alone("list page", cookie, "/people")
        _alone("list page, not in work", cookie, "/people?status=not_in_work")
        _alone("person page", cookie, _a_person(cookie))
        _search(cookie, NUMBER)
        asyncio.run(_crowd(cookie))
        _walls(server)


def _fill(server: Any, people: int) -> float:
    import psycopg

    from chunfeng.foundation.places.current import places

    county_codes = [610926, *[c.code // 10**6 for c in places().under(510000000000, 3)]]
    villages: list[int] = []
    for county in county_codes[:COUNTIES]:
        villages += [v.code for v in places().under(f"{county}", 5)][:VILLAGES]
    begun = time.perf_counter()
    with psycopg.connect(_dsn(server), autocommit=True) as connection:
        ((held,),) = connection.execute("SELECT count(*) FROM people_person").fetchall()
        if held < people:
            statements = FILL.split(";\n")
            for statement in filter(str.strip, statements):
                values = {"villages": villages, "people": people}
                connection.execute(statement, values)
    return time.perf_counter() - begun


def _dsn(server: Any) -> str:
    password = (HOME / "keys" / "chunfeng_admin.password").read_text()
    return f"{server.dsn()} dbname=chunfeng password={password}"


def _get(cookie: str, path: str, data: bytes | None = None) -> tuple[bytes, Any]:
    from http.client import HTTPConnection

    connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
    headers = {"Cookie": cookie}
    if data is not None:
        token = "a" * 32
        headers |= {
            "Cookie": f"{cookie}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
    connection.request("POST" if data is not None else "GET", path, data, headers)
    response = connection.getresponse()
    return response.read(), response


def _timed(act: Callable[[], Any], times: int) -> list[float]:
    out = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        out.append((time.perf_counter() - begun) * 1000)
    return sorted(out)


def _say(name: str, times: list[float]) -> None:
    print(f"{name}: p50 {median(times):.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms")


def _alone(name: str, cookie: str, path: str) -> None:
    _, response = _get(cookie, path)
    assert response.status == 200, (path, response.status)
    _say(name, _timed(lambda: _get(cookie, path), ALONE))


def _a_person(cookie: str) -> str:
    body, _ = _get(cookie, "/people")
    found = re.search(r'href="(/people/[0-9a-f-]{36})"', body.decode())
    assert found
    return found[1]


def _search(cookie: str, number: str) -> None:
    def act() -> None:
        _, response = _get(cookie, "/people/search", f"words={number}".encode())
        assert response.status == 302, response.status
        _get(cookie, response.headers["Location"])

    _say("search by ID number (two requests)", _timed(act, ALONE // 2))


async def _crowd(cookie: str) -> None:
    """Fifty connections asking for the list page, each as soon as it has been answered."""
    until = time.perf_counter() + SECONDS
    times: list[float] = []
    failed = 0
    request = f"GET /people HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()

    async def one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            await _body(reader, head)
            failed += " 200 " not in head.split("\r\n")[0]
            times.append((time.perf_counter() - begun) * 1000)
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    times.sort()
    rate = len(times) / SECONDS
    print(f"{CONNECTIONS} connections: {rate:.0f} requests/s, {failed} failed")
    _say(f"{CONNECTIONS} connections", times)


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    """Reads a body, of a told length or in chunks."""
    told = re.search(r"content-length: (\d+)", head)
    if told:
        return await reader.readexactly(int(told[1]))
    body = b""
    while size := int(await reader.readline(), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body


def _walls(server: Any) -> None:
    """The statements of the list page with row-level security and as the superuser, in turns."""
    import psycopg

    from chunfeng.foundation.database.url import dsn

    walled, free = psycopg.connect(dsn("web")), psycopg.connect(_dsn(server))
    settings, *reads = _statements()
    walled.execute(settings)
    with_walls, without = [], []
    for _ in range(PAIRS):
        with_walls += _timed(lambda: [walled.execute(read).fetchall() for read in reads], 1)
        without += _timed(lambda: [free.execute(read).fetchall() for read in reads], 1)
    a, b = median(with_walls), median(without)
    print(f"a page's {len(reads)} reads: {a:.2f} ms with walls, {b:.2f} without, ratio {a / b:.2f}")


def _statements() -> list[str]:
    """What the list page of the county says to the database: its post's settings, then its reads.

    The county is named in the filter too: without walls the same people are found.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.foundation.accounts.models import Post
    from chunfeng.foundation.accounts.queries import context_for
    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.stages.people.queries import Filters, page

    on = timezone.localdate()
    post = Post.objects.get(user__login="county")
    context = context_for(post.user_id, post.id, on)
    assert context
    with CaptureQueriesContext(connection) as caught, entered(context):
        page(Filters(region=(context.lo, context.hi)), on=on, keys=load_keys(HOME / "keys"))
    return [query["sql"] for query in caught if query["sql"].startswith("SELECT")]
