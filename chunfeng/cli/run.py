"""A docking run from the command line, step by step; everything heavy is imported here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from chunfeng.cli.outputs import check_target, replacing
from chunfeng.cli.progress import Steps, steps
from chunfeng.cli.show import show_issues, show_run
from chunfeng.cli.stops import Exit, Stop, remembered, spoken
from chunfeng.foundation.intake import Reference, UnreadableFile, UnusableLedger, read_ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.ledger import Issue, Ledger, Severity
from chunfeng.kit.reference import NotBuilt
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.docking.dock import NothingToDock, dock
from chunfeng.stages.docking.policy import Policy, PolicyError, load_policy
from chunfeng.stages.docking.report import report, to_json
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.workbook import write_workbook
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

PROBLEMS = 3  # kinds of problem named when no row can be used


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a run. mapping: {header: field}; sheets: of people and of vacancies."""

    people: Path
    vacancies: Path
    output: Path
    on: date
    language: Language = "zh"
    report: Path | None = None
    policy: Path | None = None
    exact: bool = False
    gap: float = 1e-3
    time_limit: float | None = None
    sheets: tuple[str | None, str | None] = (None, None)
    mapping: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    quiet: bool = False


def run(wanted: Wanted) -> None:
    """Does it and says so; ends with typer.Exit where it cannot."""
    with spoken(wanted.language), remembered() as interrupts:
        _check_targets(wanted)
        maps = _maps(wanted.mapping)
        policy, reference = _policy(wanted), _reference()
        with steps(wanted.language, quiet=wanted.quiet) as progress:
            people, vacancies = _read(wanted, reference, maps, progress)
            docking = _dock(wanted, people, vacancies, policy, reference, progress)
            interrupts.check()
            _write(wanted, docking, reference, progress)
        if not wanted.quiet:
            show_run(docking, reference, wanted.language, _written(wanted))


def _written(wanted: Wanted) -> list[Path]:
    return [wanted.output] + ([wanted.report] if wanted.report else [])


def _check_targets(wanted: Wanted) -> None:
    inputs = [wanted.people, wanted.vacancies] + ([wanted.policy] if wanted.policy else [])
    for path in (wanted.people, wanted.vacancies):
        if not path.is_file():
            raise Stop(Exit.UNREADABLE, text("{file} does not exist or is no file.", file=path))
    check_target(wanted.output, ".xlsx", inputs)
    if wanted.report:
        check_target(wanted.report, ".json", [*inputs, wanted.output])


def _maps(mapping: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The --map entries of each ledger; ``people.phone`` means that ledger only."""
    maps: dict[str, dict[str, str]] = {PEOPLE.name: {}, VACANCIES.name: {}}
    for header, meant in mapping.items():
        ledger, _, name = meant.rpartition(".")
        layouts = [one for one in (PEOPLE, VACANCIES) if ledger in ("", one.name)]
        found = [one for one in layouts if any(name in (c.field, c.zh) for c in one)]
        if not found:
            raise Stop(
                Exit.USAGE,
                text(
                    "--map {header}={field}: no ledger has such a field.",
                    header=header,
                    field=meant,
                ),
            )
        for layout in found:
            maps[layout.name][header] = name
    return maps


def _policy(wanted: Wanted) -> Policy:
    try:
        return load_policy(wanted.policy)
    except PolicyError as error:
        raise Stop(Exit.USAGE, error.text) from error


def _reference() -> Reference:
    try:
        return Reference.open()
    except NotBuilt as error:
        raise Stop(Exit.FAILED, error.text) from error


def _read(
    wanted: Wanted, reference: Reference, maps: Mapping[str, Mapping[str, str]], progress: Steps
) -> tuple[Ledger, Ledger]:
    progress.begin(text("Reading the person ledger"))
    people = _ledger(wanted.people, PEOPLE, wanted.sheets[0], reference, maps, progress)
    progress.begin(text("Reading the vacancy ledger"))
    vacancies = _ledger(wanted.vacancies, VACANCIES, wanted.sheets[1], reference, maps, progress)
    if wanted.strict:
        _stop_at_issues([*people.issues, *vacancies.issues], wanted.language)
    for ledger in (people, vacancies):
        if not len(ledger):
            raise Stop(Exit.NO_ROWS, _no_row(ledger))
    return people, vacancies


def _ledger(
    path: Path,
    layout: Layout,
    sheet: str | None,
    reference: Reference,
    maps: Mapping[str, Mapping[str, str]],
    progress: Steps,
) -> Ledger:
    try:
        return read_ledger(
            path,
            layout,
            reference=reference,
            sheet=sheet,
            mapping=maps[layout.name],
            on_progress=progress.at,
        )
    except (UnreadableFile, UnusableLedger) as error:
        raise Stop(Exit.UNREADABLE, error.text) from error


def _no_row(ledger: Ledger) -> Text:
    problems = Counter(i.problem for i in ledger.issues if i.severity is Severity.ROW)
    frequent = [problem for problem, _ in problems.most_common(PROBLEMS)]
    if not frequent:
        return text("{file}: the sheet {sheet} has no row.", file=ledger.file, sheet=ledger.sheet)
    return text(
        "{file}: none of its {rows:,} rows can be used. Most frequent: {problems}",
        file=ledger.file,
        rows=ledger.rows_seen,
        problems=frequent,
    )


def _stop_at_issues(issues: Iterable[Issue], language: Language) -> None:
    unused = [issue for issue in issues if issue.severity is not Severity.NOTE]
    if unused:
        show_issues(unused, language)
        raise Stop(
            Exit.STRICT,
            text("--strict: {number:,} cells to mend; nothing was written.", number=len(unused)),
        )


def _dock(
    wanted: Wanted,
    people: Ledger,
    vacancies: Ledger,
    policy: Policy,
    reference: Reference,
    progress: Steps,
) -> Docking:
    try:
        docking = dock(
            people,
            vacancies,
            policy,
            wanted.on,
            reference,
            exact=wanted.exact,
            gap=wanted.gap,
            time_limit=wanted.time_limit,
            on_progress=progress.stage,
        )
    except NothingToDock as error:
        raise Stop(Exit.NO_ROWS, error.text) from error
    if wanted.strict:
        _stop_at_issues(docking.issues, wanted.language)
    return docking


def _write(wanted: Wanted, docking: Docking, reference: Reference, progress: Steps) -> None:
    """All files or none of them."""
    progress.begin(text("Writing"))
    with ExitStack() as files:
        draft = files.enter_context(replacing(wanted.output))
        write_workbook(draft, docking, reference, wanted.language)
        if wanted.report:
            made = files.enter_context(replacing(wanted.report))
            made.write_bytes(to_json(report(docking, reference, wanted.language)))
