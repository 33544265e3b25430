"""Vacancies at the workbench: the list, one whole, acts on one and on many, entering, changing."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.audit.models import Event
from chunfeng.stages.vacancies import operations, queries
from tests.cast import NOW, TODAY
from tests.faces.workbench.desk import VILLAGE, Desk
from tests.stages.vacancies import market

NEW = {"channel": "local", "title": "包装工", "occupation": "", "place": "平利县城关镇",
       "address": "工业园 3 号", "headcount": "6", "description": ""}  # fmt: skip


@pytest.fixture
def employer(desk: Desk) -> uuid.UUID:
    return market.employer(desk.county.context)


def draft(desk: Desk, employer: uuid.UUID, **values: Any) -> uuid.UUID:
    return market.draft(desk.county.context, desk.world.keys, employer, **values)


def published(desk: Desk, employer: uuid.UUID, **values: Any) -> uuid.UUID:
    return market.published(desk.county.context, desk.world.keys, employer, **values)


def waiting(desk: Desk, employer: uuid.UUID, **values: Any) -> uuid.UUID:
    made = draft(desk, employer, **values)
    with entered(desk.county.context):
        operations.submit(made, by=desk.county.context, at=NOW)
    return made


def facts(desk: Desk, vacancy: uuid.UUID) -> queries.Facts:
    with entered(desk.county.context):
        found = queries.facts(vacancy)
    assert found
    return found


def state(desk: Desk, vacancy: uuid.UUID) -> str:
    return market.state(desk.county.context, vacancy)


def test_the_list_is_narrowed_sorted_and_said_in_words(desk: Desk, employer: uuid.UUID) -> None:
    other = market.employer(desk.county.context, name="安达茶厂", kind="company")
    published(desk, employer, title="缝纫工", pay_low=2000.0)
    draft(desk, other, title="采茶工", channel="temporary", pay_low=4000.0, place=VILLAGE)

    def titles(query: str) -> list[str]:
        return [a.get_text() for a in desk.page(f"/vacancies?{query}").soup.select(".table-name")]

    for query, expected in (
        ("sort=pay", ["缝纫工", "采茶工"]),
        ("sort=-pay", ["采茶工", "缝纫工"]),
        ("state=published", ["缝纫工"]),
        ("channel=temporary", ["采茶工"]),
        (f"employer={other}", ["采茶工"]),
        ("words=caicha", ["采茶工"]),
        ("words=春燕", ["缝纫工"]),
        (f"region={VILLAGE:012d}", ["采茶工"]),
        ("full=yes", []),
        ("expired=yes", []),
        ("home=yes", ["缝纫工"]),
        ("held=yes", []),
        ("employer=nonsense&state=nonsense&sort=nonsense", ["采茶工", "缝纫工"]),
    ):
        assert sorted(titles(query)) == sorted(expected), query
        if query.startswith("sort="):
            assert titles(query) == expected, query
    said = desk.page(f"/vacancies?employer={other}&channel=temporary&full=no").main
    assert "安达茶厂 · 临时季节 · 名额已满：否" in said


def test_a_filter_is_kept_and_dropped(desk: Desk, employer: uuid.UUID) -> None:
    draft(desk, employer)
    desk.send("/vacancies/filters", {"query": "state=draft", "name": "草稿"})
    page = desk.page("/vacancies")
    assert page.soup.find("a", string="草稿")["href"] == "?state=draft"
    dropped = page.soup.select_one("button[name=drop]")["value"]
    desk.send("/vacancies/filters", {"query": "", "drop": dropped})
    assert not desk.page("/vacancies").soup.find("a", string="草稿")


def test_columns_are_chosen_in_the_address(desk: Desk, employer: uuid.UUID) -> None:
    draft(desk, employer, vacancy_no="V0077")
    assert "V0077" not in desk.page("/vacancies").main
    assert "V0077" in desk.page("/vacancies?column=number").main


def test_lines_bring_no_statement_of_their_own(desk: Desk, employer: uuid.UUID) -> None:
    draft(desk, employer)
    few = desk.statements("/vacancies")
    for number in range(6):
        draft(desk, market.employer(desk.county.context, name=f"厂{number}"), title=f"工{number}")
    assert desk.statements("/vacancies") <= few


def test_the_ledger_goes_out_as_it_comes_in(desk: Desk, employer: uuid.UUID, unwalled: Any) -> None:
    published(desk, employer)
    draft(desk, employer, title="包装工", occupation=None)
    answer = desk.county.client.get("/vacancies/ledger?state=draft&as=csv")
    content = answer.content.decode("utf-8-sig")
    assert "包装工" in content
    assert "缝纫工" not in content
    assert "15400002222" not in content
    with unwalled():
        assert Event.objects.filter(kind="vacancy.exported").count() == 1
    assert desk.county.client.get("/vacancies/ledger").content[:2] == b"PK"


def test_what_is_not_marked_is_published_after_a_look_at_the_list(
    desk: Desk, employer: uuid.UUID
) -> None:
    clean = waiting(desk, employer)
    marked = waiting(desk, employer, title="包装工", age_min=18, age_max=35)
    unknown = market.employer(desk.county.context, name="安达茶厂", state="applied")
    unverified = waiting(desk, unknown, title="采茶工")
    sent = {"act": "publish", "back": "state=review",
            "vacancy": [str(clean), str(marked), str(unverified)]}  # fmt: skip
    look = desk.send("/vacancies/picked", sent, status=200)
    assert "直接发布 1 条 · 填写理由后发布 1 条 · 不发布 1 条" in look.main
    assert "单位未核验" in look.main
    assert state(desk, clean) == "review"
    assert desk.send("/vacancies/picked", sent | {"sure": "1"}).to == "/vacancies?state=review"
    assert [state(desk, one) for one in (clean, marked, unverified)] == [
        "published", "review", "review"
    ]  # fmt: skip


def test_many_are_paused_renewed_closed_and_taken_out(desk: Desk, employer: uuid.UUID) -> None:
    made = [published(desk, employer, title=title) for title in ("缝纫工", "包装工")]
    sent: dict[str, Any] = {"vacancy": [str(one) for one in made], "back": "", "sure": "1"}
    desk.send("/vacancies/picked", sent | {"act": "pause", "reason": "停产检修"})
    assert [state(desk, one) for one in made] == ["paused", "paused"]
    later = TODAY + timedelta(days=90)
    desk.send("/vacancies/picked", sent | {"act": "renew", "end_date": "2020-01-01"}, status=422)
    desk.send("/vacancies/picked", sent | {"act": "renew", "end_date": later.isoformat()})
    assert [facts(desk, one).values["end_date"] for one in made] == [later, later]
    desk.send("/vacancies/picked", sent | {"act": "close"})
    assert [state(desk, one) for one in made] == ["closed", "closed"]
    out = desk.county.client.post("/vacancies/picked", sent | {"act": "export"})
    assert out.content[:2] == b"PK"
    desk.send("/vacancies/picked", {"act": "close", "vacancy": ["x"], "back": ""})
    desk.send("/vacancies/picked", sent | {"act": "nonsense"}, status=404)


def test_a_neighbour_changes_none_of_them(desk: Desk, employer: uuid.UUID) -> None:
    made = published(desk, employer)
    sent = {"act": "close", "vacancy": [str(made)], "back": "", "sure": "1"}
    desk.send("/vacancies/picked", sent, by=desk.neighbour)
    assert state(desk, made) == "published"
    assert "缝纫工" not in desk.page("/vacancies", desk.neighbour).main
    for address in ("", "/edit/pay", "/act/close"):
        desk.page(f"/vacancies/{made}{address}", desk.neighbour, status=404)
    desk.send(f"/vacancies/{made}/phone", by=desk.neighbour, status=404)


def test_the_main_act_changes_with_the_state(desk: Desk, employer: uuid.UUID) -> None:
    made = draft(desk, employer)

    def main() -> str:
        page = desk.page(f"/vacancies/{made}")
        return str(page.soup.select_one(".page-head a.button-main")["href"])

    address = f"/vacancies/{made}/act"
    assert main() == f"{address}/submit"
    desk.send(f"{address}/submit", {"sure": "1"})
    assert main() == f"/review/{made}"
    desk.send(f"/review/{made}", {"act": "publish"})
    assert main() == f"{address}/pause"
    desk.send(f"{address}/pause", {"reason": "停产检修"})
    assert "停产检修" in desk.page(f"/vacancies/{made}").main
    assert main() == f"{address}/resume"
    desk.send(f"{address}/resume", {"sure": "1"})
    desk.send(f"{address}/close", {"reason": "招满了"})
    assert main() == f"{address}/copy"
    desk.send(f"{address}/submit", {"sure": "1"}, status=302)
    assert state(desk, made) == "review", "a closed vacancy may be handed in again"


def test_a_copy_is_a_new_draft_with_its_dates_moved_on(desk: Desk, employer: uuid.UUID) -> None:
    made = published(desk, employer)
    desk.send(f"/vacancies/{made}/act/copy", {"months": "x"}, status=422)
    answer = desk.send(f"/vacancies/{made}/act/copy", {"months": "2"})
    copied = facts(desk, uuid.UUID(answer.to.rpartition("/")[2]))
    assert copied.state == "draft"
    assert copied.values["end_date"] == (TODAY + timedelta(days=0)).replace(
        year=TODAY.year + 2, month=1
    )


def test_seats_are_never_fewer_than_are_taken(desk: Desk, employer: uuid.UUID) -> None:
    made = published(desk, employer, headcount=2)
    with entered(desk.county.context):
        operations.take_seat(made, holder=uuid.uuid4(), region=VILLAGE, by=desk.county.context,
                             at=NOW)  # fmt: skip
    desk.send(f"/vacancies/{made}/act/headcount", {"headcount": "0"}, status=422)
    desk.send(f"/vacancies/{made}/act/headcount", {"headcount": "1"})
    page = desk.page(f"/vacancies/{made}")
    assert "0 / 1" in page.soup.select_one("#seats").get_text()
    assert "名额已满" in page.main


def test_a_vacancy_is_entered_group_by_group(desk: Desk, employer: uuid.UUID) -> None:
    empty = desk.send("/vacancies/new", NEW | {"title": ""}, status=422)
    assert empty.soup.select_one("input[name=address]")["value"] == "工业园 3 号"
    answer = desk.send("/vacancies/new", NEW | {"employer": str(employer)})
    made = uuid.UUID(answer.to.split("/")[2])
    visited = []
    while "/edit/" in answer.to:
        page = desk.page(answer.to)
        visited.append(answer.to.split("/")[4].partition("?")[0])
        form = page.form()
        if visited[-1] == "pay":
            form |= {"pay_kind": ["month"], "pay_low": "2800"}
        answer = desk.send(answer.to, form)
    assert visited == ["pay", "hours", "living", "demands", "contact"]
    kept = facts(desk, made)
    assert (kept.values["title"], kept.values["pay_low"], kept.state) == ("包装工", 2800.0, "draft")


def test_a_wrong_value_is_said_at_its_field(desk: Desk, employer: uuid.UUID) -> None:
    made = draft(desk, employer)
    form = desk.page(f"/vacancies/{made}/edit/pay").form()
    again = desk.send(f"/vacancies/{made}/edit/pay", form | {"pay_high": "100"}, status=422)
    assert again.soup.select_one(".field-wrong input")["name"] == "pay_high"
    again = desk.send(f"/vacancies/{made}/edit/pay", form | {"pay_low": "很多"}, status=422)
    assert again.soup.select_one(".field-wrong input")["name"] == "pay_low"
    desk.page(f"/vacancies/{made}/edit/nonsense", status=404)


def test_two_who_change_the_same_field_compare(desk: Desk, employer: uuid.UUID) -> None:
    made = draft(desk, employer)
    address = f"/vacancies/{made}/edit/pay"
    form = desk.page(address).form()
    desk.send(address, form | {"pay_low": "2500"})
    page = desk.send(address, form | {"pay_low": "2700"}, status=409)
    assert "2500" in page.main
    assert "2700" in page.main
    again = page.form()
    desk.send(address, again | {"take-pay_low": "theirs"})
    assert facts(desk, made).values["pay_low"] == 2500.0
    desk.send(address, again | {"take-pay_low": "mine"})
    assert facts(desk, made).values["pay_low"] == 2700.0


def test_another_field_changed_meanwhile_disturbs_nobody(desk: Desk, employer: uuid.UUID) -> None:
    made = draft(desk, employer)
    pay, hours = (desk.page(f"/vacancies/{made}/edit/{group}").form() for group in ("pay", "hours"))
    desk.send(f"/vacancies/{made}/edit/pay", pay | {"pay_low": "2500"})
    desk.send(f"/vacancies/{made}/edit/hours", hours | {"hours_per_day": "6"})
    kept = facts(desk, made).values
    assert (kept["pay_low"], kept["hours_per_day"]) == (2500.0, 6.0)


def test_the_phone_stays_sealed_and_opens_on_the_record(
    desk: Desk, employer: uuid.UUID, unwalled: Any
) -> None:
    made = draft(desk, employer)
    page = desk.page(f"/vacancies/{made}")
    assert "154****2222" in page.main
    form = desk.page(f"/vacancies/{made}/edit/contact").form()
    assert form["phone"] == ""
    desk.send(f"/vacancies/{made}/edit/contact", form | {"remarks": "周末可面试"})
    assert facts(desk, made).phone_mask == "154****2222"
    opened = desk.send(f"/vacancies/{made}/phone", {"purpose": "contact"}, status=200)
    assert "15400002222" in opened.main
    with unwalled():
        assert Event.objects.filter(kind="vacancy.revealed", subject_id=made).count() == 1


def test_without_an_employer_the_way_leads_there_first(desk: Desk) -> None:
    page = desk.page("/vacancies/new")
    assert page.links("/employers/add")
    desk.send("/vacancies/new", NEW, status=422)


def test_the_employer_is_found_by_name_pinyin_and_code(desk: Desk) -> None:
    market.employer(desk.county.context, name="安达茶厂")
    sewing = market.employer(desk.county.context, name="春燕玩具厂")
    for typed in ("春燕", "chunyan", str(sewing)):
        page = desk.page(f"/vacancies/employers?employer={typed}")
        assert [one["value"] for one in page.soup.select("input[name=which-employer]")] == [
            str(sewing)
        ]
    assert (
        desk.page(f"/vacancies/new?employer={sewing}").soup.select_one("#id_employer")["value"]
        == "春燕玩具厂"
    )


def test_an_employer_typed_is_taken_where_only_one_fits_and_else_chosen(desk: Desk) -> None:
    made = [market.employer(desk.county.context, name=f"春燕{n}厂") for n in "一二"]
    again = desk.send("/vacancies/new", NEW | {"employer": "春燕"}, status=422)
    assert len(again.soup.select("input[name=which-employer]")) == 2
    assert again.soup.select_one("#id_employer")["value"] == "春燕"
    for sent in ({"employer": "春燕二"}, {"employer": "春燕", "which-employer": str(made[1])}):
        answer = desk.send("/vacancies/new", NEW | sent)
        assert facts(desk, uuid.UUID(answer.to.split("/")[2])).employer == made[1]
    none = desk.send("/vacancies/new", NEW | {"employer": "没有的厂"}, status=422)
    assert none.soup.select_one(".field-wrong")


def test_last_months_vacancies_of_an_employer_are_copied_in_one_act(
    desk: Desk, employer: uuid.UUID
) -> None:
    last = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    dates = {"start_date": last, "end_date": TODAY + timedelta(days=5)}
    made = [published(desk, employer, title=title, **dates) for title in ("缝纫工", "包装工")]
    waiting(desk, employer, title="质检员", **dates)
    assert desk.page(f"/vacancies?employer={employer}").soup.select("input[name=last]")
    look = desk.send("/vacancies/picked", {"act": "copy", "last": str(employer)}, status=200)
    assert "复制 2 条" in look.main
    sent = look.form() | {"vacancy": [str(one) for one in made], "months": "2"}
    wrong = desk.send("/vacancies/picked", sent | {"months": "viele", "sure": "1"}, status=422)
    assert wrong.soup.select_one(".field-wrong")
    desk.send("/vacancies/picked", sent | {"sure": "1"})
    with entered(desk.county.context):
        found, n = queries.page(queries.Filters(state=("review",)), on=TODAY, order="title")
    assert sorted(one.title for one in found) == ["包装工", "缝纫工", "质检员"]
    assert n == 3
    again = desk.send("/vacancies/picked", sent, status=200)
    assert "已复制过" in again.main
