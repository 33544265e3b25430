"""The tables of the page of data checks; ``python -m tests.stages.doubts.table`` writes them."""

import re
from pathlib import Path

import yaml

from chunfeng.kit.texts import Text
from chunfeng.stages.doubts.limits import NATIONAL
from chunfeng.stages.doubts.rules import About, AnyRule, all_rules

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/data-checks.md"
MARK = "<!-- {name}: made from the rule pack, python -m tests.stages.doubts.table -->"
HEAD = ("code", "疑点", "what is found", "程度 severity", "问谁 whom to ask", "data")
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def tables() -> dict[str, str]:
    """{name: the table}, one for each thing that rules look at, and one of the limits."""
    return {about.value: rules_about(about) for about in About} | {"limits": limits()}


def rules_about(about: About) -> str:
    """The rules that look at one thing, by code."""
    rows = [row(rule) for rule in all_rules().values() if rule.about is about]
    return table(
        ("code", "疑点", "what is found", "程度 severity", "问谁 whom to ask", "data"), rows
    )


def row(rule: AnyRule) -> tuple[str, ...]:
    """One rule as cells."""
    said = [PLACEHOLDER.sub("…", rule.says.to(language)) for language in ("zh", "en")]
    return (f"`{rule.code}`", *said, both(rule.severity.label), both(rule.ask.label), rule.needs)


def limits() -> str:
    """Every limit with its values from the first day."""
    entries = yaml.safe_load(NATIONAL.read_text("utf-8")).items()
    rows = [
        (f"`{name}`", e["zh"], e["en"], e["unit"], _dated(e["values"]), e["source"])
        for name, e in entries
    ]
    return table(("limit", "含义", "meaning", "unit", "from day: value", "source"), rows)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def both(words: Text) -> str:
    """Chinese and English side by side."""
    return f"{words.to('zh')} {words.to('en')}"


def filled(page: str) -> str:
    """The page with every table below its mark made anew."""
    for name, made in tables().items():
        mark = re.escape(MARK.format(name=name))
        page = re.sub(rf"({mark}\n)(?:\|.*\n)*", lambda m, made=made: f"{m[1]}{made}\n", page)
    return page


def _dated(values: dict[object, object]) -> str:
    return "; ".join(
        f"{day}: {'、'.join(map(str, v)) if isinstance(v, list) else v}"
        for day, v in sorted(values.items(), key=lambda step: str(step[0]))
    )


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
