"""The product's own server for a bench, and the county's officer, signed in at it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

COUNTY, TOWN, VILLAGE, NEXT = 610926000000, 610926100000, 610926100001, 610922000000
START = 120  # seconds until both sites must answer


@dataclass(frozen=True, slots=True)
class Officer:
    """A county officer of the demo. cookie: of a session she has proved herself in."""

    user: UUID
    post: UUID
    cookie: str


@contextmanager
def served(log: Path, port: int, public_port: int) -> Iterator[int]:
    """``chunfeng serve`` in the environment's home, until the work is done: its process."""
    ports = ["--port", str(port), "--public-port", str(public_port)]
    command = [sys.executable, "-m", "chunfeng.cli", "serve", *ports, "--lang", "en"]
    with log.open("w") as words:
        process = subprocess.Popen(command, env=os.environ, stdout=words, stderr=words)  # noqa: S603 our own command
        try:
            until = time.monotonic() + START
            while "public site is ready" not in log.read_text("utf-8"):
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(log.read_text("utf-8"))
                time.sleep(0.2)
            yield process.pid
        finally:
            process.terminate()
            process.wait(60)


def signed_in(home: Path) -> Officer:
    """Makes the demo's accounts, as the web's login; its county officer, signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.utils import timezone

    from chunfeng.foundation.accounts.demo import make_demo_accounts
    from chunfeng.foundation.accounts.models import Post, SignIn, User
    from chunfeng.foundation.ciphers import load_keys

    at = timezone.now()
    make_demo_accounts(
        county=COUNTY, town=TOWN, village=VILLAGE, next_county=NEXT, keys=load_keys(home / "keys"),
        at=at,
    )  # fmt: skip
    user = User.objects.get(login="county")
    post = Post.objects.get(user=user)
    sign_in = SignIn.objects.create(user=user, begun_at=at, seen_at=at, proved_at=at)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["signin"], session["post"] = str(sign_in.id), str(post.id)
    session.save()
    return Officer(user.id, post.id, f"chunfeng={session.session_key}")
