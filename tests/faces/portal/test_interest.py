"""“I am interested”: the code, the officer's queue, taking it back; nothing without consent."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from chunfeng.foundation.access import entered
from chunfeng.stages.vacancies import queries
from chunfeng.stages.vacancies.models import Interest
from tests.cast import NOW, Cast
from tests.faces.portal.shop import NEXT_TOWN, TOWN, Shop

PHONE, OTHER = "15400003333", "15400004444"
TOLD = {"name": "王小春", "phone": PHONE, "place": str(TOWN), "consent": "1", "note": "晚上接电话"}


@pytest.fixture
def form(shop: Shop) -> str:
    """The form of a vacancy."""
    return f"/vacancies/{shop.vacancy()}/interest"


@pytest.fixture
def moving() -> Iterator[Any]:
    """A clock that a test moves."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def asked(shop: Shop, form: str, **told: Any) -> str:
    """Fills the form in; the address where the code is typed."""
    return shop.send(form, TOLD | told).to


def confirmed(shop: Shop, form: str, **told: Any) -> str:
    """Fills the form in, types the code; the address of the last page."""
    page = asked(shop, form, **told)
    return shop.send(page, {"code": shop.code()}).to


def open_to(cast: Cast) -> list[str]:
    """The names in the township's queue."""
    with entered(cast.chun):
        return [line.name for line in queries.interests_open()[0]]


def kept(shop: Shop) -> list[dict[str, Any]]:
    """What is kept, behind the walls."""
    with shop.unwalled():
        return list(Interest.objects.exclude(wish="back").values())


def test_the_code_brings_it_to_the_officer_of_the_township(
    shop: Shop, form: str, cast: Cast
) -> None:
    page = asked(shop, form)
    assert open_to(cast) == []
    done = shop.page(shop.send(page, {"code": shop.code()}).to)
    assert open_to(cast) == ["王小春"]
    assert "城关镇的经办人员会在三个工作日内打电话给您" in done.main


def test_it_also_goes_without_a_vacancy(shop: Shop, cast: Cast) -> None:
    confirmed(shop, "/interest?wish=learn", wish="learn")
    with entered(cast.chun):
        (line,), _ = queries.interests_open()
    assert (line.wish, line.vacancy, line.language) == ("learn", None, "zh")


def test_who_it_is_for_is_asked_first(shop: Shop) -> None:
    page = shop.page("/interest?wish=learn")
    assert [box["value"] for box in page.soup.select("[name=wish][checked]")] == ["learn"]
    assert not shop.page("/interest?wish=x").soup.select("[name=wish][checked]")


def test_the_township_is_filled_in_and_remembered(shop: Shop, form: str) -> None:
    shop.lives(NEXT_TOWN)
    chosen = shop.page(form).soup.select_one("[name=place] option[selected]")
    assert chosen is not None
    assert chosen["value"] == str(NEXT_TOWN)
    asked(shop, form)
    assert shop.client.cookies["place"].value == str(TOWN)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name": " "}, "请留下姓名"),
        ({"phone": "12345"}, "11 位数字"),
        ({"phone": "0915-8421234"}, "固定电话，收不到短信"),
        ({"place": "610926000000"}, "请选择您居住的乡镇"),
        ({"place": "x"}, "请选择您居住的乡镇"),
        ({"consent": ""}, "请勾选同意"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    shop: Shop, form: str, told: dict[str, str], said: str
) -> None:
    sent = {name: value for name, value in (TOLD | told).items() if value}
    page = shop.send(form, sent, status=422)
    assert said in page.main
    assert "晚上接电话" in page.main
    assert kept(shop) == []


def test_a_machine_that_fills_everything_in_leaves_nothing(shop: Shop, form: str) -> None:
    page = shop.send(form, TOLD | {"homepage": "https://example.org"}, status=422)
    assert "最后一格请留空" in page.main
    assert kept(shop) == []


def test_a_wrong_code_may_be_typed_again_five_times(shop: Shop, form: str, cast: Cast) -> None:
    page = asked(shop, form)
    for _ in range(5):
        assert "验证码不对" in shop.send(page, {"code": "x"}, status=422).main
    assert "重新来一次" in shop.send(page, {"code": shop.code()}, status=422).main
    assert open_to(cast) == []


def test_a_code_is_good_for_ten_minutes(shop: Shop, form: str, cast: Cast, moving: Any) -> None:
    page = asked(shop, form)
    moving.shift(timedelta(minutes=11))
    shop.send(page, {"code": shop.code()}, status=422)
    moving.shift(timedelta(minutes=30))
    assert "重新来一次" in shop.page(page, status=422).main
    assert open_to(cast) == []


def test_a_token_is_ours_or_nobodys(shop: Shop, form: str) -> None:
    page = asked(shop, form)
    shop.page("/interest/code/xyz", status=422)
    shop.page(page[:-1] + ("a" if page[-1] != "a" else "b"), status=422)
    token = page.rsplit("/", 1)[1]
    assert shop.page(f"/interest/done/{token}", status=302).to == "/interest"
    assert shop.page(f"/interest/withdraw/{token}", status=302).to == "/withdraw"


