"""One word per idea: what the glossary says not to say is not said to people."""

import re
from pathlib import Path

import pytest

from tests.architecture.test_repository import messages

ROOT = Path(__file__).resolve().parents[2]


def forbidden() -> list[str]:
    """The second column of the glossary; words with a remark in brackets are left to judgement."""
    rows = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [row.split("|")[2] for row in rows if row.startswith("|") and "---" not in row][1:]
    return [word.strip() for cell in cells for word in cell.split(",") if "(" not in word]


def test_the_glossary_names_words_to_avoid() -> None:
    assert len(forbidden()) > 20


@pytest.mark.parametrize("word", forbidden())
def test_messages_use_the_glossarys_words(word: str) -> None:
    pattern = re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE)
    assert not [message for message in messages() if pattern.search(message)]
