"""The portal with 100,000 vacancies: fifty visitors at once, and officers while it is scanned.

Makes its own server in build/bench and fills it with invented rows; loopback only, bounded. Each
page is asked for as soon as the one before has been answered. Visitors come from townships, some
more than from others, open the first page, then follow its links and those of lists, or look for a
word. A scan draws every page by itself, so that hardly any is asked for twice.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import random
import re
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks import register_pages, vacancy_search
from benchmarks.served import served, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

ROOT = Path(__file__).resolve().parents[1]
HOME = register_pages.HOME
WORK, PUBLIC = register_pages.PORT, register_pages.PORT + 1
CONNECTIONS, OFFICERS, SECONDS, TOWNS = 50, 4, 15, 300
GIVES_WAY = 10  # the public site's priority
GOAL_RATE, GOAL_P95, GOAL_RATIO = 300, 300, 2  # requests a second; ms; times
MIX = (("home", 2), ("list", 4), ("vacancy", 4))  # of a scan
STEPS, SEARCHES = 8, 0.3  # pages of a visit; how often a word is looked for, not a link followed
LINK = re.compile(r'href="(/vacancies(?:/[0-9a-f-]{36}|\?[^"]+))"')
EMPLOYERS = """INSERT INTO employers_employer (id, region, name, name_key, kind, credit_code,
    no_code_reason, industry, place, address, about, contact, phone_mask, state, state_reason,
    state_on, how, version, created_at, updated_at)
    SELECT DISTINCT ON (employer) employer, region, employer_name, '', 'company', '', '', '', place,
    address, '', '', '', 'verified', '', current_date, 'form', 1, now(), now() FROM vacancies_shown
    ON CONFLICT DO NOTHING"""
Ask = tuple[str, str]  # (kind, request)
Times = dict[str, list[float]]  # ms by kind of page; "failed" has one a failed answer


def main() -> None:
    """Prints requests a second and p50, p95 of each kind of page; the officers' p95 and ratio."""
    parser = argparse.ArgumentParser(prog="./run bench portal", description=__doc__)
    parser.add_argument("--vacancies", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=100_000)
    options = parser.parse_args()
    os.environ |= {
        "CHUNFENG_HOME": str(HOME),
        "CHUNFENG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings",
    }
    with served(ROOT / "build" / "bench.log", WORK, PUBLIC):
        import django

        django.setup()
        from chunfeng.foundation.database.server import Server

        register_pages._fill(Server(HOME / "database"), options.people)
        _fill(options.vacancies)
        cookie = signed_in(HOME).cookie
        drawn = _drawn()
        officers = partial(_officers, [_request(WORK, "/people", cookie)] * OFFICERS)
        with ProcessPoolExecutor(1, initializer=_elsewhere) as apart:
            apart.submit(_crowd, _scan, drawn, 3).result()  # to warm up
            _tell("visitors", apart.submit(_crowd, _visits, drawn, SECONDS).result())
            _tell("scanned", apart.submit(_crowd, _scan, drawn, SECONDS).result())
            alone = asyncio.run(officers())
            _tell("officers alone", alone)
            scanned = apart.submit(_crowd, _scan, drawn, SECONDS)
            both = asyncio.run(officers())
            _tell("officers while the portal is scanned", both | scanned.result())
        ratio = _p95(both["officer"]) / _p95(alone["officer"])
        print(
            f"officers' p95 while the portal is scanned: {ratio:.2f} times ({GOAL_RATIO} at most)"
        )


