"""The ledgers the import wizard takes: whose they are, and how pages speak of them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.importing import Importer, Result
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.people import importing as people
from chunfeng.stages.people import vocabulary as people_words
from chunfeng.stages.vacancies import importing as vacancies
from chunfeng.stages.vacancies import vocabulary as vacancy_words

Counted = tuple[str, Text, str]  # key of a count, what it is called, shape of its card
_LEFT_OUT: tuple[Counted, ...] = (
    ("wrong", text("rows to correct"), "due"),
    ("elsewhere", text("of other regions"), "due"),
    ("twice", text("listed twice"), "due"),
)
_UNDONE: tuple[Counted, ...] = (
    ("removed", text("removed again"), ""),
    ("restored", text("as before"), ""),
    ("kept", text("left as they are: changed since"), "due"),
)
RECENT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One kind of ledger. whose: what heads a record's name. route: of its page, if any."""

    importer: Importer
    whose: Text
    heading: Callable[[str], Declared]
    counts: tuple[Counted, ...]
    undone: tuple[Counted, ...]
    route: str = ""

    @property
    def kind(self) -> str:
        """Whose ledger it is."""
        return self.importer.kind

    @property
    def title(self) -> Text:
        """What the ledger is called."""
        return Declared(self.importer.ledger.zh, self.importer.ledger.en)

    def link(self, record: UUID) -> str:
        """Where a record is shown; empty where nowhere."""
        return reverse(self.route, args=[record]) if self.route else ""


LEDGERS = {
    one.kind: one
    for one in (
        Ledger(
            importer=people.IMPORTER,
            whose=text("Who"),
            heading=people_words.heading,
            counts=(
                ("new", text("new people"), ""),
                ("changed", text("with changes"), ""),
                ("unchanged", text("unchanged"), ""),
                *_LEFT_OUT,
            ),
            undone=_UNDONE,
            route="person",
        ),
        Ledger(
            importer=vacancies.IMPORTER,
            whose=text("Vacancy"),
            heading=vacancy_words.heading,
            counts=(
                ("new", text("new vacancies, to be reviewed"), ""),
                ("changed", text("with changes"), ""),
                ("unchanged", text("unchanged"), ""),
                ("new_employers", text("new employers, to be verified"), ""),
                ("marked", text("drafts: words no vacancy may have"), "due"),
                *_LEFT_OUT,
            ),
            undone=(*_UNDONE, ("employers", text("employers removed again"), "")),
            route="vacancy",
        ),
    )
}


def allowed(by: Context) -> list[Ledger]:
    """The ledgers a post may hand in."""
    return [one for one in LEDGERS.values() if one.importer.may(by)]


def of(upload: UUID, *, by: Context) -> Ledger:
    """The ledger an upload is; NoUpload for another officer's."""
    return LEDGERS[uploads.of(upload, by=by).kind]


def recent(*, by: Context, limit: int = RECENT) -> list[Result]:
    """The officer's latest uploads of all kinds."""
    found = [one for ledger in LEDGERS.values() for one in ledger.importer.recent(by=by)]
    return sorted(found, key=lambda one: one.received_at, reverse=True)[:limit]
