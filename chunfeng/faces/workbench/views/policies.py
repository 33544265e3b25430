"""The policy of docking: in force, its versions, a draft in plain forms, a second officer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import errors
from chunfeng.faces.ui.parts import Tone
from chunfeng.faces.workbench import policy_forms
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show, today
from chunfeng.faces.workbench.shell import region_name, tell, warn
from chunfeng.foundation.access import DataClass, Role, access
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.jobs.refusals import Refused as JobRefused
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking import operations, queries
from chunfeng.stages.docking.refusals import Refused
from chunfeng.stages.docking.states import POLICY_STATES, PolicyState

for_county = access(data_class=DataClass.D2, roles=frozenset({Role.COUNTY}))
TONES: dict[str, Tone] = {
    "draft": "due", "approved": "good", "superseded": "plain", "withdrawn": "plain",
}  # fmt: skip


@require_GET
@for_officers
def policy(request: HttpRequest) -> HttpResponse:
    """What is in force today, in words, and the versions."""
    held = queries.policy_for(by(request).lo, today())
    versions = queries.policies()
    told = {
        "held": held,
        "sections": policy_forms.told(held),
        "versions": _lines(versions),
        "may": by(request).role is Role.COUNTY,
    }
    return show(request, "policy.html", told)


def _lines(versions: list[Any]) -> list[dict[str, Any]]:
    """Versions with who proposed and who approved them."""
    users = {one.proposed_by for one in versions} | {one.approved_by for one in versions}
    names = accounts.names([user for user in users if user])
    return [
        {
            "row": one,
            "place": region_name(one.region),
            "state": POLICY_STATES[PolicyState(one.state)],
            "tone": TONES[one.state],
            "proposed": names.get(one.proposed_by, ""),
            "approved": names.get(one.approved_by, "") if one.approved_by else "",
        }
        for one in versions
    ]


@require_http_methods(["GET", "POST"])
@for_county
def draft(request: HttpRequest) -> HttpResponse:
    """A new version: the values in force, to be changed in a form."""
    held = queries.policy_for(by(request).lo, today())
    form = policy_forms.sections(held)
    if request.method == "POST":
        made = policy_forms.read(held, form, request.POST)
        if made is not None:
            first = form[0].fields[0]
            try:
                version = attempt(lambda: operations.propose(
                    by(request).lo, made, by=by(request), at=now()
                ))  # fmt: skip
                return HttpResponseRedirect(reverse("policy-version", args=[version]))
            except Refused as refused:
                first.error = refused.said
    else:
        day = next(one for one in form[0].fields if one.name == "valid_from")
        day.values = (today().isoformat(),)
    wrong = [one for section in form for one in errors([*section.fields, *section.more])]
    told = {
        "sections": form,
        "errors": wrong,
        "entries": [f"tiers.{number}" for number in range(len(held.tiers))],
        "gone": request.POST.getlist("gone"),
    }
    return show(request, "policy_draft.html", told, 422 if wrong else 200)


@require_GET
@for_officers
def version(request: HttpRequest, version: UUID) -> HttpResponse:
    """A version: what it changes, and the acts that are open."""
    row, values = _found(version)
    (line,) = _lines([row])
    held = queries.policy_for(row.region, today())
    county = by(request).role is Role.COUNTY
    waits = row.state == PolicyState.DRAFT
    begun = row.valid_from <= today()
    told = line | {
        "changed": policy_forms.changed(held, values),
        "sections": policy_forms.told(values),
        "may_try": county and waits,
        "may_approve": county and waits and row.proposed_by != by(request).user,
        "own": county and waits and row.proposed_by == by(request).user,
        "may_withdraw": county and (waits or (row.state == PolicyState.APPROVED and not begun)),
    }
    return show(request, "policy_version.html", told)


def _found(version: UUID) -> tuple[Any, Any]:
    found = queries.policy(version)
    if found is None:
        raise Http404
    return found


@require_POST
@for_county
def act(request: HttpRequest, version: UUID, act: str) -> HttpResponse:
    """Tries a version, approves it or takes it back."""
    _found(version)
    here = reverse("policy-version", args=[version])

    def approve() -> str:
        operations.approve(version, by=by(request), at=now())
        tell(request, text("Approved. It is used from its first day on."))
        return here

    def withdraw() -> str:
        operations.withdraw(version, by=by(request), at=now())
        tell(request, text("Taken back."))
        return here

    def trial() -> str:
        run = operations.try_policy(version, on=today(), by=by(request), at=now())
        return reverse("run", args=[run])

    acts: dict[str, Callable[[], str]] = {"approve": approve, "withdraw": withdraw, "try": trial}
    if act not in acts:
        raise Http404
    try:
        return HttpResponseRedirect(attempt(acts[act]))
    except (Refused, JobRefused) as refused:
        said: Text = refused.said
        warn(request, said)
        return HttpResponseRedirect(here)
