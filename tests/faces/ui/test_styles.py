"""Colours with enough contrast, sizes within the budget, layers kept."""

import gzip
import re
from pathlib import Path

import pytest

from chunfeng.faces.ui.styles import BUILT, FOLDER, SHEETS, stylesheet

STATIC = Path(__file__).resolve().parents[3] / "chunfeng/faces/ui/static/ui"
CSS_BUDGET, JS_BUDGET = 12_000, 6_000  # bytes, gzipped
TEXT = [  # colour of letters, on which ground
    ("ink", "paper"), ("ink", "card"), ("ink", "sunk"), ("ink", "wash"), ("ink", "note-wash"),
    ("ink", "due-wash"), ("ink", "wrong-wash"), ("muted", "paper"), ("muted", "card"),
    ("muted", "sunk"), ("muted", "wash"), ("link", "paper"), ("link", "card"), ("link", "sunk"),
    ("link", "wrong-wash"), ("link", "due-wash"), ("accent", "card"), ("accent", "paper"),
    ("accent-strong", "wash"), ("on-accent", "accent"), ("on-accent", "accent-strong"),
    ("due", "card"), ("due", "due-wash"), ("wrong", "card"), ("wrong", "wrong-wash"),
    ("paper", "ink"),
]  # fmt: skip
SHAPES = [  # edges of controls, shapes of tags, the focus ring
    ("line-strong", "card"), ("line-strong", "paper"), ("focus", "paper"), ("focus", "card"),
    ("accent", "wash"), ("due", "due-wash"), ("wrong", "wrong-wash"), ("link", "note-wash"),
    ("accent", "line"),
]  # fmt: skip
LOOKS = [(dark, large) for dark in (False, True) for large in (False, True)]


def tokens(*, dark: bool, large: bool) -> dict[str, str]:
    """The colours as a page has them: later blocks override earlier ones."""
    css = (FOLDER / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for media, mode, body in re.findall(
        r"(@media \(prefers-color-scheme: dark\) {\s*)?:root(\[data-text=\"large\"\])? {(.*?)}",
        css,
        re.S,
    ):
        if (not media or dark) and (not mode or large):
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("dark", "large"), LOOKS)
@pytest.mark.parametrize(("letters", "ground"), TEXT)
def test_letters_stand_out(letters: str, ground: str, dark: bool, large: bool) -> None:
    colours = tokens(dark=dark, large=large)
    assert contrast(colours[letters], colours[ground]) >= (7 if large else 4.5)


@pytest.mark.parametrize(("dark", "large"), LOOKS)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out(shape: str, ground: str, dark: bool, large: bool) -> None:
    colours = tokens(dark=dark, large=large)
    assert contrast(colours[shape], colours[ground]) >= 3


def test_both_themes_name_the_same_colours() -> None:
    assert tokens(dark=True, large=False).keys() == tokens(dark=False, large=False).keys()
    light = tokens(dark=False, large=False)
    dark = tokens(dark=True, large=False)
    assert not [name for name in light if light[name] == dark[name]]


def test_the_stylesheet_fits_a_slow_line() -> None:
    assert len(gzip.compress(stylesheet().encode(), 9)) <= CSS_BUDGET


def test_the_scripts_fit_a_slow_line() -> None:
    own = b"".join(path.read_bytes() for path in sorted(STATIC.glob("*.js")))
    assert len(gzip.compress(own, 9)) <= JS_BUDGET


def test_the_served_stylesheet_is_made_of_the_files_as_they_are() -> None:
    assert BUILT.is_file(), "run ./run setup"
    assert BUILT.read_text(encoding="utf-8") == stylesheet(), "run ./run setup"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_uses_only_colours_that_are_tokens(name: str) -> None:
    css = (FOLDER / f"{name}.css").read_text(encoding="utf-8")
    named = set(re.findall(r"var\(--([\w-]+)", css))
    assert named <= set(re.findall(r"--([\w-]+):", stylesheet()))
    if name not in ("tokens", "print", "qr"):
        assert not re.search(
            r"#[0-9a-f]{3,8}\b(?![^{]*{)|rgb\(", re.sub(r"/\*.*?\*/", "", css, flags=re.S)
        )


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_opens_with_what_it_is_and_stands_in_a_layer(name: str) -> None:
    css = (FOLDER / f"{name}.css").read_text(encoding="utf-8")
    assert css.startswith("/*")
    assert "@layer" in css
    assert css.count("{") == css.count("}")
