"""Changing what is known of a person: a field or a group of them a page.

Nothing typed is lost, and no change of somebody else's is overwritten unseen.
"""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import comparing, forms
from chunfeng.faces.workbench import facts as shown
from chunfeng.faces.workbench.common import attempt, by, for_officers, keys, now, show
from chunfeng.faces.workbench.comparing import SPLIT, Asked, kept
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.views.person import found
from chunfeng.foundation.intake.columns import Column
from chunfeng.kit.texts import Declared, text
from chunfeng.stages.people import operations
from chunfeng.stages.people.fields import CONSENT, HOUSEHOLD, SEALED, SPELL
from chunfeng.stages.people.queries import Facts
from chunfeng.stages.people.refusals import ChangedMeanwhile, Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.stored import stored
from chunfeng.stages.people.vocabulary import Known, heading

IDENTITY = frozenset({"name", "id_number", "birth_date", "sex"})  # changed with a reason
MISSING = "missing"  # the page with all that docking needs and nobody has recorded
_NOT_HERE = frozenset({*SPELL, *CONSENT, *HOUSEHOLD, *shown.FIXED})


@require_http_methods(["GET", "POST"])
@for_officers
def edit(request: HttpRequest, person: UUID, what: str) -> HttpResponse:
    """A field, a group of the ledger, or all that is missing."""
    facts = found(person)
    columns = columns_of(what, facts)
    asked = [_asked(column, facts) for column in columns]
    reason = forms.reason_field(needed=any(one.name in IDENTITY for one in asked))
    seen = facts.version
    if request.method == "POST":
        seen = comparing.seen_of(request, facts.version)
        answer = _save(request, facts, asked, reason, seen)
        if answer is not None:
            return answer
    wrong = errors([*(one.field for one in asked), reason])
    told = {
        "facts": facts,
        "name": facts.values["name"],
        "heading": _heading(what),
        "asked": asked,
        "reason": reason,
        "errors": wrong,
        "seen": seen,
        "sealed": [one for one in asked if one.name in facts.sealed],
    }
    return show(request, "edit.html", told, 422 if wrong else 200)


def columns_of(what: str, facts: Facts) -> list[Column]:
    """The columns a page asks about; 404 where it names none that may be changed here."""
    if what == MISSING:
        names = [line.field for line in shown.missing(facts)]
        found = [column for column in PEOPLE if column.field in names]
    elif what in {group.code for group in PEOPLE.groups}:
        found = shown.columns_of(what)
    else:
        found = [column for column in PEOPLE if column.field == what]
    found = [column for column in found if column.field not in _NOT_HERE]
    if not found:
        raise Http404
    return found


def _asked(column: Column, facts: Facts) -> Asked:
    name = column.field
    held = None if name in SEALED else facts.values.get(name)
    line = shown.shown(column, facts)
    state = Known.KNOWN if line.has else shown.state_of(name, facts)
    may_lack = not column.required and name != "id_number"
    field = forms.field_of(column, held, state=str(state) if may_lack else "")
    return Asked(column, field, kept(field), sealed=name in SEALED)


def _save(
    request: HttpRequest, facts: Facts, asked: Sequence[Asked], reason: Field, seen: int
) -> HttpResponse | None:
    """Saves what was sent; None where the page has to be shown again."""
    changed = [one for one in asked if _sent(request, one) and not _same(one, facts)]
    reason.typed(request.POST)
    if any(one.name in IDENTITY for one in changed) and not reason.value.strip():
        reason.error = text("Say why: who somebody is does not change without a reason.")
    if errors([*(one.field for one in asked), reason]):
        return None
    chosen = comparing.chosen(request, changed)
    if chosen:
        try:
            attempt(lambda: _correct(request, facts, chosen, reason, seen))
        except ChangedMeanwhile as clash:
            return _compare(request, facts, changed, reason, clash.fields)
        except Refused as refused:
            chosen[0].field.error = refused.said
            return None
    tell(request, text("Saved.") if chosen else text("Nothing was changed."))
    return HttpResponseRedirect(f"{reverse('person', args=[facts.id])}#{asked[0].column.group}")


def _sent(request: HttpRequest, one: Asked) -> bool:
    """Reads what was sent for a column; whether it differs from what the page had shown."""
    was = request.POST.get(f"was-{one.name}")
    if was is None:
        return False
    one.was = was
    value = forms.read(one.column, one.field, request.POST, by(request).lo // 10**6 * 10**6)
    shown_values, _, shown_state = was.rpartition(SPLIT)
    state = one.field.state.value if one.field.state else Known.KNOWN
    typed = kept(one.field).rpartition(SPLIT)[0] != shown_values
    if state not in ("", Known.KNOWN) and state != shown_state:
        if typed and value is not None:
            one.field.error = text("There is a value and a word that there is none. Keep one.")
        value, one.state = None, state
    elif state == shown_state and (not typed or (one.name in SEALED and value is None)):
        one.field.error = None if not typed else one.field.error
        return False
    elif value is None and not one.column.required:
        one.state = shown_state if shown_state != Known.KNOWN else Known.NOT_ASKED
    one.value = value
    return one.name not in SEALED or value is not None or state not in ("", Known.KNOWN)


def _same(one: Asked, facts: Facts) -> bool:
    """Whether the register holds just this by now."""
    held = facts.values.get(one.name)
    return one.value is not None and stored(one.name, one.value) == stored(one.name, held)


def _correct(
    request: HttpRequest, facts: Facts, chosen: Sequence[Asked], reason: Field, seen: int
) -> None:
    operations.correct(
        facts.id,
        {one.name: one.value for one in chosen},
        seen=seen,
        keys=keys(),
        by=by(request),
        at=now(),
        states={one.name: one.state for one in chosen if one.state},
        reason=reason.value.strip()[:200],
    )


def _compare(
    request: HttpRequest,
    facts: Facts,
    changed: Sequence[Asked],
    reason: Field,
    clash: Sequence[str],
) -> HttpResponse:
    """Somebody else changed the same fields."""
    return comparing.compare(
        request,
        changed,
        clash,
        lambda one: shown.shown(one.column, facts).told,
        seen=facts.version,
        crumbs=(
            (text("People list"), reverse("people")),
            (facts.values["name"], reverse("person", args=[facts.id])),
        ),
        also=[("reason", reason.value)],
    )


def _heading(what: str) -> Word:
    if what == MISSING:
        return text("What docking still needs to know")
    for group in PEOPLE.groups:
        if group.code == what:
            return Declared(group.zh, group.en)
    return heading(what)
