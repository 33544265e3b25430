"""One person: facts, spells, consents, history; and revealing one value on the record."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.ui import named
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import caring, docked, offered
from chunfeng.faces.workbench import facts as shown
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
from chunfeng.faces.workbench.lines import tone
from chunfeng.foundation.access import OFFICERS, DataClass, Purpose, Right, access, entered
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.audit.queries import timeline
from chunfeng.kit.texts import Text, text
from chunfeng.stages.doubts import queries as doubts
from chunfeng.stages.own import queries as own
from chunfeng.stages.people import operations, queries
from chunfeng.stages.people.fields import CONTACT_SEALED, SEALED
from chunfeng.stages.people.former import former
from chunfeng.stages.people.refusals import RevealRefused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import LabourStatus, SpellKind, age_on
from chunfeng.stages.people.vocabulary import LEFT_NAMES, Evidence, LeftReason, heading
from chunfeng.stages.placements import queries as placements


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell in words."""

    line: queries.SpellLine
    kind: Text
    far: Text | None
    place: str
    evidence: Text


def found(person: UUID) -> queries.Facts:
    """The person's facts; 404 outside the region, as for nobody."""
    facts = queries.facts(person, on=today())
    if facts is None:
        raise Http404
    return facts


@require_GET
@for_officers
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """The page of a person."""
    facts = found(person)
    context = by(request)
    told = head(facts) | {
        "groups": shown.groups(facts),
        "usual_origin": shown.usual_origin(facts),
        "missing": shown.missing(facts) if not facts.left_on else [],
        "spells": [_spell(spell, facts.region) for spell in facts.spells],
        "offers": [offered.shown(line) for line in placements.of_person(person)],
        "care": caring.care_of(facts),
        "timeline": shown.timeline(timeline(by=context, person=person)),
        "former": _former(person),
        "doubts": _doubts(request, facts),
        "docked": docked.last_of(person) if not facts.left_on else None,
        "revealable": _revealable(request),
        "purposes": [(str(one), one.label) for one in sorted(context.rights.purposes)],
        "purpose": str(context.purpose),
        "links": own.links_of(person, at=now()),
        "day": today(),
    }
    return show(request, "person.html", told)


def _former(person: UUID) -> list[tuple[datetime, str, list[tuple[Word, Word]]]]:
    """(when, who, what stood before) of each change, newest first."""
    changes = former(person)
    names = accounts.names([one.user for one in changes if one.user])
    return [
        (one.at, names.get(one.user, "") if one.user else "", shown.before(one.values))
        for one in changes
    ]


def head(facts: queries.Facts) -> dict[str, Any]:
    """What stands on top of every page about a person."""
    birth = facts.values["birth_date"]
    return {
        "facts": facts,
        "name": facts.values["name"],
        "age": age_on(birth, today()) if birth else None,
        "place": named.full_place(facts.region),
        "status": LabourStatus(facts.status).label,
        "tone": tone(facts.status),
        "left_for": LEFT_NAMES[LeftReason(facts.left_reason)]
        if facts.left_reason in set(LeftReason)
        else "",
    }


def _spell(line: queries.SpellLine, home: int) -> Spell:
    return Spell(
        line=line,
        kind=SpellKind(line.kind).label,
        far=shown.work_scale(home, line.place),
        place=named.full_place(line.place) if line.place else "",
        evidence=Evidence(line.evidence).label,
    )


def _doubts(request: HttpRequest, facts: queries.Facts) -> list[doubts.Line]:
    """The doubts that stand about the person."""
    rows, _ = doubts.lines(by=by(request), on=today(), household=facts.household)
    return [row for row in rows if row.person == facts.id]


def _revealable(request: HttpRequest) -> frozenset[str]:
    """The fields the post may open."""
    mine = by(request).rights
    fields = set(CONTACT_SEALED) if mine.d3 is Right.REVEAL else set()
    return frozenset(fields | (mine.d4_fields if mine.d4 is Right.REVEAL else set()))


@require_POST
@access(data_class=DataClass.D4, roles=OFFICERS)
def reveal(request: HttpRequest, person: UUID, field: str) -> HttpResponse:
    """One sealed value, shown once, after the look is in the log."""
    if field not in SEALED & {column.field for column in PEOPLE}:
        raise Http404
    if not fresh(request):
        return prove_first(reverse("person", args=[person]))
    said = request.POST.get("purpose", "")
    purpose = Purpose(said) if said in set(Purpose) else by(request).purpose
    value, refused = "", None
    with entered(replace(by(request), purpose=purpose), DataClass.D4) as context:
        try:
            value = operations.reveal(person, field, keys=keys(), by=context, at=now())
        except RevealRefused as refusal:
            refused = refusal.said
    facts = found(person)
    told = {
        "person": person,
        "name": facts.values["name"],
        "heading": heading(field),
        "value": shown.opened(field, value) if value else "",
        "refused": refused,
        "said": text("This look is in the log, with your name and the purpose."),
    }
    return show(request, "reveal.html", told, 403 if refused else 200)
