"""A task of one form: what was typed is read, the act is tried, a refusal stands at a field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench.common import attempt, show_form
from chunfeng.faces.workbench.shell import tell
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.refusals import ChangedMeanwhile, Refused


@dataclass(slots=True, kw_only=True)
class Task:
    """A form and where it leads: the last crumb, for whoever cancels and whoever is done.

    told: what ``show_form`` is told besides.
    """

    request: HttpRequest
    heading: Word
    fields: Sequence[Field]
    crumbs: Sequence[tuple[Word, str]]
    lead: Word = ""
    saved: Text = field(default_factory=lambda: text("Saved."))
    told: dict[str, Any] = field(default_factory=dict)

    def sent(self) -> bool:
        """Whether the form was sent; the fields then hold what was typed."""
        if self.request.method != "POST":
            return False
        for one in self.fields:
            one.typed(self.request.POST)
        return True

    def act(self, write: Callable[[], Any], to: str = "") -> HttpResponse:
        """Tries the act unless a field is wrong; leads on, or shows the form with what is wrong."""
        if not errors(self.fields):
            try:
                attempt(write)
            except Refused as refused:
                self.refused(refused)
        if errors(self.fields):
            return self.show()
        tell(self.request, self.saved)
        return HttpResponseRedirect(to or self.crumbs[-1][1])

    def refused(self, refusal: Refused) -> None:
        """Puts a refusal at the field it is about, else at the first."""
        about = getattr(refusal, "field", "")
        found = (one for one in self.fields if one.name == about)
        next(found, self.fields[0]).error = refusal.said

    def changed(
        self, refusal: ChangedMeanwhile, stands: Mapping[str, Word], version: int
    ) -> HttpResponse:
        """Shows what somebody else entered meanwhile beside what was typed; nothing is saved yet.

        stands: what each field holds now. version: the one whoever sends it again has seen.
        """
        for one in self.fields:
            if one.name in refusal.fields:
                one.hint = text("Meanwhile somebody entered: {said}", said=stands[one.name] or "–")
                one.error = text("Changed meanwhile: compare, and save again if yours is right.")
        self.heading = text("Somebody else changed this meanwhile")
        self.told["seen"] = version
        return self.show()

    def show(self) -> HttpResponse:
        """The form as it stands."""
        return show_form(
            self.request, self.heading, self.fields, self.crumbs, self.lead, **self.told
        )


def version_seen(request: HttpRequest, version: int) -> int:
    """The version that a sent form was filled in from; else the one that stands."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() else version
