"""Those interested: the list, one of them, what came of the call, seats and names for employers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import filters, forms, interested
from chunfeng.faces.workbench.common import attempt, by, for_officers, keys, now, show, today
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.lines import shown as person_line
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.vacancy import opened
from chunfeng.foundation.access import OFFICERS, DataClass, Right, access
from chunfeng.foundation.audit.queries import timeline
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import queries as people
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import InterestLine
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.states import INTEREST_NAMES, InterestState
from chunfeng.stages.vacancies.vocabulary import OUTCOME_NAMES, WISH_NAMES, Outcome

LIST = text("Interested")
NOBODY = "none"  # in the form: the call names nobody of the register
SELECTS = (
    Select(
        "state",
        text("State"),
        {str(one): name for one, name in INTEREST_NAMES.items() if one != InterestState.ASKED},
    ),
    Select("outcome", text("What came of it"), {str(k): v for k, v in OUTCOME_NAMES.items()}),
    Select("wish", text("Looks for"), {str(k): v for k, v in WISH_NAMES.items()}),
)


@require_GET
@for_officers
def interests(request: HttpRequest) -> HttpResponse:
    """Who is to be called, longest waiting first; or those who were."""
    asked, within = request.GET, by(request).lo
    selects = filters.chosen_of(SELECTS, asked)
    chosen = {one.parameter: tuple(one.chosen) for one in selects}
    region = filters.region_of(asked)
    rows, total = queries.interests_page(
        states=chosen["state"] or (InterestState.OPEN,),
        number=filters.page_of(asked),
        region=region.span if region else None,
        outcome=next(iter(chosen["outcome"]), ""),
        wish=next(iter(chosen["wish"]), ""),
    )
    told = {
        "rows": [interested.shown(row, within) for row in rows],
        "total": total,
        "selects": selects,
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "waiting": not chosen["state"] or chosen["state"] == (InterestState.OPEN,),
        "pages": filters.pages(asked, len(rows), total, queries.PAGE),
    }
    return show(request, "interests.html", told)


@require_http_methods(["GET", "POST"])
@for_officers
def interest(request: HttpRequest, interest: UUID) -> HttpResponse:
    """One of them: who it may be, and what came of the call."""
    row = interested.found(interest)
    maybe = queries.maybe_people(interest, on=today())
    fields = _fields(row, {str(one.id): one.name for one in maybe})
    if request.method == "POST" and _handled(request, row, fields):
        tell(request, text("Saved."))
        return HttpResponseRedirect(reverse("interest", args=[interest]))
    wrong, context = errors(fields), by(request)
    told: dict[str, Any] = {
        "one": interested.shown(row, context.lo),
        "row": row,
        "own": row.vacancy is not None and bool(queries.lines([row.vacancy], on=today())),
        "fields": fields,
        "errors": wrong,
        "maybe": [person_line(one) for one in maybe],
        "person": people.facts(row.person, on=today()) if row.person else None,
        "holds": queries.holders([interest]).get(interest),
        "may_share": row.outcome == Outcome.APPLIES and row.vacancy and not row.shared_at,
        "may_hold": row.vacancy is not None and row.state != InterestState.DROPPED,
        "reveals": context.rights.d3 is Right.REVEAL,
        "purposes": [(str(one), one.label) for one in sorted(context.rights.purposes)],
        "purpose": str(context.purpose),
        "timeline": [(one, [], one.reason) for one in timeline(by=context, subject=interest)],
    }
    return show(request, "interest.html", told, 422 if wrong else 200)


def _fields(row: InterestLine, maybe: dict[str, str]) -> list[Field]:
    """What came of the call, a remark, and who it is where the phone is in the register."""
    outcome = forms.one_of(
        "outcome", text("What came of the call?"),
        [(str(one), name) for one, name in OUTCOME_NAMES.items()], row.outcome,
    )  # fmt: skip
    remark = Field(name="remark", label=text("Remark"), kind="textarea", rows=2, optional=True,
                   values=(row.remark,))  # fmt: skip
    fields = [outcome, remark]
    if maybe:
        options: list[tuple[str, Word]] = [*maybe.items(), (NOBODY, text("None of them"))]
        held = str(row.person) if row.person and str(row.person) in maybe else ""
        known = held or (next(iter(maybe)) if len(maybe) == 1 else NOBODY)
        fields.append(forms.one_of("person", text("Who is it in the register?"), options, known))
    return fields


def _handled(request: HttpRequest, row: InterestLine, fields: list[Field]) -> bool:
    """Notes what came of the call; False where a field says what is wrong."""
    for field in fields:
        field.typed(request.POST)
    outcome, remark, *who = fields
    forms.chosen(outcome)
    person = forms.chosen(who[0]) if who else ""
    if errors(fields):
        return False
    try:
        attempt(lambda: operations.handle(
            row.id, outcome=outcome.value, by=by(request), at=now(), remark=remark.value,
            person=UUID(person) if person and person != NOBODY else None,
        ))  # fmt: skip
    except Refused as refused:
        outcome.error = refused.said
        return False
    return True


@require_POST
@for_officers
def act(request: HttpRequest, interest: UUID, act: str) -> HttpResponse:
    """A seat held or given back, or the name shown to the employer."""
    row = interested.found(interest)
    acts: dict[str, Callable[[], Text]] = {
        "hold": lambda: _hold(request, row),
        "release": lambda: _release(request, row),
        "share": lambda: _share(request, row),
    }
    if act not in acts:
        raise Http404
    try:
        tell(request, attempt(acts[act]))
    except Refused as refused:
        warn(request, refused.said)
    return HttpResponseRedirect(reverse("interest", args=[interest]))


def _hold(request: HttpRequest, row: InterestLine) -> Text:
    if row.vacancy is None:
        raise Refused(text("This request names no vacancy."))
    if not operations.take_seat(
        row.vacancy, holder=row.id, region=row.region, by=by(request), at=now()
    ):
        return text("No seat is left, or the vacancy is not published now.")
    return text("A seat is held for {name}.", name=row.name)


def _release(request: HttpRequest, row: InterestLine) -> Text:
    vacancy = queries.holders([row.id]).get(row.id)
    if vacancy is None or not operations.release_seat(
        vacancy, holder=row.id, by=by(request), at=now()
    ):
        return text("No seat was held.")
    return text("The seat is free again.")


def _share(request: HttpRequest, row: InterestLine) -> Text:
    operations.share(row.id, by=by(request), at=now())
    return text("The employer now sees the name, not the telephone.")


@require_POST
@access(data_class=DataClass.D4, roles=OFFICERS)
def reveal(request: HttpRequest, interest: UUID) -> HttpResponse:
    """The phone of somebody interested, shown once, after the look is in the log."""
    row = interested.found(interest)
    back = reverse("interest", args=[interest])
    return opened(
        request, back, text("Telephone"), row.name,
        ((LIST, reverse("interests")), (row.name, back)),
        lambda context: operations.reveal_interest_phone(
            interest, keys=keys(), by=context, at=now()
        ),
    )  # fmt: skip
