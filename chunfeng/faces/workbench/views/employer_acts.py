"""What is done about an employer: verified, suspended, its people and papers, ties and flags."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import employing, forms
from chunfeng.faces.workbench.common import (
    attempt,
    by,
    for_deciders,
    for_officers,
    fresh,
    keys,
    now,
    prove_first,
    show,
    today,
)
from chunfeng.faces.workbench.guided import Task
from chunfeng.faces.workbench.shell import warn
from chunfeng.faces.workbench.views.employer_bulk import verify
from chunfeng.faces.workbench.views.employers import ACT_WORDS, LIST
from chunfeng.foundation.access import OFFICERS, DataClass, Purpose, Role, access, entered
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import (
    conflicts,
    documents,
    operations,
    operations_flags,
    recognising,
)
from chunfeng.stages.employers.conflicts import Tie
from chunfeng.stages.employers.queries import Facts
from chunfeng.stages.employers.refusals import Refused
from chunfeng.stages.vacancies import demand

for_county = access(data_class=DataClass.D2, roles=frozenset({Role.COUNTY}))
USUAL = timedelta(days=90)  # an explained flag rests
LEADS: dict[str, Text] = {
    "verify": text(
        "You confirm that this employer exists and is who it says: compare name and credit code"
        " with the licence, and call the contact. From now on its vacancies may be public."
    ),
    "refuse": text("The employer reads the reason. It may be taken up again later."),
    "suspend": text("All its vacancies leave the public pages at once."),
    "resume": text("Its vacancies stay paused until somebody resumes them."),
    "close": text("It keeps its history, and its vacancies leave the public pages."),
    "reopen": text("It is verified anew before anything of it is public."),
}


def crumbs(facts: Facts) -> tuple[tuple[Word, str], ...]:
    """The way to an employer's page."""
    return (LIST, reverse("employers")), (facts.name, reverse("employer", args=[facts.id]))


def reason_field(label: Text | None = None) -> Field:
    """Why something is done."""
    hint = text("It stays in the history. Write no personal details here.")
    return Field(name="reason", label=label or text("Reason"), hint=hint)


@require_http_methods(["GET", "POST"])
@for_deciders
def act(request: HttpRequest, employer: UUID, act: str) -> HttpResponse:
    """One act of an employer's lifecycle."""
    facts = employing.own(request, employer)
    if act not in operations.ACTS:
        raise Http404
    reason, reasoned = reason_field(), operations.ACTS[act].reasoned
    task = Task(
        request=request, heading=ACT_WORDS[act], lead=LEADS[act], crumbs=crumbs(facts),
        fields=[reason] if reasoned else [Field(name="sure", label="", kind="hidden")],
        told={"button": ACT_WORDS[act], "facts": facts, "above": "workbench/employer_asked.html"},
    )  # fmt: skip
    if not task.sent():
        return task.show()
    why = {"reason": reason.value} if reasoned else {}

    def write() -> None:
        if act == "verify":
            verify(request, employer)
        else:
            getattr(operations, act)(employer, **why, by=by(request), at=now())

    return task.act(write)


@require_POST
@access(data_class=DataClass.D4, roles=OFFICERS)
def reveal(request: HttpRequest, employer: UUID) -> HttpResponse:
    """The contact's telephone, shown once, after the look is in the log."""
    if not fresh(request):
        return prove_first(reverse("employer", args=[employer]))
    said = request.POST.get("purpose", "")
    purpose = Purpose(said) if said in by(request).rights.purposes else by(request).purpose
    value, refused = "", None
    facts = employing.own(request, employer)
    with entered(replace(by(request), purpose=purpose), DataClass.D4) as context:
        try:
            value = operations.reveal(employer, keys=keys(), by=context, at=now())
        except Refused as refusal:
            refused = refusal.said
    told = {
        "name": facts.name,
        "back": reverse("employer", args=[employer]),
        "heading": employing.FIELDS["phone"],
        "value": value,
        "refused": refused,
        "said": text("This look is in the log, with your name and the purpose."),
    }
    return show(request, "employer_reveal.html", told, 403 if refused else 200)


@require_http_methods(["GET", "POST"])
@for_deciders
def invite(request: HttpRequest, employer: UUID) -> HttpResponse:
    """Lets somebody act for the employer at the desk; first the contact."""
    facts = employing.own(request, employer)
    name = Field(name="name", label=text("Name"), values=(facts.contact,), autocomplete="off")
    phone = Field(
        name="phone", label=text("Mobile number"), secret=True, inputmode="tel",
        autocomplete="off", optional=bool(facts.phone_mask),
        hint=text("The code to sign in is sent to it. Empty: the contact's, {mask}.",
                  mask=facts.phone_mask)
        if facts.phone_mask else text("The code to sign in is sent to it."),
    )  # fmt: skip
    task = Task(
        request=request, heading=text("Let somebody act for the employer"), fields=[name, phone],
        crumbs=crumbs(facts), told={"button": text("Invite")},
    )  # fmt: skip
    if not task.sent():
        return task.show()

    def write() -> UUID:
        context, ring = by(request), keys()
        number = phone.value.strip()
        if not number and facts.phone_mask:
            number = operations.reveal(employer, keys=ring, by=context, at=now())
        return operations.invite(
            employer, name=name.value, phone=number, keys=ring, by=context, at=now()
        )

    return task.act(write)


@require_POST
@for_deciders
def member_end(request: HttpRequest, employer: UUID, member: UUID) -> HttpResponse:
    """Somebody may no longer act for the employer."""
    facts = employing.own(request, employer)
    try:
        attempt(lambda: operations.end_member(facts.id, member, by=by(request), at=now()))
    except Refused as refused:
        warn(request, refused.said)
    return HttpResponseRedirect(reverse("employer", args=[employer]))


