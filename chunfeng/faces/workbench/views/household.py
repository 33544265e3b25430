"""One household: who can work, who does, who needs care; split, merge, move, new head."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import by, for_officers, now, show, today
from chunfeng.faces.workbench.lines import shown
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import households, queries
from chunfeng.stages.people.family import Member, next_head, without
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import PAID_WORK, STATUS_OF_KIND
from chunfeng.stages.people.vocabulary import label, labels

_AT_WORK = frozenset(STATUS_OF_KIND[kind] for kind in PAID_WORK)
_ABLE = frozenset({"ordinary", "skilled", "weak"})


def found(household: UUID) -> queries.Home:
    """The household; 404 outside the region, as for none."""
    home = queries.household(household, on=today())
    if home is None:
        raise Http404
    return home


@require_GET
@for_officers
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """The page of a household."""
    home = found(household)
    living = [line for line in home.members if line.left_on is None]
    told = {
        "home": home,
        "place": places().full_name(home.region),
        "categories": [label("categories", code) for code in home.categories],
        "members": [shown(line, next=_next(line) or "") for line in home.members],
        "figures": _figures(living),
        "timeline": timeline(by=by(request), household=household),
        "members_living": len(living),
    }
    return show(request, "household.html", told)


def _figures(living: list[queries.Line]) -> list[tuple[Text, int]]:
    """Who can work, who does, who looks after somebody, who studies."""
    able = [line for line in living if line.work_capacity in _ABLE]
    caring = [line for line in living if set(line.care) - {"none"}]
    return [
        (text("members"), len(living)),
        (text("can work"), len(able)),
        (text("in paid work"), sum(line.status in _AT_WORK for line in living)),
        (text("look after somebody"), len(caring)),
        (text("at school"), sum(line.status == "studying" for line in living)),
    ]


def _next(line: queries.Line) -> Text | None:
    """The one next step for a member."""
    if line.left_on is not None or line.status in _AT_WORK or line.status == "studying":
        return None
    if not line.work_capacity:
        return text("Ask about the capacity for work")
    if line.status == "not_in_work" and not line.willing:
        return text("Ask about the wish to work")
    if line.status == "not_in_work" and line.willing == "yes" and not line.wish_reach:
        return text("Ask how far from home")
    return None


@require_http_methods(["GET", "POST"])
@for_officers
def relations(request: HttpRequest, household: UUID) -> HttpResponse:
    """Who is what to the head; a new head among them."""
    home = found(household)
    living = [line for line in home.members if line.left_on is None]
    fields = [_relation_field(line, line.relation) for line in living]
    reason = forms.reason_field(needed=True)
    if request.method == "POST":
        chosen = _relations(request, fields, living)
        reason.typed(request.POST)
        if not reason.value.strip():
            reason.error = text("Say why the relations change.")
        if not errors([*fields, reason]):
            return _done(
                request, household, [*fields, reason], home,
                text("Relations in the household"),
                lambda: households.set_relations(
                    household, chosen, reason=reason.value.strip()[:200],
                    by=by(request), at=now(),
                ),
            )  # fmt: skip
    return _form(request, home, text("Relations in the household"), [*fields, reason])


@require_http_methods(["GET", "POST"])
@for_officers
def split(request: HttpRequest, household: UUID) -> HttpResponse:
    """Some members become a household of their own."""
    home = found(household)
    living = [line for line in home.members if line.left_on is None]
    who = Field(
        name="who", label=text("Who leaves to form a household of their own?"), kind="choices",
        options=[(str(line.id), line.name) for line in living],
    )  # fmt: skip
    number = Field(name="number", label=text("Number of the new household"), size="short")
    reason = forms.reason_field(needed=True)
    fields = [who, number, reason]
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        if not who.values:
            who.error = text("Choose who leaves.")
        if not reason.value.strip():
            reason.error = text("Say why the household splits.")
        if not errors(fields):
            leaving, staying = _split_relations(living, set(who.values))
            return _done(
                request, household, fields, home,
                text("Split the household"),
                lambda: households.split(
                    household, leaving, staying=staying, number=number.value.strip()[:60],
                    reason=reason.value.strip()[:200], by=by(request), at=now(),
                ),
            )  # fmt: skip
    return _form(request, home, text("Split the household"), fields)


@require_http_methods(["GET", "POST"])
@for_officers
def move(request: HttpRequest, household: UUID) -> HttpResponse:
    """The household moves to another village of the region."""
    home = found(household)
    column = PEOPLE.column("home")
    field, reason = forms.field_of(column), forms.reason_field(needed=True)
    if request.method == "POST":
        region = forms.read(column, field, request.POST)
        reason.typed(request.POST)
        if not reason.value.strip():
            reason.error = text("Say why the household moves.")
        if not errors([field, reason]):
            return _done(
                request, household, [field, reason], home,
                text("Move the household"),
                lambda: households.move(
                    household, region, reason=reason.value.strip()[:200],
                    by=by(request), at=now(),
                ),
            )  # fmt: skip
    return _form(request, home, text("Move the household"), [field, reason])


def _split_relations(
    living: list[queries.Line], leaving: set[str]
) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Suggested relations on both sides; what cannot be told becomes "other"."""
    members = [
        Member(id=line.id, relation=line.relation, sex=line.sex, birth_date=line.birth_date)
        for line in living
    ]
    gone = [m for m in members if str(m.id) in leaving]
    return _headed(gone, members), _headed([m for m in members if m not in gone], members)


def _headed(group: list[Member], members: list[Member]) -> dict[UUID, str]:
    others = [m.id for m in members if m not in group]
    found = without(others, members, today()) if group else {}
    relations = {m.id: found.get(m.id) or m.relation or "other" for m in group}
    if group and "head" not in relations.values():
        head = next_head(group, today()) or group[0]
        relations[head.id] = "head"
    return relations


def _relation_field(line: queries.Line, value: str) -> Field:
    return Field(
        name=f"relation_{line.id}",
        label=line.name,
        kind="select",
        options=[("", text("Not known")), *labels("relation").items()],
        values=(value,),
    )


def _relations(
    request: HttpRequest, fields: list[Field], living: list[queries.Line]
) -> dict[UUID, str]:
    known = labels("relation")
    chosen = {}
    for field, line in zip(fields, living, strict=True):
        field.typed(request.POST)
        chosen[line.id] = field.value if field.value in known else ""
    return chosen


def _done(
    request: HttpRequest, household: UUID, fields: list[Field], home: Any,
    heading: Text, act: Any,
) -> HttpResponse:  # fmt: skip
    """Acts, and says so; a refusal goes to the first field."""
    try:
        act()
    except Refused as refused:
        fields[0].error = refused.said
        return _form(request, home, heading, fields)
    tell(request, text("Saved."))
    return HttpResponseRedirect(reverse("household", args=[household]))


def _form(request: HttpRequest, home: Any, heading: Text, fields: list[Field]) -> HttpResponse:
    told = {"home": home, "heading": heading, "fields": fields, "errors": errors(fields)}
    return show(request, "form_household.html", told, 422 if errors(fields) else 200)
