"""What import-linter cannot see: the doors between stages, and the purity of the engine."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "chunfeng"
STAGE_DOORS = {
    "queries", "operations", "permissions", "states", "sheets", "households", "merging",
    "importing", "reactions", "refusals", "status", "family", "likeness", "vocabulary", "fields",
    "stored", "rules", "exporting", "models", "policy", "evidence", "flags", "flagging",
    "coverage", "near_home", "printing", "pay", "conflicts", "wages", "wage_lines", "ensuring",
    "searching", "examining", "supply", "demand", "published", "tiers", "workplaces",
}  # fmt: skip


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, with the imported name: ``a.b.c``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def stage_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["chunfeng", "stages"] and len(parts) > 2 else None


@pytest.mark.parametrize("path", python_files(PACKAGE / "stages"), ids=str)
def test_a_stage_sees_only_the_doors_of_another_stage(path: Path) -> None:
    own = path.relative_to(PACKAGE / "stages").parts[0]
    for module in imports(path):
        stage = stage_of(module)
        if stage is None or stage == own or own == "__init__.py":
            continue
        assert module.split(".")[3] in STAGE_DOORS, f"{path.name} imports {module}"


@pytest.mark.parametrize(
    "stage", [p for p in sorted((PACKAGE / "stages").iterdir()) if p.is_dir()], ids=lambda p: p.name
)
def test_every_stage_says_what_it_owns(stage: Path) -> None:
    if stage.name == "__pycache__":
        pytest.skip("not a stage")
    card = ast.get_docstring(ast.parse((stage / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(card) > 40


@pytest.mark.parametrize("path", python_files(PACKAGE / "engine"), ids=str)
def test_the_engine_imports_numbers_only(path: Path) -> None:
    allowed = {"numpy", "numba", "llvmlite", "chunfeng"}
    standard = {name.split(".")[0] for name in imports(path)} - allowed
    assert standard <= set(sys.stdlib_module_names)
