"""Services given to one or many, and the income of a household."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show_form, today
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.views import household as households
from chunfeng.faces.workbench.views.person import found
from chunfeng.kit.texts import text
from chunfeng.stages.casework import operations
from chunfeng.stages.casework.operations import Given
from chunfeng.stages.casework.refusals import Refused
from chunfeng.stages.casework.vocabulary import (
    RESULT_NAMES,
    SERVICE_NAMES,
    SOURCE_NAMES,
    Result,
    Service,
    Source,
)


class ServiceForm:
    """What was done, when, for how long and what came of it; also asked about many at once."""

    def __init__(self) -> None:
        kinds = [(str(code), word) for code, word in SERVICE_NAMES.items()]
        self.kind = forms.one_of("kind", text("What was done?"), kinds)
        self.on = Field(name="on", label=text("On which day?"), kind="date", size="short",
                        values=(today().isoformat(),))  # fmt: skip
        self.minutes = Field(name="minutes", label=text("How long?"), unit=text("minutes"),
                             size="short", inputmode="numeric", optional=True)  # fmt: skip
        results = [(str(code), word) for code, word in RESULT_NAMES.items()]
        self.result = forms.one_of("result", text("What came of it?"), results, Result.DONE)
        self.note = Field(name="note", label=text("Remark"), kind="textarea", rows=2, optional=True)
        self.key = str(uuid4())

    @property
    def fields(self) -> list[Field]:
        """In the order of the page."""
        return [self.kind, self.on, self.minutes, self.result, self.note]

    def read(self, request: HttpRequest) -> Given | None:
        """What was given; None where a field says what is wrong."""
        for field in self.fields:
            field.typed(request.POST)
        self.key = request.POST.get("key", "")[:60] or self.key
        kind, result = forms.chosen(self.kind), forms.chosen(self.result)
        day, long = forms.past_day(self.on, today()), self.minutes.value.strip()
        if long and not (long.isascii() and long.isdigit() and len(long) < 6):
            self.minutes.error = text("Give the minutes as a number.")
        if errors(self.fields) or day is None:
            return None
        minutes = int(long) if long else None
        return Given(kind=Service(kind), on=day, result=Result(result), minutes=minutes,
                     note=self.note.value)  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_officers
def add(request: HttpRequest, person: UUID) -> HttpResponse:
    """A service given to one person."""
    facts, form = found(person), ServiceForm()
    if request.method == "POST" and (given := form.read(request)):
        try:
            attempt(lambda: operations.give(person, given, key=form.key, by=by(request), at=now()))
        except Refused as refused:
            form.kind.error = refused.said
        else:
            tell(request, text("Saved."))
            return HttpResponseRedirect(reverse("person", args=[person]) + "#care")
    crumbs = ((text("People list"), reverse("people")),
              (facts.values["name"], reverse("person", args=[person])))  # fmt: skip
    return show_form(request, text("Note a service"), form.fields, crumbs, key=form.key)


@require_http_methods(["GET", "POST"])
@for_officers
def income(request: HttpRequest, household: UUID) -> HttpResponse:
    """What a household had to live on in a year."""
    home = households.found(household)
    heads = len(households.living(home))
    year = Field(name="year", label=text("Year"), size="short", inputmode="numeric",
                 values=(str(today().year - 1),))  # fmt: skip
    amount = Field(name="amount", label=text("Income of all together"), size="short",
                   unit=text("yuan a year"), inputmode="decimal")  # fmt: skip
    people = Field(name="heads", label=text("For how many people?"), size="short",
                   inputmode="numeric", values=(str(heads),))  # fmt: skip
    sources = [(str(code), word) for code, word in SOURCE_NAMES.items()]
    source = forms.one_of("source", text("Where is it known from?"), sources)
    evidence = Field(name="evidence", label=text("Evidence"), optional=True,
                     hint=text("For example: declaration of 12 March, folder 7"))  # fmt: skip
    fields, title = [year, amount, people, source, evidence], text("Income of a year")
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        numbers = [_number(field) for field in (year, amount, people)]
        code = forms.chosen(source)
        if not errors(fields):
            return households.act(request, home, title, fields, lambda: operations.note_income(
                household, year=int(numbers[0]), amount=numbers[1], heads=int(numbers[2]),
                source=Source(code), evidence=evidence.value, by=by(request), at=now(),
            ))  # fmt: skip
    return households.form(request, home, title, fields)


def _number(field: Field) -> float:
    said = field.value.strip().replace(",", "")
    try:
        found = float(said) if len(said) < 12 else -1.0
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e9:
        field.error = text("Give a number.")
    return found
