"""A csv ledger into the register, beside saving the same people one by one through the ORM.

Starts a PostgreSQL of its own in a temporary home and removes it again. Prints rows per second of
the import (reading, checking and writing together), peak memory, and the ratio to the ORM.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from chunfeng.foundation.access import Context, Purpose, Role
from chunfeng.foundation.database.home import PASSABLE

COUNTIES = ("610926", "610922", "610921", "610923", "610924", "610925", "610927", "610928")
SAMPLE = 300  # people saved one by one
MEBI = 1024  # ru_maxrss is in KiB


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench import", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--counties", type=int, default=1, choices=range(1, len(COUNTIES) + 1))
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(Path(options.measure), options.counties)
        return
    with TemporaryDirectory(prefix="chunfeng-bench-") as folder:
        Path(folder).chmod(PASSABLE)  # for PostgreSQL's account
        os.environ["CHUNFENG_HOME"] = str(Path(folder) / "home")
        os.environ["DJANGO_SETTINGS_MODULE"] = "chunfeng.config.settings"
        os.environ.pop("DATABASE_URL", None)
        for code in COUNTIES[: options.counties]:
            make(Path(folder) / code, code, options.people // options.counties)
        in_own_server(Path(folder), Path(folder) / "home", sys.argv[1:])


def in_own_server(folder: Path, home: Path, arguments: list[str]) -> None:
    """Measures in another process, with the worker's login, on a fresh database."""
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
        run("worker", "-m", "benchmarks.register_import", "--measure", str(folder), *arguments)
    finally:
        server.stop("immediate")


def run(login: str, *command: str) -> None:
    environment = os.environ | {"CHUNFENG_DATABASE_ROLE": login}
    subprocess.run([sys.executable, *command], check=True, env=environment)  # noqa: S603 our own


def measure(folder: Path, counties: int) -> None:
    import django

    django.setup()
    rows = seconds = 0.0
    for code in COUNTIES[:counties]:
        number, spent = imported(folder / code / "people.csv", code)
        rows, seconds = rows + number, seconds + spent
        print(f"{code}: {number:,} rows in {spent:.1f} s", flush=True)
    orm = one_by_one()
    each = seconds / rows
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBI
    other = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEBI
    print(f"import: {rows / seconds:,.0f} rows/s ({each * 1e6:.0f} µs a row)")
    print(f"ORM, one by one: {1 / orm:,.0f} people/s; ratio {orm / each:.1f}")
    print(f"peak memory: worker {own:.0f} MiB, reading process {other:.0f} MiB")


def make(folder: Path, code: str, people: int) -> None:
    """Writes an invented ledger, in a process whose memory is not counted."""
    wanted = ["--county", code, "--people", str(people), "--vacancies", "10", "--format", "csv"]
    command = [sys.executable, "-m", "chunfeng.cli", "demo-data", *wanted, "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 our own


def imported(ledger: Path, code: str) -> tuple[int, float]:
    """(rows, seconds) from the stored file to the last chunk, without the jobs' own ledger."""
    from chunfeng.foundation.access import entered
    from chunfeng.foundation.intake import uploads
    from chunfeng.foundation.intake.ahead import ahead
    from chunfeng.stages.people import importing, importing_chunks
    from chunfeng.stages.people.reading import people_chunks

    by, at = officer(int(code) * 10**6), datetime.now(UTC)
    began, rows = time.perf_counter(), 0
    with ledger.open("rb") as stream, entered(by):
        upload = importing.receive(stream, ledger.name, by=by, at=at)
        source = importing.source_of(uploads.of(upload, by=by))
    for number, read in enumerate(ahead(people_chunks, source, {})):
        with entered(by):
            importing_chunks.apply(upload, number, read, by, at)
        rows += read.rows
    return rows, time.perf_counter() - began


def one_by_one() -> float:
    """Seconds a person for plain saves into the same tables."""
    from chunfeng.foundation.access import entered
    from chunfeng.stages.people.models import Contact, Household, Person, Profile, Secret

    home, at = 610929 * 10**6, datetime.now(UTC)
    stamps = {"created_at": at, "updated_at": at}
    began = time.perf_counter()
    with entered(officer(home)):
        for _ in range(SAMPLE):
            household = Household.objects.create(region=home, **stamps)
            person = Person.objects.create(
                region=home, household=household, name="王", name_key="wang", initials="w", **stamps
            )
            for table in (Profile, Contact, Secret):
                table.objects.create(person=person, region=home)
    return (time.perf_counter() - began) / SAMPLE


def officer(region: int) -> Context:
    return Context(
        user=uuid.uuid4(),
        post=uuid.uuid4(),
        role=Role.COUNTY,
        lo=region,
        hi=region + 10**6 - 1,
        purpose=Purpose.VERIFY,
    )


if __name__ == "__main__":
    main()
