"""A docking run on the register, beside docking the same two ledgers as files, in one run.

Fills a PostgreSQL of its own, in a temporary home that is removed again, with an invented county:
people through the import, vacancies through theirs, all of them published at once. Prints seconds
of the run as a worker does it (reading, solving, explaining, keeping), its peak memory, and how
many times as long it takes as the command line does with the files and its workbook.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.register_import import MEBI, run
from chunfeng.foundation.access import Context
from chunfeng.foundation.database.home import PASSABLE

COUNTY, TOWN, VILLAGE, NEXT = 610926000000, 610926100000, 610926100001, 610922000000
SIZES = {False: (12_000, 900), True: (100_000, 6_000)}
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
        made = (options.people or people, options.vacancies or vacancies)
        _ledgers(Path(folder), *made)
        _in_own_server(Path(folder), Path(folder) / "home")
        _as_files(Path(folder))


def _ledgers(folder: Path, people: int, vacancies: int) -> None:
    wanted = ["--people", str(people), "--vacancies", str(vacancies), "--format", "csv"]
    command = [sys.executable, "-m", "chunfeng.cli", "demo-data", *wanted, "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 our own
    print(f"{people:,} people, {vacancies:,} vacancies", flush=True)


def _in_own_server(folder: Path, home: Path) -> None:
    import psycopg

    from chunfeng.foundation.ciphers import ensure_keys
    from chunfeng.foundation.database.home import make_home
    from chunfeng.foundation.database.prepare import prepare
    from chunfeng.foundation.database.server import Server
    from chunfeng.foundation.database.url import dsn

    make_home(home)
    ensure_keys(home / "keys")
    server = Server(home / "database")
    server.start()
    try:
        prepare(dsn("owner", home), home)
        run("owner", "-m", "django", "migrate", "--verbosity", "0", "--skip-checks")
        run("web", "-m", "benchmarks.docking_runs", "--part", "accounts", str(folder))
        run("worker", "-m", "benchmarks.docking_runs", "--part", "fill", str(folder))
        address = f"{server.dsn(database='chunfeng')} password={server.password()}"
        with psycopg.connect(address, autocommit=True) as administrator:
            administrator.execute(PUBLISH)
            administrator.execute("ANALYZE")
        run("web", "-m", "benchmarks.docking_runs", "--part", "ask", str(folder))
        run("worker", "-m", "benchmarks.docking_runs", "--part", "dock", str(folder))
    finally:
        server.stop("immediate")


def _accounts(_: Path) -> None:
    import django

    django.setup()
    from chunfeng.foundation.accounts import demo
    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME

    demo.make_demo_accounts(
        county=COUNTY, town=TOWN, village=VILLAGE, next_county=NEXT, keys=load_keys(HOME / "keys"),
        at=datetime.now(UTC),
    )  # fmt: skip


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

    by, at = _officer(), datetime.now(UTC)
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


def _ask(folder: Path) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.stages.docking import lists, operations

    by = _officer()
    with entered(by):
        wanted = operations.start(COUNTY, on=timezone.localdate(), by=by, at=timezone.now())
        found = lists.run(wanted)
    (folder / "job").write_text(f"{found.job if found else ''} {wanted}", encoding="ascii")


def _dock(folder: Path) -> None:
    """The job of the run, as a worker does it."""
    import django

    django.setup()
    from uuid import UUID

    from chunfeng.foundation.access import entered
    from chunfeng.foundation.jobs.running import work
    from chunfeng.stages.docking import lists

    job, wanted = map(UUID, (folder / "job").read_text(encoding="ascii").split())
    begun = time.perf_counter()
    work(job)
    seconds = time.perf_counter() - begun
    with entered(_officer()):
        done = lists.run(wanted)
    if done is None or done.finished_at is None:
        raise SystemExit("the run did not end")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBI
    print(f"on the register: {done.people:,} people, {done.placed:,} proposals, gap"
          f" {(done.gap or 0) * 100:.3f} %; {seconds:.1f} s, {peak:.0f} MiB")  # fmt: skip
    (folder / "seconds").write_text(str(seconds), encoding="ascii")


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


def _officer() -> Context:
    from django.utils import timezone

    from chunfeng.foundation.accounts import queries
    from chunfeng.foundation.accounts.models import User

    user, today = User.objects.get(login="county").id, timezone.localdate()
    found = queries.context_for(user, queries.posts_of(user, today)[0].id, today)
    if found is None:
        raise SystemExit("the demo's officer has no post")
    return found


_PARTS = {"accounts": _accounts, "fill": _fill, "ask": _ask, "dock": _dock}

if __name__ == "__main__":
    main()
