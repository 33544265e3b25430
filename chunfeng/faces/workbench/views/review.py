"""Vacancies that wait for review: the queue, and one of them with what is marked in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import filters, vacant
from chunfeng.faces.workbench.common import attempt, by, for_deciders, now, show, today
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.vacant import Mark
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import Facts
from chunfeng.stages.vacancies.refusals import Refused, Unanswered
from chunfeng.stages.vacancies.states import State

REASON = "reason-"  # and the finding's key: the field that says why it may stand


@dataclass(slots=True)
class Look:
    """A vacancy on the table: what is marked, each with the field for a reason where one helps."""

    request: HttpRequest
    facts: Facts
    marks: list[tuple[Mark, Field | None]]
    back: Field
    refused: Word = ""

    def publish(self) -> Text | None:
        """Publishes; None, with what is wrong at its field, where that was refused."""
        fields = {mark.key: field for mark, field in self.marks if field}
        reasons = {key: field.typed(self.request.POST).value for key, field in fields.items()}
        context = by(self.request)
        try:
            attempt(lambda: operations.publish(self.facts.id, by=context, at=now(),
                                               reasons=reasons))  # fmt: skip
        except Unanswered as refused:
            for key in {finding["key"] for finding in refused.findings} & fields.keys():
                fields[key].error = text("Say why it may stand, or send the vacancy back.")
            return None
        except Refused as refused:
            self.refused = refused.said
            return None
        return text("Published: {title}", title=self.facts.values["title"])

    def send_back(self) -> Text | None:
        """Gives it back to whoever handed it in; None where no reason was given."""
        reason = self.back.typed(self.request.POST).value
        context = by(self.request)
        try:
            attempt(lambda: operations.send_back(self.facts.id, reason=reason, by=context,
                                                 at=now()))  # fmt: skip
        except Refused as refused:
            self.back.error = refused.said
            return None
        return text("Sent back: {title}", title=self.facts.values["title"])

    def show(self) -> HttpResponse:
        """The page."""
        fields = [field for _, field in self.marks if field]
        wrong = errors([*fields, self.back])
        employer = vacant.employer_of(self.request, self.facts)
        unverified = employer is not None and employer.state != "verified"
        unlawful = any(mark.refused for mark, _ in self.marks)
        told: dict[str, Any] = {
            "marks": self.marks,
            "reason": self.back,
            "errors": wrong,
            "refused": self.refused,
            "unverified": unverified,
            "may_publish": not unverified and not unlawful,
            "after": queries.next_in_review(self.facts.id),
            "waiting": queries.review_queue(on=today(), size=1)[1],
        }
        told |= vacant.page(self.request, self.facts, employer)
        return show(self.request, "review.html", told, 422 if wrong or self.refused else 200)


@require_GET
@for_deciders
def review(request: HttpRequest) -> HttpResponse:
    """The queue, the oldest first."""
    rows, total = queries.review_queue(on=today(), number=filters.page_of(request.GET))
    told = {
        "rows": [vacant.shown(row) for row in rows],
        "total": total,
        "first": queries.next_in_review() if total else None,
        "pages": filters.pages(request.GET, len(rows), total, queries.PAGE),
    }
    return show(request, "reviews.html", told)


@require_http_methods(["GET", "POST"])
@for_deciders
def review_one(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """One vacancy: published, or sent back with what has to be mended."""
    facts = vacant.found(vacancy)
    if facts.state != State.REVIEW:
        return HttpResponseRedirect(reverse("vacancy", args=[vacancy]))
    facts = replace(facts, findings=queries.marked_on(vacancy, facts.findings, today()))
    back = Field(name="back", label=text("What has to be mended?"), kind="textarea", rows=2,
                 hint=text("Whoever handed it in reads this."))  # fmt: skip
    marked = vacant.marks(facts.findings)
    before = queries.reasons_given({mark.rule for mark in marked if mark.hold})
    marks = [(mark, _reason(mark, before.get(mark.rule, ()))) for mark in marked]
    look = Look(request, facts, marks, back)
    if request.method != "POST":
        return look.show()
    after = queries.next_in_review(vacancy)
    said = look.publish() if request.POST.get("act") == "publish" else look.send_back()
    if said is None:
        return look.show()
    tell(request, said)
    return HttpResponseRedirect(reverse("review-one", args=[after]) if after else reverse("review"))


def _reason(mark: Mark, before: Sequence[str]) -> Field | None:
    """The field that says why a finding may stand; none where it needs no reason."""
    if not mark.hold:
        return None
    return Field(name=f"{REASON}{mark.key}", label=text("Why may it stand?"),
                 values=(mark.reason,), autocomplete="off", before=before)  # fmt: skip
