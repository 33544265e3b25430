"""Making offers: to one person, from a person or a vacancy, and to many people in one go."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import filters, forms, offered, vacant
from chunfeng.faces.workbench.common import attempt, by, for_officers, keys, now, show, today
from chunfeng.faces.workbench.lines import Shown
from chunfeng.faces.workbench.lines import shown as person_line
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.person import found as person_of
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking import queries as docking
from chunfeng.stages.people import queries as people
from chunfeng.stages.people.queries import Line as Person
from chunfeng.stages.people.status import SpellKind
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Made, Outcome, Terms
from chunfeng.stages.placements.queries import Companion
from chunfeng.stages.placements.refusals import Refused
from chunfeng.stages.placements.rules import ANSWER_DAYS
from chunfeng.stages.vacancies import queries as vacancies

CHOICE = 50  # vacancies to choose from
RUNS = 20  # the latest done one of which has the proposals
FREE = vacancies.Filters(state=("published",), full=False, expired=False)


@require_http_methods(["GET", "POST"])
@for_officers
def new(request: HttpRequest, person: UUID, vacancy: UUID) -> HttpResponse:
    """Offers a vacancy to a person, and to who wishes to go along; with what else is known."""
    facts, terms = person_of(person), _terms(vacancy)
    fields, companions = _fields(_run(request.POST or request.GET)), queries.companions(person)
    left = terms["headcount"] - terms["taken"]
    spouses = [one for one in companions if one.left_out]
    also = _also(spouses, left)
    if request.method == "POST":
        others = _chosen(companions, also.typed(request.POST))
        wanted = _read(request, fields)
        done = _make(request, person, others, vacancy, wanted, fields) if wanted else None
        if done:
            made, refused = done
            _tell(request, person, others, made, refused)
            return HttpResponseRedirect(reverse("offer", args=[made[person].offer]))
    wrong = errors(fields)
    told: dict[str, Any] = {
        "name": facts.values["name"],
        "facts": facts,
        "vacancy": vacancy,
        "terms": terms,
        "place": named.full_place(terms["place"]),
        "left": left,
        "running": [(one, SpellKind(one.kind).label) for one in queries.running(person)],
        "open": [offered.shown(one) for one in queries.of_person(person) if one.live],
        "companions": [(one, [offered.shown(line) for line in one.offers]) for one in companions],
        "also": also,
        "one_seat": left == 1 and spouses,
        "fields": fields,
        "errors": wrong,
        "phone": facts.phone_mask,
    }
    return show(request, "offer_new.html", told, 422 if wrong else 200)


@require_GET
@for_officers
def for_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Which published vacancy with a free seat to offer to a person."""
    facts, words = person_of(person), request.GET.get("words", "").strip()[:80]
    wanted = vacancies.Filters(state=FREE.state, full=FREE.full, expired=FREE.expired, words=words)
    rows, total = vacancies.page(wanted, on=today(), size=CHOICE, order="-updated")
    told = {
        "name": facts.values["name"], "facts": facts, "words": words, "total": total,
        "rows": [vacant.shown(row) for row in rows],
        "already": {line.vacancy for line in queries.of_person(person) if not line.ended_on
                    and line.state not in ("declined", "lapsed")},
    }  # fmt: skip
    return show(request, "offer_person.html", told)


