"""Signing in, second factors, choosing a post, signing out."""

import base64
import hashlib
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.views import catalogue
from chunfeng.faces.workbench.common import keys, now, officer, show, today
from chunfeng.faces.workbench.shell import region_name, tell
from chunfeng.foundation.access import DataClass, Entry, access
from chunfeng.foundation.accounts import devices, factors, giving, operations, passwords, queries
from chunfeng.foundation.accounts.refusals import PasswordRefused, Refused
from chunfeng.kit.texts import text

PENDING = "pending"  # session key: who gave the password, not the second factor yet
anyone = access(data_class=DataClass.ACCOUNTS, entry=Entry.ANYONE)
signed_in = access(data_class=DataClass.ACCOUNTS, entry=Entry.SIGNED_IN)


def where(request: HttpRequest) -> operations.From:
    """Where a request comes from."""
    return operations.From(
        address=request.META.get("REMOTE_ADDR", ""),
        device=request.COOKIES.get(devices.COOKIE, ""),
        agent=request.headers.get("User-Agent", ""),
    )


def site(request: HttpRequest) -> tuple[str, str]:
    """(host, origin) of the site; the host is one of the allowed ones."""
    host = request.get_host()
    return host.split(":")[0], f"{request.scheme}://{host}"


def next_page(request: HttpRequest) -> str:
    """Where the officer was going; never another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


@require_http_methods(["GET", "POST"])
@anyone
def signin(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    login = Field(name="login", label=text("Sign-in name"), autocomplete="username")
    password = Field(
        name="password", label=text("Password"), kind="password", autocomplete="current-password",
        secret=True,
    )  # fmt: skip
    problem = None
    if request.method == "POST":
        login.typed(request.POST)
        try:
            user = operations.prove_password(
                login.value,
                request.POST.get("password", ""),
                where=where(request),
                keys=keys(),
                demo=settings.DEMO,
                at=now(),
            )
        except Refused as refused:
            problem = refused.said
        else:
            request.session.cycle_key()
            request.session[PENDING] = str(user)
            request.session["next"] = next_page(request)
            name = "code" if queries.factors_of(user).exists() else "setup"
            return HttpResponseRedirect(reverse(name))
    told = {"fields": [login, password], "problem": problem, "next": next_page(request)}
    return show(request, "signin.html", told | {"demo": settings.DEMO}, 200 if not problem else 422)


@require_http_methods(["GET", "POST"])
@anyone
def code(request: HttpRequest) -> HttpResponse:
    """The second factor."""
    pending = request.session.get(PENDING)
    if not pending:
        return HttpResponseRedirect(reverse("signin"))
    user = UUID(pending)
    field = Field(
        name="code", label=text("Code of your app"), autocomplete="one-time-code",
        hint=text("Six digits; or one of your recovery codes."), inputmode="text", size="code",
        secret=True,
    )  # fmt: skip
    if request.method == "POST":
        try:
            _prove(request, user)
        except Refused as refused:
            field.error = refused.said
        else:
            return _begin(request, user)
    question, challenge = factors.passkey_question(queries.user_of(user), site(request)[0])
    request.session["challenge"] = base64.b64encode(challenge).decode()
    kinds = set(queries.factors_of(user).values_list("kind", flat=True))
    told = {"fields": [field], "errors": errors([field]), "kinds": kinds, "question": question}
    return show(request, "code.html", told, 422 if field.error else 200)


def _prove(request: HttpRequest, user: UUID) -> None:
    """A passkey's answer where there is one, else a code."""
    answer = request.POST.get("passkey", "")
    if not answer:
        typed = request.POST.get("code", "")
        operations.prove_code(user, typed, where=where(request), keys=keys(), at=now())
        return
    host, origin = site(request)
    operations.prove_passkey(
        user,
        answer,
        challenge=base64.b64decode(request.session.pop("challenge", "")),
        host=host,
        origin=origin,
        where=where(request),
        keys=keys(),
        at=now(),
    )


def _begin(request: HttpRequest, user: UUID) -> HttpResponse:
    """Opens the session, and the post where there is only one."""
    going = request.session.get("next", "/")
    session = operations.begin_session(user, where=where(request), at=now())
    request.session.flush()
    request.session["signin"] = str(session)
    posts = queries.posts_of(user, today())
    if len(posts) == 1:
        request.session["post"] = str(posts[0].id)
    target = going if len(posts) == 1 else reverse("posts")
    response = HttpResponseRedirect(target)
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


@require_POST
@signed_in
def prove(request: HttpRequest) -> HttpResponse:
    """The second factor again, before a reveal or an export."""
    me = officer(request)
    try:
        _prove(request, me.user)
    except Refused as refused:
        tell(request, refused.said)
    else:
        operations.prove_again(me.session, at=now())
        tell(request, text("Thank you. You may go on for ten minutes."))
    return HttpResponseRedirect(next_page(request))


