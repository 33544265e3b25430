"""Message ids of templates, for Babel: ``{% text "…" %}``."""

import re
from collections.abc import Iterator
from typing import IO, Any

_TAG = re.compile(r"""\{%\s*text\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


def messages(template: str) -> Iterator[tuple[int, str]]:
    """(line, message id) of every text tag."""
    for found in _TAG.finditer(template):
        yield template.count("\n", 0, found.start()) + 1, found[1] or found[2]


def extract(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's door: (line, function, message, comments)."""
    for line, message in messages(fileobj.read().decode()):
        yield line, "text", message, []
