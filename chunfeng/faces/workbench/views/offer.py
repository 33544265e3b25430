"""One offer: everything said, the next act in place, and each act on it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui import named
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import offer_forms, offered
from chunfeng.faces.workbench.common import by, for_officers, show, today
from chunfeng.faces.workbench.guided import Task
from chunfeng.foundation.access import Context
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.messaging import queries as messaging
from chunfeng.kit.texts import text
from chunfeng.stages.placements import checks, queries
from chunfeng.stages.placements.queries import Answer, Attested, Line
from chunfeng.stages.placements.vocabulary import HOW_NAMES, How, Whose
from chunfeng.stages.vacancies import queries as vacancies

LIST = text("Offers")


@require_GET
@for_officers
def offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """The page of an offer."""
    line, context = offered.found(offer), by(request)
    answers, words = queries.answers(offer), queries.confirmations(offer)
    names = accounts.names([one.by for one in answers] + [one.by for one in words])
    possible = offered.acts(line)
    told: dict[str, Any] = {
        "one": offered.shown(line, context.lo),
        "row": line,
        "place": named.full_place(line.place),
        "own": vacancies.facts(line.vacancy) is not None,
        "said": [_said(one, names) for one in answers],
        "words": [_word(one, names) for one in words],
        "ask": queries.to_ask(line),
        "checks": checks.of_offer(offer, on=today()),
        "next": offer_forms.form(possible[0], line, words) if possible else None,
        "lead": offer_forms.LEADS[possible[0]] if possible else "",
        "acts": [(offered.ACTS[act], _address(line, act)) for act in possible[1:]],
        "messages": messaging.about("offer", offer),
        "companions": [_companion(one, context) for one in queries.companions(line.person)],
        "timeline": [(one, [], one.reason) for one in timeline(by=context, subject=offer)],
    }
    if possible:
        told |= {"heading": offered.ACTS[possible[0]], "action": _address(line, possible[0])}
    return show(request, "offer.html", told)


@require_http_methods(["GET", "POST"])
@for_officers
def act(request: HttpRequest, offer: UUID, act: str) -> HttpResponse:
    """One act on an offer."""
    line = offered.found(offer)
    if act not in offered.ACTS:
        raise Http404
    form = offer_forms.form(act, line, queries.confirmations(offer))
    task = Task(
        request=request, heading=offered.ACTS[act], lead=offer_forms.LEADS[act],
        fields=form.fields, told={"button": offered.ACTS[act]},
        crumbs=((LIST, reverse("offers")), (f"{line.name} · {line.title}",
                                            reverse("offer", args=[offer]))),
    )  # fmt: skip
    if not task.sent():
        return task.show()
    write = form.write(request)
    return task.act(write) if write else task.show()


def _address(line: Line, act: str) -> str:
    return reverse("offer-act", args=[line.id, act])


def _said(one: Answer, names: dict[UUID, str]) -> tuple[Answer, Word, Word, Word, str]:
    """(answer, whose, how, why not, who wrote it down)."""
    why = offered.reason(one.reason) if one.reason else ""
    return one, Whose(one.whose).label, HOW_NAMES[How(one.how)], why, names.get(one.by, "")


def _word(one: Attested, names: dict[UUID, str]) -> tuple[Attested, Word, Word, Word, str]:
    """(confirmation, whose, of what, why they left, who wrote it down)."""
    of = text("In {month}", month=f"{one.month:%Y-%m}") if one.month else text("The arrival")
    of = text("On their own page") if one.whose == Whose.PERSON else of
    why = offered.reason(one.reason) if one.reason else ""
    return one, Whose(one.whose).label, of, why, names.get(one.by, "")


def _companion(one: queries.Companion, context: Context) -> tuple[queries.Companion, list[Any]]:
    return one, [offered.shown(line, context.lo) for line in one.offers]