@require_http_methods(["GET", "POST"])
@anyone
def setup(request: HttpRequest) -> HttpResponse:
    """The first second factor: an app, shown as a QR code and confirmed by its first code."""
    pending = request.session.get(PENDING)
    if not pending or queries.factors_of(UUID(pending)).exists():
        return HttpResponseRedirect(reverse("signin"))
    user = UUID(pending)
    field = Field(
        name="code", label=text("First code of the app"), autocomplete="one-time-code",
        inputmode="numeric", size="code", secret=True,
    )  # fmt: skip
    if request.method == "POST" and "factor" in request.session:
        factor = UUID(request.session["factor"])
        try:
            codes = operations.confirm_app(
                factor, request.POST.get("code", ""), user=user, keys=keys(), at=now()
            )
        except Refused as refused:
            field.error = refused.said
        else:
            response = _begin(request, user)
            request.session["recovery"] = codes
            response["Location"] = reverse("recovery")
            return response
    if "factor" not in request.session:
        factor, address = operations.new_app(user, "app", keys=keys(), at=now())
        request.session["factor"], request.session["otpauth"] = str(factor), address
    address = request.session["otpauth"]
    told = {
        "fields": [field],
        "errors": errors([field]),
        "qr": segno.make(address).svg_inline(scale=4),
        "secret": address.partition("secret=")[2].partition("&")[0],
    }
    return show(request, "setup.html", told, 422 if field.error else 200)


@require_http_methods(["GET"])
@signed_in
def recovery(request: HttpRequest) -> HttpResponse:
    """The recovery codes, once."""
    codes = request.session.pop("recovery", [])
    return show(request, "recovery.html", {"codes": codes})


@require_http_methods(["GET", "POST"])
@anyone
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accepting an invitation: choose a password."""
    found = queries.invitation(hashlib.sha256(token.encode()).digest(), now())
    field = Field(
        name="password", label=text("Your new password"), kind="password",
        hint=text("At least {n} signs. A sentence is good.", n=passwords.SHORTEST),
        autocomplete="new-password", secret=True,
    )  # fmt: skip
    if request.method == "POST" and found:
        try:
            user = giving.accept(token, password=request.POST.get("password", ""), at=now())
        except PasswordRefused as refused:
            field.error = refused.said
        except Refused:
            found = None
        else:
            request.session.cycle_key()
            request.session[PENDING] = str(user)
            return HttpResponseRedirect(reverse("setup"))
    told = {"invitation": found, "fields": [field], "errors": errors([field])}
    return show(request, "invitation.html", told, 422 if field.error else 200)


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
        return HttpResponseRedirect(next_page(request))
    rows = [(post, region_name(post.region)) for post in mine]
    told = {"posts": rows, "chosen": request.session.get("post"), "next": next_page(request)}
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
    return HttpResponseRedirect(next_page(request))


@require_http_methods(["GET", "POST"])
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """One's own sessions, second factors and password."""
    me = officer(request)
    old = Field(
        name="old",
        label=text("Password now"),
        kind="password",
        autocomplete="current-password",
        secret=True,
    )
    new = Field(
        name="new",
        label=text("New password"),
        kind="password",
        autocomplete="new-password",
        secret=True,
    )
    if request.method == "POST":
        try:
            _account(request)
        except PasswordRefused as refused:
            new.error = refused.said
        except Refused as refused:
            old.error = refused.said
        else:
            tell(request, text("Done."))
            return HttpResponseRedirect(reverse("account"))
    told = {
        "sessions": queries.sessions_of(me.user),
        "session": me.session,
        "factors": queries.factors_of(me.user),
        "fields": [old, new],
        "errors": errors([old, new]),
    }
    return show(request, "account.html", told, 422 if old.error or new.error else 200)


def _account(request: HttpRequest) -> None:
    me, action = officer(request), request.POST.get("action")
    if action == "password":
        operations.change_password(
            me.user,
            old=request.POST.get("old", ""),
            new=request.POST.get("new", ""),
            session=me.session,
            keys=keys(),
            at=now(),
        )
    elif action == "sessions":
        operations.end_sessions(me.user, but=me.session, at=now())
    elif action == "factor":
        factor = UUID(request.POST["factor"])
        operations.remove_factor(factor, user=me.user, session=me.session, at=now())


@require_http_methods(["GET"])
@access(data_class=DataClass.OPEN, entry=Entry.SIGNED_IN)
def catalogue_page(request: HttpRequest) -> HttpResponse:
    """Every component of the pages in all its states."""
    return catalogue(request)
