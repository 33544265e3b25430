"""``chunfeng import people FILE``, ``… vacancies FILE``: a ledger in, by the machine's operator.

The same functions, chunks and log as the import pages; the officer named with --as answers for it.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from chunfeng.cli.stops import Exit, Stop, spoken
from chunfeng.kit.texts import Language, text

import_app = typer.Typer(
    no_args_is_help=True, help="把台账导入登记库 · Import a ledger into the register"
)


@import_app.callback()
def import_() -> None:
    """把台账导入登记库 · Import a ledger into the register."""


_Login = Annotated[str, typer.Option("--as", help="经办的登录名 · Officer who answers for it")]
_Post = Annotated[
    str | None,
    typer.Option(help="任职的区划代码 · Region code of the officer's post", metavar="CODE"),
]
_Sheet = Annotated[str | None, typer.Option(help="工作表 · Sheet")]
_Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="列名=字段", help="列名对应的字段 · What a header means"),
]
_DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只看会改什么 · Say what would change, write nothing")
]
_Lang = Annotated[Language, typer.Option(help="输出语言 · Language of the output")]
_Quiet = Annotated[bool, typer.Option("--quiet", help="只说错误 · Say errors only")]


@import_app.command("people")
def people(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="人员台账 · Person ledger (.xlsx .xls .csv)")
    ],
    login: _Login,
    post: _Post = None,
    sheet: _Sheet = None,
    mapped: _Map = None,
    dry_run: _DryRun = False,
    lang: _Lang = "zh",
    quiet: _Quiet = False,
) -> None:
    """把人员台账导入登记库 · Import a person ledger into the register."""
    _import("people", file, login, post, sheet, mapped, dry_run=dry_run, lang=lang, quiet=quiet)


@import_app.command("vacancies")
def vacancies(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="岗位台账 · Vacancy ledger (.xlsx .xls .csv)")
    ],
    login: _Login,
    post: _Post = None,
    sheet: _Sheet = None,
    mapped: _Map = None,
    dry_run: _DryRun = False,
    lang: _Lang = "zh",
    quiet: _Quiet = False,
) -> None:
    """把岗位台账导入登记库，待审核 · Import a vacancy ledger, to be reviewed."""
    _import("vacancies", file, login, post, sheet, mapped, dry_run=dry_run, lang=lang, quiet=quiet)


def _import(
    kind: str,
    file: Path,
    login: str,
    post: str | None,
    sheet: str | None,
    mapped: list[str] | None,
    *,
    dry_run: bool,
    lang: Language,
    quiet: bool,
) -> None:
    from chunfeng.cli.dock import _mapping

    mapping = _mapping(mapped or [])
    with spoken(lang):
        if not file.is_file():
            raise Stop(Exit.UNREADABLE, text("{file} does not exist or is no file.", file=file))
        os.environ["CHUNFENG_DATABASE_ROLE"] = "worker"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")
        import django

        django.setup()
        from chunfeng.cli.import_run import Wanted, run

        run(
            Wanted(
                file=file,
                login=login,
                post=post,
                sheet=sheet,
                mapping=mapping,
                dry_run=dry_run,
                language=lang,
                quiet=quiet,
                kind=kind,
            )
        )
