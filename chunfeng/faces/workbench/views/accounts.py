"""Officers of a region: who holds which post; inviting, giving and taking back posts."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import filters, forms, tables
from chunfeng.faces.workbench.common import by, fresh, now, prove_first, show, show_act, today
from chunfeng.faces.workbench.places import place_in, typed_region
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.foundation.access import DataClass, Role, access
from chunfeng.foundation.accounts import giving, officers, queries, rules
from chunfeng.foundation.accounts.refusals import Refused
from chunfeng.kit.texts import Text, text


class _Post(TypedDict):
    """A post as it was typed."""

    role: Role
    region: int
    begins: date
    ends: date | None


managers = access(data_class=DataClass.ACCOUNTS, roles=frozenset({Role.ADMIN, Role.COUNTY}))
HEADS = (
    text("Name"), text("Sign-in name"), text("Role"), text("Code"), text("Region"),
    text("First day"), text("Last day"), text("State"),
)  # fmt: skip
STATE_TONES = {
    officers.PostState.NOW: "good",
    officers.PostState.TO_COME: "note",
    officers.PostState.ENDED: "plain",
    officers.PostState.REVOKED: "plain",
}


@require_GET
@managers
def accounts(request: HttpRequest) -> HttpResponse:
    """Who holds which post in the region, and who is invited."""
    context = by(request)
    asked = _asked(request)
    if tables.wanted(request):
        lines = officers.taken_out(asked, by=context, at=now())
        return tables.file(request, "posts", HEADS, [_row(line) for line in lines])
    number = filters.page_of(request.GET)
    found, total = officers.page(asked, by=context, at=now(), number=number)
    told = {
        "officers": [(one, _posts(one.posts, context.lo)) for one in found],
        "words": asked.words,
        "former": asked.former,
        "csv": tables.address(request),
        "pages": filters.pages(request.GET, len(found), total, officers.PAGE),
        "total": total,
        "invitations": [
            (one, Role(one.role).label, place_in(one.region, context.lo),
             rules.manage_refused(context, Role(one.role), one.region) is None)
            for one in queries.invitations_in(context.lo, context.hi, now())
        ],
    }  # fmt: skip
    return show(request, "accounts.html", told)


@require_GET
@managers
def officer_page(request: HttpRequest, user: UUID) -> HttpResponse:
    """One officer: the posts in the region, and what may be done."""
    found = _one(request, user)
    told = {
        "one": found,
        "posts": _posts(found.posts, by(request).lo),
        "manages": by(request).role is Role.ADMIN,
    }
    return show(request, "officer.html", told)


@require_http_methods(["GET", "POST"])
@managers
def invite(request: HttpRequest) -> HttpResponse:
    """Invites somebody new with a first post; the link is shown once."""
    login = Field(
        name="login",
        label=text("Sign-in name"),
        autocomplete="off",
        hint=text("A work name or work e-mail address; never an ID number."),
    )
    name = Field(name="name", label=text("Name"), autocomplete="off")
    wanted = _post_fields(request)

    def write() -> HttpResponse:
        token = giving.invite(
            login=login.value, name=name.value, by=by(request), at=now(), **_post(request, wanted)
        )
        return _link(request, token, name.value)

    title = text("Invite")
    return _form(request, title, [login, name, *wanted], write)


@require_http_methods(["GET", "POST"])
@managers
def give(request: HttpRequest) -> HttpResponse:
    """Gives a post to somebody who signs in already."""
    login = Field(
        name="login",
        label=text("Sign-in name"),
        autocomplete="off",
        values=(request.GET.get("login", ""),),
        hint=text("Of somebody who signs in already. Somebody new is invited."),
    )
    wanted = _post_fields(request)

    def write() -> HttpResponse:
        user = officers.called(login.value)
        if user is None:
            raise Refused(text("Nobody signs in with this name."))
        giving.grant(user=user, by=by(request), at=now(), **_post(request, wanted))
        tell(request, text("Given. It counts from its first day on."))
        return HttpResponseRedirect(reverse("officer", args=[user]))

    return _form(request, text("Give a post"), [login, *wanted], write)


@require_http_methods(["GET", "POST"])
@managers
def end(request: HttpRequest, post: UUID) -> HttpResponse:
    """Sets the last day of a post."""
    held = _managed_post(request, post)
    last = Field(
        name="last",
        label=text("Last day"),
        kind="date",
        size="short",
        values=((held.ends or today()).isoformat(),),
    )

    def write() -> HttpResponse:
        day = forms.day(last)
        if day is None:
            raise Refused(text("Give a day, for example 2026-03-01."))
        giving.end(post, last_day=day, by=by(request), at=now())
        tell(request, text("The last day is kept."))
        return HttpResponseRedirect(reverse("accounts"))

    said = [_whose(request, held), text("On the day after, the post counts no more.")]
    return _form(request, text("End the post"), [last], write, said)


@require_http_methods(["GET", "POST"])
@managers
def revoke(request: HttpRequest, post: UUID) -> HttpResponse:
    """Takes a post back, from the next click on."""
    held = _managed_post(request, post)

    def write() -> HttpResponse:
        giving.revoke(post, by=by(request), at=now())
        tell(request, text("Taken back. It bites at the holder's next click."))
        return HttpResponseRedirect(reverse("accounts"))

    said = [
        _whose(request, held),
        text("It bites at once, in every open session: what is being typed cannot be saved."),
        text("What was done in this post stays in the register and in the log."),
    ]
    return _form(request, text("Take the post back"), [], write, said, danger=True)


@require_http_methods(["GET", "POST"])
@managers
def renew(request: HttpRequest, user: UUID) -> HttpResponse:
    """Invites somebody again who has lost password or second factor."""
    found = _manageable(request, user)

    def write() -> HttpResponse:
        return _link(request, giving.invite_again(user, by=by(request), at=now()), found.name)

    said = [
        text("{name} ({login})", name=found.name, login=found.login),
        text("Until the link is used, everything works as before. Using it sets a new password "
             "and a new second factor and ends all sessions. The posts stay."),
    ]  # fmt: skip
    return _form(request, text("Invite again"), [], write, said)


@require_http_methods(["GET", "POST"])
@managers
def deactivate(request: HttpRequest, user: UUID) -> HttpResponse:
    """Ends all posts and sessions of somebody who has left."""
    found = _manageable(request, user)

    def write() -> HttpResponse:
        giving.deactivate(user, by=by(request), at=now())
        tell(request, text("Deactivated: no post, no session, no signing in."))
        return HttpResponseRedirect(reverse("accounts"))

    said = [
        text("{name} ({login})", name=found.name, login=found.login),
        text("All posts are taken back and all sessions end at once. An invitation lets the "
             "officer in again; the posts have to be given anew."),
        text("What was done in the posts stays in the register and in the log."),
    ]  # fmt: skip
    return _form(request, text("Deactivate"), [], write, said, danger=True)


@require_POST
@managers
def withdraw(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Makes an invitation worthless."""
    if not fresh(request):
        return prove_first(reverse("accounts"))
    try:
        giving.withdraw(invitation, by=by(request), at=now())
    except Refused as refused:
        warn(request, refused.said)
    else:
        tell(request, text("Withdrawn: the link opens nothing any more."))
    return HttpResponseRedirect(reverse("accounts"))


