"""Signing in, the first second factor, choosing a post, signing out."""

import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.views import catalogue
from chunfeng.faces.workbench import signing
from chunfeng.faces.workbench.common import keys, now, officer, show, today
from chunfeng.faces.workbench.places import place_in
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.access import DataClass, Entry, access
from chunfeng.foundation.accounts import devices, giving, operations, passwords, queries
from chunfeng.foundation.accounts.refusals import PasswordRefused, Refused
from chunfeng.kit.texts import Text, text

anyone = access(data_class=DataClass.ACCOUNTS, entry=Entry.ANYONE)
signed_in = access(data_class=DataClass.ACCOUNTS, entry=Entry.SIGNED_IN)


@require_http_methods(["GET", "POST"])
@anyone
def signin(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    login = Field(name="login", label=text("Sign-in name"), autocomplete="username")
    password = Field(
        name="password", label=text("Password"), kind="password", autocomplete="current-password",
        secret=True,
    )  # fmt: skip
    late = request.session.pop("late", False)
    going = request.session.get("next", "/") if late else signing.next_page(request)
    problem = text("Signing in took more than ten minutes. Begin again.") if late else None
    if request.method == "POST":
        going = signing.next_page(request)
        login.typed(request.POST)
        user, problem = _password(request, login.value)
        if user:
            signing.begin(request, user)
            request.session["next"] = going
            name = "code" if queries.factors_of(user).exists() else "setup"
            return HttpResponseRedirect(reverse(name))
    told = {
        "fields": [login, password],
        "problem": problem,
        "next": going,
        "demo": settings.DEMO,
        "nobody": not queries.anybody(),
    }
    return show(request, "signin.html", told, 422 if request.method == "POST" else 200)


def _password(request: HttpRequest, login: str) -> tuple[UUID | None, Text | None]:
    """Whose name and password were typed; else what to say."""
    try:
        user = operations.prove_password(
            login,
            request.POST.get("password", ""),
            where=signing.where(request),
            keys=keys(),
            demo=settings.DEMO,
            at=now(),
        )
    except Refused as refused:
        return None, refused.said
    return user, None


@require_http_methods(["GET", "POST"])
@anyone
def code(request: HttpRequest) -> HttpResponse:
    """The second factor."""
    user = signing.pending(request)
    if user is None:
        return HttpResponseRedirect(reverse("signin"))
    hint = text("Six digits; or one of your recovery codes.")
    field = signing.code_field(text("Code of your app"), hint, inputmode="text")
    if request.method == "POST":
        try:
            recovered = signing.prove(request, user, recovery=True)
        except Refused as refused:
            field.error = refused.said
        else:
            return _begin(request, user, recovered=recovered)
    told = {
        "fields": [field],
        "errors": errors([field]),
        "question": signing.passkey_question(request, user),
    }
    return show(request, "code.html", told, 422 if field.error else 200)


def _begin(request: HttpRequest, user: UUID, *, recovered: bool = False) -> HttpResponse:
    """Opens the session, and the post where there is only one."""
    going = request.session.get("next", "/")
    session = operations.begin_session(
        user, where=signing.where(request), at=now(), recovered=recovered
    )
    request.session.flush()
    request.session["signin"] = str(session)
    posts = queries.posts_of(user, today())
    if len(posts) == 1:
        request.session["post"] = str(posts[0].id)
    target = going if len(posts) == 1 else reverse("posts")
    response = HttpResponseRedirect(reverse("account") if recovered else target)
    device = request.COOKIES.get(devices.COOKIE, "")
    response.set_cookie(
        devices.COOKIE,
        devices.remembered(device, queries.user_of(user).login, keys=keys()),
        max_age=devices.AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def prove(request: HttpRequest) -> HttpResponse:
    """The second factor again, before what asks for a fresh one; a recovery code will not do."""
    me, field = officer(request), signing.code_field(text("Code of your app"))
    going = signing.next_page(request)
    if request.method == "POST":
        try:
            signing.prove(request, me.user, recovery=False)
        except Refused as refused:
            field.error = refused.said
        else:
            operations.prove_again(me.session, at=now())
            tell(request, text("Thank you. You may go on for ten minutes."))
            return HttpResponseRedirect(going)
    told = {
        "next": going,
        "fields": [field],
        "errors": errors([field]),
        "question": signing.passkey_question(request, me.user),
    }
    return show(request, "prove_again.html", told, 422 if field.error else 200)


@require_http_methods(["GET", "POST"])
@anyone
def setup(request: HttpRequest) -> HttpResponse:
    """The first second factor: an app, shown as a QR code and confirmed by its code; or a key."""
    user = signing.pending(request)
    if user is None or queries.factors_of(user).exists():
        return HttpResponseRedirect(reverse("signin"))
    field = signing.code_field(text("First code of the app"))
    problem = None
    if request.method == "POST":
        try:
            codes = _first_factor(request, user)
        except Refused as refused:
            problem = refused.said
            field.error = None if "passkey" in request.POST else problem
        else:
            response = _begin(request, user)
            request.session["recovery"] = codes
            request.session["next"] = response["Location"]
            response["Location"] = reverse("recovery")
            return response
    told: dict[str, Any] = signing.new_app(request, user) | {
        "fields": [field],
        "errors": errors([field]),
        "problem": problem,
        "question": signing.new_passkey(request, user),
    }
    return show(request, "setup.html", told, 422 if problem else 200)


def _first_factor(request: HttpRequest, user: UUID) -> list[str]:
    """The recovery codes that come with it."""
    if request.POST.get("passkey"):
        return signing.add_passkey(request, user)
    return signing.confirm_app(request, user)


@require_http_methods(["GET"])
@signed_in
def recovery(request: HttpRequest) -> HttpResponse:
    """The recovery codes, once."""
    codes = request.session.pop("recovery", [])
    going = request.session.pop("next", "/")
    if not codes:
        return HttpResponseRedirect(going)
    return show(request, "recovery.html", {"codes": codes, "next": going})


@require_http_methods(["GET", "POST"])
@anyone
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accepting an invitation: choose a password."""
    found = queries.invitation(hashlib.sha256(token.encode()).digest(), now())
    new, again = new_password_fields()
    if request.method == "POST" and found and typed_twice(request, new, again):
        try:
            user = giving.accept(token, password=request.POST.get("new", ""), at=now())
        except PasswordRefused as refused:
            new.error = refused.said
        except Refused:
            found = None
        else:
            signing.begin(request, user)
            return HttpResponseRedirect(reverse("setup"))
    wrong = errors([new, again])
    told = {"invitation": found, "fields": [new, again], "errors": wrong}
    return show(request, "invitation.html", told, 422 if wrong else 200 if found else 404)


def new_password_fields() -> tuple[Field, Field]:
    """A new password, typed twice."""
    new = Field(
        name="new",
        label=text("New password"),
        kind="password",
        hint=text("At least {n} signs. A sentence is good.", n=passwords.SHORTEST),
        autocomplete="new-password",
        secret=True,
    )
    again = Field(
        name="again",
        label=text("The same again"),
        kind="password",
        autocomplete="new-password",
        secret=True,
    )
    return new, again


def typed_twice(request: HttpRequest, new: Field, again: Field) -> bool:
    """Whether both are the same; else the second field says so."""
    same = request.POST.get(new.name, "") == request.POST.get(again.name, "")
    again.error = None if same else text("The two passwords are not the same.")
    return same


@require_http_methods(["GET", "POST"])
@signed_in
def posts(request: HttpRequest) -> HttpResponse:
    """The posts to act in; one at a time."""
    mine = queries.posts_of(officer(request).user, today())
    chosen = request.POST.get("post")
    if chosen in {str(post.id) for post in mine}:
        operations.enter_post(UUID(chosen), user=officer(request).user, at=now())
        request.session["post"] = chosen
        request.session.pop("purpose", None)
        return HttpResponseRedirect(signing.next_page(request))
    told = {
        "posts": [(post, place_in(post.region)) for post in mine],
        "chosen": request.session.get("post"),
        "next": signing.next_page(request),
    }
    return show(request, "posts.html", told)


@require_POST
@signed_in
def signout(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    me = officer(request)
    operations.end_sessions(me.user, only=me.session, at=now())
    request.session.flush()
    response = HttpResponseRedirect(reverse("signin"))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@signed_in
def manner(request: HttpRequest) -> HttpResponse:
    """Language and size of text."""
    me = officer(request)
    language = request.POST.get("language", me.language)
    large = request.POST.get("large")
    operations.set_manner(
        me.user,
        language=language if language in ("zh", "en") else me.language,
        large_text=me.large_text if large is None else large == "1",
    )
    return HttpResponseRedirect(signing.next_page(request))


@require_http_methods(["GET"])
@access(data_class=DataClass.OPEN, entry=Entry.SIGNED_IN)
def catalogue_page(request: HttpRequest) -> HttpResponse:
    """Every component of the pages in all its states."""
    return catalogue(request)
