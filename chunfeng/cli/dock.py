"""``chunfeng dock``: two ledgers in, a docking plan out. What is heavy is imported on the run."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from chunfeng.kit.texts import Language

DEFAULT_GAP = 0.001

People: TypeAlias = Annotated[
    Path, typer.Argument(metavar="PEOPLE", help="人员台账 · Person ledger (.xlsx .xls .csv)")
]
Vacancies: TypeAlias = Annotated[
    Path, typer.Argument(metavar="VACANCIES", help="岗位台账 · Vacancy ledger")
]
Output: TypeAlias = Annotated[
    Path, typer.Option("-o", "--output", help="对接方案写到哪里 · Workbook to write (.xlsx)")
]
Report: TypeAlias = Annotated[
    Path | None, typer.Option("--json", help="同时写出 JSON · The same facts as JSON")
]
PolicyFile: TypeAlias = Annotated[Path | None, typer.Option(help="政策参数 · Policy file (.yaml)")]
Lang: TypeAlias = Annotated[Language, typer.Option(help="输出语言 · Language of the output")]
Exact: TypeAlias = Annotated[
    bool, typer.Option("--exact", help="求到证明最优 · Go on to the proven best plan")
]
Gap: TypeAlias = Annotated[
    float | None,
    typer.Option(help="允许的差距 · Gap to stop at", min=0, max=1, show_default=str(DEFAULT_GAP)),
]
TimeLimit: TypeAlias = Annotated[
    float | None, typer.Option(help="求解时限，秒 · Seconds for the search", min=0)
]
Day: TypeAlias = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="对接日期 · Day of the run", show_default="today"),
]
PeopleSheet: TypeAlias = Annotated[
    str | None, typer.Option(help="人员工作表，名称或序号 · Sheet of the people")
]
VacanciesSheet: TypeAlias = Annotated[
    str | None, typer.Option(help="岗位工作表，名称或序号 · Sheet of the vacancies")
]
Mapped: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="列名=字段", help="列名对应的字段 · What a header means"),
]
Strict: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="有数据问题就停 · Stop at wrong rows or cells")
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", help="只说错误 · Say errors only")]


def dock(
    people: People,
    vacancies: Vacancies,
    output: Output,
    report: Report = None,
    policy: PolicyFile = None,
    lang: Lang = "zh",
    exact: Exact = False,
    gap: Gap = None,
    time_limit: TimeLimit = None,
    on: Day = None,
    people_sheet: PeopleSheet = None,
    vacancies_sheet: VacanciesSheet = None,
    mapped: Mapped = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """两本台账对接成方案 · Dock people and vacancies into a plan."""
    if exact and gap is not None:
        raise typer.BadParameter("--exact 与 --gap 不能同时用 · use one of the two")
    mapping = _mapping(mapped or [])
    from chunfeng.cli.run import Wanted, run

    run(
        Wanted(
            people=people,
            vacancies=vacancies,
            output=output,
            on=on.date() if on else _today(),
            language=lang,
            report=report,
            policy=policy,
            exact=exact,
            gap=DEFAULT_GAP if gap is None else gap,
            time_limit=time_limit,
            sheets=(people_sheet, vacancies_sheet),
            mapping=mapping,
            strict=strict,
            quiet=quiet,
        )
    )


def run_dock(people: Path, vacancies: Path, output: Path, *, language: Language, on: date) -> int:
    """A run with every other choice at its default; 0, or typer.Exit with another code."""
    from chunfeng.cli.run import Wanted, run

    run(Wanted(people=people, vacancies=vacancies, output=output, language=language, on=on))
    return 0


def _today() -> date:
    """Today where the computer stands."""
    return datetime.now(UTC).astimezone().date()


def _mapping(entries: list[str]) -> dict[str, str]:
    """列名=字段; the field has no equals sign, a header may."""
    mapping = {}
    for entry in entries:
        header, sign, name = entry.rpartition("=")
        if not (sign and header.strip() and name.strip()):
            raise typer.BadParameter(f"{entry}：写成 列名=字段 · write it as HEADER=FIELD")
        mapping[header.strip()] = name.strip()
    return mapping