def _form(
    request: HttpRequest,
    title: Text,
    fields: Sequence[Field],
    write: Callable[[], HttpResponse],
    said: Sequence[Text] = (),
    *,
    danger: bool = False,
) -> HttpResponse:
    """A page that asks for one act on accounts or posts."""
    back = (text("Accounts and posts"), reverse("accounts"))
    return show_act(request, title, fields, write, said, back=back, danger=danger)


def _post_fields(request: HttpRequest) -> list[Field]:
    """Role, region, first and last day."""
    roles = [(str(role), role.label) for role in rules.givable(by(request))]
    return [
        forms.one_of("role", text("Role"), roles),
        Field(
            name="region",
            label=text("Region"),
            hint=text("Its name, from inside your own region; a name that occurs twice with the "
                      "one above it."),
            autocomplete="off",
        ),
        Field(name="begins", label=text("First day"), kind="date", size="short",
              values=(today().isoformat(),)),
        Field(name="ends", label=text("Last day"), kind="date", size="short", optional=True),
    ]  # fmt: skip


class _Unreadable(Refused):
    """What was typed cannot be read; its field says why."""

    def __init__(self) -> None:
        super().__init__(text("This could not be saved yet. Nothing you typed is lost."))


def _post(request: HttpRequest, fields: Sequence[Field]) -> _Post:
    """What the fields of a post say."""
    role, region, begins, ends = fields
    chosen, where = forms.chosen(role), typed_region(region, by(request).lo)
    first, last = forms.day(begins), forms.day(ends)
    if first is None:
        begins.error = text("Give a day, for example 2026-03-01.")
    if last is None and ends.value.strip():
        ends.error = text("Give a day, for example 2026-03-01.")
    if errors(fields) or where is None or first is None:
        raise _Unreadable
    return {"role": Role(chosen), "region": where, "begins": first, "ends": last}


def _link(request: HttpRequest, token: str, name: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("invitation", args=[token]))
    return show(
        request, "invited.html", {"link": address, "name": name, "days": rules.INVITED_FOR.days}
    )


def _asked(request: HttpRequest) -> officers.Asked:
    context = by(request)
    return officers.Asked(
        lo=context.lo,
        hi=context.hi,
        words=request.GET.get("words", "").strip()[: rules.LONGEST_NAME],
        former=request.GET.get("former") == "1",
    )


def _row(post: officers.PostLine) -> tables.Row:
    place = named.full_place(post.region) if post.region else ""
    return (post.name, post.login, post.role.label, f"{post.region:012d}", place,
            post.begins, post.ends, post.state.label)  # fmt: skip


def _posts(held: Sequence[officers.PostLine], within: int) -> list[tuple[object, ...]]:
    return [(post, place_in(post.region, within), STATE_TONES[post.state]) for post in held]


def _one(request: HttpRequest, user: UUID) -> officers.Officer:
    found = officers.one(user, by=by(request), at=now())
    if found is None:
        raise Http404
    return found


def _manageable(request: HttpRequest, user: UUID) -> officers.Officer:
    found = _one(request, user)
    if found.refused:
        raise Http404
    return found


def _managed_post(request: HttpRequest, post: UUID) -> officers.PostLine:
    found = officers.managed_post(post, by=by(request), at=now())
    if found is None:
        raise Http404
    return found


def _whose(request: HttpRequest, post: officers.PostLine) -> Text:
    return text(
        "{name}: {role}, {place}",
        name=post.name,
        role=post.role.label,
        place=place_in(post.region, by(request).lo),
    )
