"""A template and data become a PDF; data stays data."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from chunfeng.foundation.documents import pdf
from chunfeng.foundation.documents.pdf import NoFont

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set text(font: (sys.inputs.font,))
#data.said
#if "qr" in data [#image(bytes(data.qr), format: "svg", width: 20mm)]
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "paper.typ"
    path.write_text(TEMPLATE, "utf-8")
    return path


def read(made: bytes) -> str:
    """The text of a PDF."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)


def test_chinese_and_english_stand_on_the_page(template: Path) -> None:
    assert "就业帮扶车间 Workshop" in read(
        pdf.render(template, {"said": "就业帮扶车间 Workshop"}, at=AT)
    )


@pytest.mark.parametrize(
    "said",
    ['#read("/etc/passwd")', "$x$ *bold* `code` #let a = 1", '"] #panic("x") [', "\\u{41} // 注释"],
)
def test_what_looks_like_markup_is_printed_as_it_stands(template: Path, said: str) -> None:
    printed = read(pdf.render(template, {"said": said}, at=AT))
    assert "".join(printed.split()) == "".join(said.split())


def test_a_template_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "paper.typ"
    path.parent.mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    path.write_text('#read("../secret.txt")', "utf-8")
    with pytest.raises(Exception, match=r"(denied|escape|outside|root)"):
        pdf.render(path, {}, at=AT)


def test_the_same_data_give_the_same_file(template: Path) -> None:
    data = {"said": "春风", "qr": pdf.qr("https://example.org/employers/1")}
    assert pdf.render(template, data, at=AT) == pdf.render(template, data, at=AT)


def test_without_a_chinese_font_it_says_what_to_install(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Bare:
        """A machine with Latin fonts only."""

        @staticmethod
        def families() -> list[str]:
            return ["DejaVu Sans"]

    fonts: Any = Bare
    monkeypatch.setattr(pdf, "_fonts", fonts)
    with pytest.raises(NoFont):
        pdf.render(template, {"said": "春风"}, at=AT)
    assert "fonts-wqy-microhei" in NoFont.said.to("zh")
