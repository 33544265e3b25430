"""A docking run on the register, beside docking the same two ledgers as files, in one run.

Serves a county of its own, in a temporary home that is removed again: invented people through the
import, vacancies through theirs, all of them published at once. An officer starts a run; a worker
of the product makes it while another officer goes on reading pages. Prints seconds from the click
to the finished run, the largest process, the officers' p95 before and meanwhile, and how many times
as long the run takes as the command line does with the files and its workbook. Loopback only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from benchmarks.register_import import run
from benchmarks.served import COUNTY, served, signed_in
from chunfeng.foundation.access import Context, Purpose, Role
from chunfeng.foundation.database.home import PASSABLE

SIZES = {False: (12_000, 900), True: (100_000, 6_000)}
PORT, PUBLIC = 8094, 8095
PAGES = ("/", "/people", "/people?status=not_in_work", "/docking")
ALONE = 15  # seconds of reading before the run
PAUSE = 0.2  # seconds between two pages: an officer reads, she does not hammer
LIMIT = 1800  # seconds until the run must have ended
PUBLISH = """UPDATE employers_employer SET state = 'verified', state_on = current_date;
UPDATE vacancies_vacancy SET state = 'published', published_at = now()"""


def main() -> None:
    """Fills the county, docks it on the register and as files."""
    parser = argparse.ArgumentParser(prog="./run bench runs", description=__doc__)
    parser.add_argument("--full", action="store_true", help="100,000 people, 6,000 vacancies")
    parser.add_argument("--people", type=int)
    parser.add_argument("--vacancies", type=int)
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        _PARTS[options.part[0]](Path(options.part[1]))
        return
    people, vacancies = SIZES[options.full]
    with TemporaryDirectory(prefix="chunfeng-bench-") as folder:
        Path(folder).chmod(PASSABLE)  # for PostgreSQL's account
        os.environ |= {
            "CHUNFENG_HOME": str(Path(folder) / "home"),
            "CHUNFENG_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        _ledgers(Path(folder), options.people or people, options.vacancies or vacancies)
        with served(Path(folder) / "serve.log", PORT, PUBLIC) as server:
            _on_the_register(Path(folder), server)
        _as_files(Path(folder))


def _ledgers(folder: Path, people: int, vacancies: int) -> None:
    wanted = ["--people", str(people), "--vacancies", str(vacancies), "--format", "csv"]
    command = [sys.executable, "-m", "chunfeng.cli", "demo-data", *wanted, "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 our own
    print(f"{people:,} people, {vacancies:,} vacancies", flush=True)


def _on_the_register(folder: Path, server: int) -> None:
    import psycopg

    from chunfeng.foundation.database.server import Server

    part = ("-m", "benchmarks.docking_runs", "--part")
    run("web", *part, "accounts", str(folder))
    run("worker", *part, "fill", str(folder))
    database = Server(folder / "home" / "database")
    address = f"{database.dsn(database='chunfeng')} password={database.password()}"
    with psycopg.connect(address, autocommit=True) as administrator:
        administrator.execute(PUBLISH)
        administrator.execute("ANALYZE")
    run("web", *part, "dock", str(folder))
    print(f"largest process {_largest(server) >> 10:,} MiB", flush=True)


def _largest(server: int) -> int:
    """KiB of the largest Python process below the server at its highest."""
    return max(_highest(child) for child in _below(server))


def _below(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return [process, *(one for child in found for one in _below(int(child)))]


def _highest(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    if "Name:\tpostgres" in status:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0])


def _accounts(folder: Path) -> None:
    """The demo's accounts; the county officer's into a file, for a login that cannot read them."""
    import django

    django.setup()
    one = signed_in(folder / "home")
    (folder / "officer").write_text(f"{one.user} {one.post} {one.cookie}", encoding="ascii")


def _officer(folder: Path) -> tuple[Context, str]:
    """The county officer, and the cookie of her session."""
    user, post, cookie = (folder / "officer").read_text(encoding="ascii").split()
    by = Context(
        user=UUID(user), post=UUID(post), role=Role.COUNTY, lo=COUNTY, hi=COUNTY + 10**6 - 1,
        purpose=Purpose.VERIFY,
    )  # fmt: skip
    return by, cookie


def _fill(folder: Path) -> None:
    """Both ledgers, chunk after chunk, as the jobs of the imports do it."""
    import django

    django.setup()
    from chunfeng.foundation.access import entered
    from chunfeng.foundation.intake import uploads
    from chunfeng.foundation.intake.ahead import ahead
    from chunfeng.stages.people import importing_chunks as people_chunks
    from chunfeng.stages.people.importing import IMPORTER as people
    from chunfeng.stages.people.reading import people_chunks as read_people
    from chunfeng.stages.vacancies import importing_chunks as vacancy_chunks
    from chunfeng.stages.vacancies.importing import IMPORTER as vacancies
    from chunfeng.stages.vacancies.reading import vacancy_chunks as read_vacancies

    (by, _), at = _officer(folder), datetime.now(UTC)
    for name, door, chunks, read in (
        ("people.csv", people, people_chunks, read_people),
        ("vacancies.csv", vacancies, vacancy_chunks, read_vacancies),
    ):
        begun = time.perf_counter()
        with (folder / name).open("rb") as stream, entered(by):
            upload = door.receive(stream, name, by=by, at=at)
            source = door.source(uploads.of(upload, by=by))
        for number, part in enumerate(ahead(read, source, {})):
            with entered(by):
                chunks.apply(upload, number, part, by, at)
        print(f"{name} imported in {time.perf_counter() - begun:.0f} s", flush=True)


def _dock(folder: Path) -> None:
    """An officer reads pages; one starts a run; she reads on until it has ended."""
    import django

    django.setup()
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.stages.docking import lists, operations

    by, cookie = _officer(folder)
    alone, until = list[float](), time.monotonic() + ALONE
    while time.monotonic() < until:
        alone += _read(cookie)
    begun = time.perf_counter()
    with entered(by):
        wanted = operations.start(COUNTY, on=timezone.localdate(), by=by, at=timezone.now())
    meanwhile, done = list[float](), None
    while done is None or done.finished_at is None:
        if time.perf_counter() - begun > LIMIT:
            raise SystemExit("the run did not end")
        meanwhile += _read(cookie)
        with entered(by):
            done = lists.run(wanted)
    seconds = time.perf_counter() - begun
    print(f"on the register: {done.people:,} people, {done.placed:,} proposals, gap"
          f" {(done.gap or 0) * 100:.3f} %; {seconds:.1f} s from the click")  # fmt: skip
    print(f"pages alone: {len(alone)}, p50 {median(alone):.0f} ms, p95 {_p95(alone):.0f} ms;"
          f" meanwhile: {len(meanwhile)}, p50 {median(meanwhile):.0f} ms,"
          f" p95 {_p95(meanwhile):.0f} ms; ratio of p95 {_p95(meanwhile) / _p95(alone):.2f}",
          flush=True)  # fmt: skip
    (folder / "seconds").write_text(str(seconds), encoding="ascii")


def _read(cookie: str) -> list[float]:
    """Milliseconds that each of the pages took."""
    taken = []
    for path in PAGES:
        begun = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status}")
        taken.append((time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE)
    return taken


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _as_files(folder: Path) -> None:
    """The command line on the same ledgers: reading, solving, explaining, its workbook."""
    ledgers = [str(folder / "people.csv"), str(folder / "vacancies.csv")]
    command = [sys.executable, "-m", "chunfeng.cli", "dock", *ledgers, "--output",
               str(folder / "docking.xlsx")]  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 our own
    seconds = time.perf_counter() - begun
    own = float((folder / "seconds").read_text(encoding="ascii"))
    print(f"as files: {seconds:.1f} s; the run on the register takes {own / seconds:.2f} times")


_PARTS = {"accounts": _accounts, "fill": _fill, "dock": _dock}

if __name__ == "__main__":
    main()
