"""A moment's day is China's: ``moment.date()`` is yesterday before eight in the morning there."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INTO_A_ZONE = {"astimezone", "localtime"}
TYPED = "on"  # a day typed at the command line comes as a moment without a zone


def days_taken(source: str) -> list[int]:
    """The lines that take a day from what was not put into a zone before."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [node.lineno for node in calls if _takes_a_day(node.func) and not node.args]


def _takes_a_day(asked: ast.expr) -> bool:
    if not isinstance(asked, ast.Attribute) or asked.attr != "date":
        return False
    of = asked.value
    if isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute):
        return of.func.attr not in INTO_A_ZONE
    return not (isinstance(of, ast.Name) and of.id == TYPED)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("at.date()", [1]),
        ("timezone.now().date()", [1]),
        ("row.found_at.date()", [1]),
        ("timezone.localtime(at).date()", []),
        ("newest.astimezone(ZONE).date()", []),
        ("on.date()", []),
    ],
)
def test_a_day_taken_in_no_zone_is_seen(source: str, lines: list[int]) -> None:
    assert days_taken(source) == lines


def test_no_day_is_taken_from_a_moment_in_no_zone() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "chunfeng").rglob("*.py")
        for line in days_taken(path.read_text(encoding="utf-8"))
    }
    assert found == set(), "use timezone.localdate"
