"""Words for the search: a vacancy is found by what people type, and PostgreSQL takes any of it."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.codes import Occupations
from chunfeng.stages.vacancies.tokens import (
    LONGEST_WORD,
    MOST_TERMS,
    MOST_WORDS,
    Cutter,
    tsquery_literal,
    tsvector_literal,
)

in_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
OWN = ["电子装配", "毛绒玩具缝纫工", "普工", "平利县", "城关镇", "岚河口镇"]
CUTTER = Cutter(OWN)
PLAIN = Cutter()
AWKWARD = st.text(
    st.sampled_from("'\\\"&|!():*<->ABCD1 \0\ud800\n缝纫工c+#.é\U00020bb7"), max_size=30
)
WRITTEN = st.text(max_size=60) | AWKWARD
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)


def ask(statement: str, *values: Any) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def finds(document: str, typed: str, cutter: Cutter = CUTTER) -> bool:
    words = tsvector_literal(cutter.document_words({"A": document}))
    terms = tsquery_literal(cutter.query_words(typed))
    ((found,),) = ask("SELECT %s::tsvector @@ %s::tsquery", words, terms)
    return bool(found)


def words_of(**parts: str) -> dict[str, str]:
    return dict(CUTTER.document_words(parts))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("缝纫工", "缝纫"),
        ("缝纫工", "缝纫工"),
        ("缝纫工", "缝"),
        ("电子装配工", "电子装配"),  # cut otherwise as a word of its own than in the title
        ("缝纫工", "fengren"),
        ("缝纫工", "fr"),
        ("缝纫工", "frg"),
        ("缝纫工", "feng ren gong"),
        ("缝纫工", "FengRen"),
        ("绿化工", "lvhua"),
        ("毛绒玩具缝纫工（熟手）", "玩具 缝纫"),
        ("毛绒玩具缝纫工（熟手）", "mrwj"),
        ("电子厂普工", "普工"),
        ("电子厂普工", "电子厂"),
        ("平利县城关镇保洁员", "城关镇保洁"),
        ("春燕绣坊绣娘", "绣坊"),
        ("C++开发", "c++"),
        ("Ｃ＋＋开发", "C++"),
        (".NET工程师", ".net"),
        (".NET工程师", "net"),
        ("C#程序员", "c#"),
        ("CNC操作员/PLC调试", "plc"),
        ("CNC操作员/PLC调试", "CNC操作员"),
        ("3D打印学徒", "3d"),
        ("O'Neil's e-commerce", "e-commerce"),
        ("𠮷祥糕点", "𠮷祥"),
    ],
)
def test_a_vacancy_is_found_by_what_people_type(title: str, typed: str) -> None:
    assert finds(title, typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("缝纫工", "焊工"),
        ("缝纫工", "缝纫 焊工"),
        ("缝纫工", "hangong"),
        ("C#程序员", "c++"),
        ("缝纫工", ""),
        ("缝纫工", "！？…"),
    ],
)
def test_a_vacancy_is_not_found_by_something_else(title: str, typed: str) -> None:
    assert not finds(title, typed)


def test_own_words_stay_whole_and_keep_their_parts() -> None:
    found = words_of(C="诚聘毛绒玩具缝纫工若干")
    assert {"毛绒玩具缝纫工", "毛绒", "玩具", "缝纫"} <= found.keys()
    assert "岚河口镇" in words_of(C="岚河口镇茶场")


def test_a_word_keeps_its_best_weight_and_only_the_title_is_spelt() -> None:
    found = words_of(A="缝纫工", C="缝纫工，包吃住，保洁员")
    assert (found["缝纫"], found["fengren"], found["fr"]) == ("A", "B", "B")
    assert found["保洁员"] == "C"
    assert "baojieyuan" not in found


def test_single_signs_are_left_out_of_documents() -> None:
    assert not [word for word in words_of(A="工 a 5 缝纫工", D="的 B 岁") if len(word) == 1]


def test_a_long_text_gives_its_title_first_and_no_more_than_the_most_words() -> None:
    many = "，".join(chr(0x4E00 + 7 * k) + chr(0x4E01 + 7 * k) for k in range(2000))
    found = CUTTER.document_words({"D": many, "A": "缝纫工"})
    assert len(found) == MOST_WORDS
    assert found[0][1] == "A"
    assert ("fengren", "B") in found


def test_a_long_query_is_cut_off() -> None:
    terms = CUTTER.query_words(" ".join(f"w{k}x" for k in range(500)))
    assert len(terms) == MOST_TERMS


def test_the_same_words_in_any_order_cut_the_same_way() -> None:
    other = Cutter(reversed(OWN))
    assert other.signature == CUTTER.signature != PLAIN.signature
    text = {"A": "毛绒玩具缝纫工", "D": "平利县城关镇电子厂普工"}
    assert other.document_words(text) == CUTTER.document_words(text)


def test_occupations_of_the_reference_can_be_own_words() -> None:
    names = [one.name for one in Occupations.open().search("缝", limit=50)]
    assert names
    cutter = Cutter(names)
    for name in names:
        if len(name) <= 12:
            assert name in dict(cutter.document_words({"D": f"诚聘{name}数名"}))


def not_found_by(texts: list[str]) -> Sequence[Any]:
    """Queries made of a document's own words that do not find it."""
    found = CUTTER.document_words(dict(zip("ABCD", texts, strict=True)))
    queries = [tsquery_literal(CUTTER.query_words(word)) for word, _ in found]
    return ask(
        "SELECT q FROM unnest(%s::text[]) q WHERE NOT (%s::tsvector @@ q::tsquery)",
        queries,
        tsvector_literal(found),
    )


