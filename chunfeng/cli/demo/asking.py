"""What the demo's public has said on the portal: interests and reports, under the public login.

Run as ``python -m chunfeng.cli.demo.asking`` with ``CHUNFENG_DATABASE_ROLE=public``: it reads what
is to be said as JSON and answers with the ids of the interests and reports, in their order.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

Said = Mapping[str, Any]


def say(interests: Sequence[Said], reports: Sequence[Said]) -> tuple[list[UUID], list[UUID]]:
    """Says it in a process of its own, which has the public's rights only; the ids.

    interests: what ``Asking`` takes, and ``at``; reports: what ``Telling`` takes, and ``at``.
    """
    environment = os.environ | {"CHUNFENG_DATABASE_ROLE": "public"}
    answer = subprocess.run(
        [sys.executable, "-m", "chunfeng.cli.demo.asking"],
        input=orjson.dumps({"interests": interests, "reports": reports}),
        stdout=subprocess.PIPE,
        env=environment,
        check=True,
    )
    made = orjson.loads(answer.stdout)
    return [UUID(one) for one in made["interests"]], [UUID(one) for one in made["reports"]]


def main() -> None:
    """Asks and tells what stands on the standard input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
    import django

    django.setup()
    from chunfeng.foundation.access import in_public
    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME
    from chunfeng.stages.vacancies import interests, reporting

    keys = load_keys(HOME / "keys")
    wanted = orjson.loads(sys.stdin.buffer.read())
    made: dict[str, list[str]] = {"interests": [], "reports": []}
    with in_public():
        for said in wanted["interests"]:
            at, told = _read(said)
            asking = interests.Asking(consent_text=interests.CONSENT, **told)
            one, code = interests.ask(asking, keys=keys, at=at)
            interests.confirm(one, code, keys=keys, at=at + timedelta(minutes=2))
            made["interests"].append(str(one))
        for said in wanted["reports"]:
            at, told = _read(said)
            one = reporting.report(reporting.Telling(**told), keys=keys, at=at)
            made["reports"].append(str(one))
    sys.stdout.buffer.write(orjson.dumps(made))


def _read(said: Said) -> tuple[datetime, dict[str, Any]]:
    told = dict(said)
    at = datetime.fromisoformat(told.pop("at"))
    if told.get("vacancy"):
        told["vacancy"] = UUID(told["vacancy"])
    return at, told


if __name__ == "__main__":
    main()
