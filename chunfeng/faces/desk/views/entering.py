"""Signing in by phone and code, choosing an employer, one's own account, signing out."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.desk import codes
from chunfeng.faces.desk.common import HOMEPAGE, anyone, next_page, now, show
from chunfeng.faces.ui.forms import errors
from chunfeng.faces.ui.shown import tell
from chunfeng.foundation.access import entered
from chunfeng.foundation.accounts import members
from chunfeng.foundation.accounts.queries import SignedIn
from chunfeng.foundation.accounts.refusals import SlowDown
from chunfeng.kit.texts import text
from chunfeng.stages.employers import queries as employers

PHONE, PROVED = "desk-phone", "desk-proved"  # session keys on the way in


@require_http_methods(["GET", "POST"])
@anyone
def signin(request: HttpRequest) -> HttpResponse:
    """The phone."""
    field = codes.phone_field(text("Your mobile number"))
    if request.method == "POST" and (phone := codes.typed_phone(field.typed(request.POST))):
        try:
            codes.ask(request, phone)
        except SlowDown as slow:
            field.error = slow.said
        else:
            request.session[PHONE] = phone
            return HttpResponseRedirect(f"{reverse('desk-code')}?next={next_page(request)}")
    told = {"fields": [field], "errors": errors([field]), "next": next_page(request)}
    return show(request, "signin.html", told, 422 if field.error else 200)


@require_http_methods(["GET", "POST"])
@anyone
def code(request: HttpRequest) -> HttpResponse:
    """The code that came to the phone."""
    phone = request.session.get(PHONE, "")
    if not phone:
        return HttpResponseRedirect(reverse("desk-signin"))
    field = codes.code_field()
    if request.method == "POST":
        try:
            proved = codes.prove(request, phone, field.typed(request.POST))
        except SlowDown as slow:
            field.error = slow.said
        else:
            if proved:
                return _proved(request, proved)
            field.error = field.error or text("This phone acts for no employer any more.")
    told = {
        "fields": [field],
        "errors": errors([field]),
        "phone": phone,
        "next": next_page(request),
    }
    return show(request, "code.html", told, 422 if field.error else 200)


@require_http_methods(["GET", "POST"])
@anyone
def posts(request: HttpRequest) -> HttpResponse:
    """The employers a phone acts for; one at a time."""
    signed = members.signed_in(request, now())
    mine = members.same_phone(signed[0].user) if signed else _on_the_way(request)
    if not mine:
        return HttpResponseRedirect(reverse("desk-signin"))
    chosen = request.POST.get("member")
    if chosen in {str(member) for member in mine}:
        if signed:
            members.end_session(signed[0].session, at=now())
        return _begin(request, UUID(chosen))
    request.officer = signed[0] if signed else None  # type: ignore[attr-defined]
    told = {
        "employers": _named(mine),
        "chosen": signed[0].user if signed else None,
        "next": next_page(request),
    }
    return show(request, "posts.html", told)


@require_POST
@anyone
def signout(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    if signed := members.signed_in(request, now()):
        members.end_session(signed[0].session, at=now())
    request.session.flush()
    response = HttpResponseRedirect(reverse("desk-signin"))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@anyone
def manner(request: HttpRequest) -> HttpResponse:
    """Language and size of text."""
    if signed := members.signed_in(request, now()):
        me, large = signed[0], request.POST.get("large")
        members.set_manner(
            me.user,
            language=request.POST.get("language", me.language),
            large_text=me.large_text if large is None else large == "1",
        )
    return HttpResponseRedirect(next_page(request))


@require_http_methods(["GET", "POST"])
@anyone
def account(request: HttpRequest) -> HttpResponse:
    """Where this phone is signed in; the other sessions can be ended."""
    signed = members.signed_in(request, now())
    if signed is None:
        return HttpResponseRedirect(f"{reverse('desk-signin')}?next={request.path}")
    me = signed[0]
    request.officer = me  # type: ignore[attr-defined]  # read by the pages
    if request.method == "POST":
        return _ended(request, me)
    told: dict[str, Any] = {
        "sessions": members.sessions_of(me.user, now()),
        "session": me.session,
        "acts_for": _named(members.same_phone(me.user)),
    }
    return show(request, "account.html", told)


def _ended(request: HttpRequest, me: SignedIn) -> HttpResponse:
    members.end_others(me.user, but=me.session, at=now())
    tell(request, text("Every other session of this phone has ended."))
    return HttpResponseRedirect(reverse("account"))


def _proved(request: HttpRequest, mine: list[UUID]) -> HttpResponse:
    """On to the one employer, or to choose among several."""
    if len(mine) == 1:
        return _begin(request, mine[0])
    going = next_page(request)
    request.session.flush()
    request.session[PROVED] = [[str(member) for member in mine], now().timestamp()]
    return HttpResponseRedirect(f"{reverse('posts')}?next={going}")


def _on_the_way(request: HttpRequest) -> list[UUID]:
    """Whom somebody may act for who has given the code just now."""
    mine, since = request.session.get(PROVED, ([], 0.0))
    fresh = now().timestamp() - since <= members.GOOD_FOR.total_seconds()
    return [UUID(member) for member in mine] if fresh else []


def _begin(request: HttpRequest, member: UUID) -> HttpResponse:
    agent = request.headers.get("User-Agent", "")
    session = members.begin(member, agent=agent, at=now())
    going = next_page(request)
    request.session.flush()
    request.session[members.SESSION] = str(session)
    return HttpResponseRedirect(going or HOMEPAGE)


def _named(mine: list[UUID]) -> list[tuple[UUID, str]]:
    """(the member, the employer's name) of each."""
    found = []
    for context in members.standing(mine):
        with entered(context):
            found.append((context.user, employers.name_of(context.employer)))
    return found
