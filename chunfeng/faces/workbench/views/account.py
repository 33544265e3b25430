"""One's own account: password, second factors, recovery codes, sessions."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import signing
from chunfeng.faces.workbench.common import attempt, keys, now, officer, prove_first, show
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.views.session import new_password_fields, typed_twice
from chunfeng.foundation.access import DataClass, Entry, access
from chunfeng.foundation.accounts import operations, queries
from chunfeng.foundation.accounts.refusals import NotFresh, PasswordRefused, Refused
from chunfeng.kit.texts import text

signed_in = access(data_class=DataClass.ACCOUNTS, entry=Entry.SIGNED_IN)


@require_GET
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Second factors, sessions, and the way to everything else."""
    me = officer(request)
    told = {
        "factors": [
            (one, one.name or signing.factor_name(one.kind), signing.factor_name(one.kind))
            for one in queries.factors_of(me.user)
        ],
        "codes_left": queries.recovery_codes_left(me.user),
        "sessions": queries.sessions_of(me.user, now()),
        "session": me.session,
        "recovered": me.proved_at is None,
    }
    return show(request, "account.html", told)


@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """A new password; all other sessions end."""
    old = Field(
        name="old",
        label=text("Password now"),
        kind="password",
        autocomplete="current-password",
        secret=True,
    )
    new, again = new_password_fields()
    if request.method == "POST" and typed_twice(request, new, again):
        try:
            _change_password(request)
        except PasswordRefused as refused:
            new.error = refused.said
        except Refused as refused:
            old.error = refused.said
        else:
            tell(request, text("The new password counts. All other sessions have ended."))
            return HttpResponseRedirect(reverse("account"))
    fields = [old, new, again]
    told = {"fields": fields, "errors": errors(fields)}
    return show(request, "password.html", told, 422 if errors(fields) else 200)


@require_POST
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """Ends one other session, or all others."""
    me, said = officer(request), request.POST.get("session", "")
    if said:
        mine = {str(one.id): one.id for one in queries.sessions_of(me.user, now())}
        if said not in mine:
            raise Http404
        operations.end_sessions(me.user, only=mine[said], at=now())
    else:
        operations.end_sessions(me.user, but=me.session, at=now())
    tell(request, text("Signed out there."))
    return HttpResponseRedirect(reverse("account"))


@require_http_methods(["GET", "POST"])
@signed_in
def app(request: HttpRequest) -> HttpResponse:
    """A further code app: shown as a QR code, confirmed by its first code."""
    me = officer(request)
    name = _name_field()
    field, wrong = signing.code_field(text("First code of the app")), False
    try:
        if request.method == "POST":
            name.typed(request.POST)
            codes = signing.confirm_app(request, me.user, me.session, name.value)
            return _kept(request, codes)
        shown = signing.new_app(request, me.user, me.session)
    except NotFresh:
        return prove_first(reverse("new-app"))
    except Refused as refused:
        field.error, wrong = refused.said, True
        shown = signing.new_app(request, me.user, me.session)
    fields = [field, name]
    told = shown | {"fields": fields, "errors": errors(fields)}
    return show(request, "new_app.html", told, 422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def passkey(request: HttpRequest) -> HttpResponse:
    """A further passkey: this device or a key asks for finger, face or PIN."""
    me, problem = officer(request), None
    name = _name_field()
    try:
        if request.method == "POST":
            name.typed(request.POST)
            return _kept(request, signing.add_passkey(request, me.user, me.session, name.value))
        question = signing.new_passkey(request, me.user, me.session)
    except NotFresh:
        return prove_first(reverse("new-passkey"))
    except Refused as refused:
        problem = refused.said
        question = signing.new_passkey(request, me.user, me.session)
    told = {"fields": [name], "problem": problem, "question": question}
    return show(request, "new_passkey.html", told, 422 if problem else 200)


@require_POST
@signed_in
def codes(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes in place of those before."""
    me = officer(request)
    try:
        made = operations.new_recovery_codes(me.user, session=me.session, keys=keys(), at=now())
    except NotFresh:
        return prove_first(reverse("account"))
    return _kept(request, made)


@require_http_methods(["GET", "POST"])
@signed_in
def factor_name(request: HttpRequest, factor: UUID) -> HttpResponse:
    """What one calls an app or passkey, to tell it from the others."""
    called, kind = _factor(request, factor)
    name = _name_field()
    name.values = (called,)

    def write() -> None:
        name.typed(request.POST)
        operations.name_factor(factor, user=officer(request).user, name=name.value)

    told = {"title": text("Rename"), "kind": signing.factor_name(kind), "fields": [name]}
    return _act(request, told, write)


@require_http_methods(["GET", "POST"])
@signed_in
def factor_remove(request: HttpRequest, factor: UUID) -> HttpResponse:
    """Removes an app or passkey; the last one stays."""
    me, (called, kind) = officer(request), _factor(request, factor)

    def write() -> None:
        operations.remove_factor(factor, user=me.user, session=me.session, at=now())

    told = {
        "title": text("Remove"), "danger": True, "kind": called or signing.factor_name(kind),
        "said": [text("It lets you in no more. Add another one first if it is the last.")],
    }  # fmt: skip
    return _act(request, told, write)


def _act(request: HttpRequest, told: dict[str, object], write: Callable[[], None]) -> HttpResponse:
    problem = None
    if request.method == "POST":
        try:
            attempt(write)
        except NotFresh:
            return prove_first(request.path)
        except Refused as refused:
            problem = refused.said
        else:
            tell(request, text("Done."))
            return HttpResponseRedirect(reverse("account"))
    return show(request, "factor.html", told | {"problem": problem}, 422 if problem else 200)


def _change_password(request: HttpRequest) -> None:
    me = officer(request)
    operations.change_password(
        me.user,
        old=request.POST.get("old", ""),
        new=request.POST.get("new", ""),
        session=me.session,
        keys=keys(),
        at=now(),
    )


def _kept(request: HttpRequest, made: list[str]) -> HttpResponse:
    """To the recovery codes where there are new ones, else back."""
    if not made:
        tell(request, text("Added. It may be used from now on."))
        return HttpResponseRedirect(reverse("account"))
    request.session["recovery"], request.session["next"] = made, reverse("account")
    return HttpResponseRedirect(reverse("recovery"))


def _name_field() -> Field:
    return Field(
        name="name",
        label=text("What you call it"),
        hint=text("To tell it from others, for example: work phone."),
        autocomplete="off",
        optional=True,
    )


def _factor(request: HttpRequest, factor: UUID) -> tuple[str, str]:
    """Name and kind of one of one's own apps and passkeys."""
    mine = queries.factors_of(officer(request).user).filter(id=factor)
    found = mine.values_list("name", "kind").first()
    if found is None:
        raise Http404
    return found
