"""One person: facts, spells, consents, history; and revealing one value on the record."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.workbench import facts as shown
from chunfeng.faces.workbench.common import by, for_officers, keys, now, officer, show, today
from chunfeng.faces.workbench.views.people import tone
from chunfeng.foundation.access import OFFICERS, DataClass, Purpose, Right, access, entered
from chunfeng.foundation.accounts import rules
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import operations, queries
from chunfeng.stages.people.fields import CONTACT_SEALED
from chunfeng.stages.people.refusals import RevealRefused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import LabourStatus, SpellKind, age_on
from chunfeng.stages.people.vocabulary import heading


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
    spells = [
        (spell, SpellKind(spell.kind).label, shown.work_scale(facts.region, spell.place),
         places().full_name(spell.place) if spell.place else "")
        for spell in facts.spells
    ]  # fmt: skip
    birth = facts.values["birth_date"]
    told = {
        "facts": facts,
        "name": facts.values["name"],
        "age": age_on(birth, today()) if birth else "",
        "place": places().full_name(facts.region),
        "status": LabourStatus(facts.status),
        "tone": tone(facts.status),
        "groups": shown.groups(facts),
        "missing": shown.missing(facts),
        "spells": spells,
        "timeline": [(e, field_names(e.fields)) for e in timeline(by=context, person=person)],
        "revealable": _revealable(request),
        "purposes": sorted(context.rights.purposes),
        "purpose": context.purpose,
    }
    return show(request, "person.html", told)


def field_names(fields: Sequence[str]) -> list[Text | str]:
    """What the ledger calls the fields of an event."""
    known = {column.field for column in PEOPLE}
    return [heading(name) if name in known else name for name in fields]


def _revealable(request: HttpRequest) -> frozenset[str]:
    """The fields the post may open."""
    mine = by(request).rights
    fields = set(CONTACT_SEALED) if mine.d3 is Right.REVEAL else set()
    return frozenset(fields | (mine.d4_fields if mine.d4 is Right.REVEAL else set()))


@require_POST
@access(data_class=DataClass.D4, roles=OFFICERS)
def reveal(request: HttpRequest, person: UUID, field: str) -> HttpResponse:
    """One sealed value, shown once, after the look is in the log."""
    if not rules.fresh(officer(request).proved_at, now()):
        return show(request, "prove_again.html", {"person": person}, 403)
    said = request.POST.get("purpose", "")
    purpose = Purpose(said) if said in set(Purpose) else by(request).purpose
    value, refused = "", None
    with entered(replace(by(request), purpose=purpose), DataClass.D4) as context:
        try:
            value = operations.reveal(person, field, keys=keys(), by=context, at=now())
        except RevealRefused as refusal:
            refused = refusal.said
        name = queries.facts(person, on=today())
    if name is None:
        raise Http404
    told: dict[str, Text | str | UUID | None] = {
        "person": person,
        "name": name.values["name"],
        "heading": heading(field),
        "value": value,
        "refused": refused,
        "said": text("This look is in the log, with your name and the purpose."),
    }
    return show(request, "reveal.html", told, 403 if refused else 200)
