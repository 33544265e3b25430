"""Fills the demo through the product's own doors, then says what to open and how to sign in.

Run beside the server: ``python -m chunfeng.cli.demo.register PEOPLE VACANCIES PORT PUBLIC_PORT
LANGUAGE``, the first two being the ledgers; with ``--once`` it also looks at every face.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chunfeng.kit.texts import Language, Text, text

if TYPE_CHECKING:
    from chunfeng.cli.demo.filling import Office
    from chunfeng.foundation.access import Context
    from chunfeng.foundation.accounts.models import User

WAIT = 300  # seconds for the first page
PATIENCE = 600  # seconds for one step of the import
COUNTY, TOWN, VILLAGE, NEXT = 610926000000, 610926100000, 610926100001, 610922000000


@dataclass(frozen=True, slots=True)
class Demo:
    """The ledgers to fill from, where the server answers, and the language spoken."""

    people: Path
    vacancies: Path
    port: int
    public_port: int
    language: Language
    once: bool = False

    def say(self, said: Text) -> None:
        """Says something, with the time."""
        stamp = f"{datetime.now().astimezone():%H:%M:%S}"
        print(f"{stamp}  {said.to(self.language)}", file=sys.stderr, flush=True)  # noqa: T201


def main(demo: Demo) -> None:
    """Makes the accounts, fills the county once, and tells what to open."""
    _wait_for(demo.port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
    import django

    django.setup()
    from chunfeng.cli.demo import faces

    logins, office = _accounts()
    desk = _filled(demo, office)
    _tell(demo, logins, desk)
    _docked(demo, office)
    if demo.once and (said := faces.amiss(demo.port, demo.public_port, office.county)):
        demo.say(said)
        sys.exit(1)


def _accounts() -> tuple[list[str], "Office"]:
    from django.utils import timezone

    from chunfeng.cli.demo.filling import Office
    from chunfeng.foundation.accounts import demo
    from chunfeng.foundation.accounts.models import User
    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME

    keys = load_keys(HOME / "keys")
    made = demo.make_demo_accounts(
        county=COUNTY,
        town=TOWN,
        village=VILLAGE,
        next_county=NEXT,
        keys=keys,
        at=timezone.now(),
    )
    county, deputy = (_post(User.objects.get(login=login)) for login in ("county", "deputy"))
    return [login for login, _, _ in made], Office(county, deputy, keys)


def _post(user: "User") -> "Context":
    from django.utils import timezone

    from chunfeng.foundation.accounts import queries

    today = timezone.localdate()
    context = queries.context_for(user.id, queries.posts_of(user.id, today)[0].id, today)
    if context is None:
        raise LookupError(user.login)
    return context


def _filled(demo: Demo, office: "Office") -> str:
    """Everything that is not there yet; whose desk there is."""
    from chunfeng.cli.demo.care import Care
    from chunfeng.cli.demo.demand import Demand
    from chunfeng.cli.demo.wages import enter_line
    from chunfeng.foundation.access import entered
    from chunfeng.stages.people import importing as people
    from chunfeng.stages.people import queries
    from chunfeng.stages.vacancies.importing import IMPORTER as vacancies

    _townships_placed(office)
    enter_line(office, COUNTY)
    _offices_told(office)
    demand = Demand.of(demo.people, demo.vacancies, office, COUNTY)
    with entered(office.county):
        empty = not queries.anybody()
    with ThreadPoolExecutor(1) as beside:
        before = beside.submit(demand.before_the_ledger)
        if empty:
            _import(demo, people, demo.people, office.county)
        before.result()
    if not demand.done:
        demo.say(text("Employers and workshops are there."))
        _import(demo, vacancies, demo.vacancies, office.county)
        demo.say(text("Publishing the vacancies …"))
        demand.after_the_ledger()
    Care(office, VILLAGE, COUNTY).fill()
    return demand.desk()


def _townships_placed(office: "Office") -> None:
    """Says where the townships lie, as an officer does in the list of points: else every distance
    in the county would count from one point, and no work be nearer than other work.
    """
    from django.utils import timezone

    from chunfeng.cli.demo.geography import invented_points
    from chunfeng.foundation.access import entered
    from chunfeng.foundation.places import operations
    from chunfeng.foundation.places.current import places, refresh

    with entered(office.county):
        refresh()
        points = invented_points(places(), COUNTY)
        operations.move_points(points, source="list", by=office.county, at=timezone.now())


def _offices_told(office: "Office") -> None:
    """Enters whom people can call: the county's office, and those of two townships in three."""
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.foundation.places import offices
    from chunfeng.foundation.places.current import places

    county = places().get(office.county.lo)
    towns = [one for number, one in enumerate(places().children(county.code)) if number % 3 < 2]
    with entered(office.county):
        for number, place in enumerate((county, *towns)):
            called, at = ("人力资源和社会保障局", "政务服务大厅")
            if place.code != county.code:
                called, at = ("就业服务站", "便民服务中心")
            facts = {
                "name": f"{place.name}{called}",
                "phones": f"0000-0000{100 + number}",  # no telephone begins so
                "address": f"{place.name}{at}{number % 4 + 1}号窗口",
                "hours": "周一至周五 9:00–12:00、13:30–17:00",
            }
            offices.tell(place.code, facts, by=office.county, at=timezone.now())


