"""We want to offer work: an application, its phone confirmed by a code."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chunfeng.faces.desk import codes
from chunfeng.faces.desk.common import keys, now, show
from chunfeng.faces.desk.places import place_field, read_place
from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.foundation.access import DataClass, Entry, access, in_public
from chunfeng.foundation.accounts.refusals import SlowDown
from chunfeng.foundation.places.current import refresh
from chunfeng.kit.texts import text
from chunfeng.stages.employers import operations, rules
from chunfeng.stages.employers.refusals import CodeTaken, Refused
from chunfeng.stages.employers.vocabulary import KIND_NAMES

on_the_way = access(data_class=DataClass.OPEN, entry=Entry.ANYONE)
PHONE, COUNTY = "apply-phone", "apply-county"  # session keys


class _OnlyTried(Exception):
    """Takes back what was written to see whether it could be."""


@require_http_methods(["GET", "POST"])
@on_the_way
def apply(request: HttpRequest) -> HttpResponse:
    """The application; sent, a code goes to its phone, and comes back with all of it."""
    refresh()
    fields = _fields()
    if request.method != "POST":
        return _form(request, fields)
    for field in fields.values():
        field.typed(request.POST)
    if "code" in request.POST:
        fields["phone"].values = (request.session.get(PHONE, ""),)
    facts = _facts(request, fields)
    if facts is None:
        return _form(request, fields)
    return (
        _confirm(request, fields, facts) if "code" in request.POST else _ask(request, fields, facts)
    )


@require_safe
@on_the_way
def applied(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    refresh()
    county = request.session.get(COUNTY)
    told = {"county": named.full_place(county)} if county else {}
    return show(request, "applied.html", told)


def _fields() -> dict[str, Field]:
    fields = [
        Field(name="name", label=text("Name of the employer"), autocomplete="organization",
              hint=text("As on the business licence, if there is one.")),
        Field(name="kind", label=text("What are you?"), kind="radios",
              options=[(str(kind), name) for kind, name in KIND_NAMES.items()]),
        Field(name="credit_code", label=text("Credit code"), size="code", optional=True,
              autocomplete="off", hint=text("18 characters, on the business licence.")),
        Field(name="no_code_reason", label=text("Why there is no credit code"), optional=True,
              hint=text("Only co-operatives and workshops can do without.")),
        place_field("place", text("Where are you?")),
        Field(name="address", label=text("Address"), optional=True,
              autocomplete="street-address"),
        place_field("region", text("Which county's people do you look for?"), optional=True),
        Field(name="contact", label=text("Whom can we call?"), autocomplete="name", secret=True),
        codes.phone_field(text("Mobile number")),
    ]  # fmt: skip
    fields[6].hint = text("Leave it empty if it is your own county.")
    return {field.name: field for field in fields}


def _facts(request: HttpRequest, fields: dict[str, Field]) -> dict[str, Any] | None:
    """What the form says, held against the rules; None, and the fields say why."""
    told: dict[str, Any] = {}
    checks: dict[str, Callable[[Any], Any]] = {
        "name": rules.named,
        "kind": lambda value: value if value in KIND_NAMES else _refuse(),
        "credit_code": rules.code,
        "no_code_reason": lambda value: rules.short("no_code_reason", value),
        "address": lambda value: rules.short("address", value),
        "contact": lambda value: rules.short("contact", value) or _refuse(),
    }
    for name, check in checks.items():
        _check(fields[name], check, told)
    for name in ("place", "region"):
        told[name], choice = read_place(fields[name], request.POST)
        if choice:
            fields[choice.name] = choice.typed(request.POST)
    told["phone"] = codes.typed_phone(fields["phone"])
    if not errors([*fields.values()]):
        _tried(fields, told)
    return None if errors([*fields.values()]) else told


def _check(field: Field, check: Callable[[Any], Any], told: dict[str, Any]) -> None:
    try:
        told[field.name] = check(field.value)
    except Refused as refused:
        field.error = refused.said


def _refuse() -> str:
    raise Refused(text("Fill this in."))


def _tried(fields: dict[str, Field], told: dict[str, Any]) -> None:
    """Whether it would be taken; nothing is kept of it yet."""
    lacks = rules.without_code(told["kind"], told["credit_code"], told["no_code_reason"])
    if lacks:
        fields[lacks.field].error = lacks.said
        return
    try:
        with in_public(), transaction.atomic():
            _apply(told)
            raise _OnlyTried
    except _OnlyTried:
        return
    except Refused as refused:
        taken = "credit_code" if isinstance(refused, CodeTaken) else "place"
        fields[getattr(refused, "field", taken)].error = refused.said


def _ask(request: HttpRequest, fields: dict[str, Field], facts: dict[str, Any]) -> HttpResponse:
    try:
        codes.ask(request, facts["phone"], new=True)
    except SlowDown as slow:
        fields["phone"].error = slow.said
        return _form(request, fields)
    request.session[PHONE] = facts["phone"]
    return _code(request, facts, codes.code_field())


def _confirm(
    request: HttpRequest, fields: dict[str, Field], facts: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    field = codes.code_field().typed(request.POST)
    try:
        proved = codes.prove(request, facts["phone"], field)
    except SlowDown as slow:
        field.error, proved = slow.said, None
    if proved is None:
        return _code(request, facts, field)
    try:
        with in_public():
            _apply(facts)
    except Refused as refused:
        fields["name"].error = refused.said
        return _form(request, fields)
    request.session.flush()
    request.session[COUNTY] = rules.county_of(facts["region"] or facts["place"])
    return HttpResponseRedirect(reverse("desk-applied"))


def _apply(facts: dict[str, Any]) -> None:
    told = {name: value for name, value in facts.items() if name != "region"}
    operations.apply_public(told, keys=keys(), at=now(), region=facts["region"])


def _form(request: HttpRequest, fields: dict[str, Field]) -> HttpResponse:
    wrong = errors([*fields.values()])
    shown = [
        fields[asked]
        for name in fields
        if not name.startswith("which-")
        for asked in (name, f"which-{name}")
        if asked in fields
    ]
    told = {"fields": shown, "errors": wrong}
    return show(request, "apply.html", told, 422 if wrong else 200)


def _code(request: HttpRequest, facts: dict[str, Any], field: Field) -> HttpResponse:
    """The code's page carries the application along."""
    kept = {name: value for name, value in facts.items() if value and name != "phone"}
    wrong = errors([field])
    told = {"kept": kept, "fields": [field], "errors": wrong, "phone": facts["phone"]}
    return show(request, "apply_code.html", told, 422 if wrong else 200)
