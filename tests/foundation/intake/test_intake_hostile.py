"""Hostile files: each is refused in words, at no cost to the asking process."""

import os
from pathlib import Path

import pytest

from chunfeng.foundation.intake import child
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.files import read_workbook
from chunfeng.foundation.intake.refusal import REFUSALS
from chunfeng.kit.capped import started
from chunfeng.kit.texts import Text
from tests.foundation.caps import caps
from tests.foundation.intake.evil import EVIL

SPARE_MEMORY = 16 << 10  # KiB this process may grow by


def memory(what: str) -> int:
    """This process's memory in KiB: VmRSS now, VmHWM at its highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition(f"{what}:")[2].split()[0])


@pytest.mark.parametrize("name", EVIL)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(EVIL[name]())
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the peak so far
    before = memory("VmRSS")
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(path)
    assert memory("VmHWM") - before < SPARE_MEMORY
    english, chinese = refused.value.text.to("en"), refused.value.text.to("zh")
    assert english.startswith("people.xlsx: ")
    assert english.endswith(".")
    assert chinese.endswith("。")


def test_a_file_is_opened_with_little_time_and_memory_and_no_right_to_write(
    tmp_path: Path,
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("姓名\n", encoding="utf-8")
    with started("chunfeng.foundation.intake.child", str(path), seconds=30) as opening:
        found = caps(opening.pid)
    assert found == (child.SECONDS, child.MEMORY, 0)


def test_a_larger_file_may_take_longer_up_to_an_end() -> None:
    assert child.seconds_for(10 << 20) == child.SECONDS + 10 * child.SECONDS_PER_MB
    assert child.seconds_for(1 << 40) == child.MOST_SECONDS


def reason(path: Path) -> str:
    """The code of the reason a path is refused with."""
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(path)
    why = refused.value.text.values["reason"]
    assert isinstance(why, Text)
    return next(code for code, text in REFUSALS.items() if text.message == why.message)


@pytest.mark.parametrize(
    ("builder", "code"),
    [
        ("a_zip_bomb_of_one_sheet", "bomb"),
        ("a_bomb_in_a_picture_nobody_needs", "bomb"),
        ("a_bomb_of_parts_that_share_their_bytes", "bomb"),
        ("a_name_that_climbs_out", "names"),
        ("a_part_marked_encrypted", "encrypted"),
        ("a_workbook_locked_with_a_password", "encrypted"),
        ("an_entity_bomb_in_the_shared_strings", "entity"),
        ("an_entity_that_reads_a_file", "entity"),
        ("a_doctype_in_a_part_nobody_reads", "entity"),
        ("a_cell_in_the_last_row", "rows"),
        ("a_cell_in_the_last_column", "columns"),
        ("four_hundred_columns_of_csv", "columns"),
        ("one_csv_cell_of_ten_megabytes", "cell"),
        ("one_cell_of_forty_thousand_signs", "cell"),
        ("a_quote_that_never_closes", "quotes"),
        ("a_zero_byte_deep_in_a_text_table", "binary"),
        ("text_in_no_known_encoding", "encoding"),
        ("a_word_document", "docx"),
        ("an_old_word_document", "docx"),
        ("an_opendocument_sheet", "ods"),
        ("a_binary_workbook", "xlsb"),
        ("a_web_page_with_an_excel_name", "html"),
        ("a_pdf", "pdf"),
        ("a_picture", "image"),
        ("a_rar_archive", "rar"),
        ("an_archive_of_other_things", "zip"),
        ("nothing_at_all", "empty"),
        ("a_workbook_with_an_empty_sheet", "no_sheet"),
    ],
)
def test_the_sentence_says_what_the_file_really_is(builder: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(EVIL[builder]())
    assert reason(path) == code


@pytest.mark.parametrize("code", REFUSALS)
def test_every_reason_is_said_in_chinese(code: str) -> None:
    chinese = Text(REFUSALS[code].message, {"detail": "7"}).to("zh")
    assert chinese.endswith("。")
    assert "{" not in chinese


def test_there_are_sixty_hostile_files() -> None:
    assert len(EVIL) >= 60


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "broken.csv").symlink_to(tmp_path / "gone.csv")
    assert reason(tmp_path / "missing.xlsx") == "missing"
    assert reason(tmp_path / "broken.csv") == "missing"
    assert reason(tmp_path / "a" / "b.xlsx") == "missing"
    assert reason(tmp_path / ("n" * 300 + ".xlsx")) == "missing"
    assert reason(tmp_path / "zero\0.xlsx") == "missing"
    assert reason(tmp_path) == "folder"
    assert reason(tmp_path / "pipe.xlsx") == "device"
    assert reason(tmp_path / "zero.csv") == "device"


def test_a_file_larger_than_any_ledger_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(301 << 20)
    assert reason(path) == "large"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_this_account_may_not_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.csv"
    path.write_text("姓名\n", encoding="utf-8")
    path.chmod(0)
    assert reason(path) == "forbidden"
