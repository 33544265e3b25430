"""The review queue: what waits, what is marked in it, publishing and sending back."""

import uuid
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.vacancies import operations, queries
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import Desk
from tests.stages.vacancies import market

AGE = {"age_min": 18, "age_max": 35}  # an age without a reason: an officer decides


def waiting(desk: Desk, employer: uuid.UUID, **values: Any) -> uuid.UUID:
    """A vacancy that waits for review."""
    by = desk.county.context
    made = market.draft(by, desk.world.keys, employer, **values)
    with entered(by):
        operations.submit(made, by=by, at=NOW)
    return made


@pytest.fixture
def employer(desk: Desk) -> uuid.UUID:
    return market.employer(desk.county.context)


def test_the_oldest_stands_first_and_next_leads_on(desk: Desk, employer: uuid.UUID) -> None:
    made = [waiting(desk, employer, title=title) for title in ("缝纫工", "包装工", "质检员")]
    with entered(desk.county.context):
        order = [line.id for line in queries.review_queue(on=TODAY)[0]]
    page = desk.page("/review")
    assert [a["href"] for a in page.soup.select("a.table-name")] == [f"/review/{v}" for v in order]
    assert sorted(order) == sorted(made)
    first = desk.page(f"/review/{order[0]}")
    assert first.links(f"/review/{order[1]}")
    assert not desk.page(f"/review/{order[2]}").links("/review/"), "nothing comes after the last"


def test_publishing_leads_to_the_next_and_then_back_to_the_queue(
    desk: Desk, employer: uuid.UUID
) -> None:
    made = {waiting(desk, employer, title=title) for title in ("缝纫工", "包装工")}
    first = desk.page("/review").links("/review/")[0]
    answer = desk.send(first, {"act": "publish"})
    assert answer.to in {f"/review/{vacancy}" for vacancy in made} - {first}
    assert desk.send(answer.to, {"act": "publish"}).to == "/review"
    assert {market.state(desk.county.context, vacancy) for vacancy in made} == {"published"}


def test_words_that_are_marked_are_marked_in_the_text_and_need_a_reason(
    desk: Desk, employer: uuid.UUID
) -> None:
    made = waiting(desk, employer, **AGE)
    page = desk.page(f"/review/{made}")
    keys = [one["name"] for one in page.soup.select("input[name^=reason-]")]
    assert keys, "the age has to be answered"
    again = desk.send(f"/review/{made}", {"act": "publish"}, status=422)
    assert again.soup.select_one(".field-wrong")
    assert market.state(desk.county.context, made) == "review"
    reasons = dict.fromkeys(keys, "岗位确有需要")
    desk.send(f"/review/{made}", {"act": "publish"} | reasons)
    assert market.state(desk.county.context, made) == "published"
    assert "岗位确有需要" in desk.page(f"/vacancies/{made}").main


def test_unlawful_words_show_as_marks_and_cannot_be_published(
    desk: Desk, employer: uuid.UUID
) -> None:
    made = waiting(desk, employer)
    by, seen = desk.county.context, market.version(desk.county.context, made)
    with entered(by):
        operations.change(made, {"description": "限女性，三十岁以下"}, seen=seen,
                          keys=desk.world.keys, by=by, at=NOW)  # fmt: skip
    page = desk.page(f"/review/{made}")
    marked = [one.get_text() for one in page.soup.select("dl mark.marked-refuse")]
    assert any("限女" in words for words in marked)
    assert not page.soup.select_one("button[value=publish]")
    desk.send(f"/review/{made}", {"act": "publish"}, status=422)
    desk.send(f"/review/{made}", {"act": "send-back"}, status=422)
    desk.send(f"/review/{made}", {"act": "send-back", "back": "去掉性别要求"})
    assert market.state(desk.county.context, made) == "draft"
    assert "去掉性别要求" in desk.page(f"/vacancies/{made}").main


