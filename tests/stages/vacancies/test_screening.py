"""Unlawful words are found and marked, and what only looks like them is left alone."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from chunfeng.stages.employers.wages import national as national_lines
from chunfeng.stages.employers.wages import of_line
from chunfeng.stages.vacancies.folding import fold
from chunfeng.stages.vacancies.screening import Facts, Finding, Verdict, screen
from chunfeng.stages.vacancies.screening_rules import RulesError, load, national

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
UNLAWFUL = [(rule, one) for rule, ones in SENTENCES["unlawful"].items() for one in ones]
LAWFUL = [one if isinstance(one, dict) else {"text": one} for one in SENTENCES["lawful"]]
LEAST = of_line(national_lines().floors[0].model_copy(update={"month": 12.0 * 174}), None, 8, 5)
MARK = re.compile("【(.*?)】")
BY_CODE = {rule.declared.code: rule for rule in national()}
PROBES = [MARK.sub(r"\1", one) for _, one in UNLAWFUL] + [one["text"] for one in LAWFUL]


def marked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence without its marks, and what they enclosed."""
    spans = [
        (found.start() - 2 * k, found.end() - 2 * k - 2)
        for k, found in enumerate(MARK.finditer(sentence))
    ]
    return MARK.sub(r"\1", sentence), spans


def found_in(text: str, **facts: Any) -> list[Finding]:
    return screen({"description": text}, Facts(**facts))


def test_the_collection_is_large_enough_to_say_something() -> None:
    assert len(UNLAWFUL) >= 60
    assert len(LAWFUL) >= 60


@pytest.mark.parametrize(("rule", "sentence"), UNLAWFUL)
def test_unlawful_words_are_marked_by_their_rule_alone(rule: str, sentence: str) -> None:
    text, spans = marked(sentence)
    found = found_in(text)
    assert [(one.rule, one.words) for one in found] == [(rule, text[a:b]) for a, b in spans]
    assert [(one.start, one.end) for one in found] == spans
    assert {one.verdict for one in found} == {BY_CODE[rule].declared.verdict}


@pytest.mark.parametrize("case", LAWFUL, ids=lambda case: case["text"])
def test_a_lawful_look_alike_is_left_alone(case: dict[str, Any]) -> None:
    facts = {name: value for name, value in case.items() if name != "text"}
    assert not [(one.rule, one.words) for one in found_in(case["text"], **facts)]


def test_every_rule_of_words_has_a_sentence_that_trips_it() -> None:
    of_words = {code for code, rule in BY_CODE.items() if rule.declared.fact is None}
    assert of_words == SENTENCES["unlawful"].keys()


def test_precision_and_recall_over_the_collection_are_whole() -> None:
    right = wrong = missed = 0
    for rule, sentence in UNLAWFUL:
        text, spans = marked(sentence)
        expected = {(rule, *span) for span in spans}
        found = {(one.rule, one.start, one.end) for one in found_in(text)}
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
    for case in LAWFUL:
        wrong += len(found_in(case["text"], **{k: v for k, v in case.items() if k != "text"}))
    assert right / (right + wrong) == 1.0
    assert right / (right + missed) == 1.0


