"""Employers and recognitions in words, as the workbench's pages show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from chunfeng.faces.ui.parts import Step, Tone, Word
from chunfeng.faces.workbench.common import by, today
from chunfeng.faces.workbench.lines import place_name
from chunfeng.foundation.audit.queries import Entry
from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.employers import evidence, flagging, policy, queries
from chunfeng.stages.employers.due import ACT_NAMES, Act, next_act
from chunfeng.stages.employers.findings import Finding
from chunfeng.stages.employers.proofs import Outcome
from chunfeng.stages.employers.queries import Facts, Line, RecognitionLine, StepLine, Whole
from chunfeng.stages.employers.rules import DECIDERS
from chunfeng.stages.employers.seen import apart, differs
from chunfeng.stages.employers.states import (
    EMPLOYER_NAMES,
    RECOGNITION_NAMES,
    EmployerState,
    RecognitionState,
)
from chunfeng.stages.employers.vocabulary import (
    ANSWER_NAMES,
    END_NAMES,
    KIND_NAMES,
    OUTCOME_NAMES,
    STEP_NAMES,
    Answer,
    EndReason,
    Kind,
    StepKind,
)
from chunfeng.stages.vacancies import demand

EMPLOYER_TONES: dict[str, Tone] = {
    "applied": "due", "verified": "good", "refused": "wrong", "suspended": "wrong",
    "closed": "plain",
}  # fmt: skip
RECOGNITION_TONES: dict[str, Tone] = {
    "applied": "due", "complete": "due", "visited": "due", "recognised": "good",
    "suspended": "wrong", "ended": "plain",
}  # fmt: skip
OUTCOME_TONES: dict[str, Tone] = {"met": "good", "not_met": "wrong", "not_known": "due"}
ANSWER_TONES: dict[str, Tone] = {"yes": "good", "no": "wrong", "not_seen": "due"}
MEGA = 1 << 20
FIELDS: dict[str, Text] = {  # what the facts of employers, sites and payrolls are called
    "name": text("Name of the employer or site"),
    "kind": text("Kind of employer"),
    "credit_code": text("Credit code"),
    "no_code_reason": text("Why there is no credit code"),
    "industry": text("Industry"),
    "place": text("Place"),
    "address": text("Address"),
    "about": text("About the employer"),
    "contact": text("Contact"),
    "phone": text("Telephone"),
    "stay_share": text("Still there after 90 days"),
    "lon": text("Longitude"),
    "lat": text("Latitude"),
    "seats": text("Seats at the site"),
    "opens": text("Hours"),
    "farm_friendly": text("Leaves room for farm work"),
    "care_friendly": text("Fits those who care for others"),
    "settlement": text("Resettlement site"),
    "workers": text("Workers paid"),
    "target_workers": text("Of registered households"),
    "paid": text("Paid in all"),
    "hours": text("Hours in all"),
    "lowest_hour": text("Lowest hourly pay"),
    "paid_on": text("Paid on"),
    "insured": text("Insured against accidents"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the list in words."""

    row: Line
    kind: Text | str
    place: str
    state: Text
    tone: Tone
    recognised: list[tuple[Text, Text, Tone]]  # what, its state, the state's shape
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A step of a recognition in words."""

    step: StepLine
    name: Text
    outcome: Word
    answers: list[tuple[Word, Text, Tone]]
    computed: list[tuple[Text, Tone]]
    workers: Text | None


def found(request: HttpRequest, employer: Any) -> Facts:
    """An employer; 404 where the reader may not know of it."""
    facts = queries.facts(employer, by=by(request))
    if facts is None:
        raise Http404
    return facts


def own(request: HttpRequest, employer: Any) -> Facts:
    """An employer the post answers for; 404 for any other."""
    facts = found(request, employer)
    if not facts.own:
        raise Http404
    return facts


def may_act(request: HttpRequest) -> bool:
    """Whether the post's role acts in the matters of employers."""
    return by(request).role in DECIDERS


def whole(request: HttpRequest, recognition: Any) -> Whole:
    """A recognition of the post's region; else 404."""
    one = queries.recognition(recognition, by=by(request))
    if one is None:
        raise Http404
    return one


