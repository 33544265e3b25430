"""What the API says when it cannot answer: RFC 9457, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.errors import ValidationError

from chunfeng.faces.ui import language
from chunfeng.kit.texts import Text, text

MEDIA_TYPE = "application/problem+json"
PAGE = "/api/"  # of the reference, where each problem has its place
TITLES: Mapping[int, tuple[str, Text]] = {
    400: ("cursor", text("This cursor cannot be read")),
    401: ("key", text("This key is unknown or does not work")),
    403: ("scope", text("This key does not open what was asked for")),
    404: ("absent", text("There is no such thing here")),
    405: ("method", text("The API only reads: GET, HEAD and OPTIONS")),
    416: ("range", text("This part lies outside the file")),
    422: ("parameters", text("A parameter cannot be read")),
    429: ("too_soon", text("Too many requests, or too many rows")),
}


class WrongParameter(Schema):
    """A parameter and what is wrong with it."""

    parameter: str
    problem: str


class ProblemOut(Schema):
    """Why a request was not answered."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    parameters: list[WrongParameter] | None = None


class Problem(Exception):
    """A request cannot be answered; ``said`` says why and what to do."""

    def __init__(self, status: int, said: Text, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said.message)
        self.status, self.said, self.headers = status, said, headers or {}


def absent() -> Problem:
    """There is nothing here, or nothing that is public."""
    return Problem(404, text("It does not exist, or it is not public, or no longer."))


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer of a problem."""
    response = _told(request, problem.status, problem.said, ())
    for name, value in problem.headers.items():
        response[name] = value
    return response


def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The answer where parameters cannot be read; each says what it takes."""
    spoken = language.of(request)
    wrong = [
        {"parameter": str(one["loc"][-1]), "problem": _wrong(one).to(spoken)}
        for one in error.errors
    ]
    said = text("See `parameters` for each one, and the reference for what it takes.")
    return _told(request, 422, said, wrong)


def _told(
    request: HttpRequest, status: int, said: Text, wrong: Sequence[Mapping[str, str]]
) -> HttpResponse:
    spoken = language.of(request)
    code, title = TITLES[status]
    told: dict[str, Any] = {
        "type": f"{PAGE}#{code}",
        "title": title.to(spoken),
        "status": status,
        "detail": said.to(spoken),
        "code": code,
    }
    if wrong:
        told["parameters"] = wrong
    response = HttpResponse(orjson.dumps(told), status=status, content_type=MEDIA_TYPE)
    response["Content-Language"] = "zh-Hans" if spoken == "zh" else "en"
    response["Vary"] = "Accept-Language, Authorization"
    response["Cache-Control"] = "no-store"
    return response


def _wrong(error: Mapping[str, Any]) -> Text:
    """What pydantic found, in our own words."""
    told = error.get("ctx", {})
    kind = str(error["type"])
    if kind in ("literal_error", "enum"):
        return text("One of these: {choices}.", choices=str(told.get("expected", "")))
    if kind in ("greater_than_equal", "less_than_equal"):
        least, most = told.get("ge"), told.get("le")
        return text("{n} or more.", n=least) if most is None else text("{n} or less.", n=most)
    return _KINDS.get(kind.split("_")[0], text("Not a value this parameter takes."))


_KINDS: Mapping[str, Text] = {
    "int": text("A whole number."),
    "float": text("A number."),
    "finite": text("A number."),
    "bool": text("true or false."),
    "uuid": text("An id such as those in lists."),
    "missing": text("This one must be given."),
}
