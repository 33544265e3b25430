"""The one stylesheet pages link: the files of static/ui/css in this order, put together at set-up.

``python -m chunfeng.faces.ui.styles`` writes build/vendor/ui/ui.css, which is collected with the
other static files. The files themselves are the only source.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(__file__).parent / "static/ui/css"
BUILT = ROOT / "build/vendor/ui/ui.css"
SHEETS = (
    "tokens", "base", "layout", "shell", "button", "page-head", "card", "table", "status",
    "filters", "menu", "summary", "field", "notice", "figure", "todo", "timeline", "progress",
    "tabs", "stepper", "upload", "empty", "dialog", "reveal", "compare", "marked", "reasons", "map",
    "flow", "qr", "ones", "page", "print",
)  # fmt: skip


def stylesheet() -> str:
    """All styles as one text."""
    return "\n".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)


def build() -> None:
    """Writes the stylesheet where static files are collected from."""
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.write_text(stylesheet(), encoding="utf-8")


if __name__ == "__main__":
    build()
