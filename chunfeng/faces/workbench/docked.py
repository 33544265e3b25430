"""Docking runs in words, as the workbench's pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from chunfeng.faces.ui import named
from chunfeng.faces.ui.parts import Reason, Tab, Tone, Word
from chunfeng.faces.workbench.common import by
from chunfeng.faces.workbench.lines import place_name
from chunfeng.faces.workbench.shell import region_name
from chunfeng.foundation.jobs.queries import Progress
from chunfeng.foundation.jobs.states import State
from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.docking import lists, queries, verdicts
from chunfeng.stages.docking.labels import TERM
from chunfeng.stages.docking.states import VERDICT_NAMES, Change, Verdict, Why
from chunfeng.stages.vacancies import naming
from chunfeng.stages.vacancies.naming import Called
from chunfeng.stages.vacancies.vocabulary import label

UNANSWERED = "none"  # in addresses; kept as an empty verdict
VERDICT_WORDS: Mapping[str, Text] = {
    UNANSWERED: text("Waits for an answer"),
    **{str(one): name for one, name in VERDICT_NAMES.items()},
}
VERDICT_TONES: Mapping[str, Tone] = {
    "": "plain", "offer": "good", "other_option": "due", "not_now": "note", "wrong_fact": "wrong",
}  # fmt: skip
STATES: Mapping[str, tuple[Text, Tone]] = {
    "done": (text("finished"), "good"),
    "queued": (text("waits to begin"), "note"),
    "running": (text("at work"), "note"),
    "failed": (text("stopped with a problem"), "wrong"),
    "cancelled": (text("cancelled"), "plain"),
    "": (text("not finished"), "plain"),
}
CHANGES: Mapping[Change, tuple[Text, Tone]] = {
    Change.MOVED: (text("Proposed elsewhere"), "due"),
    Change.NEW: (text("Newly proposed"), "good"),
    Change.GONE: (text("No longer proposed"), "wrong"),
    Change.STAYED: (text("As before"), "plain"),
}
WHYS: Mapping[Why, Text] = {
    Why.PLACED: text("a place was found"),
    Why.OPTION_GONE: text("the vacancy is no longer offered"),
    Why.BETTER_OPTION: text("the new place fits better"),
    Why.OVER_ASKED: text("others gain more from the former place"),
    Why.NO_LONGER_SUITS: text("the former place no longer suits"),
}
_TABS = (
    ("run", text("Overview")),
    ("proposals", text("Proposals")),
    ("run-left", text("Without a place")),
    ("run-empty", text("Seats left")),
    ("run-levers", text("What helps most")),
    ("run-compare", text("Compare")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in words. vacancy: None where it may no longer be named."""

    row: Any
    place: str
    tier: Word
    channel: Word
    vacancy: Called | None
    km: Text
    verdict: Text
    tone: Tone
    why: Word
    reasons: Sequence[Text]

    @property
    def pay(self) -> int | None:
        """Whole yuan a month."""
        return None if self.row.pay_month is None else round(self.row.pay_month)

    @property
    def called(self) -> Word:
        """Post and employer."""
        return called(self.vacancy)


def found(run: UUID) -> Any:
    """A run the post may see; else 404."""
    kept = lists.run(run)
    if kept is None:
        raise Http404
    return kept


def finished(run: UUID) -> Any:
    """A run that has a plan; else 404."""
    kept = found(run)
    if kept.finished_at is None:
        raise Http404
    return kept


def state_of(run: Any, progress: Progress | None) -> tuple[Text, Tone]:
    """Where a run stands: its word and shape."""
    if run.finished_at:
        return STATES["done"]
    if progress is None or progress.state is State.DONE:
        return STATES[""]
    return STATES[str(progress.state)]


def wider(request: HttpRequest, run: Any) -> bool:
    """Whether a run covers people the post does not see."""
    context = by(request)
    return bool(run.region < context.lo or run.last > context.hi)


