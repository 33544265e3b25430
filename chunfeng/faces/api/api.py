"""The API put together: its routers, and what becomes of a failure."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from chunfeng.faces.api.problems import Problem, absent, answer, unreadable
from chunfeng.faces.api.routes import (
    changes,
    codes,
    employers,
    regions,
    snapshot,
    vacancies,
    workshops,
)

VERSION = "1"
ROOT = "/api/v1/"


# Neither pages nor address of its own for the description: those carry scripts of others.
api = NinjaAPI(title="Chunfeng", version=VERSION, openapi_url=None, docs_url=None)
for _prefix, _noun in (
    ("vacancies", vacancies),
    ("employers", employers),
    ("workshops", workshops),
    ("regions", regions),
    ("codes", codes),
    ("changes", changes),
    ("snapshot", snapshot),
):
    api.add_router(_prefix, _noun.router, tags=[_prefix])


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(request, problem)


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return unreadable(request, error)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(request, absent())
