"""Documents lead somewhere, and say every component and command there is."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from chunfeng.cli.app import app
from chunfeng.faces.ui.templatetags.ui import register

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_repository_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    inner = [link for link in links if "://" not in link]
    assert not [link for link in inner if not (page.parent / link).exists()]


def test_the_page_on_the_interface_names_every_tag() -> None:
    said = (ROOT / "docs/reference/interface.md").read_text(encoding="utf-8")
    assert not [tag for tag in register.tags if f"{{% {tag}" not in said]


def test_the_page_on_the_command_line_names_every_command() -> None:
    said = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")
    known = list(get_command(app).commands)
    known += [group.name for group in app.registered_groups]
    assert len(known) > 8
    assert not [name for name in known if f"chunfeng {name}" not in said]


def test_every_picture_is_shown_somewhere() -> None:
    said = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert not [one.name for one in (ROOT / "docs/images").iterdir() if one.name not in said]
