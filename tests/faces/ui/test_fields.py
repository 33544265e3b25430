"""Form fields: what is typed stays, what is wrong is said where it is and on top."""

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.template import Context, Template

from chunfeng.faces.ui.forms import MONTHS, Field, errors

SINGLE = ["text", "date", "password", "select", "textarea", "file"]
GROUPS = ["radios", "choices", "months"]
OPTIONS = [("a", "A"), ("b", "B <i>")]


def drawn(field: Field) -> BeautifulSoup:
    html = Template("{% load ui %}{% field f %}").render(Context({"f": field}))
    return BeautifulSoup(html, "html.parser")


def made(kind: str, **more: object) -> Field:
    return Field(
        name="x", label="Label", kind=kind, options=OPTIONS if kind != "months" else (), **more
    )


@pytest.mark.parametrize("kind", SINGLE)
def test_a_control_has_its_label(kind: str) -> None:
    field = drawn(made(kind))
    assert field.label["for"] == field.find(attrs={"name": "x"})["id"] == "id_x"
    assert field.label.text.strip() == "Label"


@pytest.mark.parametrize("kind", GROUPS)
def test_a_group_has_its_legend_and_each_box_its_label(kind: str) -> None:
    field = drawn(made(kind))
    assert field.fieldset.legend.text.strip() == "Label"
    boxes = field.find_all("input")
    assert len(boxes) == (12 if kind == "months" else 2)
    assert all(box.find_parent("label") for box in boxes)
    assert len({box["id"] for box in boxes}) == len(boxes)


@pytest.mark.parametrize("kind", SINGLE + GROUPS)
def test_hint_and_error_are_tied_to_the_field(kind: str) -> None:
    field = drawn(made(kind, hint="why", error="wrong"))
    place = field.find(attrs={"aria-describedby": True})
    said = [field.find(id=part).text.strip() for part in place["aria-describedby"].split()]
    assert said == ["why", "wrong"]
    assert field.find(id="id_x")  # where the error on top leads


@pytest.mark.parametrize("kind", [*SINGLE, "radios"])
def test_a_wrong_field_says_so_to_everybody(kind: str) -> None:
    assert drawn(made(kind, error="wrong")).find(attrs={"aria-invalid": "true"})
    assert not drawn(made(kind)).find(attrs={"aria-invalid": True})


@pytest.mark.parametrize("kind", SINGLE[:3] + SINGLE[4:5])
def test_what_was_typed_is_there_again_and_escaped(kind: str) -> None:
    field = drawn(made(kind, values=('"><b>x',)))
    control = field.find(id="id_x")
    assert control.get("value", control.text) == '"><b>x'
    assert not field.find("b")


def test_what_was_chosen_is_there_again() -> None:
    assert drawn(made("select", values=("b",))).find("option", selected=True)["value"] == "b"
    assert [b["value"] for b in drawn(made("radios", values=("b",))).find_all(checked=True)] == [
        "b"
    ]
    both = drawn(made("choices", values=("a", "b"))).find_all(checked=True)
    assert [box["value"] for box in both] == ["a", "b"]
    busy = drawn(made("months", values=("4", "12"))).find_all(checked=True)
    assert [box["value"] for box in busy] == ["4", "12"]


def test_a_secret_field_is_marked_so_that_the_browser_keeps_nothing() -> None:
    assert drawn(made("text", secret=True)).find(id="id_x").has_attr("data-secret")
    assert all(
        b.has_attr("data-secret") for b in drawn(made("radios", secret=True)).find_all("input")
    )
    assert not drawn(made("text")).find(attrs={"data-secret": True})


def test_whether_a_value_is_known_stands_beside_it() -> None:
    state = Field(name="x-state", label="Known?", kind="radios", options=OPTIONS, values=("b",))
    field = drawn(made("text", state=state))
    known = field.find(class_="known")
    assert [b["value"] for b in known.find_all("input", checked=True)] == ["b"]
    assert known.legend.text == "Known?: Label"


def test_a_field_takes_what_a_form_sent_with_its_state() -> None:
    state = Field(name="x-state", label="", kind="radios")
    field = made("choices", state=state).typed(QueryDict("x=a&x=b&x-state=refused&y=1"))
    assert field.values == ("a", "b")
    assert state.value == "refused"


def test_an_optional_field_says_so() -> None:
    assert drawn(made("text", optional=True)).find(class_="optional")
    assert not drawn(made("text")).find(class_="optional")


def test_the_errors_on_top_lead_to_their_fields() -> None:
    fields = [made("text", error="<wrong>"), made("text")]
    html = Template("{% load ui %}{% errors found %}").render(Context({"found": errors(fields)}))
    summary = BeautifulSoup(html, "html.parser")
    assert [(a["href"], a.text) for a in summary.find_all("a")] == [("#id_x", "<wrong>")]
    assert summary.div["role"] == "alert"
    assert summary.div.has_attr("data-focus")


def test_without_errors_nothing_stands_on_top() -> None:
    assert not Template("{% load ui %}{% errors found %}").render(Context({"found": []})).strip()


def test_there_are_twelve_months() -> None:
    assert [code for code, _ in MONTHS] == [str(n) for n in range(1, 13)]
