"""One's own page: coming in by the link, the code, the offers and the answers to them."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chunfeng.faces.portal import leaving, own
from chunfeng.faces.portal.answers import anybody, go
from chunfeng.faces.portal.leaving import TooOften
from chunfeng.faces.portal.own import after_code, before_code, brought, by, linked, shown
from chunfeng.faces.portal.own_offers import REASONS, Offered, offered, running
from chunfeng.faces.portal.telling import hours
from chunfeng.faces.portal.views.interest import OVER, WRONG
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.foundation.accounts.own import forget, keep
from chunfeng.foundation.messaging.refusals import Refused as NotSent
from chunfeng.foundation.messaging.refusals import TooManyCodes
from chunfeng.kit.texts import Text, text
from chunfeng.stages.own import operations
from chunfeng.stages.own.refusals import Refused
from chunfeng.stages.people import queries as people
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements import queries as offers
from chunfeng.stages.placements.operations import Said
from chunfeng.stages.placements.states import State
from chunfeng.stages.placements.vocabulary import How, PersonReason
from chunfeng.stages.vacancies import searching

YES, NO = "yes", "no"
SHOW = "show"  # the telephone, to the employer


@require_safe
@anybody
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the message: its secret goes into a cookie and leaves the address at once.

    Whether it opens anything is not looked at here, so nothing can be learned here.
    """
    response = go("/me")
    response["Referrer-Policy"] = "no-referrer"
    keep(response, token[:64])
    return response


@require_safe
@before_code
def me(request: HttpRequest) -> HttpResponse:
    """Offers; and with the code everything else."""
    who, on = linked(request), timezone.localdate()
    lines = [offered(line, on) for line in offers.on_own_page(who.person)]
    told = {
        "called": f"{who.called}**",
        "open": [one for one in lines if one.open],
        "past": [one for one in lines if not one.open],
        "phone_mask": own.phone_mask(request),
    }
    if who.proved:
        facts = people.facts(who.person, on=on)
        told["name"] = facts.values["name"] if facts else ""
        placed = {one.line.spell: one.line.id for one in lines if one.may_leave}
        works = running(facts.spells) if facts else []
        told["works"] = [(one, placed.get(one.line.id)) for one in works]
    return shown(request, "me", told)


@require_POST
@before_code
def send(request: HttpRequest) -> HttpResponse:
    """Sends the code to the registered phone."""
    try:
        leaving.count_in(request)
        with transaction.atomic():
            own.send_code(request)
    except TooOften:
        return leaving.too_often(request)
    except TooManyCodes as refused:
        return leaving.too_often(request, refused.said)
    except (Refused, NotSent) as refused:
        return shown(request, "me_told", {"said_text": refused.said}, status=422)
    return go("/me/code")


@require_http_methods(["GET", "HEAD", "POST"])
@before_code
def code(request: HttpRequest) -> HttpResponse:
    """The code that came to it."""
    if request.method != "POST":
        return _code_page(request)
    try:
        leaving.count_in(request)
    except TooOften:
        return leaving.too_often(request)
    answer, proof = operations.confirm(
        linked(request), request.POST.get("code", ""), keys=leaving.keys()
    )
    if answer == operations.WRONG:
        return _code_page(request, WRONG)
    if answer != operations.CONFIRMED:
        return _code_page(request, OVER, over=True)
    response = go("/me")
    keep(response, brought(request).link, proof)
    return response


@require_POST
@before_code
def close(request: HttpRequest) -> HttpResponse:
    """For a phone that others use too: the next one who comes has to type a code."""
    operations.close()
    response = go("/")
    forget(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@after_code
def offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """One offer: what it is, and yes or no."""
    one = mine(offer)
    reason = Field(
        name="reason", label=text("Why not?"), kind="radios", options=REASONS,
        values=(request.POST.get("reason", ""),),
    )  # fmt: skip
    refused: Text | None = None
    shares = request.method != "POST" or request.POST.get("phone") == SHOW
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer not in (YES, NO):
            refused = text("Say yes or no.")
        elif answer == NO and reason.value not in dict(REASONS):
            reason.error = text("Choose a reason: it helps to find something better.")
        else:
            refused = _answered(
                request, offer, yes=answer == YES, reason=reason.value, phone=shares
            )
            if refused is None:
                return go(f"/me/offers/{offer}")
            one = mine(offer)
    wrong = [("answer", refused)] if refused else errors([reason])
    row = searching.vacancy(one.line.vacancy, on=timezone.localdate())
    told = {
        "one": one,
        "reason": reason,
        "wrong": wrong,
        "row": row,
        "hours": hours(row) if row else [],
        "no": bool(reason.error),
        "shares": shares,
    }
    return shown(request, "me_offer", told, status=422 if wrong else 200)


@require_POST
@after_code
def phone(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Whether the employer may see one's telephone, chosen anew while the offer lives."""
    mine(offer)
    chosen = request.POST.get("phone") == SHOW
    try:
        with transaction.atomic():
            placements.share_phone(offer, shown=chosen, by=by(request), at=timezone.now())
    except Refused as refused:
        return shown(request, "me_told", {"said_text": refused.said}, status=422)
    return go(f"/me/offers/{offer}")


def mine(offer: UUID) -> Offered:
    """One's own offer; 404 for any other."""
    line = offers.offer(offer)
    if line is None:
        raise Http404
    return offered(line, timezone.localdate())


def _answered(
    request: HttpRequest, offer: UUID, *, yes: bool, reason: str, phone: bool
) -> Text | None:
    """Why it was not done; None when the answer stands, also where it was given before."""
    said, at = Said(how=How.LINK), timezone.now()
    try:
        with transaction.atomic():
            if yes:
                placements.agree(offer, said, by=by(request), at=at, phone=phone)
            else:
                placements.decline(offer, PersonReason(reason), said, by=by(request), at=at)
    except Refused as refused:
        now = State(mine(offer).line.state)
        stands = (State.AGREED, State.CONFIRMED, State.BEGUN) if yes else (State.DECLINED,)
        return None if now in stands else refused.said
    return None


def _code_page(
    request: HttpRequest, error: Text | None = None, *, over: bool = False
) -> HttpResponse:
    told = {"field": leaving.code_field(error), "over": over, "again": "/me"}
    return shown(request, "code", told, status=422 if error else 200)
