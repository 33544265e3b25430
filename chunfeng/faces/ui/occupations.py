"""What work is called: typed in Chinese, pinyin or English, chosen from what comes nearest."""

import re

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.language import current
from chunfeng.foundation.codes import Occupation
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.foundation.intake.current import reference
from chunfeng.kit.texts import text

MOST = 8
HINT = text("What such work is called: 缝纫工, fengren or sewing.")
WHICH, NONE = "which-occupation", "none"
_BETWEEN = re.compile(r"\s*[、,，;；]\s*")  # occupations, where several are typed


def near(typed: str) -> list[Occupation]:
    """The occupations a text may mean, the nearest first."""
    written = typed.strip()[:40]
    exact = reference().occupations.match(written) if written else None
    found = [one for one in reference().occupations.search(written, MOST) if one.level == LEVEL]
    return list({one.code: one for one in ([exact] if exact else []) + found}.values())[:MOST]


def offered(request: HttpRequest) -> HttpResponse:
    """The part of a page that offers what may be meant by what is being typed, of its last word."""
    found = near(_BETWEEN.split(request.GET.get("occupation", ""))[-1])
    return render(request, "ui/occupations.html", {"which": which_field(found) if found else None})


def with_chosen(data: QueryDict) -> QueryDict:
    """What was sent, the last occupation typed replaced by the one chosen among those offered."""
    *before, last = _BETWEEN.split(data.get("occupation", ""))
    picked = next((one for one in near(last) if one.code == data.get(WHICH)), None)
    if picked is None:
        return data
    told = data.copy()
    told["occupation"] = "、".join([*before, picked.name])
    return told


def both(one: Occupation) -> str:
    """缝纫工, or Sewing machine operator · 缝纫工: what is chosen is written in Chinese."""
    return one.name if current() == "zh" else f"{one.name_en} · {one.name}"


def occupation_field(value: "tuple[OccupationWord, ...] | None") -> Field:
    """Where the occupation is typed."""
    return Field(
        name="occupation",
        label=text("Occupation"),
        hint=HINT,
        values=("、".join(one.word for one in value),) if value else (),
        optional=True,
        autocomplete="off",
    )


def which_field(found: list[Occupation], chosen: str = "") -> Field:
    """To choose among those that come near."""
    options = [(one.code, f"{both(one)} · {one.code}") for one in found]
    return Field(
        name=WHICH,
        label=text("Which of these comes nearest?"),
        kind="radios",
        options=[*options, (NONE, text("None of these"))],
        values=(chosen,) if chosen else (),
    )


def read_occupation(
    field: Field, chosen: str, title: str, before: "tuple[OccupationWord, ...] | None"
) -> tuple["tuple[OccupationWord, ...] | None", Field | None]:
    """(the occupation typed or chosen, a field to choose where that is open).

    With nothing typed the title says it, where it is one's name.
    """
    typed = field.value.strip()[:40]
    if before and typed == "、".join(one.word for one in before) and not chosen:
        return before, None
    known = reference().occupations.match(typed or title)
    if not typed:
        return ((OccupationWord(known.name, known.code),) if known else None), None
    found = near(typed)
    picked = next((one for one in found if one.code == chosen), None) or (
        known if not chosen else None
    )
    if picked:
        return (OccupationWord(picked.name, picked.code),), None
    if chosen == NONE or not found:
        return (OccupationWord(typed, None),), None
    field.error = text("Choose the one that comes nearest, or “none of these”.")
    return None, which_field(found)


LEVEL = 4  # an occupation; above it stand groups
