"""What holds for every component wherever it stands; the catalogue shows them all."""

import re
from collections import Counter
from pathlib import Path

import pytest

from chunfeng.faces.ui.icons import ICONS
from chunfeng.faces.ui.styles import FOLDER, SHEETS
from chunfeng.faces.ui.templatetags import texts, ui

UI = Path(__file__).resolve().parents[3] / "chunfeng/faces/ui"
FACES = UI.parent
TEMPLATES = sorted(FACES.rglob("*.html"))
SCRIPT = (UI / "static/ui/ui.js").read_text(encoding="utf-8")
OWN = {
    "all",
    "bulk",
    "chosen",
    "count",
    "drop",
    "focus",
    "restored",
}  # written by the tags themselves
COMPONENTS = {
    "card", "page-head", "crumbs", "table", "bulk", "pages", "tag", "filters", "chips", "menu",
    "summary", "field", "months", "known", "with-unit", "notice", "figure-card", "sparkline",
    "todo", "timeline", "progress", "tabs", "stepper", "drop", "empty", "sheet", "reveal",
    "compare", "reasons", "map", "qr", "sheet-head", "shell-more", "sentence", "unknown",
}  # fmt: skip


def test_no_variable_is_undefined(catalogue) -> None:
    assert "UNDEFINED" not in str(catalogue)


def test_every_component_is_shown(catalogue) -> None:
    shown = {name for tag in catalogue.find_all(class_=True) for name in tag["class"]}
    assert shown >= COMPONENTS


def test_every_icon_is_shown_and_there_are_at_most_forty(catalogue) -> None:
    used = {use["href"].partition("#")[2] for use in catalogue.find_all("use")}
    assert used == ICONS
    assert len(ICONS) <= 40


def test_nothing_is_inline(catalogue) -> None:
    assert not catalogue.find_all(style=True)
    assert not catalogue.find_all("style")
    assert not [script for script in catalogue.find_all("script") if not script.get("src")]
    assert not [
        tag for tag in catalogue.find_all(True) if any(name.startswith("on") for name in tag.attrs)
    ]


def test_every_id_stands_once_and_every_reference_has_its_target(catalogue) -> None:
    ids = Counter(tag["id"] for tag in catalogue.find_all(id=True))
    assert not [name for name, times in ids.items() if times > 1]
    for attribute in (
        "for",
        "form",
        "aria-describedby",
        "aria-labelledby",
        "data-opens",
        "data-confirm",
    ):
        for tag in catalogue.find_all(attrs={attribute: True}):
            assert set(tag[attribute].split()) <= ids.keys(), tag
    links = {a["href"][1:] for a in catalogue.find_all("a", href=re.compile("^#."))}
    assert links <= ids.keys()


def test_forms_do_not_stand_in_forms(ask) -> None:
    page = ask()
    assert not [form for form in page.find_all("form") if form.find_parent("form")]


def test_the_page_says_its_language(ask) -> None:
    assert ask(language="zh").html["lang"] == "zh-Hans"
    assert ask(language="en").html["lang"] == "en"


def test_large_text_is_a_mark_on_the_page(ask) -> None:
    assert ask(large="1").html["data-text"] == "large"
    assert "data-text" not in ask().html.attrs


def test_the_current_entry_of_the_menu_is_marked_and_counts_are_shown(catalogue) -> None:
    entries = catalogue.select(".shell-side > ul > li > a")
    assert [entry["aria-current"] for entry in entries if "aria-current" in entry.attrs] == ["page"]
    assert entries[0].select_one(".shell-count").text == "12"


def test_a_cell_of_a_card_table_has_its_label(catalogue) -> None:
    for cell in catalogue.select(".table-cards td"):
        classes = cell.get("class", [])
        assert cell.get("data-label") or {"whole", "pick"} & set(classes), cell


def test_the_address_asked_again_answers_with_the_progress_row_alone(ask) -> None:
    row = ask().find(id="progress-running")
    again = ask("/" + row["hx-get"])
    assert [tag.get("id") for tag in again.find_all(recursive=False)] == ["progress-running"]
    assert again.find(id="progress-running").text == row.text


def test_what_is_over_does_not_ask_again(ask) -> None:
    page = ask()
    assert not page.find(id="progress-done").has_attr("hx-get")
    assert not page.find(id="progress-failed").has_attr("hx-get")


def test_htmx_keeps_no_copy_of_pages_and_runs_no_text(ask) -> None:
    told = ask().find("meta", attrs={"name": "htmx-config"})["content"]
    assert '"historyCacheSize": 0' in told
    assert '"allowEval": false' in told
    assert '"includeIndicatorStyles": false' in told


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(FACES).as_posix())
def test_icons_named_in_templates_exist(path: Path) -> None:
    named = set(re.findall(r'{% icon "([a-z]+)"', path.read_text(encoding="utf-8")))
    assert named <= ICONS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(FACES).as_posix())
def test_templates_hold_no_style_and_no_script(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    # Data blocks are no scripts: the browser runs none of them.
    plain = words.replace('<script type="application/ld+json">', "")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|\shx-on", plain)


def test_every_sheet_is_listed_once() -> None:
    assert sorted(SHEETS) == sorted(path.stem for path in FOLDER.glob("*.css"))


@pytest.mark.parametrize(
    "name", sorted([*ui.register.tags, *ui.register.filters, *texts.register.tags])
)
def test_the_reference_names_every_tag_and_filter(name: str) -> None:
    words = (UI.parents[2] / "docs/reference/interface.md").read_text(encoding="utf-8")
    assert re.search(rf"{{% {name} |\|{name}\b", words)


@pytest.mark.parametrize("attribute", sorted(set(re.findall(r"\[data-([a-z]+)", SCRIPT))))
def test_the_reference_names_what_the_script_looks_for(attribute: str) -> None:
    words = (UI.parents[2] / "docs/reference/interface.md").read_text(encoding="utf-8")
    assert attribute in OWN or f"data-{attribute}" in words
