"""Employers: the list, one of them whole, entering and changing what is known of them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Chip, Word
from chunfeng.faces.workbench import employing, filters, forms, tables
from chunfeng.faces.workbench.common import (
    attempt,
    by,
    for_deciders,
    for_officers,
    keys,
    now,
    show,
    today,
)
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.guided import Task, version_seen
from chunfeng.faces.workbench.places import place_in, typed_region
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import conflicts, operations, policy, queries
from chunfeng.stages.employers.documents import kinds
from chunfeng.stages.employers.due import Act
from chunfeng.stages.employers.flags import FLAGS
from chunfeng.stages.employers.queries import Facts, Filters
from chunfeng.stages.employers.refusals import ChangedMeanwhile, CodeTaken, Refused
from chunfeng.stages.employers.states import EMPLOYER_NAMES, EmployerState, RecognitionState
from chunfeng.stages.employers.vocabulary import KIND_NAMES
from chunfeng.stages.placements import checks

PAGE = queries.PAGE
FLAGGED = 2000  # employers looked through for a flag
LIST = text("Employers")
HEADS = (
    text("Employer"), text("Kind of employer"), text("Credit code"), text("Place"), text("State"),
    text("Recognised as"), text("Seats at the site"), text("Contact"), text("Telephone"),
)  # fmt: skip
TOPICS: dict[str, tuple[Text, tuple[str, ...]]] = {  # one thing a page
    "who": (text("Who it is"), ("name", "kind", "credit_code", "no_code_reason")),
    "where": (text("Where it is"), ("place", "address")),
    "contact": (text("Whom to reach"), ("contact", "phone")),
    "about": (text("What it tells the public"), ("about", "stay_share")),
}
FIRST = ("name", "kind", "credit_code", "no_code_reason", "place", "address", "contact", "phone")


@require_GET
@for_officers
def employers(request: HttpRequest) -> HttpResponse:
    """The employers of the county that the post may see."""
    asked, context = request.GET, by(request)
    wanted = _filters(request)
    order = asked.get("sort", "name")
    if tables.wanted(request):
        rows, total = queries.page(wanted, by=context, size=context.rights.export_rows, order=order)
        return tables.named(request, "employers", HEADS, [_cells(row) for row in rows], total)
    rows, total = queries.page(wanted, by=context, number=filters.page_of(asked), order=order)
    flags = employing.flags_of(request, [row.id for row in rows if row.own])
    told = {
        "rows": [employing.shown(row, len(flags.get(row.id, ()))) for row in rows],
        "total": total,
        "asked": asked,
        "query": asked.urlencode(),
        "applied": str(EmployerState.APPLIED),
        "words": wanted_words(request),
        "selects": _selects(request),
        "towns": filters.towns(request),
        "chips": _chips(request),
        "pages": filters.pages(asked, len(rows), total),
        "sorts": {name: filters.sort(asked, name) for name in ("name", "place", "since")},
        "csv": tables.named_address(request),
        "may": employing.may_act(request),
    }
    return show(request, "employers.html", told)


def wanted_words(request: HttpRequest) -> str:
    """The search words; an employer's name is no secret, so they stand in the address."""
    return request.GET.get("words", "").strip()[:80]


def _filters(request: HttpRequest) -> Filters:
    asked, chosen = request.GET, {one.parameter: one.chosen for one in _selects(request)}
    region = filters.region_of(asked)
    wanted = Filters(
        place=region.span if region else None,
        words=wanted_words(request),
        kind=tuple(chosen["kind"]),
        state=tuple(chosen["state"]),
        recognised=next(iter(chosen["recognised"]), ""),
    )
    if not chosen["flag"]:
        return wanted
    context, (flag,) = by(request), chosen["flag"]
    ids = queries.find(wanted, by=context).values_list("id", flat=True)[:FLAGGED]
    up = employing.flags_of(request, list(ids))
    among = [one for one, lines in up.items() if any(flag in ("any", x.flag) for x in lines)]
    return Filters(among=tuple(among))


def _selects(request: HttpRequest) -> list[Select]:
    recognised: dict[str, Text] = {"none": text("Nothing")}
    for kind, name in policy.national().kinds.items():
        recognised[kind] = name
        recognised |= {f"{kind}/{code}": employing.called(kind, code)
                       for code in policy.national().variants(kind)}  # fmt: skip
    flags = {"any": text("Any flag")} | {code: flag.name for code, flag in FLAGS.items()}
    every = (
        Select("state", text("State"), {str(k): v for k, v in EMPLOYER_NAMES.items()}),
        Select("kind", text("Kind of employer"), {str(k): v for k, v in KIND_NAMES.items()}),
        Select("recognised", text("Recognised as"), recognised),
        Select("flag", text("Flags"), flags),
    )
    return [
        Select(one.parameter, one.called, one.words,
               [code for code in request.GET.getlist(one.parameter)[:1] if code in one.words])
        for one in every
    ]  # fmt: skip


