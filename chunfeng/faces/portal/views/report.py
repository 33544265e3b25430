"""Telling of a vacancy or an employer that is not honest."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chunfeng.faces.portal import leaving, living
from chunfeng.faces.portal.answers import anybody, personal
from chunfeng.faces.portal.leaving import TooOften
from chunfeng.faces.portal.views.vacancy import code_of
from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.vacancies import operations, searching
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.reporting import Telling
from chunfeng.stages.vacancies.vocabulary import REPORT_NAMES

LONGEST = 1000
KINDS = tuple((str(kind), said) for kind, said in REPORT_NAMES.items())


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def of_vacancy(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """Of one vacancy."""
    row = searching.vacancy(vacancy, on=timezone.localdate())
    if row is None:
        return _form(request, "", "/")
    about = (
        named.work_said(row.title, code_of(row)) + f" · {named.employer_said(row.employer_name)}"
    )
    return _form(request, about, f"/vacancies/{vacancy}", vacancy=vacancy)


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def of_employer(request: HttpRequest, employer: UUID) -> HttpResponse:
    """Of one employer."""
    held = employers.public([employer]).get(employer)
    if held is None:
        raise Http404
    return _form(
        request, named.employer_said(held.name), f"/employers/{employer}", employer=employer
    )


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def anywhere(request: HttpRequest) -> HttpResponse:
    """Of something that does not stand here."""
    return _form(request, "", "/")


def _form(
    request: HttpRequest,
    about: str,
    back: str,
    *,
    vacancy: UUID | None = None,
    employer: UUID | None = None,
) -> HttpResponse:
    fields = _fields(request, known=bool(about))
    refused: Text | None = None
    if request.method == "POST":
        for field in fields.values():
            field.typed(request.POST)
        try:
            leaving.count_in(request)
            if _complete(request, fields):
                _tell(fields, vacancy, employer)
                return personal(request, "report_done", {"private": True, "tab": "help"})
        except TooOften:
            return leaving.too_often(request)
        except Refused as no:
            refused = no.said
    wrong = errors(list(fields.values())) + ([("what", refused)] if refused else [])
    told = {
        "private": True,
        "tab": "help",
        "about": about,
        "back": back,
        "fields": list(fields.values()),
        "wrong": wrong,
        "trap": leaving.TRAP,
    }
    return personal(request, "report", told, status=422 if wrong else 200)


def _tell(fields: dict[str, Field], vacancy: UUID | None, employer: UUID | None) -> None:
    telling = Telling(
        kind=fields["kind"].value,
        what=fields["what"].value[:LONGEST],
        vacancy=vacancy,
        employer=employer,
        region=int(fields["place"].value) if "place" in fields else None,
        phone=fields["phone"].value,
    )
    operations.report(telling, keys=leaving.keys(), at=timezone.now())


def _complete(request: HttpRequest, fields: dict[str, Field]) -> bool:
    if leaving.trapped(request):
        raise Refused(text("Leave the last field empty."))
    if fields["kind"].value not in REPORT_NAMES:
        fields["kind"].error = text("Choose what is wrong.")
    if not fields["what"].value.strip():
        fields["what"].error = text("Say what happened.")
    if "place" in fields and not living.township(fields["place"].value):
        fields["place"].error = text("Choose the township you live in.")
    phone = fields["phone"].value.strip()
    if phone:
        fields["phone"].error = leaving.unreached(phone)
    return not errors(list(fields.values()))


def _fields(request: HttpRequest, *, known: bool) -> dict[str, Field]:
    place = {} if known else {"place": leaving.place_field(request, None)}
    return {
        "kind": Field(name="kind", label=text("What is wrong?"), kind="radios", options=KINDS),
        "what": Field(
            name="what",
            label=text("What happened?"),
            kind="textarea",
            hint=text("When, where, who said what. As much as you know."),
            rows=4,
        ),
        **place,
        "phone": Field(
            name="phone",
            label=text("Your phone, if you want an answer"),
            kind="tel",
            optional=True,
            inputmode="numeric",
            autocomplete="tel-national",
            size="short",
        ),
    }