@given(st.lists(st.sampled_from(PROBES) | st.text(max_size=20), max_size=5).map("，".join))
@example("限\u200b女\u0301性")
@example("ﷺ限女性")
@example("\ud800限女性")
def test_marks_lie_in_the_text_and_show_the_words_that_tripped(text: str) -> None:
    for one in found_in(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.words == text[one.start : one.end]
        tripped = BY_CODE[one.rule].tripped
        assert tripped is not None
        assert tripped.search(fold(one.words).text) or tripped.search(fold(text).text)


@given(st.text(), st.text())
def test_folding_keeps_every_sign_at_its_place(before: str, behind: str) -> None:
    text = f"{before}。限女性。{behind}"
    folded = fold(text)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    assert not folded.places or folded.places[-1] < len(text)
    at = folded.text.index("限女性")
    start, end = folded.original(at, at + 3)
    assert fold(text[start:end]).text == "限女性"


WRITTEN = st.sampled_from([("限女性", "sex"), ("交押金", "deposit"), ("刷单", "fraud")])
HIDING = st.sampled_from(["", " ", "\u3000", "*", "·", "\u200b", "_", "  ", "\ufeff", "~"])


@given(WRITTEN, st.data())
def test_signs_put_between_do_not_hide_the_words_nor_move_the_mark(
    case: tuple[str, str], data: st.DataObject
) -> None:
    words, rule = case
    hidden = words[0] + "".join(data.draw(HIDING) + sign for sign in words[1:])
    text = f"包吃住，{hidden}，月结"
    assert [(one.rule, one.words) for one in found_in(text)] == [(rule, hidden)]


AGES = (
    "年龄要求{a}至{b}岁", "年龄：{a}到{b}周岁", "{a}岁以上", "年满{a}周岁", "{a}岁以上就可以",
    "{b}周岁以下", "年龄不超过{b}周岁", "超过{b}岁的不要", "{b}岁封顶", "最大不超过{b}岁",
    "谢绝未满{a}周岁者", "接送{a}岁以上孩子放学", "不满{a}岁的也可以来",
    "面向{a}-{b}岁客群", "工龄满{b}岁",
)  # fmt: skip
YOUNG, GROWN = st.integers(10, 30), st.integers(31, 59)


def in_signs(number: int) -> str:
    """An age in Chinese signs: 十八, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    return f"{'' if tens == 1 else ' 一二三四五'[tens]}十{' 一二三四五六七八九'[ones].strip()}"


@given(st.sampled_from(AGES), YOUNG, GROWN, st.booleans(), st.booleans())
def test_an_age_means_the_same_in_figures_and_in_signs(
    phrase: str, young: int, grown: int, first: bool, second: bool
) -> None:
    in_figures = f"普工，{phrase.format(a=young, b=grown)}，包吃住"
    a, b = (in_signs(n) if s else n for n, s in ((young, first), (grown, second)))
    mixed = f"普工，{phrase.format(a=a, b=b)}，包吃住"
    assert [one.rule for one in found_in(mixed)] == [one.rule for one in found_in(in_figures)]


@given(YOUNG, GROWN, st.booleans(), st.booleans())
def test_a_range_of_ages_takes_children_only_from_under_sixteen(
    young: int, grown: int, first: bool, second: bool
) -> None:
    a, b = (in_signs(n) if s else n for n, s in ((young, first), (grown, second)))
    (found,) = found_in(f"年龄要求{a}至{b}岁")
    assert found.rule == ("child_labour" if young < 16 else "age")


@pytest.mark.parametrize("written", ["ＱＱ：１５４０００１２３", "qq:154000123", "Q Q 154000123"])
def test_full_width_and_half_width_are_one(written: str) -> None:
    assert [one.rule for one in found_in(written)] == ["contact"]


def test_fields_are_screened_one_by_one_and_named() -> None:
    found = screen({"title": "女服务员", "benefits": "包吃住", "requirements": "35岁以下"})
    assert [(one.field, one.rule) for one in found] == [("title", "sex"), ("requirements", "age")]


def test_a_trade_named_in_the_title_excuses_the_health_certificate_elsewhere() -> None:
    assert not screen({"title": "食堂厨师", "requirements": "无传染病"})
    assert screen({"title": "缝纫工", "requirements": "无传染病"})


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"age_min": 15}, ["under_age"]),
        ({"age_min": 16}, []),
        ({"age_min": 17, "night_shift": True}, ["young_at_night"]),
        ({"age_min": 18, "night_shift": True}, []),
        ({"night_shift": True}, []),
        ({"age_min": 16, "conditions": frozenset({"hazardous"})}, ["young_in_danger"]),
        ({"age_min": 16, "intensity": "heavy"}, ["young_in_danger"]),
        ({"age_min": 18, "conditions": frozenset({"hazardous"})}, []),
        ({"age_min": 16, "conditions": frozenset({"standing"})}, []),
        ({"age_max": 35}, ["age_most"]),
        ({"age_max": 60}, []),
        ({"hourly": 11.99, "least": LEAST, "pay_kind": "piece"}, ["pay_below_floor"]),
        ({"hourly": 12.0, "least": LEAST}, []),
        ({"hourly": 96.5, "least": LEAST}, ["pay_too_high"]),
        ({"hourly": 96.0, "least": LEAST}, []),
        ({"hourly": 5.0}, []),
        ({"hours_per_day": 8, "days_per_week": 5}, []),
        ({"hours_per_day": 8, "days_per_week": 5.5}, ["hours"]),
        ({"hours_per_day": 8, "days_per_week": 6}, ["hours"]),
        ({"hours_per_day": 9}, ["hours"]),
        ({"hours_per_day": 11, "days_per_week": 4}, ["hours"]),
        ({"hours_per_day": 11.5, "days_per_week": 4}, ["hours_beyond"]),
        ({"hours_per_day": 9, "days_per_week": 6}, ["hours_beyond"]),
        ({"hours_per_day": 4, "days_per_week": 7}, ["no_rest_day"]),
        ({"hours_per_day": 8.5, "days_per_week": 6}, ["hours_beyond"]),
    ],
)
def test_typed_facts_are_checked(facts: dict[str, Any], rules: list[str]) -> None:
    found = screen({}, Facts(**facts))
    assert [one.rule for one in found] == rules
    assert all(one.words == "" and (one.start, one.end) == (0, 0) for one in found)


def test_pay_below_the_floor_is_refused_with_both_figures() -> None:
    (one,) = screen({}, Facts(hourly=9.5, least=LEAST))
    assert one.verdict is Verdict.REFUSE
    for language in ("zh", "en"):
        assert "9.50" in one.said.to(language)
        assert "12.00" in one.said.to(language)
        assert "12.00" in one.mend.to(language)


@pytest.mark.parametrize("code", BY_CODE)
def test_every_rule_says_what_is_wrong_what_to_do_and_on_what_law(code: str) -> None:
    rule = BY_CODE[code].declared
    for both in (rule.said, rule.mend):
        assert re.search("[\u4e00-\u9fff]", both.zh)
        assert both.zh.endswith("。")
        assert both.en.endswith(".")
    assert rule.law.zh
    assert isinstance(rule.law.general_knowledge, bool)


def written(tmp_path: Path, entry: str) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text("fragments: {}\nrules:\n" + entry, encoding="utf-8")
    return path


SAID = """
  said: {zh: 不可这样写。, en: Not so.}
  mend: {zh: 删去。, en: Leave it out.}
  law: {zh: 法, en: Law, general_knowledge: true}
"""


def test_a_rule_is_added_by_one_entry(tmp_path: Path) -> None:
    rules = load(written(tmp_path, "- code: dogs\n  verdict: hold\n  words: [养狗]" + SAID))
    (one,) = screen({"title": "不得养狗"}, rules=rules)
    assert (one.rule, one.words, one.said.to("zh")) == ("dogs", "养狗", "不可这样写。")


@pytest.mark.parametrize(
    "entry",
    [
        "- code: dogs\n  verdict: hold\n  patterns: ['(']",
        "- code: dogs\n  verdict: hold\n  patterns: ['a*']",
        "- code: dogs\n  verdict: hold\n  patterns: ['<unknown>a']",
        "- code: dogs\n  verdict: hold",
        "- code: dogs\n  verdict: hold\n  fact: no_such_check",
        "- code: dogs\n  verdict: hold\n  words: [a]\n  if: no_such_condition",
        "- code: dogs\n  verdict: maybe\n  words: [a]",
        "- code: dogs\n  verdict: hold\n  words: [a]\n  misspelt: 1",
    ],
)
def test_a_rule_that_cannot_work_is_refused_when_it_is_read(tmp_path: Path, entry: str) -> None:
    with pytest.raises(RulesError):
        load(written(tmp_path, entry + SAID))


def test_a_code_stands_once(tmp_path: Path) -> None:
    entry = "- code: dogs\n  verdict: hold\n  words: [a]" + SAID
    with pytest.raises(RulesError):
        load(written(tmp_path, entry + entry))


@pytest.mark.parametrize("text", ["限" * 5000, "不收" * 3000, "男" * 5000, "1" * 5000, "a." * 3000])
def test_a_long_text_made_to_be_slow_is_screened_all_the_same(text: str) -> None:
    found_in(text)
