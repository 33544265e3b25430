"""``chunfeng demo-data`` and ``chunfeng demo``. What is heavy is imported on the run."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chunfeng.cli.demo.wanted import (
    DEMO_DAY,
    MOST_PEOPLE,
    MOST_VACANCIES,
    PINGLI,
    Format,
    Wanted,
)
from chunfeng.cli.dock import run_dock
from chunfeng.cli.stops import Exit, Stop, spoken
from chunfeng.kit.texts import Language, text

CountyOption = Annotated[
    str, typer.Option(help="区划代码，县或市 · Code of a county or prefecture", metavar="CODE")
]
PeopleOption = Annotated[int, typer.Option(help="人数 · People", min=1, max=MOST_PEOPLE)]
VacanciesOption = Annotated[int, typer.Option(help="岗位数 · Vacancies", min=1, max=MOST_VACANCIES)]
SeedOption = Annotated[int, typer.Option(help="随机种子 · Same seed, same county", min=0)]
LanguageOption = Annotated[Language, typer.Option("--lang", help="语言 · Language")]
DayOption = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="台账日期 · Day of the ledgers", show_default=str(DEMO_DAY)
    ),
]


def demo_data(
    out: Annotated[Path, typer.Option(help="输出文件夹 · Folder to write to", file_okay=False)],
    county: CountyOption = PINGLI,
    people: PeopleOption = 12_000,
    vacancies: VacanciesOption = 900,
    seed: SeedOption = 1,
    mess: Annotated[
        bool, typer.Option("--mess", help="加入常见填报错误 · With real-life mistakes")
    ] = False,
    file_format: Annotated[
        Format, typer.Option("--format", help="文件格式 · File format")
    ] = "xlsx",
    lang: LanguageOption = "zh",
    on: DayOption = None,
) -> None:
    """生成演示县的两本台账，均为虚构 · Write the two ledgers of an invented county."""
    with spoken(lang):
        from chunfeng.cli.demo.made import MISTAKES, write

        if mess and file_format == "csv":
            raise Stop(Exit.USAGE, text("A messy ledger is always .xlsx."))
        day = on.date() if on else DEMO_DAY
        wanted = Wanted(county=county, people=people, vacancies=vacancies, seed=seed, on=day)
        made = write(out, wanted, file_format, lang, mess=mess)
        said = text(
            "Written: {people} and {vacancies} ({seats} seats). Everyone in them is invented.",
            people=made.people,
            vacancies=made.vacancies,
            seats=f"{made.seats:,}",
        )
        typer.echo(said.to(lang))
        if mess:
            typer.echo(text("What was planted: {path}", path=out / MISTAKES).to(lang))


def demo(
    county: CountyOption = PINGLI,
    people: PeopleOption = 12_000,
    vacancies: VacanciesOption = 900,
    seed: SeedOption = 1,
    lang: LanguageOption = "zh",
    port: Annotated[int, typer.Option(help="工作台端口 · Port of the workbench", min=1024)] = 8000,
    public_port: Annotated[
        int, typer.Option(help="公共站点端口 · Port of the public site", min=1024)
    ] = 8001,
    serve: Annotated[bool, typer.Option(help="启动工作台 · Serve the workbench")] = True,
    once: Annotated[
        bool, typer.Option("--once", help="看到能用就停 · Stop once it is seen to work")
    ] = False,
) -> None:
    """生成演示县、对接并启动工作台 · Make the demo county, dock it, serve the workbench."""
    with spoken(lang):
        from chunfeng.cli.demo.made import FOLDER, ready

        wanted = Wanted(county=county, people=people, vacancies=vacancies, seed=seed)
        made = ready(wanted, lang)
        output = FOLDER / "docking.xlsx"
        run_dock(made.people, made.vacancies, output, language=lang, on=wanted.on)
        said = text("The demo county is invented. Its ledgers: {folder}", folder=FOLDER)
        typer.echo(said.to(lang))
        if serve or once:
            from chunfeng.cli.demo.workbench import show

            show(made, port=port, public_port=public_port, once=once, language=lang)


def demo_code() -> None:
    """演示账号的二次验证码 · The demo accounts' code of the second step, for now."""
    from datetime import UTC

    import pyotp

    from chunfeng.foundation.accounts.demo_words import PERIOD, SECRET

    typer.echo(pyotp.TOTP(SECRET, interval=PERIOD).at(datetime.now(UTC)))
