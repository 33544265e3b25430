"""A large file is read part by part with the result it has whole."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.ciphers import Keyring
from chunfeng.foundation.intake import Reference, UnreadableFile, UnusableLedger, splitting
from chunfeng.foundation.intake.ahead import ahead
from chunfeng.foundation.intake.parts import Source, chunks, total
from chunfeng.foundation.intake.sealed_files import SealedFile, seal_file
from chunfeng.kit.texts import Declared, as_json, from_json, text
from chunfeng.stages.people.sheets import PEOPLE

KEYS = Keyring(current=1, masters={1: bytes(32)}, index=bytes(32))
HEADERS = ("户编号", "姓名", "户籍地", "文化程度", "联系电话", "备注", "与户主关系")
PLACES = ("平利县城关镇", "平利县", "", "城关镇", "石泉县城关镇", "不知何处")


def source(folder: Path, content: bytes, name: str = "人员.csv") -> Source:
    file = SealedFile(folder / str(uuid4()), uuid4(), KEYS)
    seal_file(io.BytesIO(content), file, 1 << 30)
    return Source(file=file, name=name, layout=PEOPLE)


def written(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.open()


def read(one: Source, reference: Reference, **sizes: int) -> tuple[Any, ...]:
    """Everything a file gives: rows with their numbers, and issues."""
    found = list(chunks(one, reference, **sizes))
    rows = [pair for c in found for pair in zip(c.numbers, c.rows, strict=True)]
    issues = [issue for c in found for issue in c.issues]
    return rows, issues, found[-1].seen


cells = st.sampled_from(
    ["", "王一", "李二", "换\n行", '引"号', "甲,乙", "示例", "合计", "15400000001"]
)
people = st.tuples(
    st.sampled_from(["", "", "H1", "H2", "H3", "Ｈ3"]),
    cells,
    st.sampled_from(PLACES),
    st.sampled_from(["小学", "初中", "什么", ""]),
    st.sampled_from(["", "15400000001", "1540000"]),
    cells,
    st.sampled_from(["户主", "配偶", "子女", ""]),
)
blank = st.just(("",) * len(HEADERS))
WITH_FOLDER = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@WITH_FOLDER
@given(
    rows=st.lists(st.one_of(people, people, people, blank), min_size=1, max_size=40),
    size=st.integers(1, 12),
    title=st.booleans(),
)
def test_parts_give_what_the_whole_gives(
    tmp_path: Path,
    reference: Reference,
    rows: list[tuple[str, ...]],
    size: int,
    title: bool,
) -> None:
    above = [("人员信息表",)] if title else []
    one = source(tmp_path, written([*above, HEADERS, *rows]).encode())
    whole = read(one, reference)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splitting, "FURTHEST", 10**6)  # no household is cut for its length
        assert read(one, reference, size=size, chunk=3)[:2] == whole[:2]


@pytest.mark.parametrize(
    "between",
    [("H1", "", "", "", "", "合计"), ("示例", "王示例", "平利县"), ("户编号", "姓名", "户籍地")],
    ids=["total", "example", "header"],
)
def test_a_row_that_is_no_data_does_not_part_a_household(
    tmp_path: Path, reference: Reference, between: tuple[str, ...]
) -> None:
    rows = [("H2", "王一", "平利县城关镇"), ("", "王二"), between, ("H2", "王三", "")]
    one = source(tmp_path, written([HEADERS, *rows]).encode())
    found, issues, _ = read(one, reference, size=2)
    assert (len({row["home"] for _, row in found}), len(found)) == (1, 3)
    assert (found, issues) == read(one, reference)[:2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_part_keeps_the_files_encoding_and_separator(
    tmp_path: Path, reference: Reference, encoding: str, separator: str
) -> None:
    rows = [(f"H{n}", f"王{n}", "平利县城关镇", "小学", "", "a,b;c", "户主") for n in range(30)]
    content = written([HEADERS, *rows], separator).encode(encoding)
    found, issues, seen = read(source(tmp_path, content), reference, size=7)
    assert (len(found), issues, seen) == (30, [], 30)
    assert found[20][1]["name"] == "王20"


def test_a_household_stays_together_and_takes_what_its_first_row_says(
    tmp_path: Path, reference: Reference
) -> None:
    rows = [("H1", "王一", "平利县城关镇"), *[("H1", f"王{n}", "") for n in range(20)]]
    content = written([HEADERS, *rows]).encode()
    found, _, _ = read(source(tmp_path, content), reference, size=3 * len(rows) // 4)
    assert len(found) == 21
    assert len({row["home"] for _, row in found}) == 1


def test_issues_carry_the_row_numbers_of_the_whole_file(
    tmp_path: Path, reference: Reference
) -> None:
    rows = [(f"H{n}", f"王{n}", "平利县城关镇", "小学" if n % 10 else "怪") for n in range(50)]
    content = written([HEADERS, *rows]).encode()
    _, issues, _ = read(source(tmp_path, content), reference, size=8)
    assert [issue.row for issue in issues] == [2, 12, 22, 32, 42]


def test_rows_are_counted_before_they_are_read(tmp_path: Path) -> None:
    rows = [(f"H{n}", f"王{n}", "平利县城关镇") for n in range(33)]
    assert total(source(tmp_path, written([HEADERS, *rows]).encode())) == 33


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ('户编号,姓名,户籍地\nH1,"王,平利县\n', UnreadableFile),
        ("甲,乙,丙\n1,2,3\n", UnusableLedger),
        ("户编号,姓名,文化程度\nH1,王,小学\n", UnusableLedger),
        ("<html><table></table></html>", UnreadableFile),
    ],
)
def test_what_is_no_ledger_is_refused_with_the_files_name(
    tmp_path: Path, reference: Reference, content: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal, match="人员"):
        read(source(tmp_path, content.encode()), reference)


def test_a_line_without_end_is_refused(
    tmp_path: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitting, "LONGEST_LINE", 1000)
    content = written([HEADERS, ("H1", "王", "平利县", *["x" * 99] * 20)]).encode()
    with pytest.raises(UnreadableFile):
        read(source(tmp_path, content), reference)


def numbers(last: int) -> Iterator[int]:
    yield from range(last)
    if last == 3:
        raise UnreadableFile(text("The file is empty."))


def test_what_is_made_ahead_comes_in_order_and_refusals_come_through() -> None:
    assert list(ahead(numbers, 50)) == list(range(50))
    with pytest.raises(UnreadableFile, match="empty"):
        list(ahead(numbers, 3))


@pytest.mark.parametrize(
    "said",
    [
        text("The file is empty."),
        text("{file}: {reason}", file="甲", reason=text("It is {n}.", n=3)),
        text("No {missing}", missing=[Declared("姓名", "Name"), Declared("户籍地", "Home")]),
    ],
)
def test_a_kept_text_says_the_same_in_both_languages(said: Any) -> None:
    again: Mapping[str, Any] = as_json(said)
    assert from_json(again).to("en") == said.to("en")
    assert from_json(again).to("zh") == said.to("zh")
