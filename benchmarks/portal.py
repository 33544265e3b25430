"""The portal with 100,000 vacancies: fifty visitors at once, and officers while it is scanned.

Makes its own server in build/bench and fills it with invented rows; loopback only, bounded. Every
visitor asks for the first page, lists and vacancies in turn, each as soon as it has been answered;
a vacancy is rarely asked for twice.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks import register_pages, vacancy_search
from benchmarks.served import served, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
HOME = register_pages.HOME
WORK, PUBLIC = register_pages.PORT, register_pages.PORT + 1
CONNECTIONS, OFFICERS, SECONDS = 50, 4, 15
GOAL_RATE, GOAL_P95, GOAL_RATIO = 300, 300, 2  # requests a second; ms; times
MIX = (("home", 2), ("list", 4), ("vacancy", 4))
EMPLOYERS = """INSERT INTO employers_employer (id, region, name, name_key, kind, credit_code,
    no_code_reason, industry, place, address, about, contact, phone_mask, state, state_reason,
    state_on, how, version, created_at, updated_at)
    SELECT DISTINCT ON (employer) employer, region, employer_name, '', 'company', '', '', '', place,
    address, '', '', '', 'verified', '', current_date, 'form', 1, now(), now() FROM vacancies_shown
    ON CONFLICT DO NOTHING"""
Ask = tuple[str, str]  # (kind, request)


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
        asks = _asks()
        asyncio.run(_crowd(asks, [], seconds=3))  # to warm up
        _tell("portal alone", asyncio.run(_crowd(asks, [], SECONDS)))
        officer = _request(WORK, "/people", cookie)
        alone = asyncio.run(_crowd(None, [officer] * OFFICERS, SECONDS))
        _tell("officers alone", alone)
        both = asyncio.run(_crowd(asks, [officer] * OFFICERS, SECONDS))
        _tell("officers while the portal is scanned", both)
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


def _asks() -> dict[str, Callable[[random.Random], str]]:
    """How a page of each kind is asked for, from random numbers."""
    from benchmarks import vacancy_postings

    with vacancy_search.administrator() as connection:
        found = connection.execute(
            "SELECT id FROM vacancies_shown WHERE taken < headcount AND end_date IS NULL"
        )
        ids = [row[0] for row in found.fetchall()]
    works = [one.name for one in vacancy_postings.occupations()][:200]
    towns = sorted({code // 1000 * 1000 for code, _, _ in vacancy_postings.villages()})[:300]
    filters = ("", "&housing=1", "&home=1", "&pay=4000", "&sort=pay", "&km=20", "&page=2")

    def home(draw: random.Random) -> str:
        return _request(PUBLIC, "/", f"place={draw.choice(towns)}" if draw.random() < 0.5 else "")

    def listed(draw: random.Random) -> str:
        words = quote(draw.choice(works))
        query = f"/vacancies?q={words}{draw.choice(filters)}"
        return _request(PUBLIC, query, f"place={draw.choice(towns)}")

    def vacancy(draw: random.Random) -> str:
        return _request(PUBLIC, f"/vacancies/{draw.choice(ids)}", f"place={draw.choice(towns)}")

    return {"home": home, "list": listed, "vacancy": vacancy}


def _request(port: int, path: str, cookie: str) -> str:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
    return f"{head}Cookie: {cookie}\r\n\r\n"


async def _crowd(
    asks: dict[str, Callable[[random.Random], str]] | None, officers: list[str], seconds: float
) -> dict[str, list[float]]:
    """Milliseconds by kind of page; "failed" has one entry a failed answer."""
    until = time.perf_counter() + seconds
    times: dict[str, list[float]] = {"failed": []}
    kinds, weights = [kind for kind, _ in MIX], [share for _, share in MIX]

    async def visitor(number: int) -> None:
        draw = random.Random(number)  # noqa: S311 seeded, for a sample
        pipe = await asyncio.open_connection("127.0.0.1", PUBLIC)
        while asks and time.perf_counter() < until:
            (kind,) = draw.choices(kinds, weights)
            await _ask(pipe, kind, asks[kind](draw), times)
        pipe[1].close()

    async def officer(request: str) -> None:
        pipe = await asyncio.open_connection("127.0.0.1", WORK)
        while time.perf_counter() < until:
            await _ask(pipe, "officer", request, times)
            await asyncio.sleep(0.2)  # somebody reads
        pipe[1].close()

    crowd = [visitor(number) for number in range(CONNECTIONS if asks else 0)]
    await asyncio.gather(*crowd, *map(officer, officers))
    return times


async def _ask(
    pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    kind: str,
    request: str,
    times: dict[str, list[float]],
) -> None:
    reader, writer = pipe
    begun = time.perf_counter()
    writer.write(request.encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    await register_pages._body(reader, head)
    taken = (time.perf_counter() - begun) * 1000
    good = " 200 " in head.split("\r\n")[0]
    times.setdefault(kind if good else "failed", []).append(taken)


def _tell(name: str, times: dict[str, list[float]]) -> None:
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