def _fill(vacancies: int) -> None:
    begun = time.perf_counter()
    with vacancy_search.administrator() as connection:
        vacancy_search.fill(connection, vacancies)
        connection.execute(EMPLOYERS)
        connection.execute("ANALYZE vacancies_shown, employers_employer")
    print(f"{vacancies:,} vacancies, filled in {time.perf_counter() - begun:.0f} s")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What pages are drawn from; the first of each are what visitors ask for most."""

    vacancies: list[str]
    works: list[str]
    towns: list[int]


def _drawn() -> Drawn:
    from benchmarks import vacancy_postings

    with vacancy_search.administrator() as connection:
        found = connection.execute(
            "SELECT id FROM vacancies_shown WHERE taken < headcount AND end_date IS NULL"
        )
        ids = [str(row[0]) for row in found.fetchall()]
    works = [one.name for one in vacancy_postings.occupations()][:200]
    towns = sorted({code // 1000 * 1000 for code, _, _ in vacancy_postings.villages()})
    draw = random.Random(0)  # noqa: S311 seeded, for a sample
    return Drawn(ids, works, draw.sample(towns, TOWNS))


def _scan(drawn: Drawn, number: int) -> Generator[Ask, bytes, None]:
    """Pages without end, each drawn by itself."""
    draw = random.Random(number)  # noqa: S311 seeded, for a sample
    filters = ("", "&housing=1", "&home=1", "&pay=4000", "&sort=pay", "&km=20", "&page=2")
    kinds, weights = [kind for kind, _ in MIX], [share for _, share in MIX]
    while True:
        (kind,) = draw.choices(kinds, weights)
        path = {
            "home": "/",
            "list": f"/vacancies?q={quote(draw.choice(drawn.works))}{draw.choice(filters)}",
            "vacancy": f"/vacancies/{draw.choice(drawn.vacancies)}",
        }[kind]
        lives = kind != "home" or draw.random() < 0.5  # half of them have chosen a township
        yield kind, _request(PUBLIC, path, f"place={draw.choice(drawn.towns)}" if lives else "")


def _visits(drawn: Drawn, number: int) -> Generator[Ask, bytes, None]:
    """Visits without end; a page that was answered is sent in, the next one is a link of it."""
    draw = random.Random(number)  # noqa: S311 seeded, for a sample
    often = {many: [1 / rank for rank in range(1, many + 1)] for many in (TOWNS, len(drawn.works))}
    while True:
        (town,) = draw.choices(drawn.towns, often[TOWNS])
        answered = yield "home", _request(PUBLIC, "/", f"place={town}")
        for _ in range(STEPS - 1):
            (word,) = draw.choices(drawn.works, often[len(drawn.works)])
            links = LINK.findall(gzip.decompress(answered).decode())
            if not links or draw.random() < SEARCHES:
                links = [f"/vacancies?q={quote(word)}"]
            path = unescape(draw.choice(links))
            kind = "list" if "?" in path else "vacancy"
            answered = yield kind, _request(PUBLIC, path, f"place={town}")


def _request(port: int, path: str, cookie: str) -> str:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
    return f"{head}Cookie: {cookie}\r\n\r\n"


def _elsewhere() -> None:
    """Puts the crowd behind the officers, as the public site is: in life it has other machines."""
    os.setsid()
    os.nice(GIVES_WAY)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(GIVES_WAY))


def _crowd(
    asks: Callable[[Drawn, int], Generator[Ask, bytes, None]], drawn: Drawn, seconds: float
) -> Times:
    return asyncio.run(_all_of_them([asks(drawn, n) for n in range(CONNECTIONS)], seconds))


async def _all_of_them(crowd: list[Generator[Ask, bytes, None]], seconds: float) -> Times:
    until = time.perf_counter() + seconds
    times: Times = {"failed": []}

    async def visitor(asks: Generator[Ask, bytes, None]) -> None:
        pipe = await asyncio.open_connection("127.0.0.1", PUBLIC)
        ask = next(asks)
        while time.perf_counter() < until:
            ask = asks.send(await _ask(pipe, *ask, times))
        pipe[1].close()

    await asyncio.gather(*map(visitor, crowd))
    return times


async def _officers(requests: list[str]) -> Times:
    until = time.perf_counter() + SECONDS
    times: Times = {"failed": []}

    async def officer(request: str) -> None:
        pipe = await asyncio.open_connection("127.0.0.1", WORK)
        while time.perf_counter() < until:
            await _ask(pipe, "officer", request, times)
            await asyncio.sleep(0.2)  # somebody reads
        pipe[1].close()

    await asyncio.gather(*map(officer, requests))
    return times


async def _ask(
    pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter], kind: str, request: str, times: Times
) -> bytes:
    """The page that was answered, compressed."""
    reader, writer = pipe
    begun = time.perf_counter()
    writer.write(request.encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    body = await register_pages._body(reader, head)
    taken = (time.perf_counter() - begun) * 1000
    good = " 200 " in head.split("\r\n")[0]
    times.setdefault(kind if good else "failed", []).append(taken)
    return body


def _tell(name: str, times: Times) -> None:
    visits = [taken for kind, _ in MIX for taken in times.get(kind, ())]
    print(f"\n{name}: {len(times['failed'])} failed")
    if visits:
        rate = len(visits) / SECONDS
        print(f"{CONNECTIONS} connections: {rate:.0f} requests/s ({GOAL_RATE} wanted)")
        print(f"p50 {median(visits):.0f} ms, p95 {_p95(visits):.0f} ms ({GOAL_P95} wanted)")
    for kind, taken in times.items():
        if taken and kind != "failed":
            print(f"{kind}: {len(taken)}, p50 {median(taken):.0f} ms, p95 {_p95(taken):.0f} ms")


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
