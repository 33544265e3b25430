"""What holds of every page: small, nothing inline or foreign, kept for a moment, two languages."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from chunfeng.faces.portal import keeping
from chunfeng.faces.portal.keeping import KeptPages, keep
from chunfeng.faces.ui.styles import stylesheet
from chunfeng.stages.vacancies import published
from chunfeng.stages.vacancies.published import Window
from tests.faces.portal.shop import TOWN, Shop
from tests.public import PublicClient, at_the_public_site

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "chunfeng/faces/portal/static/portal"
BUDGET, CSS_BUDGET, JS_BUDGET = 60_000, 6_000, 4_000  # bytes, gzipped
PLAIN = (
    "/", "/vacancies", "/workshops", "/place", "/place?in=61", "/help", "/learn", "/about",
    "/accessibility", "/report", "/interest", "/withdraw", "/offline", "/nothing-here",
)  # fmt: skip


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def shared() -> int:
    """What every page loads beside itself: two sheets, a script, the icons."""
    icons = (ROOT / "chunfeng/faces/ui/static/ui/icons.svg").read_bytes()
    files = [
        stylesheet().encode(),
        icons,
        *((STATIC / n).read_bytes() for n in ("portal.css", "portal.js")),
    ]
    return sum(packed(data) for data in files)


def addresses(shop: Shop) -> list[str]:
    """A page of every kind, full of lines."""
    shop.points()
    for number in range(20):
        vacancy = shop.vacancy(title=f"缝纫工{number}号", description="车间在村委会旁边。" * 20)
    employer = shop.workshop(TOWN)
    one = f"/vacancies/{vacancy}"
    return [
        *PLAIN,
        one,
        f"{one}/notice",
        f"{one}/interest",
        f"{one}/report",
        f"/employers/{employer}",
    ]


def asked(shop: Shop, address: str, **more: Any) -> Any:
    return PublicClient().get(address, **more)


def test_a_page_with_all_it_loads_fits_a_slow_line(shop: Shop) -> None:
    heavy = {
        address: size
        for address in addresses(shop)
        if (size := packed(asked(shop, address).content) + shared()) > BUDGET
    }
    assert not heavy


def test_its_own_styles_and_script_are_small() -> None:
    assert packed((STATIC / "portal.css").read_bytes()) <= CSS_BUDGET
    assert packed((STATIC / "portal.js").read_bytes()) <= JS_BUDGET


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(shop: Shop, language: str) -> None:
    for address in addresses(shop):
        answer = asked(shop, address, headers={"Accept-Language": language})
        page = BeautifulSoup(answer.content, "html.parser")
        assert not page.select(
            "[style], style, script:not([src]):not([type='application/ld+json'])"
        )
        assert not [
            tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")
        ]
        for tag, name in (("script", "src"), ("img", "src"), ("link[rel=stylesheet]", "href")):
            assert all(str(one[name]).startswith("/") for one in page.select(f"{tag}[{name}]"))
        assert page.html is not None
        assert page.html["lang"] == ("zh-Hans" if language == "zh" else "en")


def test_ids_are_used_once_and_labels_lead_to_fields(shop: Shop) -> None:
    for address in addresses(shop):
        page = BeautifulSoup(asked(shop, address).content, "html.parser")
        ids = [str(tag["id"]) for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), address
        assert {str(tag["for"]) for tag in page.select("label[for]")} <= set(ids)
        assert len(page.select("h1")) == 1, address


def test_only_the_portal_may_ask_where_a_phone_is(shop: Shop) -> None:
    from django.test import Client

    policy = asked(shop, "/")["Permissions-Policy"]
    assert "geolocation=(self)" in policy
    assert "camera=()" in policy
    assert "geolocation=()" in Client().get("/signin")["Permissions-Policy"]
    assert "script" not in asked(shop, "/")["Content-Security-Policy"]  # default-src 'self'


def test_pages_for_everybody_may_be_kept_for_a_minute(shop: Shop) -> None:
    for address in ("/", "/vacancies", "/workshops", "/help", f"/vacancies/{shop.vacancy()}"):
        answer = asked(shop, address)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert {"Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))
        assert not answer.cookies
        again = asked(shop, address, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304


def test_pages_go_compressed(shop: Shop) -> None:
    answer = asked(shop, "/", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == asked(shop, "/").content


def test_the_address_chooses_the_language_and_it_stays(shop: Shop) -> None:
    answer = shop.client.get("/help?lang=en")
    assert b"How to get help" in answer.content
    assert answer.cookies["language"].value == "en"
    assert b"How to get help" in shop.client.get("/help").content


def test_what_fails_is_a_page_of_the_portal(shop: Shop, monkeypatch: Any) -> None:
    page = shop.page("/nothing-here", status=404)
    assert "没有这个页面" in page.main or page.soup.select(".tabbar")
    from chunfeng.stages.vacancies import searching

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(searching, "find", broken)
    client = PublicClient(raise_request_exception=False)
    answer = client.get("/vacancies")
    assert answer.status_code == 500
    assert answer["Cache-Control"] == "private, no-store"
    assert "我们这边出了点问题" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_as_a_page(shop: Shop) -> None:
    from django.test import override_settings

    with override_settings(CSRF_FAILURE_VIEW="chunfeng.faces.portal.views.told.forged"):
        answer = PublicClient(enforce_csrf_checks=True).post("/withdraw", {"phone": "15400001111"})
    assert answer.status_code == 403
    assert "表单没有提交成功" in answer.content.decode()


def test_the_service_worker_keeps_the_frame_and_no_form(shop: Shop) -> None:
    answer = asked(shop, "/sw.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    for file in ("ui/ui.css", "portal/portal.css", "portal/portal.js"):
        assert f"/static/{file}" in script.replace("\\u002D", "-")
    assert "no-store" in script


def test_the_first_screen_of_a_phone_can_hold_it(shop: Shop) -> None:
    for language, name in (("zh", "春风"), ("en", "Chunfeng")):
        answer = asked(shop, f"/manifest.webmanifest?lang={language}")
        told = json.loads(answer.content)
        assert told["short_name"] == name
        assert told["display"] == "standalone"
        for icon in told["icons"]:
            name = icon["src"].removeprefix("/static/portal/")
            head = (STATIC / name).read_bytes()[:24]
            size = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
            assert icon["sizes"] == "{}x{}".format(*size)


class Clock:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


class Feed:
    """How far the feed of changes has come, as a test says."""

    stands = Window(over=10, last=9)
    asked = 0

    def __call__(self) -> Window:
        """What the database would tell."""
        self.asked += 1
        return self.stands


def counted(
    mark: bool = True, longest: float = keeping.SECONDS, feed: Feed | None = None
) -> tuple[KeptPages, list[str], Clock]:
    """A page that counts how often it is made."""
    made: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(request.get_full_path())
        response = HttpResponse(f"page {len(made)}")
        return keep(response, longest) if mark else response

    clock = Clock()
    return KeptPages(view, clock, feed or Feed()), made, clock


def request(path: str = "/", method: str = "get", **cookies: str) -> HttpRequest:
    made: HttpRequest = getattr(RequestFactory(), method)(path)
    made.COOKIES.update(cookies)
    return made


def test_a_page_is_made_once_in_some_seconds() -> None:
    pages, made, clock = counted()
    assert pages(request()).content == pages(request()).content == b"page 1"
    clock.now = keeping.SECONDS
    assert pages(request()).content == b"page 2"
    assert len(made) == 2


def test_a_page_of_the_shop_window_lasts_a_minute_where_nothing_changes() -> None:
    feed = Feed()
    pages, made, clock = counted(longest=keeping.LONGEST, feed=feed)
    for clock.now in range(60):
        answer = pages(request())
        assert (answer.content, answer["Age"]) == (b"page 1", str(clock.now))
    assert feed.asked <= 60
    clock.now = 60
    assert (pages(request()).content, len(made)) == (b"page 2", 2)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ((10, 9), (11, 9), True),  # others wrote, nothing that is shown
        ((10, 9), (12, 11), False),  # a later transaction changed it
        ((10, 9), (12, 10), False),  # one that was under way when the page was made did
        ((10, 12), (10, 12), False),  # one is under way still: it may yet change more
    ],
)
def test_it_is_made_anew_as_soon_as_something_may_have_changed(
    before: tuple[int, int], now: tuple[int, int], same: bool
) -> None:
    feed = Feed()
    feed.stands = Window(*before)
    pages, made, clock = counted(longest=keeping.LONGEST, feed=feed)
    pages(request())
    feed.stands = Window(*now)
    clock.now = keeping.SECONDS
    pages(request())
    assert len(made) == (1 if same else 2)


def test_a_crowd_asks_once_a_second_whether_something_changed() -> None:
    feed = Feed()
    pages, _, clock = counted(longest=keeping.LONGEST, feed=feed)
    for number in range(100):
        clock.now = number / 10
        pages(request(f"/?page={number % 7}"))
    assert feed.asked <= 10


@pytest.mark.parametrize(
    "other", [{"path": "/?q=1"}, {"language": "en"}, {"large": "1"}, {"place": "610926100000"}]
)
def test_a_page_of_other_choices_is_another_page(other: dict[str, str]) -> None:
    pages, made, _ = counted()
    pages(request())
    pages(request(**other))
    assert len(made) == 2


def test_what_is_not_marked_or_sent_by_a_form_is_never_kept() -> None:
    pages, made, _ = counted(mark=False)
    pages(request())
    pages(request())
    pages, sent, _ = counted()
    pages(request(method="post"))
    pages(request(method="post"))
    assert (len(made), len(sent)) == (2, 2)


def test_a_page_that_sets_a_cookie_is_answered_with_it_and_not_kept() -> None:
    def view(_: HttpRequest) -> HttpResponse:
        response = HttpResponse("x")
        response.set_cookie("language", "en")
        return keep(response)

    pages = KeptPages(view, Clock(), Feed())
    assert pages(request()).cookies["language"].value == "en"
    assert pages(request()).cookies["language"].value == "en"


def test_only_so_many_pages_are_kept(monkeypatch: Any) -> None:
    pages, made, _ = counted()
    pages(request("/?page=0"))
    monkeypatch.setattr(keeping, "BYTES", 3 * pages._bytes + 2)
    for number in range(1, 5):
        pages(request(f"/?page={number}"))
    pages(request("/?page=4"))
    assert len(made) == 5
    pages(request("/?page=0"))
    assert len(made) == 6


def test_long_addresses_take_no_more_memory_than_is_stated(monkeypatch: Any) -> None:
    monkeypatch.setattr(keeping, "BYTES", 100_000)
    pages, _, _ = counted()
    for number in range(50):
        pages(request(f"/?q={number}{'x' * 8000}"))
    assert sum(len("".join(key)) for key in pages._pages) <= 100_000
    assert pages._bytes <= 100_000
    assert pages._bytes == sum(keeping._size(*item) for item in pages._pages.items())


@pytest.mark.django_db
def test_where_nobody_writes_the_shop_window_is_as_it_was() -> None:
    with at_the_public_site():
        before = published.window()
        assert published.window().is_as(before)


def test_a_vacancy_published_changes_the_shop_window(shop: Shop) -> None:
    with at_the_public_site():
        before = published.window()
    shop.vacancy()
    with at_the_public_site():
        assert not published.window().is_as(before)
