"""A page with one form at the desk: what was typed is read, the act tried, a refusal at a field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from chunfeng.faces.desk.common import attempt, show
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.ui.shown import tell
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.refusals import ChangedMeanwhile, Refused


@dataclass(slots=True, kw_only=True)
class Asking:
    """A form. back: (name, address) of the page it belongs to, where saving leads too."""

    request: HttpRequest
    heading: Word
    fields: Sequence[Field]
    back: tuple[Word, str]
    lead: Word = ""
    button: Word = ""
    files: bool = False
    seen: int | None = None  # version of what is changed

    def sent(self) -> bool:
        """Whether the form was sent; the fields then hold what was typed."""
        if self.request.method != "POST":
            return False
        for one in self.fields:
            one.typed(self.request.POST)
        return True

    @property
    def version(self) -> int:
        """The version that was read before what was sent was typed."""
        said = self.request.POST.get("seen", "")
        return int(said) if said.isdecimal() and len(said) < 9 else 0

    def act(self, write: Callable[[], Any], saved: Text) -> HttpResponse:
        """Tries the act unless a field is wrong; leads on, or shows the form with what is wrong."""
        if not errors(self.fields):
            try:
                attempt(write)
            except ChangedMeanwhile:
                self.fields[0].error = CHANGED
            except Refused as refused:
                self._at_its_field(refused)
        if errors(self.fields):
            return self.show()
        tell(self.request, saved)
        return HttpResponseRedirect(self.back[1])

    def _at_its_field(self, refused: Refused) -> None:
        about = getattr(refused, "field", "")
        named = (one for one in self.fields if one.name == about)
        next(named, self.fields[0]).error = refused.said

    def show(self) -> HttpResponse:
        """The form as it stands."""
        wrong = errors(self.fields)
        return show(
            self.request, "form.html", {"asking": self, "errors": wrong}, 422 if wrong else 200
        )


CHANGED = text("One of you changed this meanwhile. Look at it again; saving keeps yours.")


def number(field: Field, kind: Callable[[str], Any], *, needed: bool = False) -> Any:
    """The number typed; None for none, and the field says so where one is needed or it is none."""
    typed = field.value.strip().replace(",", "").replace("，", "")
    try:
        found = kind(typed) if typed else None
    except ValueError:
        field.error = text("Give a number.")
        return None
    if found is None and needed:
        field.error = text("Fill this in.")
    return found


def known(field: Field) -> str:
    """The code chosen among the options; the field says so where there is none."""
    if field.value not in {code for code, _ in field.options}:
        field.error = text("Choose one.")
        return ""
    return field.value