def flags_of(
    request: HttpRequest, employers: Collection[UUID], *, closed: bool = False
) -> dict[UUID, list[flagging.Line]]:
    """{employer: its flags that stand}, of those in the post's region.

    closed: also those that somebody has explained.
    """
    heads = demand.asked(employers)
    return flagging.of(employers, by=by(request), on=today(), asked=heads, closed=closed)


def shown(row: Line, flags: int = 0) -> Shown:
    """A line as tables show it."""
    return Shown(
        row=row,
        kind=kind_name(row.kind),
        place=place_name(row.place),
        state=EMPLOYER_NAMES[EmployerState(row.state)],
        tone=EMPLOYER_TONES[row.state],
        recognised=[
            (called(one.kind, one.variant), *state_of(one.state)) for one in row.recognised
        ],
        flags=flags,
    )


def kind_name(kind: str) -> Text | str:
    """What an employer is; a code that is not known stands as it is."""
    return KIND_NAMES[Kind(kind)] if kind in set(Kind) else kind


def called(kind: str, variant: str = "") -> Text:
    """What an employer is recognised as, its form in it."""
    name, form = policy.national().called(kind), policy.national().called(kind, variant)
    return form if kind == "workshop" or not variant else text("{kind} ({level})", kind=name,
                                                               level=form)  # fmt: skip


def state_of(state: str) -> tuple[Text, Tone]:
    """(a recognition's state, its shape)."""
    return RECOGNITION_NAMES[RecognitionState(state)], RECOGNITION_TONES[state]


def end_reason(said: str) -> Word:
    """Why a recognition ended, where a code says it; else as typed."""
    return END_NAMES[EndReason(said)] if said in set(EndReason) else said


def act_of(row: RecognitionLine, region: int, on: date) -> tuple[Act, date | None]:
    """(the one next act, the day it falls due)."""
    return next_act(
        state=row.state,
        terms=policy.on(on, region).of(row.kind, row.variant),
        on=on,
        notice_until=row.notice_until,
        reviewed=row.reviewed_on or row.valid_from,
        valid_until=row.valid_until,
    )


def act_name(act: Act) -> Text:
    """What is to be done."""
    return ACT_NAMES[act]


def act_url(act: Act, recognition: Any) -> str:
    """Where it is done; empty where there is nothing to do."""
    routes = {
        Act.DOCUMENTS: "recognition-documents",
        Act.VISIT: "recognition-visit",
        Act.NOTICE: "recognition-notice",
        Act.DECIDE: "recognition-decide",
        Act.REVIEW: "recognition-review",
    }
    if act is Act.LIFT:
        return reverse("recognition-act", args=[recognition, "resume"])
    return reverse(routes[act], args=[recognition]) if act in routes else ""


def steps_of(row: RecognitionLine, region: int, on: date) -> list[Step]:
    """Where a recognition stands on its way."""
    names = [text("Applied for"), text("Documents"), text("Visit")]
    if policy.on(on, region).of(row.kind, row.variant).notice_days:
        names.append(text("Public notice"))
    names += [text("Decision"), text("In force")]
    reached = {"applied": 1, "complete": 2, "visited": 3, "recognised": len(names) - 1,
               "suspended": len(names) - 1}.get(row.state, len(names))  # fmt: skip
    act, _ = act_of(row, region, on)
    if act in (Act.DECIDE,):
        reached = len(names) - 2
    return [
        Step(name, "done" if k < reached else "now" if k == reached else "later")
        for k, name in enumerate(names)
    ]


def proved(found: Sequence[Finding]) -> list[tuple[Word, Finding, Text, Tone]]:
    """(the criterion, what records say, met or not, its shape) of each finding.

    One that is not met alarms nobody where another of its group is met.
    """
    enough = {one.group for one in found if one.group and one.outcome is Outcome.MET}
    return [
        (one.origin.name if one.origin else text("The register"), one, one.outcome.label,
         "plain" if one.outcome is Outcome.NOT_MET and one.group in enough
         else OUTCOME_TONES[one.outcome])
        for one in found
    ]  # fmt: skip


