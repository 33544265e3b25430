"""“I am interested”: name and phone for the officer of one's township; a code; what comes next."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from chunfeng.faces.portal import leaving, living
from chunfeng.faces.portal.answers import anybody, choose, go, personal
from chunfeng.faces.portal.helping import calls
from chunfeng.faces.portal.leaving import CODE_LINK, CODE_SECONDS, OWN_LINK, TooOften
from chunfeng.faces.portal.views.vacancy import code_of, gone, over
from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.language import current
from chunfeng.foundation.messaging.refusals import Refused as NotSent
from chunfeng.foundation.messaging.refusals import TooManyCodes
from chunfeng.foundation.places.offices import office_of
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import operations, searching
from chunfeng.stages.vacancies.interests import CONSENT, Asking
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.vocabulary import WISH_NAMES, Wish

LONGEST_NAME, LONGEST_NOTE = 30, 300
WISHES = tuple((str(wish), said) for wish, said in WISH_NAMES.items())
WRONG = text("That is not the code. Look at the message again.")
OVER = text("The code is too old, or was wrong too often. Begin once more.")


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def interested(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """The form for one vacancy."""
    row = searching.vacancy(vacancy, on=timezone.localdate())
    if gone(row):
        here = living.here_of(living.chosen(request))
        return over(request, row, here, timezone.localdate())
    return _form(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def wish(request: HttpRequest) -> HttpResponse:
    """The form without a vacancy: find me work, I want to learn, call me."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def code(request: HttpRequest, token: str) -> HttpResponse:
    """The code that was sent to the phone."""
    found = leaving.linked(CODE_LINK, token, CODE_SECONDS)
    if found is None:
        return _code_page(request, OVER, over=True)
    if request.method != "POST":
        return _code_page(request)
    try:
        leaving.count_in(request)
    except TooOften:
        return leaving.too_often(request)
    answer = operations.confirm(
        found["id"], request.POST.get("code", ""), keys=leaving.keys(), at=timezone.now()
    )
    if answer == "wrong":
        return _code_page(request, WRONG)
    if answer != "confirmed":
        return _code_page(request, OVER, over=True)
    own = leaving.link(OWN_LINK, found["id"], place=found["place"], wish=found["wish"])
    return go(f"/interest/done/{own}")


@require_safe
@anybody
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Who calls, and when; how to take it back."""
    found = leaving.linked(OWN_LINK, token)
    if found is None:
        return go("/interest")
    desk = office_of(found["place"])
    told = {
        "private": True,
        "office": named.place(found["place"]),
        "desk": desk,
        "calls": calls(desk),
        "learn": found["wish"] == Wish.LEARN,
        "token": token,
        "tab": "help",
    }
    return personal(request, "interest_done", told)


def _form(request: HttpRequest, row: Any) -> HttpResponse:
    fields = _fields(request, row)
    if request.method != "POST":
        return _shown(request, row, fields)
    try:
        leaving.count_in(request)
        return _sent(request, row, fields)
    except TooOften:
        return leaving.too_often(request)
    except TooManyCodes as refused:
        return leaving.too_often(request, refused.said)
    except (Refused, NotSent) as refused:
        return _shown(request, row, fields, refused.said)


def _sent(request: HttpRequest, row: Any, fields: dict[str, Field]) -> HttpResponse:
    """Keeps it, sends the code, goes on to where it is typed."""
    if leaving.trapped(request):
        raise Refused(text("Leave the last field empty."))
    for field in fields.values():
        field.typed(request.POST)
    _check(fields)
    if errors(list(fields.values())):
        return _shown(request, row, fields)
    place = int(fields["place"].value)
    asking = Asking(
        name=fields["name"].value[:LONGEST_NAME],
        phone=fields["phone"].value,
        region=place,
        consent_text=CONSENT,
        vacancy=row.id if row else None,
        wish="" if row else fields["wish"].value,
        note=fields["note"].value[:LONGEST_NOTE],
        language=current(),
    )
    with transaction.atomic():  # without a code there is no interest
        made, sent = operations.ask(asking, keys=leaving.keys(), at=timezone.now())
        leaving.send_code(asking.phone, sent, made, region=place)
    token = leaving.link(CODE_LINK, made, place=place, wish=asking.wish)
    response = go(f"/interest/code/{token}")
    choose(response, living.COOKIE, str(place))
    return response


def _check(fields: dict[str, Field]) -> None:
    """Says at each field what is missing; the operation checks again."""
    if not fields["name"].value.strip():
        fields["name"].error = text("Say your name, so that somebody can ask for you.")
    if not living.township(fields["place"].value):
        fields["place"].error = text("Choose the township you live in.")
    if not fields["consent"].values:
        fields["consent"].error = text("Tick the box: without your consent nothing is kept.")
    fields["phone"].error = leaving.unreached(fields["phone"].value)
    if "wish" in fields and fields["wish"].value not in WISH_NAMES:
        fields["wish"].error = text("Choose what you are looking for.")


def _fields(request: HttpRequest, row: Any) -> dict[str, Field]:
    asked = request.GET.get("wish", "")
    found = {
        "name": Field(
            name="name",
            label=text("Name"),
            hint=text("Are you filling this in for somebody else? Then write their name."),
            autocomplete="name",
            size="short",
        ),
        "phone": leaving.phone_field(),
        "place": leaving.place_field(request, row.region if row else None),
        "note": Field(
            name="note",
            label=text("What should the officer know?"),
            kind="textarea",
            hint=text("When to call, what you can do, whom you care for."),
            optional=True,
            rows=2,
        ),
        "consent": Field(
            name="consent",
            label=text("Your consent"),
            kind="choices",
            options=(("1", text("I agree to this.")),),
        ),
    }
    if row is None:
        first = Field(
            name="wish",
            label=text("What are you looking for?"),
            kind="radios",
            options=WISHES,
            values=(asked if asked in WISH_NAMES else "",),
        )
        found = {"wish": first, **found}
    return found


def _shown(
    request: HttpRequest, row: Any, fields: dict[str, Field], refused: Text | None = None
) -> HttpResponse:
    wrong = errors(list(fields.values()))
    if refused:
        wrong = [*wrong, ("phone", refused)]
    told = {
        "private": True,
        "tab": "help",
        "row": row,
        "title": named.work(row.title, code_of(row)) if row else "",
        "fields": [field for name, field in fields.items() if name != "consent"],
        "consent": fields["consent"],
        "wrong": wrong,
        "trap": leaving.TRAP,
        "chosen_wish": fields["wish"].value if "wish" in fields else "",
    }
    return personal(request, "interest", told, status=422 if wrong else 200)


def _code_page(
    request: HttpRequest, error: Text | None = None, *, over: bool = False
) -> HttpResponse:
    told = {
        "private": True,
        "tab": "help",
        "field": leaving.code_field(error),
        "over": over,
        "action": "",
        "again": "/interest",
    }
    return personal(request, "code", told, status=422 if error else 200)
