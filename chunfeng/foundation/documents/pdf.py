"""PDF from a Typst template and data. Data is read as JSON by the template, never as markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from chunfeng.kit.texts import text

# Families with Chinese, the first that is installed: as printed matter is set, then what there is.
CHINESE = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "Source Han Sans SC", "SimSun",
    "Songti SC", "FangSong", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Microsoft YaHei",
    "PingFang SC", "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip


class NoFont(Exception):
    """No font of this machine has Chinese; ``said`` says what to install."""

    said = text(
        "No Chinese font is installed on the server, so no PDF can be made. The administrator"
        " installs one: apt-get install fonts-wqy-microhei"
    )


def render(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of a template: it finds ``data`` and the font's name in ``sys.inputs``.

    at: what the file says it was made at. NoFont where nothing can show Chinese.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False), "font": font()}
    made: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        sys_inputs=inputs,
        timestamp=int(at.timestamp()),
    )
    return made


def font() -> str:
    """The family in which Chinese is set; NoFont where there is none."""
    installed = set(_fonts().families())
    found = next((family for family in CHINESE if family in installed), None)
    if found is None:
        raise NoFont
    return found


def qr(address: str) -> str:
    """A QR code as SVG, for a template's ``image(bytes(…))``."""
    return segno.make(address, error="m").svg_inline(scale=4, border=0, svgclass=None)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()