def evidence_of(request: HttpRequest, recognition: Any) -> dict[str, Any]:
    """What records prove of a recognition today, for the page."""
    about = evidence.about(recognition, by=by(request), on=today())
    if about is None:
        raise Http404
    return {
        "proofs": proved(about.findings),
        "overall": about.outcome.label,
        "overall_tone": OUTCOME_TONES[about.outcome],
    }


def seen_of(request: HttpRequest, visits: Sequence[StepLine], whole: Whole) -> dict[str, Any]:
    """What the last visit counted against payroll, register and seats on that day, for the page."""
    last = visits[-1] if visits else None
    if last is None or not last.seen:
        return {}
    about = evidence.about(whole.row.id, by=by(request), on=last.on)
    if about is None:
        raise Http404
    most = policy.on(last.on, whole.region).flags.seen_apart_most
    compared = (
        (text("People at work"), "workers", about.workers),
        (text("Of registered households"), "target", about.target),
        (text("Seats in use"), "seats", about.seats),
    )
    rows: list[tuple[Text, int, int | None, Text, Tone]] = [
        (name, last.seen[key], declared, *_held_against(last.seen[key], declared, most))
        for name, key, declared in compared
        if key in last.seen
    ]
    return {"seen": rows, "seen_on": last.on, "seen_month": about.month}


def _held_against(counted: int, declared: int | None, most: int) -> tuple[Text, Tone]:
    if declared is None:
        return text("Records do not tell"), "due"
    return differs(counted, declared), "wrong" if apart(counted, declared, most) else "plain"


def told_step(step: StepLine) -> Told:
    """A step in words."""
    outcomes = {str(one): name for one, name in OUTCOME_NAMES.items()}
    return Told(
        step=step,
        name=STEP_NAMES[StepKind(step.kind)],
        outcome=outcomes.get(step.outcome) or end_reason(step.outcome),
        answers=answers(step) if step.kind == StepKind.VISIT else [],
        computed=[
            (from_json(one["said"]), OUTCOME_TONES[one["outcome"]])
            for one in step.computed.values()
            if isinstance(one, dict) and "said" in one
        ],
        workers=_workers(step),
    )


def answers(step: StepLine) -> list[tuple[Word, Text, Tone]]:
    """(item, answer, its shape) of a visit's checklist."""
    known = policy.national().file.checklist
    items = policy.national().checklist([code for code in known if code in step.checklist])
    return [
        (item.said, ANSWER_NAMES[Answer(step.checklist[item.code])],
         ANSWER_TONES[step.checklist[item.code]])
        for item in items
    ]  # fmt: skip


def size(many: int) -> str:
    """Bytes as people read them."""
    return f"{many / MEGA:.1f} MB" if many >= MEGA else f"{max(1, many >> 10)} KB"


def timeline(
    entries: Sequence[Entry], sites: Mapping[UUID, Any]
) -> list[tuple[Entry, list[Word], Word]]:
    """(event, its month and site and which facts changed, why) as the timeline shows them."""
    return [
        (entry, [*_of_what(entry, sites), *_changed(entry)], end_reason(entry.reason))
        for entry in entries
    ]


def _of_what(entry: Entry, sites: Mapping[UUID, Any]) -> list[Word]:
    """The month and the site an event is about, where it says so."""
    site = sites.get(entry.site) if entry.site else None
    called = (site.name or place_name(site.place)) if site else ""
    return [said for said in (entry.month[:7], called) if said]


def _changed(entry: Entry) -> list[Text]:
    """What a change was of; what was entered for the first time is not told one by one."""
    changed = entry.kind.endswith((".changed", ".corrected"))
    return [FIELDS[name] for name in entry.fields if name in FIELDS] if changed else []


def _workers(step: StepLine) -> Text | None:
    """What became of the workers of a recognition that ended."""
    if step.kind not in (StepKind.WITHDRAWAL, StepKind.END):
        return None
    told = step.computed
    if told.get("workers") is None:
        return text("No payroll tells how many work there.")
    return text(
        "{n} workers were paid there in {month}, {target} of them of registered households.",
        n=told["workers"],
        month=str(told["month"])[:7],
        target=told["target_workers"],
    )
