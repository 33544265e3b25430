"""Forms that remember what they showed, so that no change of somebody else's is lost unseen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Difference, Word
from chunfeng.faces.workbench.common import show
from chunfeng.foundation.intake.columns import Column
from chunfeng.kit.texts import Declared, Language, text
from chunfeng.stages.people.vocabulary import Known

SPLIT = "\x1f"  # between the values a hidden field keeps; nobody types it


@dataclass(slots=True)
class Asked:
    """One column of the page, its field, and what the page showed when it was opened."""

    column: Column
    field: Field
    was: str
    value: Any = None
    state: str = ""  # why there is no value, where one was put down
    sealed: bool = False

    @property
    def name(self) -> str:
        """The ledger's field."""
        return self.column.field

    @property
    def called(self) -> Declared:
        """What the ledger calls it."""
        return Declared(self.column.zh, self.column.en)


@dataclass(frozen=True, slots=True)
class Several:
    """Words put in a row."""

    words: tuple[Word, ...]

    def to(self, language: Language) -> str:
        """The words in a language."""
        said = [one if isinstance(one, str) else one.to(language) for one in self.words]
        return ("、" if language == "zh" else ", ").join(said)


def compare(
    request: HttpRequest,
    changed: Sequence[Asked],
    clash: Sequence[str],
    theirs: Callable[[Asked], Word],
    *,
    seen: int,
    crumbs: Sequence[tuple[Word, str]],
    also: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Somebody else changed the same fields: theirs and mine side by side, to choose from.

    theirs: what is held of a field now. seen: the version that is. also: what else was sent.
    """
    differences = [
        Difference(field=one.name, name=one.called, before=said(one, one.was), theirs=theirs(one),
                   mine=said(one, kept(one.field)))
        for one in changed
        if one.name in clash
    ]  # fmt: skip
    told = {
        "differences": differences,
        "kept": [pair for one in changed for pair in pairs(one)] + [*also],
        "seen": seen,
        "crumbs": crumbs,
    }
    return show(request, "compare.html", told, 409)


def seen_of(request: HttpRequest, held: int) -> int:
    """The version a form was opened with."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() else held


def chosen(request: HttpRequest, changed: Sequence[Asked]) -> list[Asked]:
    """The changes that stand after somebody has compared."""
    return [one for one in changed if request.POST.get(f"take-{one.name}") != "theirs"]


def kept(field: Field) -> str:
    """Values and state as one text."""
    state = field.state.value if field.state else str(Known.KNOWN)
    return SPLIT.join([*field.values, state]) if any(field.values) else SPLIT + state


def said(one: Asked, held: str) -> Word:
    """What a kept text means, in words; sealed values stay unsaid."""
    *values, state = held.split(SPLIT)
    words = dict(one.field.choices)
    told = [words.get(value, value) for value in values if value]
    if one.sealed:
        return text("Recorded, sealed") if told else ""
    if told:
        return Several(tuple(told))
    return Known(state).label if one.field.state and state in set(Known) else ""


def pairs(one: Asked) -> list[tuple[str, str]]:
    """What the form sent for a column, to be sent again."""
    sent = [(one.name, value) for value in one.field.values]
    if one.field.state:
        sent.append((one.field.state.name, one.field.state.value))
    return [*sent, (f"was-{one.name}", one.was)]
