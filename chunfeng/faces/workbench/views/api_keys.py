"""Keys of the API: which partners have one, for what and how much; making and taking back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import by, keys, now, show, show_act, today
from chunfeng.faces.workbench.places import place_in, typed_region
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.access import DataClass, Role, access
from chunfeng.foundation.partners import operations, queries
from chunfeng.foundation.partners.refusals import Refused
from chunfeng.foundation.partners.scopes import KeyState, Scope
from chunfeng.kit.texts import Text, text

administrators = access(data_class=DataClass.ACCOUNTS, roles=frozenset({Role.ADMIN}))
TONES = {
    KeyState.NOW: "good",
    KeyState.TO_COME: "note",
    KeyState.OVER: "plain",
    KeyState.REVOKED: "plain",
}
SOON = timedelta(days=30)  # a partner needs so long to take a new key
USUAL_REQUESTS, USUAL_ROWS, USUAL_DAYS = 600, 1_000_000, 364


@require_GET
@administrators
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys of the region."""
    context = by(request)
    shown = [_line(one, context.lo) for one in queries.keys(by=context)]
    return show(request, "api_keys.html", {"keys": shown})


@require_http_methods(["GET", "POST"])
@administrators
def make(request: HttpRequest) -> HttpResponse:
    """Makes a key; it is shown once."""
    fields = _fields(request)

    def write() -> HttpResponse:
        contract = _contract(request, fields)
        token = operations.make(contract, keys=keys(), by=by(request), at=now())
        return show(request, "api_key_made.html", {"token": token, "name": contract.name})

    said = [text("Everything a key opens is public. It lets a partner have more of it at once.")]
    return show_act(request, text("Make a key"), fields, write, said, back=_back())


@require_http_methods(["GET", "POST"])
@administrators
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes a key back, from the next request on."""
    held = queries.key(key, by=by(request))
    if held is None:
        raise Http404

    def write() -> HttpResponse:
        operations.revoke(key, by=by(request), at=now())
        tell(request, text("Taken back. It opens nothing from the next request on."))
        return HttpResponseRedirect(reverse("api-keys"))

    said = [
        text("{name} ({key}…)", name=held.name, key=held.prefix),
        text("The partner's programs stop at once. A key that was taken back never works again."),
    ]
    title = text("Take the key back")
    return show_act(request, title, [], write, said, back=_back(), danger=True)


def _line(one: queries.KeyLine, region: int) -> dict[str, object]:
    """What the list shows of a key; ``soon`` where its last day is near."""
    state, left = one.state(today()), one.ends - today()
    return {
        "one": one,
        "place": place_in(one.region, region),
        "state": state,
        "tone": TONES[state],
        "lasting": state in (KeyState.NOW, KeyState.TO_COME),
        "soon": state is KeyState.NOW and left < SOON,
        "left": left.days + 1,
    }


def _back() -> tuple[Text, str]:
    return text("API keys"), reverse("api-keys")


def _fields(request: HttpRequest) -> list[Field]:
    region = by(request).lo
    scopes = [(str(scope), scope.label) for scope in Scope]
    return [
        Field(name="name", label=text("Partner"), autocomplete="off",
              hint=text("The organisation that runs the programs, not a person.")),
        Field(name="region", label=text("Region"), autocomplete="off",
              values=(place_in(region) if region else "全国",),
              hint=text("What the contract covers: your region, or one in it.")),
        Field(name="scopes", label=text("It opens"), kind="choices", options=scopes,
              values=tuple(code for code, _ in scopes)),
        Field(name="requests", label=text("Requests a minute"), size="short", inputmode="numeric",
              values=(str(USUAL_REQUESTS),)),
        Field(name="rows", label=text("Rows a day"), size="short", inputmode="numeric",
              values=(str(USUAL_ROWS),)),
        Field(name="begins", label=text("First day"), kind="date", size="short",
              values=(today().isoformat(),)),
        Field(name="ends", label=text("Last day"), kind="date", size="short",
              values=((today() + timedelta(USUAL_DAYS)).isoformat(),),
              hint=text("Two years at the longest.")),
    ]  # fmt: skip


def _contract(request: HttpRequest, fields: Sequence[Field]) -> operations.Contract:
    """What the fields say; Refused where one of them cannot be read, which it says itself."""
    name, region, scopes, requests, rows, begins, ends = fields
    where = typed_region(region, by(request).lo)
    first, last = forms.day(begins), forms.day(ends)
    for field, found in ((begins, first), (ends, last)):
        if found is None:
            field.error = text("Give a day, for example 2026-03-01.")
    asked, given = _number(requests), _number(rows)
    if errors(fields) or where is None or first is None or last is None:
        raise Refused(text("This could not be saved yet. Nothing you typed is lost."))
    return operations.Contract(
        name=name.value,
        region=where,
        scopes=[scope for scope in Scope if scope in scopes.values],
        requests_per_minute=asked,
        rows_per_day=given,
        begins=first,
        ends=last,
    )


def _number(field: Field) -> int:
    typed = field.value.replace(",", "").replace("，", "").strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 12:
        return int(typed)
    field.error = text("Give a whole number.")
    return 0
