"""An import from the command line, step by step; Django is set up before this is imported."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import typer
from django.db import OperationalError
from django.utils import timezone

from chunfeng.cli.progress import Steps, steps
from chunfeng.cli.stops import Exit, Stop, clean
from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.accounts.models import Post
from chunfeng.foundation.accounts.queries import context_for
from chunfeng.foundation.ciphers import MissingKeys
from chunfeng.foundation.intake import UnreadableFile, UnusableLedger
from chunfeng.foundation.intake.importing import Importer
from chunfeng.foundation.intake.uploads import NotNow
from chunfeng.foundation.jobs.faults import Again
from chunfeng.foundation.jobs.queries import Progress, progress
from chunfeng.foundation.jobs.running import work
from chunfeng.foundation.jobs.states import State
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people import importing as people
from chunfeng.stages.people import tasks as people_tasks
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.vacancies import importing as vacancies
from chunfeng.stages.vacancies import tasks as vacancies_tasks

assert people_tasks  # noqa: S101 importing it declares the jobs
assert vacancies_tasks  # noqa: S101
POLL = 1.0  # seconds
IMPORTERS = {one.kind: one for one in (people.IMPORTER, vacancies.IMPORTER)}
_WRONG = (
    ("elsewhere", text("Rows of other regions")),
    ("wrong", text("Rows that cannot be used")),
    ("wrong_cells", text("Cells that cannot be used")),
)
COUNTS = {
    "people": (
        ("new", text("New people")),
        ("changed", text("People changed")),
        ("unchanged", text("People unchanged")),
        ("twice", text("Rows that name somebody again")),
        *_WRONG,
    ),
    "vacancies": (
        ("new", text("New vacancies")),
        ("changed", text("Vacancies changed")),
        ("unchanged", text("Vacancies unchanged")),
        ("new_employers", text("New employers, to be verified")),
        ("marked", text("With words no vacancy may have: left as drafts")),
        ("twice", text("Rows that name a vacancy again")),
        *_WRONG,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of an import."""

    file: Path
    login: str
    post: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    language: Language = "zh"
    quiet: bool = False
    kind: str = "people"  # whose ledger it is

    @property
    def importer(self) -> Importer:
        """How such a ledger comes in."""
        return IMPORTERS[self.kind]


def run(wanted: Wanted) -> None:
    """Does it and says so; Stop where it cannot."""
    try:
        by = _post(wanted)
        with steps(wanted.language, quiet=wanted.quiet) as shown:
            counts = _imported(wanted, by, shown)
    except (UnreadableFile, UnusableLedger) as error:
        raise Stop(Exit.UNREADABLE, error.text) from None
    except (NotNow, Refused) as error:
        raise Stop(Exit.USAGE, error.said) from None
    except (OperationalError, MissingKeys):
        raise Stop(
            Exit.FAILED, text("The register cannot be reached. Is it running (chunfeng serve)?")
        ) from None
    for name, said in COUNTS[wanted.kind] if not wanted.quiet else ():
        typer.echo(clean(f"{said.to(wanted.language)}  {counts.get(name, 0):,}"))
    if not sum(counts.get(name, 0) for name in ("new", "changed", "unchanged", "twice")):
        raise Stop(Exit.NO_ROWS, text("No row of the file could be used."))


def _post(wanted: Wanted) -> Context:
    """The post to import under."""
    today = timezone.localdate()
    # The worker's login reads no more of accounts than these columns.
    held = Post.objects.filter(user__login__iexact=wanted.login).order_by("region")
    posts = [
        (user, post)
        for user, post, region in held.values_list("user_id", "id", "region")
        if f"{region:012d}".startswith(wanted.post or "")
    ]
    contexts = [context_for(user, post, today) for user, post in posts]
    able = [found for found in contexts if found and wanted.importer.may(found)]
    if len(able) != 1:
        said = text("{login} has no post that may import this ledger.", login=wanted.login)
        more = text("{login} has several posts: name one with --post.", login=wanted.login)
        raise Stop(Exit.USAGE, more if able else said)
    return able[0]


def _imported(wanted: Wanted, by: Context, shown: Steps) -> Mapping[str, int]:
    now, importing = timezone.now, wanted.importer
    shown.begin(text("Storing the file, encrypted"))
    with wanted.file.open("rb") as stream, entered(by):
        upload = importing.receive(stream, wanted.file.name, by=by, at=now())
    with entered(by):
        asked = dict(wanted.mapping) or None
        look = importing.look(upload, by=by, sheet=wanted.sheet, mapping=asked)
        preview = importing.start_preview(
            upload, sheet=look.sheet, mapping=look.mapping, by=by, at=now()
        )
    shown.begin(text("Comparing the file with the register"))
    counts = _done(importing, upload, preview, "preview", by, shown)
    if wanted.dry_run:
        return counts
    with entered(by):
        apply = importing.start_apply(upload, by=by, at=now())
    shown.begin(text("Importing"))
    counts = _done(importing, upload, apply, "apply", by, shown)
    if not importing.checked:
        return counts
    with entered(by):
        check = importing.result(upload, by=by).runs["check"]
    shown.begin(text("Looking for doubts and duplicates"))
    _until_ended(check, by, shown)
    return counts


def _done(
    importing: Importer, upload: UUID, run: UUID, step: str, by: Context, shown: Steps
) -> Mapping[str, int]:
    """Waits for a step, doing it here unless a worker does; its counts."""
    ended = _until_ended(run, by, shown)
    with entered(by):
        result = importing.result(upload, by=by)
    if result.said is not None:
        raise Stop(Exit.UNREADABLE, result.said)
    if ended.state is not State.DONE or step not in result.counts:
        raise Stop(Exit.FAILED, ended.said or text("Stopped with a problem"))
    return result.counts[step]


def _until_ended(run: UUID, by: Context, shown: Steps) -> Progress:
    """Waits until a run has ended; where no worker takes it, it is done here."""
    while (found := _progress(run, by)).live:
        shown.at(found.done, found.total or 0)
        if found.state is not State.QUEUED:
            time.sleep(POLL)
            continue
        try:
            work(run, stopping=_reporting(run, by, shown))
        except Again as again:
            time.sleep(again.seconds)
    return found


def _reporting(run: UUID, by: Context, shown: Steps) -> Callable[[], bool]:
    """Asked before each chunk whether to stop: shows how far it is, and never stops."""

    def report() -> bool:
        found = _progress(run, by)
        shown.at(found.done, found.total or 0)
        return False

    return report


def _progress(run: UUID, by: Context) -> Progress:
    with entered(by):
        found = progress(run, by=by)
    if found is None:
        raise Stop(Exit.FAILED, _GONE)
    return found


_GONE: Text = text("The import is no longer there.")
