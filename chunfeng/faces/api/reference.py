"""What the API says of itself: the description for machines, a page of it for people."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chunfeng.faces.api import words
from chunfeng.faces.api.api import ROOT
from chunfeng.faces.api.cursors import address
from chunfeng.faces.api.documents import description as described
from chunfeng.faces.api.opened import anybody
from chunfeng.faces.api.problems import TITLES, absent, answer
from chunfeng.foundation.partners.admission import FREE
from chunfeng.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or a field: its name, what values it has, what it means."""

    name: str
    kind: str
    said: Text


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the page shows it."""

    name: str
    path: str
    summary: Text
    explained: Text
    with_key: bool
    parameters: list[Line]
    answer: str  # the shape it answers with
    statuses: list[str]


@require_safe
@anybody
def page(request: HttpRequest) -> HttpResponse:
    """The reference for people."""
    told = described()
    context = {
        "about": words.ABOUT,
        "groups": _groups(told),
        "shapes": _shapes(told),
        "problems": [(status, code, said) for status, (code, said) in sorted(TITLES.items())],
        "description": f"{ROOT}openapi.json",
        "example": address(f"{ROOT}vacancies?region=610926&with_seats=true"),
        "free": FREE,
    }
    return render(request, "api/reference.html", context)


def description(request: HttpRequest) -> HttpResponse:
    """The description for machines."""
    return JsonResponse(described())


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that leads nowhere."""
    return answer(request, absent())


def _groups(told: dict[str, Any]) -> list[tuple[str, Text, list[Operation]]]:
    groups: dict[str, list[Operation]] = {tag: [] for tag in words.TAGS}
    for path, methods in told["paths"].items():
        for operation in methods.values():
            groups[operation["tags"][0]].append(_operation(path, operation))
    return [(tag, words.TAGS[tag], found) for tag, found in groups.items()]


def _operation(path: str, told: dict[str, Any]) -> Operation:
    name = told["operationId"]
    summary, explained = words.OPERATIONS[name]
    content = told["responses"]["200"].get("content", {})
    return Operation(
        name=name,
        path=path,
        summary=summary,
        explained=explained,
        with_key={} not in told["security"],
        parameters=[
            Line(one["name"], _kind(one["schema"]), words.PARAMETERS[one["name"]])
            for one in told["parameters"]
        ],
        answer=_kind(content["application/json"]["schema"])
        if "application/json" in content
        else "",
        statuses=[status for status in told["responses"] if status >= "4"],
    )


def _shapes(told: dict[str, Any]) -> list[tuple[str, list[Line]]]:
    schemas = told["components"]["schemas"]
    return [
        (
            name,
            [
                Line(one, _kind(field), words.field(one, name))
                for one, field in shape["properties"].items()
            ],
        )
        for name, shape in schemas.items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    """What values there are, in JSON's own words: integer 1–1000, Meant[] or null."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}[]"
    low, high = schema.get("minimum"), schema.get("maximum")
    bounds = f" {low}–{high}" if low is not None and high is not None else ""
    return f"{schema.get('format') or schema.get('type', '')}{bounds}"
