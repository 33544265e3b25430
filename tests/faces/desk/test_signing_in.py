"""Signing in at the desk: a phone, a code, an employer; a stranger learns nothing."""

from datetime import timedelta

import pytest
import time_machine

from chunfeng.foundation.access import entered
from chunfeng.foundation.accounts import members
from tests.cast import NOW
from tests.faces.desk.counter import OTHER, PHONE, Counter
from tests.faces.workbench.desk import Page
from tests.public import PublicClient

UNKNOWN = "15499999999"


def asked(client: PublicClient, phone: str) -> Page:
    answer = client.post("/desk/signin", {"phone": phone})
    assert answer.status_code == 302, answer.content
    return Page("/desk/code", client.get(answer["Location"]), 200)


def test_a_code_sent_to_the_phone_signs_in(counter: Counter) -> None:
    client = PublicClient()
    page = asked(client, "154 0000 0017")
    assert PHONE in page.main
    field = page.soup.select_one("input[name=code]")
    assert field["autocomplete"] == "one-time-code"
    assert field["inputmode"] == "numeric"
    answer = client.post("/desk/code", {"code": counter.code()})
    assert answer["Location"] == "/desk/"
    home = Page("/desk/", client.get("/desk/"), 200)
    assert "春燕毛绒玩具社区工厂" in home.main


def test_an_unknown_phone_reads_the_same_and_gets_nothing(counter: Counter) -> None:
    known, unknown = asked(PublicClient(), PHONE), asked(PublicClient(), UNKNOWN)
    assert known.main.replace(PHONE, "x") == unknown.main.replace(UNKNOWN, "x")
    assert counter.code(UNKNOWN) == ""


@pytest.mark.parametrize(
    ("phone", "said"),
    [("0915-8421234", "固定电话，收不到短信"), ("1540000001", "11 位数字")],
)
def test_what_gets_no_code_is_refused_for_what_it_is(db: None, phone: str, said: str) -> None:
    answer = PublicClient().post("/desk/signin", {"phone": phone})
    assert said in Page("/desk/signin", answer, 422).main


def test_asking_again_and_again_is_slowed_down_for_known_and_unknown_alike(
    counter: Counter,
) -> None:
    said = []
    for phone in (PHONE, UNKNOWN):
        client, answer = PublicClient(), None
        for _ in range(7):
            answer = client.post("/desk/signin", {"phone": phone})
        said.append(Page("/desk/signin", answer, 422).main)
    assert said[0] == said[1]
    assert "秒再试" in said[0]


def test_of_a_phone_that_got_too_many_codes_an_earlier_one_stays_good(counter: Counter) -> None:
    for hour in range(5):
        with time_machine.travel(NOW + timedelta(minutes=hour), tick=False):
            asked(PublicClient(REMOTE_ADDR=f"192.0.2.{hour}"), PHONE)
    good = counter.code()
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        client = PublicClient(REMOTE_ADDR="198.51.100.1")
        client.post("/desk/signin", {"phone": PHONE})
        answer = client.post("/desk/code", {"code": good})
    assert answer.status_code == 302, answer.content


def test_a_wrong_code_says_so_and_does_not_sign_in(counter: Counter) -> None:
    client = PublicClient()
    asked(client, PHONE)
    wrong = "000000" if counter.code() != "000000" else "111111"
    page = Page("/desk/code", client.post("/desk/code", {"code": wrong}), 422)
    assert "验证码不对" in page.main
    assert client.get("/desk/").status_code == 302


def test_an_old_code_is_no_good(counter: Counter) -> None:
    client = PublicClient()
    asked(client, PHONE)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        answer = client.post("/desk/code", {"code": counter.code()})
    assert answer.status_code == 422


def test_who_acts_for_two_employers_chooses_and_changes(counter: Counter) -> None:
    counter.join(counter.theirs.employer, PHONE)
    client = PublicClient()
    asked(client, PHONE)
    answer = client.post("/desk/code", {"code": counter.code(), "next": "/desk/vacancies"})
    page = Page("/desk/employers", client.get(answer["Location"]), 200)
    named = {one.get_text(strip=True): one["value"] for one in page.soup.select("[name=member]")}
    assert sorted(named) == ["春燕毛绒玩具社区工厂", "金丝雀服装厂"]
    second = named["金丝雀服装厂"]
    answer = client.post("/desk/employers", {"member": second, "next": "/desk/vacancies"})
    assert answer["Location"] == "/desk/vacancies"
    assert "金丝雀服装厂" in Page("/desk/", client.get("/desk/"), 200).main


def test_nobody_chooses_an_employer_that_is_not_theirs(counter: Counter) -> None:
    other = counter.theirs.context.user
    page = counter.ours.send("/desk/employers", {"member": str(other)}, 200)
    assert "金丝雀服装厂" not in page.text


@pytest.mark.parametrize(
    "going", ["//evil.example/", "https://evil.example/", "/people", "/desk\\x"]
)
def test_signing_in_leads_nowhere_but_to_the_desk(counter: Counter, going: str) -> None:
    client = PublicClient()
    asked(client, PHONE)
    answer = client.post("/desk/code", {"code": counter.code(), "next": going})
    assert answer["Location"] == "/desk/"


def test_signing_out_ends_the_session_and_clears_the_browser(counter: Counter) -> None:
    answer = counter.ours.client.post("/desk/signout")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert counter.ours.client.get("/desk/").status_code == 302


def test_the_sessions_of_a_phone_are_listed_and_ended(counter: Counter) -> None:
    client = PublicClient()
    asked(client, PHONE)
    client.post("/desk/code", {"code": counter.code()})
    page = counter.ours.page("/desk/account")
    assert len(page.soup.select("section:nth-of-type(2) li")) == 2
    counter.ours.send("/desk/account")
    assert client.get("/desk/").status_code == 302
    assert counter.ours.client.get("/desk/").status_code == 200
    assert counter.theirs.client.get("/desk/").status_code == 200


def test_language_and_large_text_are_the_members(counter: Counter) -> None:
    counter.ours.send("/desk/manner", {"language": "en", "large": "1", "next": "/desk/vacancies"})
    page = counter.ours.page("/desk/vacancies")
    assert page.soup.html["lang"] == "en"
    assert page.soup.html["data-text"] == "large"
    assert "Our vacancies" in page.main


def test_who_no_longer_acts_for_anybody_gets_no_code(counter: Counter) -> None:
    with entered(counter.officer.context) as by:
        members.end(counter.theirs.context.user, by=by, at=NOW)
    asked(PublicClient(), OTHER)
    assert counter.code(OTHER) == ""
    assert counter.theirs.client.get("/desk/").status_code == 302
