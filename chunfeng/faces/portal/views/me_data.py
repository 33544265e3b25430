"""One's own page: what the register holds, who looked, letters, consent, messages."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chunfeng.faces.portal import leaving
from chunfeng.faces.portal.answers import go
from chunfeng.faces.portal.leaving import TooOften
from chunfeng.faces.portal.own import after_code, by, linked, shown
from chunfeng.faces.portal.own_facts import fact, groups, seen, worked
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.foundation.audit.queries import looks as who_looked
from chunfeng.foundation.messaging import operations as messaging
from chunfeng.foundation.messaging.refusals import Refused as NotSent
from chunfeng.kit.texts import Text, text
from chunfeng.stages.own import operations, queries
from chunfeng.stages.own.queries import LetterLine
from chunfeng.stages.own.refusals import Refused
from chunfeng.stages.own.rules import LONGEST
from chunfeng.stages.own.states import STATE_NAMES, LetterState
from chunfeng.stages.own.vocabulary import DOCKING, HOW_OWN, LetterKind
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries as register
from chunfeng.stages.people.queries import Facts
from chunfeng.stages.people.vocabulary import heading
from chunfeng.stages.placements import queries as offers

DONE = "done"  # in an address: what was just done is said on top


@require_safe
@after_code
def facts(request: HttpRequest) -> HttpResponse:
    """What the register holds; of sealed values only that they are there."""
    held = _facts(request)
    return shown(request, "me_facts", {"groups": groups(held), "spells": worked(held.spells)})


@require_http_methods(["GET", "HEAD", "POST"])
@after_code
def wrong(request: HttpRequest, field: str) -> HttpResponse:
    """This fact is wrong: what is right, in words, for the officers to look into."""
    if not queries.may_be_wrong(field):
        raise Http404
    words = _words(text("What is right?"), text("An officer looks into it and answers here."))
    if request.method == "POST" and _written(request, LetterKind.CORRECTION, words, field):
        return go(f"/me/letters?{DONE}=1")
    told = {"fact": fact(field, _facts(request)), "words": words, "wrong": errors([words])}
    return shown(request, "me_wrong", told, status=422 if words.error else 200)


@require_safe
@after_code
def looks(request: HttpRequest) -> HttpResponse:
    """Which office or employer did what with the person's data, when and why."""
    before = request.GET.get("before", "")
    given = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    person = linked(request).person
    lines, more = who_looked(person, before=given)
    employers = {line.id: line.employer_name for line in offers.on_own_page(person)}
    told = {"looks": [seen(one, employers) for one in lines], "more": more}
    return shown(request, "me_looks", told)


@require_http_methods(["GET", "HEAD", "POST"])
@after_code
def letters(request: HttpRequest) -> HttpResponse:
    """What the person wrote and what was answered; and a complaint."""
    words = _words(text("What happened?"), text("Your county reads it, not your village."))
    if request.method == "POST" and _written(request, LetterKind.COMPLAINT, words):
        return go(f"/me/letters?{DONE}=1")
    told = {
        "letters": [_letter(one) for one in queries.letters_of(linked(request).person)],
        "words": words,
        "wrong": errors([words]),
        "done": request.GET.get(DONE) == "1" and not words.error,
    }
    return shown(request, "me_letters", told, status=422 if words.error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@after_code
def consent(request: HttpRequest) -> HttpResponse:
    """What was agreed to, taken back or agreed to again."""
    person, on, at = linked(request).person, timezone.localdate(), timezone.now()
    if request.method == "POST":
        with transaction.atomic():
            if request.POST.get("answer") == "withdraw":
                people.withdraw(person, purpose=DOCKING, on=on, by=by(request), at=at, how=HOW_OWN)
            elif request.POST.get("answer") == "agree":
                people.consent(person, purpose=DOCKING, on=on, how=HOW_OWN, by=by(request), at=at)
        return go("/me/consent")
    given = [day for purpose, day, _ in _facts(request).consents if purpose == DOCKING]
    told = {
        "since": given[0] if given else None,
        "objects": register.objects(person, DOCKING),
        "stopped": request.GET.get("messages", ""),
    }
    return shown(request, "me_consent", told)


@require_POST
@after_code
def messages(request: HttpRequest) -> HttpResponse:
    """No more notices to the registered phone, or notices again; codes come all the same."""
    act = messaging.opt_in if request.POST.get("answer") == "again" else messaging.opt_out
    keys = leaving.keys()
    try:
        act(operations.phone_of(linked(request), keys=keys), keys=keys, at=timezone.now())
    except (Refused, NotSent) as refused:
        return shown(request, "me_told", {"said_text": refused.said}, status=422)
    return go(f"/me/consent?messages={'on' if act is messaging.opt_in else 'off'}")


def _facts(request: HttpRequest) -> Facts:
    held = register.facts(linked(request).person, on=timezone.localdate())
    if held is None:
        raise Http404
    return held


def _words(label: Text, hint: Text) -> Field:
    return Field(name="words", label=label, kind="textarea", hint=hint, rows=4)


def _written(request: HttpRequest, kind: LetterKind, words: Field, field: str = "") -> bool:
    """Whether the letter was kept; else the field says why not, and holds what was typed."""
    words.typed(request.POST)
    words.values = (words.value[:LONGEST],)
    try:
        leaving.count_in(request)
        with transaction.atomic():
            operations.write(kind, words.value, by=by(request), at=timezone.now(), field=field)
    except Refused as refused:
        words.error = refused.said
    except TooOften:
        words.error = text("From your network more was sent within an hour than one office sends.")
    return not words.error


def _letter(line: LetterLine) -> tuple[LetterLine, Word, Text]:
    """(the letter, what it is about, where it stands)."""
    about = heading(line.field) if line.field else LetterKind(line.kind).label
    return line, about, STATE_NAMES[LetterState(line.state)]
