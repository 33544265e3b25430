"""Fills the demo's register through the same import an officer uses, then says how to sign in.

Run beside the server as ``python -m chunfeng.cli.demo.register LEDGER PORT LANGUAGE``.
"""

import os
import sys
import time
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from chunfeng.kit.texts import Language, Text, text

if TYPE_CHECKING:
    from chunfeng.foundation.access import Context

WAIT = 120  # seconds for the first page
PATIENCE = 600  # seconds for one step of the import
COUNTY, TOWN, VILLAGE, NEXT = 610926000000, 610926100000, 610926100001, 610922000000


def main(ledger: Path, port: int, language: Language) -> None:
    """Makes the accounts, imports the ledger once, and tells what to open."""
    _wait_for(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from chunfeng.foundation.access import Role
    from chunfeng.foundation.accounts import demo, queries
    from chunfeng.foundation.accounts.models import User
    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME

    made = demo.make_demo_accounts(
        county=COUNTY,
        town=TOWN,
        village=VILLAGE,
        next_county=NEXT,
        keys=load_keys(HOME / "keys"),
        at=timezone.now(),
    )
    login = next(login for login, role, _ in made if role is Role.COUNTY)
    officer = User.objects.get(login=login)
    post = queries.posts_of(officer.id, timezone.localdate())[0]
    context = queries.context_for(officer.id, post.id, timezone.localdate())
    if context is not None:
        _import(ledger, context, language)
    logins = ", ".join(login for login, _, _ in made)
    said = text(
        "Open http://127.0.0.1:{port} and sign in as {logins}. Password: {password}. The code of"
        " the second step, which changes every 30 seconds: ./run demo-code (now {code})",
        port=port,
        logins=logins,
        password=demo.PASSWORD,
        code=demo.demo_code(timezone.now()),
    )
    _say(said, language)


def _import(ledger: Path, by: "Context", language: Language) -> None:
    """Hands the ledger in, compares and applies it, unless the register holds people already."""
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.stages.people import importing, queries

    with entered(by):
        if queries.anybody():
            return
        with ledger.open("rb") as file:
            upload = importing.receive(file, ledger.name, by=by, at=timezone.now())
        seen = importing.look(upload, by=by)
        importing.start_preview(
            upload, sheet=seen.sheet, mapping=seen.mapping, by=by, at=timezone.now()
        )
    _finished(upload, by, text("Comparing the demo ledger with the register …"), language)
    with entered(by):
        importing.start_apply(upload, by=by, at=timezone.now())
    _finished(upload, by, text("Importing the demo ledger …"), language)


def _finished(upload: UUID, by: "Context", said: Text, language: Language) -> None:
    from chunfeng.foundation.access import entered
    from chunfeng.stages.people import importing

    _say(said, language)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with entered(by):
            run = importing.running(upload, by=by)
        if run is not None and not run.live:
            break
        time.sleep(0.5)
    with entered(by):
        result = importing.result(upload, by=by)
    if result.said is not None or result.busy:
        _say(result.said or text("This takes too long."), language)
        sys.exit(1)


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


def _say(said: Text, language: Language) -> None:
    stamp = f"{datetime.now().astimezone():%H:%M:%S}"
    print(f"{stamp}  {said.to(language)}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    spoken: Language = "en" if sys.argv[3] == "en" else "zh"
    main(Path(sys.argv[1]), int(sys.argv[2]), spoken)