def _docked(demo: Demo, office: "Office") -> None:
    """Has the worker dock the county once; the pages are open meanwhile."""
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.stages.docking import lists, operations, queries

    by, begun = office.county, time.monotonic()
    with entered(by):
        if queries.runs():
            return
        run = operations.start(COUNTY, on=timezone.localdate(), by=by, at=timezone.now())
    demo.say(text("Docking people and vacancies in the background …"))
    while time.monotonic() < begun + PATIENCE:
        time.sleep(0.3)
        with entered(by):
            done = lists.run(run)
        if done is not None and done.finished_at:
            seconds = round(time.monotonic() - begun)
            with entered(by):
                wanted = lists.looked_for(done)
            demo.say(text("Docked: {placed} of {wanted} people looked for have a proposal,"
                          " after {seconds} s.",
                          placed=done.placed, wanted=wanted, seconds=seconds))  # fmt: skip
            return
    demo.say(text("This takes too long."))


def _import(demo: Demo, importing: Any, ledger: Path, by: "Context") -> None:
    """Hands a ledger in, compares and applies it, as an officer does."""
    from django.utils import timezone

    from chunfeng.foundation.access import entered

    with entered(by), ledger.open("rb") as file:
        upload = importing.receive(file, ledger.name, by=by, at=timezone.now())
        seen = importing.look(upload, by=by)
        importing.start_preview(
            upload, sheet=seen.sheet, mapping=seen.mapping, by=by, at=timezone.now()
        )
    demo.say(text("Comparing {file} with the register …", file=ledger.name))
    _finished(demo, importing, upload, by)
    with entered(by):
        importing.start_apply(upload, by=by, at=timezone.now())
    demo.say(text("Importing {file} …", file=ledger.name))
    _finished(demo, importing, upload, by)


def _finished(demo: Demo, importing: Any, upload: UUID, by: "Context") -> None:
    from chunfeng.foundation.access import entered

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with entered(by):
            run = importing.running(upload, by=by)
        if run is not None and not run.live:
            break
        time.sleep(0.3)
    with entered(by):
        result = importing.result(upload, by=by)
    if result.said is not None or result.busy:
        demo.say(result.said or text("This takes too long."))
        sys.exit(1)


def _tell(demo: Demo, logins: list[str], desk: str) -> None:
    from django.utils import timezone

    from chunfeng.cli.demo.answering import DESK_PHONE
    from chunfeng.foundation.accounts import demo as accounts

    said = text(
        "Workbench: open http://127.0.0.1:{port} and sign in as {logins}. Password: {password}. The"
        " code of the second step, which changes every 30 seconds: ./run demo-code (now {code})",
        port=demo.port,
        logins=", ".join(logins),
        password=accounts.PASSWORD,
        code=accounts.demo_code(timezone.now()),
    )
    demo.say(said)
    demo.say(
        text("Public site, for everybody: open http://127.0.0.1:{port}", port=demo.public_port)
    )
    if desk:
        said = text(
            "Employers' desk: http://127.0.0.1:{port}/desk/ with phone {phone} ({employer}); the"
            " code sent to it: .venv/bin/chunfeng messages --demo",
            port=demo.public_port,
            phone=DESK_PHONE,
            employer=desk,
        )
        demo.say(said)


def _wait_for(port: int) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/signin")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.3)
    sys.exit(1)


if __name__ == "__main__":
    asked = [one for one in sys.argv[1:] if one != "--once"]
    spoken: Language = "en" if asked[4] == "en" else "zh"
    here = Demo(Path(asked[0]), Path(asked[1]), int(asked[2]), int(asked[3]), spoken,
                "--once" in sys.argv)  # fmt: skip
    main(here)
