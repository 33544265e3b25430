"""The tables of the page of data checks; ``python -m tests.stages.doubts.table`` writes them."""

import re

import yaml

from chunfeng.stages.doubts.limits import NATIONAL
from chunfeng.stages.doubts.rules import About, AnyRule, all_rules
from tests.made_pages import REFERENCE, Made, both, table

HEAD = ("code", "疑点", "what is found", "程度 severity", "问谁 whom to ask", "data")
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def made() -> Made:
    """The page and its tables."""
    return Made(REFERENCE / "data-checks.md", "tests.stages.doubts.table", tables())


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


def _dated(values: dict[object, object]) -> str:
    return "; ".join(
        f"{day}: {'、'.join(map(str, v)) if isinstance(v, list) else v}"
        for day, v in sorted(values.items(), key=lambda step: str(step[0]))
    )


if __name__ == "__main__":
    made().write()
