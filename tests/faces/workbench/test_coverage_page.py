"""The page of coverage: where a workshop is missing, in words, as a table, on a map, as a file."""

from datetime import date
from typing import Any

import pytest

from chunfeng.foundation.access import Role, entered
from chunfeng.foundation.places.current import places
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.vacancies.models import Vacancy
from tests.cast import NOW, PINGLI, SHIQUAN
from tests.faces.workbench.desk import Desk, Page
from tests.stages.employers import works

TOWN, SECOND = works.TOWN, works.TOWN + 1000
TOWNS = len(places().children(PINGLI))
CARES = {"care": ("preschool",), "work_capacity": "ordinary", "willing": "yes"}


def arranged(desk: Desk) -> Employer:
    """A workshop in the first town with a vacancy near home; two who seek work near home."""
    with entered(desk.county.context):
        recognition = works.in_order()
        recognition.site.lon, recognition.site.lat = 109.36, 32.39
        recognition.site.save()
    for number in range(2):
        desk.enrol(household_no=f"S{number}", **CARES)
    vacancy(desk, recognition.employer)
    return recognition.employer


def vacancy(desk: Desk, owner: Employer, **facts: Any) -> None:
    """A published vacancy of piece work where the workshop is, six seats of eight free."""
    told: dict[str, Any] = {
        "title": "毛绒玩具缝纫工", "channel": "near", "place": works.VILLAGE, "headcount": 8,
        "taken": 2, "month_pay": 2350.0, "state": "published", "how": "form", "created_at": NOW,
        "updated_at": NOW, "published_at": NOW,
    }  # fmt: skip
    with entered(desk.county.context):
        Vacancy.objects.create(employer=owner, region=owner.region, **told | facts)


def cells(page: Page, name: str) -> dict[str, str]:
    """{column: what stands there} of the row of a region."""
    row = next(row for row in page.soup.select("tbody tr") if name in row.get_text())
    return {
        str(cell["data-label"]): " ".join(cell.get_text(" ").split())
        for cell in row.select("[data-label]")
    }


def test_the_page_says_how_many_townships_have_a_workshop(desk: Desk) -> None:
    arranged(desk)
    page = desk.page("/coverage")
    assert f"{TOWNS}个乡镇中1个有帮扶车间，目标是乡乡有车间。" in page.main
    town = cells(page, places().get(TOWN).name)
    assert (town["帮扶车间"], town["工位"], town["就近求职人数"]) == ("1", "30", "2")
    assert (town["每百人工位"], town["在册从业"], town["家门口岗位"]) == ("1500", "12", "1")
    assert cells(page, places().get(SECOND).name)["帮扶车间"] == "0"
    assert cells(page, "合计")["工位"] == "30"


def test_townships_without_a_workshop_come_first_those_with_most_waiting_before(
    desk: Desk,
) -> None:
    arranged(desk)
    for number in range(3):
        desk.enrol(household_no=f"T{number}", home=SECOND + 201, **CARES)
    (table, *_) = desk.page("/coverage").soup.select("tbody")
    names = [row.get_text(" ").split()[0] for row in table.select("tr")]
    assert names[0] == places().get(SECOND).name
    assert names[-2] == places().get(TOWN).name


def test_the_table_sorts_by_its_columns(desk: Desk) -> None:
    arranged(desk)
    page = desk.page("/coverage?sort=-seats")
    assert places().get(TOWN).name in page.soup.select("tbody tr")[0].get_text()
    assert page.soup.select_one("th[aria-sort=descending]") is not None
    first = desk.page("/coverage?sort=place").soup.select("tbody tr")[0].get_text()
    assert places().children(PINGLI)[0].name in first


def test_every_figure_opens_into_what_it_counts(desk: Desk) -> None:
    arranged(desk)
    page = desk.page("/coverage")
    (people,) = {link for link in page.links("/people?region=") if f"{TOWN:012d}" in link}
    assert len(desk.page(people).soup.select("tbody tr")) == 2
    (town,) = {link for link in page.links("/coverage?region=") if link.endswith(f"{TOWN:012d}")}
    opened = desk.page(town).main
    together = page.soup.find("th", string="合计").parent
    assert [a["href"].split("?")[0] for a in together.select("a")] == [
        "#workshops", "#workshops", "/people", "#workshops", "#vacancies"
    ]  # fmt: skip
    assert page.soup.select("section#workshops, section#vacancies")
    for word in ("春燕玩具厂", "社区工厂", "平车间〔2026〕1号", "毛绒玩具缝纫工", "¥2,350"):
        assert word in opened
        assert word in page.main