def test_one_phone_gets_five_codes_an_hour(shop: Shop, form: str) -> None:
    for _ in range(5):
        asked(shop, form)
    page = shop.send(form, TOLD, status=429)
    assert page.answer["Retry-After"] == "3600"
    assert len(kept(shop)) == 5  # without a code there is no interest


def test_one_network_sends_forty_times_an_hour(shop: Shop, form: str, moving: Any) -> None:
    for _ in range(40):
        shop.send(form, {}, status=422)
    shop.send(form, TOLD, status=429)
    shop.send(form, TOLD, REMOTE_ADDR="192.0.2.7")
    moving.shift(timedelta(hours=2))
    shop.send(form, TOLD)


def test_it_is_taken_back_by_its_link(shop: Shop, form: str, cast: Cast) -> None:
    token = confirmed(shop, form).rsplit("/", 1)[1]
    shop.page(f"/interest/withdraw/{token}")
    assert open_to(cast) == ["王小春"]  # looking at the page takes nothing back
    assert "已删除" in shop.send(f"/interest/withdraw/{token}", {}, status=200).main
    assert open_to(cast) == []
    (row,) = kept(shop)
    left = [row[n] for n in ("name", "phone", "phone_mask", "note")]
    assert left == ["", None, "", ""]
    assert row["state"] == "dropped"
    again = shop.send(f"/interest/withdraw/{token}", {}, status=200)
    assert "没有留下的信息" in again.main


def test_everything_of_a_phone_is_taken_back_by_a_code(shop: Shop, form: str, cast: Cast) -> None:
    confirmed(shop, form)
    confirmed(shop, "/interest", wish="near", name="王大春")
    confirmed(shop, "/interest", wish="near", name="李别人", phone=OTHER)
    page = shop.send("/withdraw", {"phone": PHONE})
    assert "验证码不对" in shop.send(page.to, {"code": "x"}, status=422).main
    assert sorted(open_to(cast)) == ["李别人", "王大春", "王小春"]
    assert "您留下的信息已经删除" in shop.send(page.to, {"code": shop.code()}, status=200).main
    assert open_to(cast) == ["李别人"]


def test_a_request_to_take_back_is_no_interest(shop: Shop, cast: Cast) -> None:
    page = shop.send("/withdraw", {"phone": PHONE}).to
    token = page.rsplit("/", 1)[1]
    shop.page(f"/interest/code/{token}", status=422)
    assert "没有留下的信息" in shop.send(page, {"code": shop.code()}, status=200).main
    assert open_to(cast) == []


def test_a_year_later_it_is_wiped(shop: Shop, form: str) -> None:
    from chunfeng.stages.vacancies import taking_back
    from tests.foundation.jobs.arranging import WORKER, login

    confirmed(shop, form)
    with login(WORKER):
        assert taking_back.sweep(at=NOW + timedelta(days=364)) == 0
        assert taking_back.sweep(at=NOW + timedelta(days=366)) == 1
    assert [row["name"] for row in kept(shop)] == [""]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_consent_says_who_sees_it_how_long_and_how_to_take_it_back(
    shop: Shop, form: str, language: str
) -> None:
    page = shop.page(form) if language == "zh" else shop.english(form)
    words = {
        "zh": ("乡镇和县的经办人员", "最多保存一年", "撤回", "2026年11月版"),
        "en": ("township and county", "one year at most", "take it back", "November 2026"),
    }
    box = page.soup.select_one(".consent")
    assert box is not None
    for said in words[language]:
        assert said in box.get_text()


def test_pages_of_one_person_are_kept_nowhere(shop: Shop, form: str) -> None:
    for answer in (shop.page(form), shop.page(asked(shop, form)), shop.page("/withdraw")):
        assert answer.answer["Cache-Control"] == "private, no-store"
        assert answer.soup.select('meta[name=robots][content="noindex"]')


def test_a_helper_may_fill_it_in(shop: Shop, form: str) -> None:
    assert "替别人填" in shop.page(form).main


def test_who_reads_english_gets_the_message_in_english(shop: Shop, form: str) -> None:
    shop.client.cookies["language"] = "en"
    confirmed(shop, form)
    assert [row["language"] for row in kept(shop)] == ["en"]


def test_the_public_login_reads_no_interest(shop: Shop, form: str) -> None:
    from django.db import ProgrammingError, connection, transaction

    from tests.public import at_the_public_site

    confirmed(shop, form)
    for statement in (
        "SELECT name FROM vacancies_interest",
        "SELECT key FROM vacancies_tally",
        "SELECT vacancies_wipe_old(now())",
    ):
        with at_the_public_site(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before")
            cursor.execute("SET LOCAL ROLE chunfeng_public")
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(statement)
            cursor.execute("ROLLBACK TO SAVEPOINT before")


def test_ids_of_others_take_nothing_back(shop: Shop, form: str, cast: Cast) -> None:
    from chunfeng.faces.portal import leaving
    from chunfeng.stages.vacancies import taking_back
    from tests.public import at_the_public_site

    confirmed(shop, form)
    from chunfeng.foundation.access import in_public

    with at_the_public_site(), in_public():
        keys = leaving.keys()
        wrong = taking_back.take_back_all(UUID(int=1), "000000", keys=keys, at=NOW)
    assert wrong == taking_back.OVER
    assert open_to(cast) == ["王小春"]
