"""Today: what is due, what waits for a decision, what moved; each row with its one next act."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.formats import moment
from chunfeng.faces.ui.parts import Figure, Word
from chunfeng.faces.workbench import employing, ledgers, waiting
from chunfeng.faces.workbench.common import by, for_posts, keys, now, officer, show, today
from chunfeng.faces.workbench.filters import code_of
from chunfeng.faces.workbench.lines import place_name
from chunfeng.faces.workbench.waiting import Todo
from chunfeng.foundation.access import OFFICERS
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.exports import queries as exports
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.doubts import queries as doubts
from chunfeng.stages.doubts.rules import Severity
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.employers.due import Act
from chunfeng.stages.employers.queries import Filters
from chunfeng.stages.employers.rules import DECIDERS
from chunfeng.stages.people import queries as people
from chunfeng.stages.vacancies import queries as vacancies
from chunfeng.stages.vacancies.queries import Counts

SOON = 30  # days before a post ends
VILLAGES = PAIRS = MOVED = EMPLOYERS = 6  # rows of each column; the rest is a link away
DECIDED = frozenset({Act.DECIDE, Act.REVIEW})
TONES = {Severity.WRONG: "wrong", Severity.DOUBTFUL: "due", Severity.LEAD: "plain"}
IMPORTS = {  # what is to be done about a ledger handed in
    "uploaded": text("handed in, not compared yet"),
    "read": text("compared, waits for your decision"),
    "failed": text("stopped with a problem"),
}


@require_GET
@for_posts
def today_page(request: HttpRequest) -> HttpResponse:
    """The first page of a post."""
    context = by(request)
    told: dict[str, Any] = {"day": today(), "is_officer": context.role in OFFICERS}
    told["ending"] = _ending(request)
    if context.role in OFFICERS:
        figures, counts = _figures(), vacancies.counts(on=today())
        told |= {
            "figures": figures + waiting.figures(counts),
            "empty": not figures[0].value,
            "severities": _severities(request),
            "due": (
                waiting.due(request, counts)
                + waiting.offers()
                + (waiting.office(request) if figures[0].value else [])
                + _due(request)
            ),
            "decisions": _decisions(request, counts),
            "pairs_total": people.pairs_open(),
            "moved": _moved(now()),
        }
    return show(request, "today.html", told)


def _figures() -> list[Figure]:
    """Counts, each the link into its own list."""
    found, address = people.figures(on=today(), keys=keys()), reverse("people")
    idle = f"{address}?status=not_in_work"
    return [
        Figure(name=text("people in the register"), value=found.people, url=address),
        Figure(name=text("not in work"), value=found.not_in_work, url=idle, due=True),
        Figure(
            name=text("not in work, and willing"), value=found.willing, url=f"{idle}&willing=yes",
            due=True,
        ),
        Figure(
            name=text("not in work, wish not recorded"), value=found.unrecorded,
            url=f"{idle}&willing=unknown",
        ),
    ]  # fmt: skip


def _severities(request: HttpRequest) -> list[tuple[Word, str]]:
    """How many doubts stand, gravest first."""
    standing = doubts.summary(by=by(request), on=today())
    return [
        (text("{severity}: {n}", severity=one.label, n=standing[one]), TONES[one])
        for one in Severity
        if standing.get(one)
    ]


def _due(request: HttpRequest) -> list[Todo]:
    """Ledgers under way, and the villages with most doubts."""
    out = []
    for upload in ledgers.recent(by=by(request), limit=5):
        if upload.busy or upload.state in IMPORTS:
            said = text("at work") if upload.busy else IMPORTS[upload.state]
            new = upload.state == "uploaded" and not upload.busy
            url = reverse("import-columns" if new else "import", args=[upload.id])
            out.append(Todo(upload.name, said, text("Open"), url))
    out += _employers(request)
    villages = doubts.by_village(by=by(request), on=today())[:VILLAGES]
    for region, wrong, doubtful, leads in villages:
        said = text("{wrong} wrong, {doubtful} doubtful, {leads} worth a visit",
                    wrong=wrong, doubtful=doubtful, leads=leads)  # fmt: skip
        url = f"{reverse('doubts')}?region={code_of(places().held(region))}"
        out.append(Todo(place_name(region), said, text("Look"), url))
    return out


def _employers(request: HttpRequest) -> list[Todo]:
    """Employers to be verified, and recognitions with something to do but to decide."""
    if by(request).role not in DECIDERS:
        return []
    asked = Filters(state=("applied",), own=True)
    lines, total = employers.page(asked, by=by(request), size=EMPLOYERS, order="since")
    out = [
        Todo(line.name, text("waits for verification since {day}", day=line.state_on.isoformat()),
             text("Open"), reverse("employer", args=[line.id]))
        for line in lines
    ]  # fmt: skip
    if total > len(lines):
        out.append(Todo(text("{n} employers wait for verification", n=total), "", text("All"),
                        f"{reverse('employers')}?state=applied"))  # fmt: skip
    return out + _recognitions(request, decisions=False)


def _recognitions(request: HttpRequest, *, decisions: bool) -> list[Todo]:
    """Recognitions that wait: for a decision of this officer, or for anything else."""
    if by(request).role not in DECIDERS:
        return []
    mine = by(request).user
    lines = [
        line
        for line in employers.due(by=by(request), on=today())
        if (line.act in DECIDED) == decisions and not (decisions and line.added_by == mine)
    ]
    out = [
        Todo(text("{what}: {employer}", what=employing.called(line.kind, line.variant),
                  employer=line.name),
             text("waits for {n} days", n=line.days(today())), employing.act_name(line.act),
             reverse("recognition", args=[line.id]))
        for line in lines[:EMPLOYERS]
    ]  # fmt: skip
    if len(lines) > EMPLOYERS:
        said = text("{n} recognitions wait", n=len(lines))
        out.append(Todo(said, "", text("All"), reverse("recognitions")))
    return out


def _decisions(request: HttpRequest, counts: Counts) -> list[Todo]:
    """Exports of others that wait, vacancies to review, and pairs that may be one person."""
    asked = exports.waiting(by=by(request))
    names = accounts.names([line.user for line in asked])
    out = [
        Todo(text("{who} asks for a list of {n} people", who=names.get(line.user, ""), n=line.rows),
             line.reason, text("Decide"), reverse("exports"))
        for line in asked
    ]  # fmt: skip
    out += waiting.proposals() + waiting.below(counts) + waiting.reviews(request, counts)
    out += _recognitions(request, decisions=True)
    return out + [
        Todo(" · ".join(pair.names), text("One person or two?"), text("Compare"),
             reverse("duplicate", args=[pair.id]))
        for pair in people.pairs(limit=PAIRS)
    ]  # fmt: skip


def _moved(at: datetime) -> list[Todo]:
    """People changed by hand since yesterday."""
    return [
        Todo(line.name, moment(changed), text("Open"), reverse("person", args=[line.id]))
        for line, changed in people.moved_since(at, days=1, limit=MOVED)
    ]


def _ending(request: HttpRequest) -> list[accounts.HeldPost]:
    """Own posts that end soon."""
    mine = accounts.posts_of(officer(request).user, today())
    return [post for post in mine if post.ends and (post.ends - today()).days <= SOON]
