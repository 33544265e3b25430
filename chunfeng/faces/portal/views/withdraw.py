"""Taking back what was left here: by the link of the last page, or by a code to the phone."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chunfeng.faces.portal import leaving
from chunfeng.faces.portal.answers import anybody, go, personal
from chunfeng.faces.portal.leaving import BACK_LINK, CODE_SECONDS, OWN_LINK, TooOften
from chunfeng.faces.portal.views.interest import OVER
from chunfeng.faces.portal.views.interest import WRONG as WRONG_CODE
from chunfeng.faces.ui.forms import errors
from chunfeng.foundation.messaging.refusals import Refused as NotSent
from chunfeng.foundation.messaging.refusals import TooManyCodes
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import taking_back
from chunfeng.stages.vacancies.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """One interest, by its link."""
    found = leaving.linked(OWN_LINK, token)
    if found is None:
        return go("/withdraw")
    if request.method != "POST":
        return personal(request, "withdraw", {"private": True, "tab": "help", "token": token})
    number = int(taking_back.take_back(found["id"], at=timezone.now()))
    return _done(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def by_phone(request: HttpRequest) -> HttpResponse:
    """All that was left with a phone: first the phone."""
    if request.method != "POST":
        return _phone_page(request)
    try:
        leaving.count_in(request)
        return _sent(request)
    except TooOften:
        return leaving.too_often(request)
    except TooManyCodes as refused:
        return leaving.too_often(request, refused.said)
    except (Refused, NotSent) as refused:
        return _phone_page(request, refused.said)


@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def by_code(request: HttpRequest, token: str) -> HttpResponse:
    """Then the code that came to it."""
    found = leaving.linked(BACK_LINK, token, CODE_SECONDS)
    if found is None:
        return _code_page(request, OVER, over=True)
    if request.method != "POST":
        return _code_page(request)
    try:
        leaving.count_in(request)
    except TooOften:
        return leaving.too_often(request)
    number = taking_back.take_back_all(
        found["id"], request.POST.get("code", ""), keys=leaving.keys(), at=timezone.now()
    )
    if number == taking_back.WRONG:
        return _code_page(request, WRONG_CODE)
    if number < 0:
        return _code_page(request, OVER, over=True)
    return _done(request, number)


def _sent(request: HttpRequest) -> HttpResponse:
    phone = request.POST.get("phone", "")
    wrong = leaving.unreached(phone)
    if leaving.trapped(request):
        wrong = text("Leave the last field empty.")
    if wrong:
        return _phone_page(request, wrong)
    with transaction.atomic():
        made, code = taking_back.ask_to_take_back(phone, keys=leaving.keys(), at=timezone.now())
        leaving.send_code(phone, code, made, region=0)
    return go(f"/withdraw/{leaving.link(BACK_LINK, made)}")


def _phone_page(request: HttpRequest, error: Text | None = None) -> HttpResponse:
    field = leaving.phone_field(request.POST.get("phone", ""), error)
    told = {
        "private": True,
        "tab": "help",
        "field": field,
        "wrong": errors([field]),
        "trap": leaving.TRAP,
    }
    return personal(request, "withdraw_phone", told, status=422 if error else 200)


def _code_page(
    request: HttpRequest, error: Text | None = None, *, over: bool = False
) -> HttpResponse:
    told = {
        "private": True,
        "tab": "help",
        "field": leaving.code_field(error),
        "over": over,
        "again": "/withdraw",
    }
    return personal(request, "code", told, status=422 if error else 200)


def _done(request: HttpRequest, number: int) -> HttpResponse:
    told = {"private": True, "tab": "help", "number": number}
    return personal(request, "withdraw_done", told)
