"""The product as it is served, and officers at their browsers."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page

from chunfeng.cli.demo.register import COUNTY, TOWN, VILLAGE
from chunfeng.foundation.accounts.demo_words import PASSWORD, SECRET
from chunfeng.foundation.database.home import PASSABLE
from chunfeng.foundation.messaging.channels.file import PATH as MESSAGES

__all__ = ["COUNTY", "TOWN", "VILLAGE", "Site", "served"]
PEOPLE = 400
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
_CODE = re.compile(r"(?<![A-Za-z0-9_/-])[0-9]{6}(?![A-Za-z0-9_-])")
SIGNED_IN = 300  # seconds until somebody signs in anew: a second factor is fresh for 600
PATIENCE = 60  # seconds until a message must have left
SLOW = 60_000  # milliseconds: a machine with two cores does other tests meanwhile
SIZES = {"phone": (390, 844), "office": (1366, 768), "wide": (1280, 800)}


@dataclass
class Site:
    """The demo county served, a browser, and who has signed in."""

    address: str
    public: str  # of portal, desk and api
    ledger: Path
    browser: Browser = field(init=False)
    complaints: list[str] = field(default_factory=list)
    _states: dict[str, tuple[float, Any]] = field(default_factory=dict)
    _open: list[BrowserContext] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def officer(self, login: str = "county", *, size: str = "office", language: str = "zh") -> Page:
        """A page of somebody signed in, in a language, at a size; what it complains of is kept."""
        since, state = self._states.get(login, (-SIGNED_IN, None))
        if time.monotonic() - since >= SIGNED_IN:
            state = self._signed_in(login)
            self._states[login] = (time.monotonic(), state)
        width, height = SIZES[size]
        context = self.browser.new_context(
            storage_state=state,
            viewport={"width": width, "height": height},
            base_url=self.address,
            has_touch=size == "phone",
            locale="zh-CN" if language == "zh" else "en-GB",
        )
        page = self._watched(context)
        speak(page, language)
        return page

    def stranger(self, size: str = "office") -> Page:
        """A page of nobody signed in."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, base_url=self.address, locale="zh-CN"
        )
        return self._watched(context)

    def visitor(
        self, size: str = "phone", language: str = "zh", *, scripts: bool = True, **more: Any
    ) -> Page:
        """A page of anybody at the public site."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            base_url=self.public,
            has_touch=size == "phone",
            locale="zh-CN" if language == "zh" else "en-GB",
            java_script_enabled=scripts,
            **more,
        )
        return self._watched(context)

    def code(self, phone: str, after: int = 0) -> str:
        """The newest code sent to a phone; waits until there are more than ``after``."""
        return self._newest(self.codes, phone, after)

    def codes(self, phone: str) -> list[str]:
        """The codes sent to a phone, oldest first; links of notices hold none."""
        found = map(_CODE.search, self.messages(phone))
        return [code[0] for code in found if code]

    def message(self, phone: str, after: int = 0) -> str:
        """The newest message to a phone; waits until there are more than ``after``."""
        return self._newest(self.messages, phone, after)

    @staticmethod
    def _newest(sent: Callable[[str], list[str]], phone: str, after: int) -> str:
        until = time.monotonic() + PATIENCE
        while len(found := sent(phone)) <= after:
            assert time.monotonic() < until, (phone, found)
            time.sleep(0.3)
        return found[-1]

    def messages(self, phone: str) -> list[str]:
        """What was sent to a phone, oldest first."""
        path = self.ledger.parent / "home" / MESSAGES
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        told = [json.loads(line) for line in lines]
        return [one["text"] for one in told if one["phone"] == phone]

    def told(self, module: str, *said: str, process: str = "web") -> str:
        """What a helper answers that runs in the environment of the server."""
        environment = os.environ | {
            "CHUNFENG_HOME": str(self.ledger.parent / "home"),
            "CHUNFENG_DEMO": "1",
            "CHUNFENG_SMS": "file",
            "CHUNFENG_DATABASE_ROLE": process,
            "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings",
        }
        done = subprocess.run(  # noqa: S603 our own command
            [sys.executable, "-m", module, *said], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def left(self) -> None:
        """Everybody closes their browsers; what complained, or broke off, fails the test."""
        while self._open:
            self._open.pop().close()
        told, self.complaints = [*self.complaints, *self._broken_off()], []
        assert not told, told

    def _broken_off(self) -> list[str]:
        """Where work in the background broke off since it was asked last, as the logs say."""
        logs = (self.ledger.parent / "home" / "logs").glob("*.log")
        lines = {line for log in logs for line in log.read_text("utf-8").splitlines()}
        new = {line for line in lines if ") broke off: " in line} - self._told
        self._told |= new
        return sorted(new)

    def _watched(self, context: BrowserContext) -> Page:
        self._open.append(context)
        context.set_default_timeout(SLOW)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        return page

    def _heard(self, message: Any) -> None:
        # The browser itself names every answer above 400; those that tests ask for are no fault.
        if message.type in ("error", "warning") and "the server responded" not in message.text:
            self.complaints.append(message.text)

    def _signed_in(self, login: str) -> Any:
        page = self.stranger()
        sign_in(page, login, PASSWORD, SECRET)
        page.wait_for_url(self.address + "/")
        state = page.context.storage_state()
        self._open.remove(page.context)
        page.context.close()
        return state


def sign_in(page: Page, login: str, password: str, secret: str) -> None:
    """Name, password and the code of the app, as typed."""
    page.goto("/signin")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.click("main button.button-main")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.click("main button.button-main")


def speak(page: Page, language: str) -> None:
    """Sets the officer's language, by the button of the page."""
    page.goto("/")
    if page.get_attribute("html", "lang") != ("zh-Hans" if language == "zh" else "en"):
        page.locator("[name=language]").first.evaluate("button => button.click()")
        page.wait_for_selector(f"html[lang='{'zh-Hans' if language == 'zh' else 'en'}']")