def test_the_map_holds_workshops_and_townships_without_one(desk: Desk) -> None:
    arranged(desk)
    points = desk.page("/coverage").soup.select_one(".map")
    assert points is not None
    drawn = str(points["data-points"])
    assert '"lon": 109.36' in drawn
    assert drawn.count('"due": true') == TOWNS - 1
    assert desk.page(str(points["data-areas"])).answer.json()["features"]


def test_the_table_leaves_as_a_file_with_a_column_for_each_form(desk: Desk) -> None:
    arranged(desk)
    answer = desk.county.client.get("/coverage?as=csv&sort=-seats")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert "社区工厂" in lines[0]
    assert lines[1].startswith(f"{places().get(TOWN).name},1,1,1,30,2,1500.0,12,6,1,0,1,")
    assert lines[-1].startswith(f"合计,{TOWNS},1,1,30,2,")


def test_vacancies_that_are_not_published_or_far_are_not_counted(desk: Desk) -> None:
    owner = arranged(desk)
    vacancy(desk, owner, state="draft")
    vacancy(desk, owner, channel="cooperation")
    vacancy(desk, owner, channel="local", home_friendly=True)
    assert cells(desk.page("/coverage"), places().get(TOWN).name)["家门口岗位"] == "2"


def test_a_supervisor_sees_counties_and_no_count_of_few(desk: Desk) -> None:
    arranged(desk)
    above = desk.world.officer(Role.SUPERVISOR, 610900 * 10**6)
    page = desk.page("/coverage", above)
    county = cells(page, "平利县")
    assert (county["有车间的乡镇"], county["工位"]) == (f"1/{TOWNS}", "30")
    assert county["就近求职人数"] == "不显示"
    assert page.links("/people") == []
    below = desk.page(f"/coverage?region={PINGLI:012d}", above)
    assert cells(below, places().get(TOWN).name)["就近求职人数"] == "不显示"
    town = desk.page(f"/coverage?region={TOWN:012d}", above)
    assert "春燕玩具厂" in town.main
    assert "其中帮扶对象" not in town.main
    answer = above.client.get(f"/coverage?as=csv&region={PINGLI:012d}")
    assert all(line.split(",")[5] == "" for line in answer.content.decode().splitlines()[1:])


def test_the_counties_of_a_prefecture_are_shaded_by_their_share(desk: Desk) -> None:
    arranged(desk)
    above = desk.world.officer(Role.SUPERVISOR, 610900 * 10**6)
    areas = desk.page(f"/coverage/{610900 * 10**6:012d}/areas", above).answer.json()["features"]
    shares = {area["properties"]["name"]: area["properties"]["share"] for area in areas}
    assert shares["平利县"] == pytest.approx(1 / TOWNS)
    assert shares["石泉县"] == 0
    desk.page(f"/coverage/{PINGLI:012d}/areas", status=404)


def test_nobody_is_led_out_of_their_region(desk: Desk) -> None:
    arranged(desk)
    foreign = desk.page(f"/coverage?region={PINGLI:012d}", desk.neighbour)
    assert places().get(SHIQUAN).name in foreign.main
    assert places().get(SECOND).name not in foreign.main
    own = desk.page("/coverage", desk.township)
    assert "春燕玩具厂" in own.main
    assert places().get(SECOND).name not in own.main


def test_the_pages_take_the_same_statements_for_many_workshops(desk: Desk) -> None:
    addresses = ("/coverage", f"/coverage?region={TOWN:012d}")
    counted = []
    for number in range(6):
        with entered(desk.county.context):
            owner = works.employer(f"第{number}号厂")
            where = works.site(owner)
            works.recognised(where, number=f"{number}号")
            works.paid(where, date(2026, 9, 1), date(2026, 10, 1))
        vacancy(desk, owner)
        if number in (0, 5):
            counted.append([desk.statements(address) for address in addresses])
    assert counted[0] == counted[1]
