"""What a run says of one person: the place and why, what else there is, the officer's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import docked, forms
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.views.person import found as person_facts
from chunfeng.faces.workbench.views.person import head
from chunfeng.faces.workbench.views.proposals import may_answer
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.docking import lists, operations, queries
from chunfeng.stages.docking.labels import NEXT_STEP, WHY
from chunfeng.stages.docking.refusals import Refused
from chunfeng.stages.docking.result import Why
from chunfeng.stages.docking.states import VERDICT_NAMES, Verdict
from chunfeng.stages.docking.verdicts import OWN_WORDS, REASONS, VACANCY, WORK
from chunfeng.stages.people.fields import HOUSEHOLD
from chunfeng.stages.vacancies import naming

LEADS = {
    Verdict.OTHER_OPTION: text("Why does another place suit better?"),
    Verdict.NOT_NOW: text("Why not now?"),
    Verdict.WRONG_FACT: text("Which fact is wrong?"),
}


@dataclass(slots=True)
class Answer:
    """One answer with its short list of reasons. open: its form was sent and something is wrong."""

    verdict: Verdict
    fields: Sequence[Field]
    open: bool = False

    @property
    def name(self) -> Text:
        """The answer in words."""
        return VERDICT_NAMES[self.verdict]

    @property
    def button(self) -> Text:
        """What sending it does."""
        wrong = self.verdict is Verdict.WRONG_FACT
        return text("Note it, and mend the fact") if wrong else text("Save")


@require_http_methods(["GET", "POST"])
@for_officers
def proposal(request: HttpRequest, run: UUID, person: UUID) -> HttpResponse:
    """The card of a person in a run."""
    kept = docked.finished(run)
    card = queries.card(run, person)
    if card is None:
        raise Http404
    row, answers = card.proposal, _answers()
    problem = None
    if request.method == "POST":
        if row is None:
            raise Http404
        try:
            answer = _answered(request, kept, row, answers)
        except Refused as refused:
            answer, problem = None, refused.said
        if answer is not None:
            return answer
    wrong = [one for answer in answers for one in errors(answer.fields)]
    told = docked.page(request, kept, "proposals") | head(person_facts(person))
    told |= _placed(request, kept, row) if row else _left(kept, card.left)
    told |= {"answers": answers, "errors": wrong, "problem": problem}
    return show(request, "proposal.html", told, 422 if wrong or problem else 200)


def _answers() -> list[Answer]:
    """The answers that need a reason, each with its list."""
    out = []
    for verdict, reasons in REASONS.items():
        options = [*reasons.items(), (OWN_WORDS, text("Something else"))]
        words = Field(
            name=f"words-{verdict}", label=text("In your own words"), optional=True,
            hint=text("It is kept for the next policy. Write no personal details here."),
        )  # fmt: skip
        reason = forms.one_of(f"reason-{verdict}", LEADS[verdict], options)
        reason.inline = verdict is Verdict.WRONG_FACT
        out.append(Answer(verdict, (reason, words)))
    return out


def _answered(
    request: HttpRequest, kept: Any, row: Any, answers: Sequence[Answer]
) -> HttpResponse | None:
    """Notes the answer; None where the form says what is wrong."""
    said = request.POST.get("verdict", "")
    if said not in set(Verdict):
        raise Http404
    verdict, reason = Verdict(said), ""
    for answer in answers:
        if answer.verdict is verdict:
            reason = _reason(request, answer)
            answer.open = bool(errors(answer.fields))
            if answer.open:
                return None
    attempt(lambda: operations.judge(row.id, verdict, reason=reason, by=by(request), at=now()))
    if verdict is Verdict.WRONG_FACT:
        tell(request, text("Noted. Mend the fact here; the next run reads it."))
        return HttpResponseRedirect(_record(row, reason))
    tell(request, text("Saved."))
    if "next" in request.POST and (after := lists.next_to_answer(kept.id, row.number)):
        return HttpResponseRedirect(reverse("proposal", args=[kept.id, after]))
    return HttpResponseRedirect(reverse("proposal", args=[kept.id, row.person_id]))


def _reason(request: HttpRequest, answer: Answer) -> str:
    """The code chosen, or the officer's own words."""
    reason, words = (field.typed(request.POST) for field in answer.fields)
    chosen = forms.chosen(reason)
    if chosen != OWN_WORDS:
        return chosen
    if not words.value.strip():
        words.error = text("Say in a few words what it is.")
    return words.value.strip()


def _record(row: Any, reason: str) -> str:
    """Where the fact that is wrong is mended."""
    person = reverse("person", args=[row.person_id])
    if reason == VACANCY:
        named = naming.called([row.vacancy]).get(row.vacancy)
        return docked.link(named) or person
    if reason == WORK:
        return f"{person}#spells"
    if reason in HOUSEHOLD or reason not in REASONS[Verdict.WRONG_FACT]:
        return person
    return reverse("edit", args=[row.person_id, reason])


def _placed(request: HttpRequest, kept: Any, row: Any) -> dict[str, Any]:
    """A proposal, its reasons, the answer it was given."""
    (line,) = docked.lines(kept, [row])
    names = accounts.names([row.verdict_by]) if row.verdict_by else {}
    return {
        "line": line,
        "row": row,
        "vacancy_url": docked.link(line.vacancy),
        "reasons": docked.reasons(row),
        "options": docked.options(row),
        "over_asked": _over_asked(row),
        "judged_by": names.get(row.verdict_by, ""),
        "may": may_answer(request) and not kept.trial,
        "following": lists.next_to_answer(kept.id, row.number),
    }


def _over_asked(row: Any) -> list[Text]:
    """Better-scored places that others gain more from, which no option tells."""
    told = {str(one.vacancy) for one in queries.options(row)}
    rest = [one for one in row.over_asked if one["vacancy"] not in told]
    named = naming.called(UUID(one["vacancy"]) for one in rest)
    return [
        text("{vacancy}: fits better by {points} points, others gain more from its seats",
             vacancy=docked.called(named.get(UUID(one["vacancy"]))),
             points=one["score"] - row.score)
        for one in rest
    ]  # fmt: skip


def _left(kept: Any, row: Any) -> dict[str, Any]:
    """Why there is no place, and what would help."""
    why = Why(row.why)
    change = from_json(row.change) if row.change else None
    nearest = naming.called([row.nearest]).get(row.nearest) if row.nearest else None
    return {
        "left": row,
        "why": WHY[why],
        "reason": from_json(row.reason),
        "change": None if why is Why.NOT_DOCKED else change,
        "next_step": change if why is Why.NOT_DOCKED and change else NEXT_STEP[why],
        "nearest": docked.called(nearest) if nearest else "",
        "nearest_url": docked.link(nearest),
        "nearest_km": docked.km(row.nearest_km) if row.nearest_km is not None else "",
        "options": docked.options(row),
        "tier": docked.tier_names(kept).get(str(row.tier), ""),
    }
