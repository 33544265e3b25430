"""``chunfeng template``: an empty ledger to fill in."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from chunfeng.cli.outputs import check_target, replacing
from chunfeng.cli.stops import Exit, Stop, spoken
from chunfeng.kit.texts import Language, text


def template(
    kind: Annotated[
        Literal["people", "vacancies"],
        typer.Argument(help="人员或岗位 · Which ledger", show_default=False),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="写到哪里 · File to write (.xlsx)")
    ] = None,
    lang: Annotated[Language, typer.Option(help="语言 · Language")] = "zh",
) -> None:
    """空白台账：下拉选项、说明、示例 · An empty ledger with drop-downs, notes, an example."""
    with spoken(lang):
        from chunfeng.foundation.intake.template import write_template
        from chunfeng.stages.people.sheets import PEOPLE
        from chunfeng.stages.vacancies.sheets import VACANCIES

        layout = PEOPLE if kind == "people" else VACANCIES
        path = output or Path(f"{layout.title(lang)}.xlsx")
        check_target(path, ".xlsx", ())
        if path.exists():
            raise Stop(Exit.USAGE, text("{file} exists already; it is left as it is.", file=path))
        with replacing(path) as draft:
            write_template(draft, layout, lang)
        typer.echo(text("Written: {file}", file=path).to(lang))
