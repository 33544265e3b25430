"""One's own page as somebody uses it: link, code, offers, facts, looks, letters, consent."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import entered
from chunfeng.foundation.accounts.own import COOKIE
from chunfeng.foundation.messaging.models import Message
from chunfeng.stages.own import operations, queries
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries as register
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements import queries as offers
from chunfeng.stages.placements.operations import Terms
from tests.cast import NOW, TODAY
from tests.faces.portal.own_home import PHONE, Home, enrolled, made_offer
from tests.faces.portal.shop import Shop
from tests.statements import asked

pytestmark = pytest.mark.django_db
MOST = 60_000  # bytes of a page
PARTS = ("/me", "/me/facts", "/me/facts/education", "/me/looks", "/me/letters", "/me/consent")


@pytest.fixture
def home(shop: Shop) -> Home:
    return made_offer(shop, enrolled(shop))


@pytest.fixture
def proved(home: Home) -> Home:
    home.come()
    home.prove()
    return home


def test_the_secret_leaves_the_address_and_stands_in_a_cookie_alone(home: Home) -> None:
    answer = home.shop.client.get(f"/m/{home.link}")
    cookie = answer.cookies[COOKIE]
    assert answer["Location"] == "/me"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/me", "Lax")
    page = home.shop.page("/me")
    assert home.link not in page.answer.content.decode()
    assert "no-store" in page.answer["Cache-Control"]


def test_a_link_alone_shows_offers_and_no_name(home: Home) -> None:
    home.come()
    page = home.shop.page("/me")
    for word in (
        "王**",
        "缝纫工",
        "平利县春燕毛绒玩具社区工厂",
        "¥3,000",
        "154****5555",
        "2026-11-30",
    ):
        assert word in page.main, word
    assert "王小春" not in page.answer.content.decode()
    for part in (*PARTS[1:], f"/me/offers/{home.offer}"):
        assert home.shop.page(part, 302).to == "/me", part


def test_with_the_code_they_say_yes_and_a_second_yes_changes_nothing(proved: Home) -> None:
    address = f"/me/offers/{proved.offer}"
    assert "王小春" in proved.shop.page("/me").main
    assert "用工单位会看到您的姓名" in proved.shop.page(address).main
    for _ in range(2):
        assert proved.shop.send(address, {"answer": "yes"}).to == address
    assert proved.state() == "agreed"
    with entered(proved.shop.by):
        (answer,) = offers.answers(proved.offer)
    assert (answer.how, answer.by) == ("link", proved.person)
    assert "等用工单位答复" in proved.shop.page(address).main


def test_no_wants_a_reason_of_the_short_list(proved: Home) -> None:
    address = f"/me/offers/{proved.offer}"
    page = proved.shop.send(address, {"answer": "no"}, 422)
    assert "请选一个原因" in page.main
    proved.shop.send(address, {"answer": "no", "reason": "not_reached"}, 422)
    assert proved.state() == "made"
    assert proved.shop.send(address, {"answer": "no", "reason": "too_far"}).to == address
    assert proved.state() == "declined"


def test_after_the_last_day_nothing_can_be_answered(proved: Home) -> None:
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        proved.prove()
        page = proved.shop.page(f"/me/offers/{proved.offer}")
        assert "答复期限已过" in page.main
        proved.shop.send(f"/me/offers/{proved.offer}", {"answer": "yes"}, 422)
    assert proved.state() == "made"


def test_the_offer_of_another_is_none(proved: Home) -> None:
    other = enrolled(proved.shop, household_no="P2", id_number="", phone="15400006666")
    with entered(proved.shop.by):
        theirs = placements.make(
            other, proved.shop.vacancy(), key="2", keys=proved.shop.keys, by=proved.shop.by,
            at=NOW, terms=Terms(tell=False),
        ).offer  # fmt: skip
    for method in ("get", "post"):
        answer = getattr(proved.shop.client, method)(f"/me/offers/{theirs}", {"answer": "yes"})
        assert answer.status_code == 404


def test_what_is_recorded_is_shown_and_what_is_sealed_is_not(proved: Home) -> None:
    page = proved.shop.page("/me/facts")
    assert "小学" in page.main
    assert "154****5555" in page.main
    for secret in (PHONE, "19800101", "因病"):
        assert secret not in page.answer.content.decode()


def test_a_wrong_fact_reaches_the_officers_and_the_answer_comes_back(proved: Home) -> None:
    shop = proved.shop
    page = shop.send("/me/facts/education", {"words": "打13800001111问我"}, 422)
    assert "打13800001111问我" in page.main, "what was typed is not lost"
    assert shop.send("/me/facts/education", {"words": "初中毕业"}).to == "/me/letters?done=1"
    with entered(shop.by):
        ((line,), _) = queries.page()
        operations.answer(line.id, right=True, words="已更正", keys=shop.keys, by=shop.by, at=NOW)
    main = shop.page("/me/letters").main
    assert "初中毕业" in main
    assert "已更正" in main


def test_looks_say_which_office_and_never_who(proved: Home) -> None:
    with entered(proved.shop.by):
        people.reveal(proved.person, "id_number", keys=proved.shop.keys, by=proved.shop.by, at=NOW)
    main = proved.shop.page("/me/looks").main
    assert "县级经办，平利县" in main
    assert "证件号码" in main
    assert str(proved.shop.by.user) not in main


def test_consent_taken_back_stops_the_offers_of_the_same_day(proved: Home) -> None:
    assert proved.shop.send("/me/consent", {"answer": "withdraw"}).to == "/me/consent"
    assert proved.state() == "lapsed"
    assert "不会给您发岗位邀约" in proved.shop.page("/me/consent").main
    proved.shop.send("/me/consent", {"answer": "agree"})
    assert TODAY.isoformat() in proved.shop.page("/me/consent").main


def test_no_more_messages_but_codes(proved: Home) -> None:
    assert proved.shop.send("/me/messages", {"answer": "stop"}).to == "/me/consent?messages=off"
    assert "不再给您发短信" in proved.shop.page("/me/consent?messages=off").main
    proved.prove()


@pytest.mark.parametrize("link", ["unknown", "revoked", "expired"])
def test_a_link_that_opens_nothing_answers_the_same_whatever_it_is(home: Home, link: str) -> None:
    shop, later = home.shop, NOW
    if link == "revoked":
        with entered(shop.by):
            operations.revoke(home.person, by=shop.by, at=NOW)
    if link == "expired":
        later = NOW + timedelta(days=31)
    token = "x" * 22 if link == "unknown" else home.link
    with time_machine.travel(later, tick=False):
        shop.client.get(f"/m/{token}")
        assert "链接已失效" in shop.page("/me", 404).main
        asked = statements(shop, "/me")
        shop.client.get(f"/m/{'y' * 22}")
        assert statements(shop, "/me") == asked
        for part in PARTS:
            assert shop.client.get(part).status_code == 404, part


def statements(shop: Shop, address: str) -> int:
    """How many statements an answer takes, whatever it is."""
    with CaptureQueriesContext(connection) as caught:
        shop.client.get(address)
    return len(asked(caught))


def test_a_network_that_tries_links_is_told_to_wait(shop: Shop) -> None:
    shop.client.get(f"/m/{'x' * 22}")
    statuses = [shop.client.get("/me").status_code for _ in range(62)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_five_wrong_codes_close_the_page(home: Home) -> None:
    home.come()
    home.shop.send("/me/send", {})
    for _ in range(5):
        home.shop.send("/me/code", {"code": "000000x"}, 422)
    home.shop.page("/me", 404)


def test_closing_leaves_nothing_in_the_browser(proved: Home) -> None:
    answer = proved.shop.client.post("/me/close")
    assert answer.cookies[COOKIE].value == ""
    proved.shop.client.get(f"/m/{proved.link}")
    assert "王小春" not in proved.shop.page("/me").main


def test_a_code_goes_to_the_registered_phone_alone(home: Home) -> None:
    home.come()
    home.shop.send("/me/send", {"phone": "15400009999"})
    with home.shop.unwalled():
        masks = set(Message.objects.values_list("phone_mask", flat=True))
    assert masks == {"154****5555"}


def test_where_a_landline_is_registered_it_is_said_that_no_code_comes(home: Home) -> None:
    home.come()
    with entered(home.shop.by):
        seen = register.facts(home.person, on=TODAY).version
        people.correct(
            home.person, {"phone": "09158421234"}, seen=seen, keys=home.shop.keys,
            by=home.shop.by, at=NOW,
        )  # fmt: skip
    page = home.shop.send("/me/send", {}, 422)
    assert "登记的电话不是手机号，收不到短信" in page.main


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_is_small_and_in_both_languages(proved: Home, language: str) -> None:
    for part in (*PARTS, f"/me/offers/{proved.offer}"):
        page = proved.shop.page(f"{part}?lang={language}")
        assert len(page.answer.content) < MOST, part
        assert "UNDEFINED" not in page.answer.content.decode(), part


def test_a_page_asks_the_database_as_much_for_many_offers_as_for_few(proved: Home) -> None:
    few = len(proved.shop.statements("/me"))
    with entered(proved.shop.by):
        for number in range(5):
            placements.make(
                proved.person, proved.shop.vacancy(title=f"工{number}"), key=f"m{number}",
                keys=proved.shop.keys, by=proved.shop.by, at=NOW, terms=Terms(tell=False),
            )  # fmt: skip
    assert len(proved.shop.statements("/me")) == few
