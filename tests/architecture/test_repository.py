"""What the repository may hold: no download addresses, no lost translations, no leftovers."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from chunfeng.kit.extract import messages as template_messages

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/chunfeng.po"
PLACEHOLDER = re.compile(r"\{(\w+)")


NOT_OURS = {".git", ".venv", ".tools", "build", "node_modules"}


def tracked() -> list[Path]:
    """Every file of the repository; what set-up and tools make is left out."""
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not NOT_OURS & set(path.relative_to(ROOT).parts)
        and not any("cache" in part or part == ".hypothesis" for part in path.parts)
    ]


def messages() -> dict[str, list[str]]:
    """Every message id in the code and the files that use it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "chunfeng").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "text"
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.setdefault(first.value, []).append(path.name)
    for path in sorted((ROOT / "chunfeng").rglob("templates/**/*.html")):
        for _, message in template_messages(path.read_text(encoding="utf-8")):
            found.setdefault(message, []).append(path.name)
    return found


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def test_every_message_is_translated(chinese: dict[str, str]) -> None:
    missing = {k: v for k, v in messages().items() if not chinese.get(k)}
    assert not missing


def test_no_translation_is_left_over(chinese: dict[str, str]) -> None:
    assert not chinese.keys() - messages().keys()


def test_a_translation_keeps_the_placeholders(chinese: dict[str, str]) -> None:
    wrong = {
        k: v
        for k, v in chinese.items()
        if not set(PLACEHOLDER.findall(v)) <= set(PLACEHOLDER.findall(k))
    }
    assert not wrong


def test_lock_files_carry_no_download_address() -> None:
    for name in ("requirements.lock", "tools.lock", "package-lock.json"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_every_locked_package_has_a_hash() -> None:
    for name in ("requirements.lock", "tools.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        packages = re.findall(r"^[a-z].*?(?=^[a-z]|\Z)", text, re.M | re.S)
        assert packages
        assert all("--hash=sha256:" in package for package in packages)


def test_no_file_is_larger_than_a_megabyte() -> None:
    assert not [p for p in tracked() if p.stat().st_size > 1_000_000]


def test_the_catalogue_names_its_encoding() -> None:
    head = CATALOGUE.read_text(encoding="utf-8").split("\n\n")[0]
    assert "charset=utf-8" in head