def words(page: Page) -> str:
    """What stands on the main part of a page."""
    return re.sub(r"\s+", " ", page.inner_text("main"))


def too_wide(page: Page) -> int:
    """By how many pixels a page scrolls sideways."""
    found: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, with the first places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(
        """axe.run().then(all => all.violations.map(one => one.id + ": "
            + one.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(" | ")))"""
    )
    return found


@contextmanager
def served() -> Iterator[Site]:
    """A small demo county behind the product's own server, taken away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="chunfeng-journey-", dir="/tmp"))
    folder.chmod(PASSABLE)  # for PostgreSQL's account
    environment = os.environ | {
        "CHUNFENG_HOME": str(folder / "home"),
        "CHUNFENG_DEMO": "1",
        "CHUNFENG_SMS": "file",
        "CHUNFENG_SMS_HOURS": "0-24",
        "CHUNFENG_DATABASE_ROLE": "web",  # as the demo fills itself; the tests' own is the owner's
        "DJANGO_SETTINGS_MODULE": "chunfeng.config.settings",
    }
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    chunfeng = [sys.executable, "-m", "chunfeng.cli"]
    sizes = ["--people", str(PEOPLE), "--vacancies", "60", "--on", today]
    make = [*chunfeng, "demo-data", "--out", str(folder), *sizes]
    subprocess.run(make, check=True, capture_output=True)  # noqa: S603 our own command
    ledger, port, public = folder / "people.xlsx", _free_port(), _free_port()
    ledgers = [str(ledger), str(folder / "vacancies.xlsx")]
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen(  # noqa: S603 our own command
        [*chunfeng, "serve", "--port", str(port), "--public-port", str(public)],
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        filler = [sys.executable, "-m", "chunfeng.cli.demo.register", *ledgers]
        fill = [*filler, str(port), str(public), "zh", "--once"]
        filled = subprocess.run(  # noqa: S603 the same
            fill, env=environment, timeout=600, capture_output=True, text=True
        )
        assert filled.returncode == 0, filled.stderr + (folder / "serve.log").read_text("utf-8")
        yield Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{public}", ledger)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
        log.close()
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def after(page: Page, met: str, seconds: float = 60) -> None:
    """Loads a page again until something stands on it: for work in the background."""
    until = time.monotonic() + seconds
    while page.locator(met).count() == 0:
        assert time.monotonic() < until, (met, words(page))
        page.wait_for_timeout(300)
        page.reload()