@pytest.mark.django_db
@in_database
@given(st.lists(WRITTEN, min_size=4, max_size=4))
@example(["İ", "'\\", "ﷺ𠮷", "..net c++# 'a'-b.-"])
@example(["x" * 39 + "-abc", "㎏", "欸乃", "ǅ ß"])
def test_a_document_is_found_by_each_of_its_own_words(texts: list[str]) -> None:
    assert not not_found_by(texts)


@pytest.mark.django_db
@in_database
@given(st.lists(HAN, min_size=4, max_size=4))
def test_a_chinese_document_is_found_by_each_of_its_own_words(texts: list[str]) -> None:
    assert not not_found_by(texts)


@pytest.mark.django_db
@in_database
@given(st.data(), st.text(st.sampled_from("平利县城关镇电子装配缝纫工毛绒玩具厂普"), min_size=2))
def test_whatever_is_typed_of_a_title_finds_it(data: st.DataObject, title: str) -> None:
    title = title[:30]
    start = data.draw(st.integers(0, len(title) - 2))
    assert finds(title, title[start : data.draw(st.integers(start + 2, len(title)))])


@pytest.mark.django_db
@in_database
@given(st.lists(st.tuples(WRITTEN, st.sampled_from("ABCD")), max_size=8))
@example([("a':1A 'b", "A"), ("\\", "B"), ("'", "C"), ("\0", "D"), ("", "A")])
def test_a_vector_holds_the_words_given_and_nothing_else(words: list[tuple[str, str]]) -> None:
    rows = ask(
        "SELECT lexeme, weights[1], positions[1] FROM unnest(%s::tsvector)",
        tsvector_literal(words),
    )
    best: dict[str, str] = {}
    for word, weight in words:
        kept = storable(word)
        if kept:
            best[kept] = min(weight, best.get(kept, weight))
    assert {(lexeme, weight) for lexeme, weight, _ in rows} == set(best.items())
    assert all(1 <= position <= MOST_WORDS for *_, position in rows)


@pytest.mark.django_db
@in_database
@given(st.lists(st.lists(WRITTEN, max_size=4), max_size=5))
@example([["a' | 'b"], ["' & '"], ["\\' | \\'"], ["a:*"], ["*"], ["!a"]])
def test_a_query_asks_for_the_terms_given_and_nothing_else(terms: list[list[str]]) -> None:
    written = tsquery_literal(terms)
    ((nodes,),) = ask("SELECT numnode(%s::tsquery)", written)
    leaves = [[one for one in term if meant(one)] for term in terms]
    count = sum(map(len, leaves))
    assert nodes == (2 * count - 1 if count else 0)
    everything = [(meant(one), "A") for term in leaves for one in term]
    ((found,),) = ask("SELECT %s::tsvector @@ %s::tsquery", tsvector_literal(everything), written)
    assert found == bool(count)


@pytest.mark.django_db
@in_database
@given(WRITTEN)
def test_any_query_is_one_postgresql_takes(typed: str) -> None:
    ask("SELECT %s::tsquery", tsquery_literal(CUTTER.query_words(typed)))


def storable(word: str) -> str:
    return "".join(c for c in word if c != "\0" and not 0xD800 <= ord(c) < 0xE000)[:LONGEST_WORD]


def meant(term: str) -> str:
    """The word behind a term, without the sign that it may go on."""
    return storable(term[:-1] if len(term) > 1 and term.endswith("*") else term)