def test_an_employer_nobody_verified_leads_to_verification(desk: Desk) -> None:
    made = waiting(desk, (new := market.employer(desk.county.context, state="applied")))
    page = desk.page(f"/review/{made}")
    assert page.links(f"/employers/{new}")
    assert not page.soup.select_one("button[value=publish]")
    assert "核验" in desk.send(f"/review/{made}", {"act": "publish"}, status=422).main


def test_a_vacancy_that_does_not_wait_leads_to_its_page(desk: Desk, employer: uuid.UUID) -> None:
    made = market.draft(desk.county.context, desk.world.keys, employer)
    answer = desk.county.client.get(f"/review/{made}")
    assert answer.headers["Location"] == f"/vacancies/{made}"


def test_only_who_decides_reviews_and_only_at_home(desk: Desk, employer: uuid.UUID) -> None:
    made = waiting(desk, employer)
    desk.page("/review", desk.village, status=403)
    desk.page(f"/review/{made}", desk.neighbour, status=404)
    assert "缝纫工" not in desk.page("/review", desk.neighbour).main


def test_the_queue_takes_as_many_statements_for_many_as_for_few(
    desk: Desk, employer: uuid.UUID
) -> None:
    waiting(desk, employer)
    few = desk.statements("/review")
    for number in range(6):
        waiting(desk, market.employer(desk.county.context, name=f"厂{number}"), title=f"工{number}")
    assert desk.statements("/review") <= few
    assert few <= 14


def test_lawful_overtime_is_a_reminder_and_holds_nothing(desk: Desk, employer: uuid.UUID) -> None:
    made = waiting(desk, employer, hours_per_day=8.0, days_per_week=6.0)
    page = desk.page(f"/review/{made}")
    assert "提醒" in page.main
    assert "150%" in page.main
    assert not page.soup.select("input[name^=reason-]")
    desk.send(f"/review/{made}", {"act": "publish"})
    assert market.state(desk.county.context, made) == "published"


def test_bulk_publishing_leaves_no_vacancy_for_a_reminder(desk: Desk, employer: uuid.UUID) -> None:
    made = waiting(desk, employer, hours_per_day=8.0, days_per_week=6.0)
    desk.send("/vacancies/picked", {"act": "publish", "vacancy": str(made), "sure": "1"})
    assert market.state(desk.county.context, made) == "published"


def test_reasons_given_before_for_a_rule_are_offered_again(desk: Desk, employer: uuid.UUID) -> None:
    for title, reason in (("缝纫工", "高处作业"), ("包装工", "退休返聘"), ("质检员", "退休返聘")):
        made = waiting(desk, employer, title=title, **AGE)
        asked = desk.page(f"/review/{made}").soup.select("[name^=reason-]")
        (key,) = [one["name"] for one in asked]
        desk.send(f"/review/{made}", {"act": "publish", key: reason})
    page = desk.page(f"/review/{waiting(desk, employer, title='保洁员', **AGE)}")
    offered = [one.get_text() for one in page.soup.select("[data-fills] button")]
    assert offered == ["退休返聘", "高处作业"], "the most frequent first"


def test_one_reason_publishes_all_that_have_the_same_finding(
    desk: Desk, employer: uuid.UUID
) -> None:
    made = [waiting(desk, employer, title=title, **AGE) for title in ("缝纫工", "包装工")]
    other = waiting(desk, employer, title="质检员", days_per_week=7.0, hours_per_day=4.0)
    sent = {"act": "publish", "to": "review", "vacancy": [str(one) for one in (*made, other)]}
    look = desk.send("/vacancies/picked", sent, status=200)
    assert "2 条岗位有此情况" in look.main
    desk.send("/vacancies/picked", sent | {"sure": "1"}, status=422)
    answer = desk.send("/vacancies/picked", sent | {"sure": "1", "reason-age_most-age_max": "高处"})
    assert answer.to == "/review"
    assert [market.state(desk.county.context, one) for one in (*made, other)] == [
        "published", "published", "review"
    ]  # fmt: skip
    assert "已发布 2 条岗位，1 条未发布" in desk.page("/review").text