def tabs(run: Any, current: str) -> list[Tab]:
    """The pages of a run beside each other."""
    return [Tab(name, reverse(route, args=[run.id]), route == current) for route, name in _TABS]


def page(request: HttpRequest, run: Any, current: str) -> dict[str, Any]:
    """What stands on every page of a finished run."""
    return {
        "run": run,
        "place": region_name(run.region),
        "sentence": lists.sentence(run),
        "tabs": tabs(run, current),
        "wider": wider(request, run),
    }


def tier_names(run: Any) -> dict[str, Text]:
    """{number: name} of the run's tiers."""
    return {str(number): from_json(tier["name"]) for number, tier in enumerate(run.tiers)}


def lines(run: Any, rows: Sequence[Any]) -> list[Line]:
    """Proposals as tables show them; vacancies are named at once."""
    named = naming.called(row.vacancy for row in rows)
    tiers = tier_names(run)
    return [_line(row, tiers, named.get(row.vacancy)) for row in rows]


def _line(row: Any, tiers: Mapping[str, Text], vacancy: Called | None) -> Line:
    return Line(
        row=row,
        place=place_name(row.region),
        tier=tiers.get(str(row.tier), ""),
        channel=channel_name(row.channel),
        vacancy=vacancy,
        km=km(row.distance_km, approximate=row.approximate),
        verdict=VERDICT_WORDS[row.verdict or UNANSWERED],
        tone=VERDICT_TONES[row.verdict],
        why=verdicts.said(row.verdict, row.verdict_reason),
        reasons=[from_json(one) for one in row.reasons],
    )


@dataclass(frozen=True, slots=True)
class Last:
    """What docking said last of somebody. left: why there is no place, empty where there is one."""

    on: date
    url: str
    line: Line | None
    left: Word


def last_of(person: UUID) -> Last | None:
    """What docking said last of somebody; None where it never did."""
    found = lists.last_of(person)
    if found is None:
        return None
    run, row = found
    url = reverse("proposal", args=[run.id, person])
    if hasattr(row, "score"):
        return Last(run.on, url, lines(run, [row])[0], "")
    return Last(run.on, url, None, from_json(row.reason))


def called(vacancy: Called | None) -> Word:
    """A vacancy by its post and employer."""
    if vacancy is None:
        return text("A vacancy that is no longer shown")
    return text("{title} at {employer}", title=vacancy.title, employer=vacancy.employer_name)


def km(distance: float, *, approximate: bool = False) -> Text:
    """A way by road."""
    said = f"{distance:.1f}"
    return text("about {km} km", km=said) if approximate else text("{km} km", km=said)


def reasons(row: Any) -> list[Reason]:
    """Why a place is proposed, each term's share as a bar."""
    return [
        Reason(TERM[part.term], part.points / row.score if row.score else 0.0, part.said)
        for part in lists.parts(row)
        if part.points
    ]


def options(row: Any) -> list[tuple[queries.Option, Word, str]]:
    """(option, what it is called, where its page is or empty) of somebody, the best first."""
    offered = queries.options(row)
    named = naming.called(one.vacancy for one in offered)
    return [(one, called(named.get(one.vacancy)), link(named.get(one.vacancy))) for one in offered]


def link(vacancy: Called | None) -> str:
    """Where a vacancy's page is; empty where the post has none."""
    return reverse("vacancy", args=[vacancy.id]) if vacancy and vacancy.own else ""


def channel_name(code: str) -> Text:
    """A way into work; some vacancies do not say theirs."""
    return label("channel", code) if code else text("Not stated")


def town_name(code: int) -> str:
    """A township; whoever has none recorded stands under the county."""
    return named.place(code)


def verdict_counts(run: UUID) -> tuple[int, int]:
    """(proposals that wait for an answer, those to be offered) of the post's people."""
    counts = lists.verdicts(run)
    return counts.get("", 0), counts.get(str(Verdict.OFFER), 0)
