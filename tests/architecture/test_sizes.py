"""Size budgets: small functions, short files. An exception carries its reason."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES = 400
FUNCTION_LINES = 60
FUNCTION_P90 = 20
KIT_LINES = 600
EXCEPTIONS: dict[str, str] = {}


def files() -> list[Path]:
    """Our own files; migrations are written by a machine and never read again."""
    found = (p for folder in ("chunfeng", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
    return sorted(p for p in found if "migrations" not in p.parts)


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (
            f"{path.relative_to(ROOT)}:{node.name}",
            (node.end_lineno or node.lineno) - node.lineno + 1,
        )
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    ]


def test_no_file_is_longer_than_the_budget() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in files()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert not long.keys() - EXCEPTIONS.keys(), long


def test_no_function_is_longer_than_the_budget() -> None:
    long = {name: n for p in files() for name, n in functions(p) if n > FUNCTION_LINES}
    assert not long


def test_nine_functions_in_ten_fit_in_twenty_lines() -> None:
    lengths = [n for p in files() for _, n in functions(p)]
    assert statistics.quantiles(lengths, n=10)[-1] <= FUNCTION_P90


def test_the_kit_stays_small() -> None:
    lines = sum(
        len(p.read_text(encoding="utf-8").splitlines())
        for p in (ROOT / "chunfeng/kit").rglob("*.py")
    )
    assert lines <= KIT_LINES