@require_http_methods(["GET", "POST"])
@for_officers
def tie(request: HttpRequest, employer: UUID) -> HttpResponse:
    """An officer is tied to the employer, or only bears a name from there."""
    facts, context = employing.own(request, employer), by(request)
    here = recognising.others(facts.region, now())
    names: dict[str, Word] = {str(one.user): one.name for one in here}
    if context.role is not Role.COUNTY:
        names = {str(context.user): text("I myself")}
    who = Field(name="officer", label=text("Which officer?"), kind="select",
                options=[*names.items()], values=(str(context.user),))  # fmt: skip
    kinds = {
        str(Tie.TIED): text("Tied to it: owns or runs it, works there, or is close kin"),
        str(Tie.NAMESAKE): text("Only bears the same name as somebody there"),
    }
    kind = forms.one_of("kind", text("What is it?"), [*kinds.items()], str(Tie.TIED))
    fields = [who, kind, reason_field()] if context.role is Role.COUNTY else [who, reason_field()]
    task = Task(request=request, heading=text("Declare a tie"), fields=fields,
                crumbs=crumbs(facts), lead=text(
                    "Whoever is tied to an employer neither verifies, visits nor decides."
                ))  # fmt: skip
    if not task.sent():
        return task.show()
    if who.value not in names:
        who.error = text("Choose one.")
    note = conflicts.clear if kind.value == Tie.NAMESAKE else conflicts.declare
    if context.role is not Role.COUNTY:
        note = conflicts.declare
    return task.act(lambda: note(
        employer, UUID(who.value), reason=fields[-1].value, by=context, at=now()
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_county
def tie_end(request: HttpRequest, employer: UUID, conflict: UUID) -> HttpResponse:
    """A tie is no more."""
    facts, reason = employing.own(request, employer), reason_field()
    task = Task(request=request, heading=text("End a declared tie"), fields=[reason],
                crumbs=crumbs(facts))  # fmt: skip
    if not task.sent():
        return task.show()
    return task.act(lambda: conflicts.end(conflict, reason=reason.value, by=by(request), at=now()))


@require_http_methods(["GET", "POST"])
@for_deciders
def document_add(request: HttpRequest, employer: UUID) -> HttpResponse:
    """A file of the employer, or of one of its recognitions."""
    facts = employing.own(request, employer)
    of = {"": text("The employer itself")} | {
        str(one.id): employing.called(one.kind, one.variant)
        for one in facts.recognitions
        if one.state != "ended"
    }
    kind = Field(name="kind", label=text("What is it?"), kind="select",
                 options=[*documents.kinds().items()],
                 values=(request.GET.get("kind", ""),))  # fmt: skip
    which = Field(name="of", label=text("What is it for?"), kind="select", options=[*of.items()],
                  values=(request.GET.get("of", ""),))  # fmt: skip
    file = Field(name="file", label=text("File"), kind="file", accept=".pdf,.jpg,.jpeg,.png,.webp",
                 hint=text("PDF or picture, at most 12 MB. It is kept encrypted."))  # fmt: skip
    task = Task(request=request, heading=text("Add a document"), fields=[file, kind, which],
                crumbs=crumbs(facts), told={"files": True})  # fmt: skip
    if not task.sent():
        return task.show()
    sent = request.FILES.get("file")
    if sent is None:
        file.error = text("Choose a file.")
    if which.value not in of:
        which.error = text("Choose one.")
    back = reverse("recognition", args=[which.value]) if which.value in of and which.value else ""
    return task.act(
        lambda: documents.add_document(
            employer, sent, name=sent.name if sent else "", kind=kind.value, keys=keys(),  # type: ignore[arg-type]
            by=by(request), at=now(), recognition=UUID(which.value) if which.value else None,
        ),
        to=back,
    )  # fmt: skip


@require_GET
@for_officers
def document(request: HttpRequest, document: UUID) -> HttpResponse:
    """Opens a file; the opening is in the log."""
    try:
        held, content = documents.open_document(document, keys=keys(), by=by(request), at=now())
    except Refused:
        raise Http404 from None
    response = HttpResponse(content, content_type=held.media)
    shown_here = "inline" if held.media != "application/pdf" else "attachment"
    name = {"application/pdf": "pdf", "image/jpeg": "jpg"}[held.media]
    response["Content-Disposition"] = f'{shown_here}; filename="{held.kind}.{name}"'
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_http_methods(["GET", "POST"])
@for_deciders
def flag(request: HttpRequest, employer: UUID) -> HttpResponse:
    """Explains a flag until a day."""
    facts = employing.own(request, employer)
    code, subject = request.GET.get("flag", ""), request.GET.get("subject", "")
    up = employing.flags_of(request, [employer], closed=True).get(employer, [])
    line = next((one for one in up if (one.flag, one.subject) == (code, subject)), None)
    if line is None:
        raise Http404
    reason = reason_field(text("What explains it?"))
    until = Field(name="until", label=text("Until when does that hold?"), kind="date", size="short",
                  values=((today() + USUAL).isoformat(),))  # fmt: skip
    task = Task(
        request=request, heading=line.name, lead=text("{said} {mend}", said=line.said,
                                                      mend=line.mend),
        fields=[reason, until], crumbs=crumbs(facts),
    )  # fmt: skip
    if not task.sent():
        return task.show()
    day = forms.day(until)
    if day is None:
        until.error = text("Give a day.")
        return task.show()
    return task.act(lambda: operations_flags.close_flag(
        employer, flag=code, subject=subject, reason=reason.value, until=day, by=by(request),
        at=now(), asked=demand.asked([employer]).get(employer),
    ))  # fmt: skip
