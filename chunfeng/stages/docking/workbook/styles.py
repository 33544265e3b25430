"""How cells look: the colours and number formats of every sheet."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from chunfeng.kit.texts import Language

INK, MUTED, LINE = "#1c2420", "#5c6b63", "#dfe5e0"
WILLOW, WASH = "#1f7a4d", "#e8f3ec"  # accent, and its wash behind headers
APRICOT, SAND = "#c8641b", "#e3b48a"  # what is due, and its lighter sister
SHADE = "#f6f8f6"  # every other line
FONT_SIZE = 11
_FONT = {"zh": "Microsoft YaHei", "en": "Calibri"}
_MONEY = {"zh": '"¥"#,##0"/月"_ ', "en": '"¥"#,##0"/mo"_ '}

_LINE: dict[str, Any] = {"border": 1, "border_color": LINE, "valign": "vcenter", "text_wrap": True}
_KINDS: dict[str, dict[str, Any]] = {
    "text": _LINE,
    "centre": _LINE | {"align": "center"},
    "whole": _LINE | {"num_format": "#,##0_ ", "text_wrap": False},
    "percent": _LINE | {"num_format": "0.0%_ ", "text_wrap": False},
    "km": _LINE | {"num_format": "0.0_ ", "text_wrap": False},
    "about_km": _LINE | {"num_format": '"≈"0.0_ ', "text_wrap": False},
    "money": _LINE | {"text_wrap": False},
    "due": _LINE | {"font_color": APRICOT},
    "header": _LINE | {"bold": True, "bg_color": WASH, "align": "center", "bottom_color": WILLOW},
    "total_percent": _LINE | {"bold": True, "num_format": "0.0%_ ", "top_color": WILLOW},
    "total": _LINE | {"bold": True, "num_format": "#,##0_ ", "top_color": WILLOW},
    "title": {"bold": True, "font_size": 18, "font_color": WILLOW, "valign": "vcenter"},
    "headline": {"bold": True, "font_size": 14, "text_wrap": True, "valign": "vcenter"},
    "section": {"bold": True, "font_color": WILLOW, "valign": "bottom"},
    "plain": {"text_wrap": True, "valign": "top", "font_color": MUTED},
}


class Styles:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook = workbook
        self._base = {"font_name": _FONT[language], "font_size": FONT_SIZE, "font_color": INK}
        self._money = {"num_format": _MONEY[language]}
        self._made: dict[tuple[str, bool], Format] = {}

    def __call__(self, kind: str, *, shaded: bool = False) -> Format:
        """The format of a kind of cell; ``shaded`` is for every other line of a list."""
        if (kind, shaded) not in self._made:
            wanted = self._base | _KINDS[kind]
            wanted |= self._money if kind == "money" else {}
            wanted |= {"bg_color": SHADE} if shaded else {}
            self._made[kind, shaded] = self._workbook.add_format(wanted)
        return self._made[kind, shaded]