@require_GET
@for_officers
def for_vacancy(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """To whom to offer a vacancy: those proposed by the latest plan, and those who asked for it."""
    terms = _terms(vacancy)
    proposed, asking = _proposed(vacancy), _asking(vacancy)
    lines = _people([*proposed, *asking])
    told = {
        "vacancy": vacancy,
        "terms": terms,
        "left": terms["headcount"] - terms["taken"],
        "rows": [(line, line.row.id in proposed, line.row.id in asking) for line in lines],
        "fields": _fields(""),
    }
    return show(request, "offer_vacancy.html", told)


@require_POST
@for_officers
def many(request: HttpRequest) -> HttpResponse:
    """Offers one vacancy to the people picked, and says of each what came of it."""
    lines = filters.picked(request)
    choice = _choice()
    fields = [choice, *_fields("")]
    choice.typed(request.POST)
    if "sure" in request.POST:
        wanted = _read(request, fields[1:])
        forms.chosen(choice) if "listed" in request.POST else None
        if wanted is not None and lines and not errors(fields):
            return _many_made(request, lines, _vacancy(choice.value), wanted, fields)
    wrong = errors(fields)
    told = {"rows": [person_line(line) for line in lines], "fields": fields, "errors": wrong}
    return show(request, "offer_many.html", told, 422 if wrong else 200)


def _many_made(
    request: HttpRequest, lines: Sequence[Person], vacancy: UUID, wanted: Terms,
    fields: Sequence[Field],
) -> HttpResponse:  # fmt: skip
    made, refused = operations.make_many(
        [line.id for line in lines], vacancy, key=_key(fields), keys=keys(), by=by(request),
        at=now(), terms=wanted,
    )  # fmt: skip
    spouses = _left_out({line.id for line in lines})
    rows = [
        (person_line(line), made.get(line.id), refused.get(line.id), spouses.get(line.id, ()))
        for line in lines
    ]
    told = {"rows": rows, "n": len(made), "vacancy": vacancy, "terms": _terms(vacancy)}
    return show(request, "offer_many_made.html", told)


def _make(
    request: HttpRequest, person: UUID, others: Mapping[UUID, str], vacancy: UUID, wanted: Terms,
    fields: Sequence[Field],
) -> Outcome | None:  # fmt: skip
    """The offers made; None where the person's own was refused, and the first field says why."""
    try:
        return attempt(lambda: operations.make_together(
            person, tuple(others), vacancy, key=_key(fields), keys=keys(), by=by(request),
            at=now(), terms=wanted,
        ))  # fmt: skip
    except Refused as refused:
        fields[0].error = refused.said
        return None


def _tell(
    request: HttpRequest, person: UUID, others: Mapping[UUID, str], made: Mapping[UUID, Made],
    refused: Mapping[UUID, Text],
) -> None:  # fmt: skip
    """Tells what became of each, in one notice."""
    said = _said(made[person])
    for other, name in others.items():
        if other in refused:
            more = text("{who}: not offered. {why}", who=name, why=refused[other])
        else:
            more = text("{who}: {said}", who=name, said=_said(made[other]))
        said = text("{said} {more}", said=said, more=more)
    if refused or any(one.untold for one in made.values()):
        warn(request, said)
    else:
        tell(request, said)


def _said(made: Made) -> Text:
    if made.told:
        return text("Offered. A message to the telephone is on its way.")
    if made.untold is not None:
        return text("Offered. No message went: {why}", why=made.untold)
    return text("Offered.")


def _also(spouses: Sequence[Companion], left: int) -> Field:
    """The spouse to offer it to as well; no choice where there are no two seats."""
    options = [
        (str(one.person),
         text("Also offer it to {name}: they wish to go together", name=one.name))
        for one in spouses if left > 1
    ]  # fmt: skip
    return Field(name="also", label=text("Their spouse"), kind="choices", options=options,
                 values=[code for code, _ in options])  # fmt: skip


def _chosen(companions: Sequence[Companion], also: Field) -> dict[UUID, str]:
    """{person: name} of the spouses chosen; of a form sent twice they have their offer already."""
    return {
        one.person: one.name
        for one in companions
        if one.together and str(one.person) in also.values
    }


def _left_out(picked: set[UUID]) -> dict[UUID, list[Companion]]:
    """By person the spouse who wishes to go along, was not picked and is offered nothing."""
    return {
        person: [one for one in companions if one.left_out and one.person not in picked]
        for person, companions in queries.companions_of(picked).items()
    }


def _fields(run: str) -> list[Field]:
    """The terms of an offer. The key makes one offer of a form that is sent twice."""
    until = (today() + timedelta(days=ANSWER_DAYS)).isoformat()
    message = forms.one_of("tell", text("Tell them by message?"), forms.YES_NO, "yes")
    message.inline = True
    message.hint = text("Not at night, and not to who wants no messages.")
    return [
        Field(name="expires_on", label=text("Last day to answer"), kind="date", size="short",
              values=(until,)),
        Field(name="start_on", label=text("First day of work"), kind="date", size="short",
              optional=True),
        message,
        Field(name="key", label="", kind="hidden", values=(str(uuid4()),)),
        Field(name="run", label="", kind="hidden", values=(run,)),
    ]  # fmt: skip


def _read(request: HttpRequest, fields: Sequence[Field]) -> Terms | None:
    """The terms as typed; None where a field says what is wrong."""
    expires, start, message, _, run = (field.typed(request.POST) for field in fields)
    until, first = forms.day(expires), forms.day(start)
    if until is None:
        expires.error = text("Give a day.")
    if first is None and start.value.strip():
        start.error = text("Give a day.")
    forms.chosen(message)
    if errors(fields):
        return None
    return Terms(
        expires_on=until, start_on=first, tell=message.value == "yes",
        run=UUID(run.value) if _is_uuid(run.value) else None,
    )  # fmt: skip


def _key(fields: Sequence[Field]) -> str:
    held = next(field.value for field in fields if field.name == "key")
    return held[:40] if _is_uuid(held) else str(uuid4())


def _run(asked: Any) -> str:
    said = str(asked.get("run", ""))
    return said if _is_uuid(said) else ""


def _choice() -> Field:
    """Which vacancy, of those with a free seat."""
    rows, _ = vacancies.page(FREE, on=today(), size=CHOICE, order="-updated")
    options: list[tuple[str, Word]] = [
        (str(row.id), f"{row.title} · {row.employer_name} ({row.headcount - row.taken})")
        for row in rows
    ]
    return Field(name="vacancy", label=text("Which vacancy?"), kind="select", options=options)


def _terms(vacancy: UUID) -> Any:
    """What the shop window says of a vacancy of whichever county; else 404."""
    shown = vacancies.shown_terms(vacancy)
    if shown is None:
        raise Http404
    return shown


def _vacancy(said: str) -> UUID:
    if not _is_uuid(said):
        raise Http404
    return UUID(said)


def _proposed(vacancy: UUID) -> set[UUID]:
    """Whom the latest run that is done proposes for a vacancy."""
    done = next((run for run in docking.runs(limit=RUNS) if run.finished_at), None)
    if done is None:
        return set()
    rows, _ = docking.page(done.id, docking.Filters(vacancy=vacancy))
    return {row.person_id for row in rows}


def _asking(vacancy: UUID) -> set[UUID]:
    """People of the register who asked for it on the public pages."""
    return {one.person for one in vacancies.interests_of(vacancy) if one.person}


def _people(ids: Sequence[UUID]) -> list[Shown]:
    if not ids:
        return []
    wanted = people.Filters(people=tuple(ids))
    return [person_line(row) for row in people.page(wanted, on=today(), keys=keys())[0]]


def _is_uuid(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True
