"""Who belongs to whom: relations, a new head, a household splits, two become one.

The machine suggests relations; an officer confirms them and says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import by, for_officers, keys, now, today
from chunfeng.faces.workbench.views.household import act, form, found, living, reasoned
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import family, households, queries
from chunfeng.stages.people.family import INVERSE, Member
from chunfeng.stages.people.queries import Filters, Home, Line
from chunfeng.stages.people.vocabulary import labels

Suggested = Mapping[UUID, str | None]


@require_http_methods(["GET", "POST"])
@for_officers
def relations(request: HttpRequest, household: UUID) -> HttpResponse:
    """Who is what to the head; ``head`` names somebody who is to become it."""
    home = found(household)
    here = living(home)
    members = [_member(line) for line in here]
    head = _one(request.GET.get("head", ""), here)
    told = family.relations_to(head.id, members) if head else {m.id: m.relation for m in members}
    fields, reason = _fields(here, told), forms.reason_field(needed=True)
    heading = text("Relations in the household")
    more = {"heads": [(line.id, line.name) for line in here], "head": head.id if head else ""}
    if request.method == "POST":
        chosen = _chosen(request, here, fields)
        if reasoned(request, reason):
            return act(
                request, home, heading, [*fields, reason],
                lambda: households.set_relations(
                    household, chosen, reason=reason.value, by=by(request), at=now()
                ),
                **more,
            )  # fmt: skip
    return form(request, home, heading, [*fields, reason], **more)


@require_http_methods(["GET", "POST"])
@for_officers
def split(request: HttpRequest, household: UUID) -> HttpResponse:
    """Some members become a household of their own: who, then their relations, number and why."""
    home = found(household)
    here, heading = living(home), text("Split the household")
    asked = set(request.GET.getlist("who"))
    gone = [line for line in here if str(line.id) in asked]
    if not gone or len(gone) == len(here):
        who = Field(
            name="who", label=text("Who leaves to form a household of their own?"), kind="choices",
            options=[(str(line.id), line.name) for line in here], values=tuple(asked),
        )  # fmt: skip
        if "who" in request.GET or request.method == "POST":
            who.error = text("Somebody has to leave, and somebody has to stay.")
        return form(request, home, heading, [who], step="get", button=text("Continue"))
    suggested = family.split([g.id for g in gone], [_member(line) for line in here], today())
    stay = [line for line in here if line not in gone]
    leaving, staying = _fields(gone, suggested.moving), _fields(stay, suggested.staying)
    number = Field(name="number", label=text("Number of the new household"), size="short",
                   optional=True)  # fmt: skip
    reason = forms.reason_field(needed=True)
    fields = [number, *leaving, *staying, reason]
    more = {"parts": [(text("The new household"), leaving), (text("Those who stay"), staying)]}
    if request.method == "POST":
        number.typed(request.POST)
        moved, kept = _chosen(request, gone, leaving), _chosen(request, stay, staying)
        if reasoned(request, reason):
            return act(request, home, heading, fields, lambda: households.split(
                household, moved, staying=kept, number=number.value.strip()[:60],
                reason=reason.value, by=by(request), at=now()), **more)  # fmt: skip
    return form(request, home, heading, fields, **more)


@require_http_methods(["GET", "POST"])
@for_officers
def merge(request: HttpRequest, household: UUID) -> HttpResponse:
    """All members join another household: which, then their relations and why."""
    home = found(household)
    heading = text("Merge into another household")
    number = Field(name="number", label=text("Number of the household they join"), size="short")
    link = Field(
        name="link", label=text("What their head is to the head there"), kind="select",
        options=[(code, word) for code, word in labels("relation").items() if code in INVERSE],
        values=("child",),
    )  # fmt: skip
    if request.method == "POST":
        for field in (number, link):
            field.typed(request.POST)
        target = _numbered(number, home)
        if target:
            return _merge_into(request, home, target, [number, link])
    return form(request, home, heading, [number, link], button=text("Continue"))


def _merge_into(request: HttpRequest, home: Home, target: Home, first: list[Field]) -> HttpResponse:
    """The second step: relations to the head there."""
    here, heading = living(home), text("Merge into another household")
    members, there = ([_member(line) for line in living(h)] for h in (home, target))
    fields = _fields(here, family.joined(members, there, first[1].value))
    reason = forms.reason_field(needed=True)
    more = {"hidden": [(field.name, field.value) for field in first], "target": target}
    if "sure" in request.POST:
        chosen = _chosen(request, here, fields)
        if reasoned(request, reason):
            return act(request, home, heading, [*fields, reason], lambda: households.merge(
                home.id, target.id, {who: told or "other" for who, told in chosen.items()},
                reason=reason.value, by=by(request), at=now()), sure=True, **more)  # fmt: skip
    return form(request, home, heading, [*fields, reason], sure=True, **more)


def _numbered(number: Field, home: Home) -> Home | None:
    """The household with a number, in the post's region."""
    wanted = number.value.strip()
    filters = Filters(words=wanted)
    lines = queries.page(filters, on=today(), keys=keys())[0] if wanted else []
    ids = {line.household for line in lines if line.household_no == wanted} - {home.id}
    if len(ids) != 1:
        number.error = text("There is no other household with this number in your region.")
        return None
    return queries.household(ids.pop(), on=today())


def _fields(lines: Iterable[Line], told: Suggested) -> list[Field]:
    """A select each, with the relation suggested; what cannot be told is left open."""
    words = labels("relation")
    return [
        Field(
            name=f"relation_{line.id}",
            label=line.name,
            kind="select",
            options=[("", text("Not known")), *words.items()],
            values=(told.get(line.id) or "",),
            hint=_was(line, told.get(line.id)),
        )
        for line in lines
    ]


def _was(line: Line, told: str | None) -> Text | None:
    """What the relation is today, where another one is suggested."""
    words = labels("relation")
    if line.relation in words and told != line.relation:
        return text("Until now: {relation}", relation=words[line.relation])
    return None


def _chosen(
    request: HttpRequest, lines: Sequence[Line], fields: Sequence[Field]
) -> dict[UUID, str]:
    known = labels("relation")
    chosen = {}
    for field, line in zip(fields, lines, strict=True):
        field.typed(request.POST)
        chosen[line.id] = field.value if field.value in known else ""
    return chosen


def _member(line: Line) -> Member:
    return Member(id=line.id, relation=line.relation, sex=line.sex, birth_date=line.birth_date)


def _one(said: str, lines: Sequence[Line]) -> Line | None:
    return next((line for line in lines if str(line.id) == said), None)
