"""Publishing a selection of vacancies: which are, which need a reason, which are left and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import vacant
from chunfeng.faces.workbench.common import attempt, by, now, show
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.vacant import Mark, Shown
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import examining, operations, queries
from chunfeng.stages.vacancies.examining import Kept
from chunfeng.stages.vacancies.queries import Line
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.states import NAMES, State

UNLAWFUL = text("Something in it is not allowed.")
NO_REASON = text("No reason was given for what is marked.")
Asked = tuple[str, str]  # rule and field of a finding: one reason answers all of them


@dataclass(slots=True)
class Question:
    """A finding that several vacancies have, with the one field for its reason."""

    mark: Mark
    reason: Field
    lines: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Cause:
    """Why some are left, and which."""

    why: Text
    lines: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What becomes of the vacancies picked."""

    at_once: list[Line] = field(default_factory=list)
    asked: list[Line] = field(default_factory=list)
    questions: dict[Asked, Question] = field(default_factory=dict)
    left: dict[str, Cause] = field(default_factory=dict)

    def leave(self, line: Line, why: Text) -> None:
        """Notes why a vacancy is left."""
        self.left.setdefault(why.to("en"), Cause(why)).lines.append(vacant.shown(line))

    def reasons(self, line: Line) -> dict[str, str]:
        """{finding's key: the reason typed for all like it} of a vacancy."""
        return {
            one["key"]: self.questions[_asked(one)].reason.value
            for one in examining.unanswered(line.findings)
        }

    @property
    def said(self) -> Text:
        """What will be done, in figures."""
        left = sum(len(cause.lines) for cause in self.left.values())
        return text("Published at once: {n} · with a reason: {asked} · left as they are: {left}",
                    n=len(self.at_once), asked=len(self.asked), left=left)  # fmt: skip


def publish(request: HttpRequest, lines: Sequence[Line]) -> HttpResponse | None:
    """The page that says what will be done; None once it is done and told."""
    plan = _planned(lines)
    fields = [question.reason for question in plan.questions.values()]
    if "sure" in request.POST:
        for one in fields:
            one.typed(request.POST)
        if plan.at_once or any(one.value.strip() for one in fields):
            _do(request, plan, len(lines))
            return None
        for one in fields:
            one.error = text("Say why they may stand, or leave these vacancies out.")
    told: dict[str, Any] = {
        "said": plan.said,
        "n": len(plan.at_once),
        "may": bool(plan.at_once or plan.asked),
        "picked": [line.id for line in lines],
        "at_once": [vacant.shown(line) for line in plan.at_once],
        "questions": list(plan.questions.values()),
        "left": list(plan.left.values()),
        "errors": errors(fields),
        "back": request.POST.get("back", ""),
        "to": request.POST.get("to", ""),
    }
    return show(request, "vacancy_publish.html", told, 422 if errors(fields) else 200)


def hindrance(line: Line) -> Text | None:
    """Why a vacancy can't be published whatever anybody says; None where nothing hinders."""
    if State(line.state) is not State.REVIEW:
        return NAMES[State(line.state)]
    if line.employer_state != "verified":
        return text("The employer is not verified.")
    if examining.refused(line.findings):
        return UNLAWFUL
    return text("The closing date is past.") if line.expired else None


def _planned(lines: Sequence[Line]) -> Plan:
    plan = Plan()
    for line in lines:
        why, open_ = hindrance(line), examining.unanswered(line.findings)
        if why:
            plan.leave(line, why)
        elif open_:
            plan.asked.append(line)
            _ask(plan, line, open_)
        else:
            plan.at_once.append(line)
    before = queries.reasons_given({rule for rule, _ in plan.questions})
    for (rule, _), question in plan.questions.items():
        question.reason.before = before.get(rule, ())
    return plan


def _ask(plan: Plan, line: Line, open_: Iterable[Kept]) -> None:
    """Puts a vacancy to the questions that its findings raise."""
    shown = vacant.shown(line)
    for one, mark in {_asked(one): one for one in open_}.items():
        if one not in plan.questions:
            (told,) = vacant.marks([mark])
            plan.questions[one] = Question(told, _reason(mark))
        plan.questions[one].lines.append(shown)


def _reason(mark: Mapping[str, Any]) -> Field:
    return Field(name=f"reason-{mark['rule']}-{mark['field']}", autocomplete="off", optional=True,
                 label=text("Why may it stand in all of these?"))  # fmt: skip


def _asked(finding: Mapping[str, Any]) -> Asked:
    return finding["rule"], finding["field"]


def _do(request: HttpRequest, plan: Plan, picked: int) -> None:
    """Publishes one by one and tells how many were, how many were not and why."""
    done = 0
    for line in [*plan.at_once, *plan.asked]:
        reasons = plan.reasons(line)
        if not all(reason.strip() for reason in reasons.values()):
            plan.leave(line, NO_REASON)
            continue
        try:
            attempt(partial(
                operations.publish, line.id, by=by(request), at=now(), reasons=reasons
            ))  # fmt: skip
        except Refused as refused:
            plan.leave(line, refused.said)
        else:
            done += 1
    if done == picked:
        tell(request, text("{n} vacancies published.", n=done))
        return
    why = [text("{n}: {why}", n=len(one.lines), why=one.why) for one in plan.left.values()]
    warn(request, text("{n} vacancies published, {left} not. {why}", n=done, left=picked - done,
                       why=why))  # fmt: skip
