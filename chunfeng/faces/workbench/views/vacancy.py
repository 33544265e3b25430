"""One vacancy: its page with the one next act, each act on it, and its telephone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import employing, forms, offered, vacant
from chunfeng.faces.workbench.common import (
    by,
    for_officers,
    fresh,
    keys,
    now,
    prove_first,
    show,
    today,
)
from chunfeng.faces.workbench.guided import Task
from chunfeng.faces.workbench.interested import shown as interested
from chunfeng.faces.workbench.places import place_in
from chunfeng.foundation.access import OFFICERS, DataClass, Purpose, access, entered
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.refusals import RevealRefused
from chunfeng.stages.placements import queries as placements
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import Facts
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.rules import MOST_PHOTOS
from chunfeng.stages.vacancies.states import InterestState, State

LIST = text("Vacancies")
REASONED = frozenset({"pause", "close"})
WORDS: dict[str, Text] = {
    "submit": text("Hand in for review"),
    "pause": text("Pause"),
    "resume": text("Show it again"),
    "close": text("Close"),
    "renew": text("Set a new closing date"),
    "copy": text("Copy for another month"),
    "headcount": text("Change the headcount"),
}
LEADS: dict[str, Text] = {
    "submit": text("An officer looks at it before anybody outside sees it."),
    "pause": text("It leaves the public pages at once; who holds a seat keeps it."),
    "resume": text("It is on the public pages again at once."),
    "close": text("Nobody is wanted any more. It keeps its history and can be copied."),
    "renew": text("A closed vacancy is handed in for review again."),
    "copy": text("A new draft with the same terms, its dates moved on."),
    "headcount": text("Never fewer than have a seat."),
}
ALLOWED: dict[str, tuple[State, ...]] = {
    "submit": (State.DRAFT,),
    "pause": (State.PUBLISHED,),
    "resume": (State.PAUSED,),
    "renew": (State.PUBLISHED, State.PAUSED, State.CLOSED),
    "headcount": (State.DRAFT, State.REVIEW, State.PUBLISHED, State.PAUSED),
    "copy": (State.PUBLISHED, State.PAUSED, State.CLOSED),
    "close": (State.DRAFT, State.REVIEW, State.PUBLISHED, State.PAUSED),
}
OFFERS = 10  # of the page; the rest is a link away
MONTHS = 12  # a copy's dates move on by at most


@require_GET
@for_officers
def vacancy(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """The page of a vacancy."""
    facts, on = vacant.found(vacancy), today()
    asking = queries.interests_of(vacancy)
    calls = sum(one.state == InterestState.OPEN for one in asking)
    holding = queries.holds_of(vacancy)
    offers, total = placements.of_vacancy(vacancy, limit=OFFERS)
    seated = {one.id: one for one in placements.some([one.holder for one in holding])}
    told: dict[str, Any] = {
        "why": employing.end_reason(facts.state_reason),
        "may_change": facts.state != State.CLOSED,
        "room": MOST_PHOTOS - len(facts.photos) if facts.state != State.CLOSED else 0,
        "marks": vacant.marks(facts.findings),
        "over": vacant.over(facts, on) if facts.state == State.PUBLISHED else None,
        "left": facts.values["headcount"] - facts.taken,
        "holds": [
            (one, place_in(one.region, by(request).lo), seated.get(one.holder)) for one in holding
        ],
        "elsewhere": facts.taken - len(holding),
        "offers": [offered.shown(one) for one in offers],
        "offers_total": total,
        "asking": [interested(one, by(request).lo) for one in asking],
        "next": _next(request, facts, calls),
        "acts": [
            (WORDS[act], reverse("vacancy-act", args=[vacancy, act]))
            for act, states in ALLOWED.items()
            if facts.state in states
        ],
        "day": on,
    }
    told |= vacant.page(request, facts, vacant.employer_of(request, facts))
    return show(request, "vacancy.html", told)


def _next(request: HttpRequest, facts: Facts, calls: int) -> tuple[Word, str] | None:
    """The one main act: (what, where)."""
    if facts.state == State.REVIEW:
        if not vacant.may_act(request):
            return None
        return text("Review it"), reverse("review-one", args=[facts.id])
    if calls:
        return text("Call those interested: {n}", n=calls), "#interests"
    acts = {State.DRAFT: "submit", State.PAUSED: "resume", State.CLOSED: "copy"}
    act = acts.get(State(facts.state))
    if act is None:
        act = "renew" if facts.expired(today()) else "headcount" if facts.full else "pause"
    return WORDS[act], reverse("vacancy-act", args=[facts.id, act])


@require_http_methods(["GET", "POST"])
@for_officers
def act(request: HttpRequest, vacancy: UUID, act: str) -> HttpResponse:
    """One act on a vacancy."""
    facts = vacant.found(vacancy)
    if act not in WORDS:
        raise Http404
    page = reverse("vacancy", args=[vacancy])
    fields = [_field(act, facts)]
    task = Task(
        request=request, heading=WORDS[act], lead=LEADS[act], fields=fields,
        crumbs=((LIST, reverse("vacancies")), (facts.values["title"], page)),
        told={"button": WORDS[act]},
    )  # fmt: skip
    if not task.sent():
        return task.show()
    if act == "copy":
        return _copied(request, task, facts)
    write = _write(request, act, facts, fields[0])
    return task.act(write) if write else task.show()


def _field(act: str, facts: Facts) -> Field:
    if act in REASONED:
        hint = text("It stays in the history. Write no personal details here.")
        return Field(name="reason", label=text("Reason"), optional=True, hint=hint)
    if act == "renew":
        end = facts.values["end_date"]
        return Field(name="end_date", label=text("Closing date"), kind="date", size="short",
                     values=(end.isoformat() if end and end >= today() else "",))  # fmt: skip
    if act == "copy":
        return Field(name="months", label=text("Months later"), values=("1",), size="short",
                     inputmode="numeric", unit=text("months"))  # fmt: skip
    if act == "headcount":
        return Field(name="headcount", label=text("Headcount"), size="short", unit=text("people"),
                     inputmode="numeric", values=(str(facts.values["headcount"]),))  # fmt: skip
    return Field(name="sure", label="", kind="hidden")


def _write(request: HttpRequest, act: str, facts: Facts, field: Field) -> Callable[[], Any] | None:
    """The write that an act is; None where the field does not say what it needs."""
    context, at = by(request), now()
    if act == "renew":
        day = forms.day(field)
        if day is None:
            field.error = text("Give a day.")
            return None
        return lambda: operations.renew([facts.id], end_date=day, by=context, at=at)
    if act == "headcount":
        n = number(field, 100_000)
        return None if n is None else lambda: operations.set_headcount(
            facts.id, headcount=n, by=context, at=at
        )  # fmt: skip
    if act in REASONED:
        verb = getattr(operations, act)
        return lambda: verb(facts.id, reason=field.value, by=context, at=at)
    verb = operations.submit if act == "submit" else operations.resume
    return lambda: verb(facts.id, by=context, at=at)


def _copied(request: HttpRequest, task: Task, facts: Facts) -> HttpResponse:
    """The draft made of it, opened."""
    months = number(task.fields[0], MONTHS)
    made: list[UUID] = []
    if months is None:
        return task.show()
    answer = task.act(lambda: made.append(
        operations.copy(facts.id, keys=keys(), by=by(request), at=now(), months=months)
    ))  # fmt: skip
    if made:
        answer["Location"] = reverse("vacancy", args=[made[0]])
    return answer


def number(field: Field, most: int) -> int | None:
    """The whole number typed; None, and the field says so, where there is none."""
    said = field.value.strip()
    if said.isascii() and said.isdigit() and int(said) <= most:
        return int(said)
    field.error = text("Give a whole number, at most {n}.", n=most)
    return None


@require_POST
@access(data_class=DataClass.D4, roles=OFFICERS)
def reveal(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """The telephone of a vacancy, shown once, after the look is in the log."""
    facts = vacant.found(vacancy)
    back = reverse("vacancy", args=[vacancy])
    return opened(
        request, back, text("Telephone"), facts.values["contact"] or facts.values["title"],
        ((LIST, reverse("vacancies")), (facts.values["title"], back)),
        lambda context: operations.reveal_phone(vacancy, keys=keys(), by=context, at=now()),
    )  # fmt: skip


def opened(
    request: HttpRequest,
    back: str,
    heading: Word,
    name: str,
    crumbs: tuple[tuple[Word, str], ...],
    open_: Callable[[Any], str],
) -> HttpResponse:
    """A sealed telephone, shown once on a page of its own, for a purpose that is in the log."""
    if not fresh(request):
        return prove_first(back)
    said = request.POST.get("purpose", "")
    purpose = Purpose(said) if said in by(request).rights.purposes else by(request).purpose
    value, refused = "", None
    with entered(replace(by(request), purpose=purpose), DataClass.D4) as context:
        try:
            value = open_(context)
        except (RevealRefused, Refused) as refusal:
            refused = refusal.said
    told = {
        "name": name,
        "crumbs": crumbs,
        "back": back,
        "heading": heading,
        "value": value,
        "refused": refused,
        "said": text("This look is in the log, with your name and the purpose."),
    }
    return show(request, "opened.html", told, 403 if refused else 200)