def _chips(request: HttpRequest) -> list[Chip]:
    asked, found = request.GET, []
    if region := filters.region_of(asked):
        found.append(Chip(region.name_in(current()), filters.without(asked, "region")))
    for one in _selects(request):
        found += [Chip(one.words[c], filters.without(asked, one.parameter)) for c in one.chosen]
    if words := wanted_words(request):
        found.append(Chip(text("search: {words}", words=words), filters.without(asked, "words")))
    return found


def _cells(row: queries.Line) -> tables.Row:
    one = employing.shown(row)
    return (
        row.name, one.kind, row.credit_code, places().full_name(row.place), one.state,
        [what for what, _, _ in one.recognised], row.seats, row.contact, row.phone_mask,
    )  # fmt: skip


@require_GET
@for_officers
def employer(request: HttpRequest, employer: UUID) -> HttpResponse:
    """The page of an employer."""
    facts, context, on = employing.found(request, employer), by(request), today()
    tied = conflicts.refusal(employer, facts.contact, [context.user]) if facts.own else None
    acting = facts.own and employing.may_act(request)
    sites = {one.id: one for one in facts.sites}
    told = {
        "facts": facts,
        "place": named.full_place(facts.place),
        "kind": employing.kind_name(facts.kind),
        "state": EMPLOYER_NAMES[EmployerState(facts.state)],
        "tone": employing.EMPLOYER_TONES[facts.state],
        "next": _next(facts, on) if acting and not tied else None,
        "acts": _acts(facts),
        "may": acting and not tied,
        "acting": acting,
        "tied": tied,
        "sites": [(one, place_in(one.place, context.lo // 10**6 * 10**6)) for one in facts.sites],
        "recognitions": [
            (one, employing.called(one.kind, one.variant), *employing.state_of(one.state),
             sites.get(one.site_id) if one.site_id else None)
            for one in facts.recognitions
        ],
        "payrolls": [(one, sites.get(one.site_id)) for one in facts.payrolls[:12]],
        "documents": [
            (one, kinds().get(one.kind, one.kind), employing.size(one.size))
            for one in facts.documents
        ],
        "checks": _checks(employer, facts),
        "flags": employing.flags_of(request, [employer], closed=True).get(employer, []),
        "timeline": employing.timeline(timeline(by=context, subject=employer)),
        "purposes": [(str(one), one.label) for one in sorted(context.rights.purposes)],
        "purpose": str(context.purpose),
        "day": on,
    }  # fmt: skip
    return show(request, "employer.html", told)


def _checks(employer: UUID, facts: Facts) -> list[checks.Check]:
    """What is to be looked into about the people placed there."""
    workers: dict[date, int] = {}
    for paid in facts.payrolls:
        workers[paid.month] = workers.get(paid.month, 0) + paid.workers
    return checks.of_employer(employer, workers=workers, on=today())


def _next(facts: Facts, on: date) -> tuple[Text, str] | None:
    """The one main act: (what, where); of a recognition the one that falls due first."""
    act = {"applied": "verify", "suspended": "resume", "refused": "reopen", "closed": "reopen"}
    if facts.state in act:
        verb = act[facts.state]
        return ACT_WORDS[verb], reverse("employer-act", args=[facts.id, verb])
    due = [
        (day or on, what, one.id)
        for one in facts.recognitions
        for what, day in [employing.act_of(one, facts.region, on)]
        if what not in (Act.NONE, Act.WAIT)
    ]
    if due:
        _, what, of = min(due)
        return employing.act_name(what), reverse("recognition", args=[of])
    open_ = [one.id for one in facts.sites if one.closed_on is None]
    if not open_:
        return text("Add a site"), reverse("site-add", args=[facts.id])
    if any(one.state != RecognitionState.ENDED for one in facts.recognitions):
        return text("Enter pay"), reverse("payroll", args=open_[:1])
    return text("Apply for recognition"), reverse("recognition-apply", args=[facts.id])


ACT_WORDS: dict[str, Text] = {
    "verify": text("Verify"),
    "refuse": text("Do not verify"),
    "suspend": text("Suspend"),
    "resume": text("Lift the suspension"),
    "close": text("No longer employs"),
    "reopen": text("Take up again"),
}


def _acts(facts: Facts) -> list[tuple[Text, str]]:
    """The acts that its state allows, beside the main one."""
    return [
        (ACT_WORDS[verb], reverse("employer-act", args=[facts.id, verb]))
        for verb, act in operations.ACTS.items()
        if facts.state in act.before
    ]


def field(name: str, facts: Facts | None = None) -> Field:
    """The form field of a fact, holding what is known."""
    held = getattr(facts, name, "") if facts else ""
    values = ("" if held is None else str(held),)
    hints: dict[str, Text] = {
        "credit_code": text("18 characters, from the business licence."),
        "no_code_reason": text("Only where a co-operative or workshop has none yet."),
        "place": text("A village, township or county, as one writes it."),
        "contact": text("Somebody at work there."),
        "phone": text("Sealed; officers see a part of it only."),
        "about": text("Anybody may read this. Write no private telephone here."),
        "stay_share": text("In percent, from the employer's own records."),
    }
    made = Field(name=name, label=employing.FIELDS[name], hint=hints.get(name), values=values,
                 autocomplete="off", optional=name not in ("name", "kind", "place"))  # fmt: skip
    if name == "kind":
        made.kind, made.options = "radios", [(str(k), v) for k, v in KIND_NAMES.items()]
    elif name == "place" and facts:
        made.values = (places().full_name(facts.place),)
    elif name == "phone":
        made.values, made.secret, made.inputmode = (), True, "tel"
        if facts and facts.phone_mask:
            made.hint = text("Recorded: {mask}. What you enter replaces it.", mask=facts.phone_mask)
    elif name == "about":
        made.kind, made.rows = "textarea", 6
    elif name == "stay_share":
        made.size, made.inputmode, made.unit = "short", "decimal", "%"
    return made


def read(request: HttpRequest, fields: list[Field]) -> dict[str, Any]:
    """The facts a sent form tells; what is wrong stands at its field."""
    told: dict[str, Any] = {}
    for one in fields:
        if one.name == "place":
            told["place"] = typed_region(one, by(request).lo // 10**6 * 10**6)
        elif one.name == "stay_share":
            told["stay_share"] = _share(one)
        elif one.name == "kind":
            told["kind"] = forms.chosen(one)
        elif one.name != "phone" or one.value.strip():
            told[one.name] = one.value
    return told


def _share(one: Field) -> float | None:
    typed = one.value.strip().removesuffix("%")
    if not typed:
        return None
    try:
        share = float(typed)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 100:
        one.error = text("Give a share between 0 and 100.")
    return share


@require_http_methods(["GET", "POST"])
@for_deciders
def add(request: HttpRequest) -> HttpResponse:
    """Enters an employer; it is verified on its page."""
    fields = [field(name) for name in FIRST]
    fields[FIRST.index("kind")].values = ("company",)
    task = Task(request=request, heading=text("Enter an employer"), fields=fields,
                crumbs=((LIST, reverse("employers")),))  # fmt: skip
    if not task.sent():
        return task.show()
    facts = read(request, fields)
    if errors(fields):
        return task.show()
    try:
        made = attempt(lambda: operations.add(facts, keys=keys(), by=by(request), at=now()))
    except Refused as refused:
        task.refused(refused)
        if isinstance(refused, CodeTaken) and refused.employer:
            task.told |= {"above": "workbench/employer_taken.html", "taken": refused.employer}
        return task.show()
    return HttpResponseRedirect(reverse("employer", args=[made]))


@require_http_methods(["GET", "POST"])
@for_deciders
def edit(request: HttpRequest, employer: UUID, what: str) -> HttpResponse:
    """Changes what is known of one topic."""
    facts = employing.own(request, employer)
    if what not in TOPICS:
        raise Http404
    heading, names = TOPICS[what]
    fields = [field(name, facts) for name in names]
    version = version_seen(request, facts.version)
    crumbs = ((LIST, reverse("employers")), (facts.name, reverse("employer", args=[facts.id])))
    task = Task(request=request, heading=heading, fields=fields, crumbs=crumbs,
                told={"seen": version})  # fmt: skip
    if not task.sent():
        return task.show()
    told = read(request, fields)
    if errors(fields):
        return task.show()
    try:
        attempt(lambda: operations.change(
            employer, told, seen=version, keys=keys(), by=by(request), at=now()
        ))  # fmt: skip
    except ChangedMeanwhile as changed:
        stands = {name: _now(name, facts) for name in names}
        return task.changed(changed, stands, facts.version)
    except Refused as refused:
        task.refused(refused)
        return task.show()
    return HttpResponseRedirect(reverse("employer", args=[facts.id]))


def _now(name: str, facts: Facts) -> Word:
    """What a fact is now."""
    if name == "phone":
        return facts.phone_mask
    if name == "kind":
        return employing.kind_name(facts.kind)
    return field(name, facts).value
