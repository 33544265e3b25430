"""What is known of us, what of it we change ourselves, who acts for us."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chunfeng.faces.desk.asking import Asking
from chunfeng.faces.desk.common import by, for_names, keys, now, ours, show
from chunfeng.faces.desk.telling import where
from chunfeng.faces.ui.forms import Field
from chunfeng.kit.texts import text
from chunfeng.stages.employers import operations
from chunfeng.stages.employers.states import EMPLOYER_NAMES, EmployerState
from chunfeng.stages.employers.vocabulary import KIND_NAMES, Kind


@require_safe
@for_names
def employer(request: HttpRequest) -> HttpResponse:
    """Our details."""
    facts = ours(request)
    told = {
        "facts": facts,
        "kind": KIND_NAMES[Kind(facts.kind)],
        "state": EMPLOYER_NAMES[EmployerState(facts.state)],
        "where": where(facts.place),
        "members": [one for one in facts.members if one.ended_at is None],
    }
    return show(request, "employer.html", told)


@require_http_methods(["GET", "POST"])
@for_names
def change(request: HttpRequest) -> HttpResponse:
    """What members change themselves; the rest was verified as it stands."""
    facts = ours(request)
    phone = Field(
        name="phone", label=text("Telephone"), kind="tel", inputmode="tel", optional=True,
        secret=True, size="short", hint=text("Empty: it stays {mask}.", mask=facts.phone_mask),
    )  # fmt: skip
    fields = [
        Field(name="about", label=text("About the employer"), kind="textarea", rows=6,
              optional=True, values=(facts.about,), hint=text("Everybody can read it.")),
        Field(name="address", label=text("Address"), optional=True, values=(facts.address,)),
        Field(name="contact", label=text("Contact"), values=(facts.contact,), secret=True),
        phone,
    ]  # fmt: skip
    asking = Asking(
        request=request, heading=text("Change our details"), fields=fields, seen=facts.version,
        back=(text("Our details"), reverse("desk-employer")),
    )  # fmt: skip
    if not asking.sent():
        return asking.show()
    told = {one.name: one.value for one in fields if one is not phone or one.value.strip()}
    told = {name: said for name, said in told.items() if said != getattr(facts, name, "")}
    return asking.act(
        lambda: operations.change(
            facts.id, told, seen=asking.version, keys=keys(), by=by(request), at=now()
        ),
        text("Saved."),
    )
