"""Components with logic: what they say of what they are told."""

import json

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.faces.ui.parts import Difference, Figure, Point, Progress, Reason, Step


def drawn(template: str, **values: object) -> BeautifulSoup:
    html = Template("{% load texts ui %}" + template).render(Context(values))
    return BeautifulSoup(html, "html.parser")


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(LookupError):
        drawn('{% icon "nowhere" %}')


def test_a_status_is_a_word_and_a_shape() -> None:
    tag = drawn("{% status word tone %}", word="<due>", tone="due").span
    assert tag.text == "<due>"
    assert tag["class"] == ["tag", "tag-due"]


@pytest.mark.parametrize("order", ["ascending", "descending"])
def test_a_sorted_column_says_how(order: str) -> None:
    head = drawn("{% sort_head 'Name' '?sort=-name' order %}", order=order).th
    assert head["aria-sort"] == order
    assert head["scope"] == "col"
    assert head.a["href"] == "?sort=-name"


def test_an_unsorted_column_is_a_link_alone() -> None:
    head = drawn("{% sort_head 'Age' '?sort=age' number=True %}").th
    assert "aria-sort" not in head.attrs
    assert head["class"] == ["number"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_a_sparkline_stays_in_its_box(points: list[float]) -> None:
    path = [
        tuple(map(float, p.split(",")))
        for p in Figure(name="", value=1, points=points).path.split()
    ]
    assert len(path) == len(points)
    assert all(0 <= x <= 100 and 2 <= y <= 22 for x, y in path)
    if max(points) > min(points):
        assert path[points.index(max(points))][1] < path[points.index(min(points))][1] + 1e-9


def test_a_figure_opens_into_its_records() -> None:
    card = drawn(
        "{% figure f %}", f=Figure(name="n", value=1200, url="/people", change=-3, better=True)
    )
    assert card.a["href"] == "/people"
    assert card.b.text == "1,200"
    assert card.find(class_="change-better").text == "−3"
    assert not drawn("{% figure f %}", f=Figure(name="n", value=1)).a


def test_a_stepper_says_where_one_stands() -> None:
    steps = [Step("a", "done", "/a"), Step("b", "now"), Step("c", "later", "/c")]
    row = drawn("{% stepper steps %}", steps=steps)
    assert row.find(attrs={"aria-current": "step"}).text.split() == ["2", "b"]
    assert [a["href"] for a in row.find_all("a")] == ["/a"]


def test_a_running_task_asks_again_and_can_be_stopped() -> None:
    run = Progress(
        id="1", said="Import", url="/run/1", live=True, done=10, total=40, cancel_url="/stop"
    )
    row = drawn("{% progress run %}", run=run)
    assert row.div["hx-get"] == "/run/1"
    assert row.div["hx-trigger"] == "every 2s"
    assert (row.progress["value"], row.progress["max"]) == ("10", "40")
    assert row.form["action"] == "/stop"


def test_a_finished_task_neither_asks_nor_stops() -> None:
    run = Progress(
        id="1", said="", url="/run/1", live=False, done=4, total=4, cancel_url="/stop", left=9
    )
    row = drawn("{% progress run %}", run=run)
    assert not row.form
    assert not row.find(attrs={"hx-get": True})
    assert run.left_said is None


def test_a_task_without_a_total_has_no_value() -> None:
    bar = drawn(
        "{% progress run %}", run=Progress(id="1", said="", url="", live=True, done=3)
    ).progress
    assert "value" not in bar.attrs


def test_shares_are_shown_in_hundredths() -> None:
    row = drawn("{% reasons r %}", r=[Reason("pay", 0.337, "¥3,000")])
    assert row.rect["width"] == "34"
    assert "34%" in row.text


def test_only_what_disagrees_is_to_be_decided() -> None:
    differences = [Difference("a", "A", "1", "2", "2"), Difference("b", "B", "1", "2", "3")]
    table = drawn("{% compare d %}", d=differences)
    boxes = [
        (box["name"], box["value"], box.has_attr("checked")) for box in table.find_all("input")
    ]
    assert boxes == [("take-b", "theirs", True), ("take-b", "mine", False)]


def test_a_map_tells_its_points_without_breaking_the_page() -> None:
    points = [Point(name='"><b>', lon=109.3, lat=32.4, own=False)]
    box = drawn("{% map points 'Towns' %}", points=points).div
    assert json.loads(box["data-points"])[0]["name"] == '"><b>'
    assert not box.find("b")


def test_a_qr_code_is_a_drawing_with_a_name() -> None:
    code = drawn("{% qr 'otpauth://totp/x' 'Scan' %}")
    assert code.svg["aria-label"]
    assert code.span.text == "Scan"
    assert not code.find_all(style=True)


def test_a_dialog_is_named_by_its_title_and_asks_when_told_to() -> None:
    asked = drawn("{% dialog 'd' 'Merge?' confirm='Merge' %}<p>why</p>{% enddialog %}").dialog
    assert asked.find(id=asked["aria-labelledby"]).text == "Merge?"
    assert asked.find("button", value="yes").text == "Merge"
    plain = drawn("{% dialog 'd' 'T' side=True %}{{ x }}{% enddialog %}", x="<b>").dialog
    assert plain["class"] == ["sheet"]
    assert not plain.find("button", value="yes")
    assert not plain.b


def test_the_bulk_bar_names_the_boxes_it_counts() -> None:
    bar = drawn("{% bulk 'person' %}<button>go</button>{% endbulk %}").div
    assert bar["data-bulk"] == "person"
    assert bar.find(attrs={"data-count": True}).has_attr("hidden")
    assert bar.button.text == "go"
