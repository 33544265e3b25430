"""Accounts and posts of a region: inviting, giving and taking back posts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import by, now, show, today
from chunfeng.faces.workbench.shell import region_name, tell
from chunfeng.foundation.access import DataClass, Role, access
from chunfeng.foundation.accounts import giving, queries, rules
from chunfeng.foundation.accounts.refusals import Refused
from chunfeng.foundation.intake.one_cell import read_cell
from chunfeng.kit.texts import text
from chunfeng.stages.people.sheets import PEOPLE

managers = access(data_class=DataClass.ACCOUNTS, roles=frozenset({Role.ADMIN, Role.COUNTY}))


@require_http_methods(["GET"])
@managers
def accounts(request: HttpRequest) -> HttpResponse:
    """Who holds which post in the region, and who is invited."""
    context = by(request)
    held = queries.posts_in(context.lo, context.hi, today())
    own = rules.managed(context.role)
    told = {
        "posts": [
            (post, region_name(post.region), post.role in own and post.user != context.user)
            for post in held
        ],
        "invitations": [
            (i, region_name(i.region), Role(i.role).label)
            for i in queries.invitations_in(context.lo, context.hi, now())
        ],
    }  # fmt: skip
    return show(request, "accounts.html", told)


@require_http_methods(["GET", "POST"])
@managers
def invite(request: HttpRequest) -> HttpResponse:
    """Invites somebody with a first post; the link is shown once."""
    login = Field(name="login", label=text("Sign-in name"), autocomplete="off",
                  hint=text("A work name or work e-mail address; never an ID number."))  # fmt: skip
    name = Field(name="name", label=text("Name"), autocomplete="off")
    role, region, ends = _post_fields(request)
    fields = [login, name, role, region, ends]
    link = ""
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        where = _checked(login, name, role, region)
        if not errors(fields):
            try:
                token = giving.invite(
                    login=login.value, name=name.value, role=Role(role.value), region=where,
                    begins=today(), ends=forms.day(ends), by=by(request), at=now(),
                )  # fmt: skip
            except Refused as refused:
                login.error = refused.said
            else:
                link = request.build_absolute_uri(reverse("invitation", args=[token]))
    told = {"fields": fields, "errors": errors(fields), "link": link}
    return show(request, "invite.html", told, 422 if errors(fields) else 200)


def _checked(login: Field, name: Field, role: Field, region: Field) -> int:
    """The region named; what is missing or not understood is said at its field."""
    where, wrong = read_cell(PEOPLE.column("home"), region.value or " ")
    if where is None or wrong:
        region.error = text("Name a region, from the county down.")
    for field in (login, name):
        if not field.value.strip():
            field.error = text("Fill it in.")
    if role.value not in set(Role):
        role.error = text("Choose one.")
    return where or 0


@require_POST
@managers
def revoke(request: HttpRequest, post: UUID) -> HttpResponse:
    """Takes a post back, from the next click on."""
    try:
        giving.revoke(post, by=by(request), at=now())
    except Refused as refused:
        tell(request, refused.said)
    else:
        tell(request, text("Taken back. It bites at the holder's next click."))
    return HttpResponseRedirect(reverse("accounts"))


def _post_fields(request: HttpRequest) -> tuple[Field, Field, Field]:
    context = by(request)
    roles = sorted(rules.managed(context.role))
    return (
        Field(name="role", label=text("Role"), kind="radios",
              options=[(str(role), role.label) for role in roles]),
        Field(name="region", label=text("Region"), values=(region_name(context.lo),),
              hint=text("Names from the county down to the village.")),
        Field(name="ends", label=text("Last day, if there is one"), kind="date", size="short"),
    )  # fmt: skip
