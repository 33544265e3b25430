"""Two records that may be one person are found; brothers and neighbours are left alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chunfeng.stages.people.likeness import (
    Identity,
    Reason,
    alike,
    block_keys,
    initials,
    name_key,
    one_character,
    plain_name,
)

BORN = date(1990, 1, 2)
HOME, NEXT = 610926100201, 610926100202
WANG = Identity(name="王小春", birth_date=BORN, sex="female", village=HOME, household=1)
NAMES = [
    "王小春",
    "王晓春",
    "王小村",
    "汪小春",
    "陳曉麗",
    "陈晓丽",
    "单红",
    "善红",
    "阿依·古丽",
    "阿依古丽",
    "王春",
    "",
]
PARTS = {
    "name": st.sampled_from(NAMES) | st.text(max_size=3),
    "birth_date": st.sampled_from([None, BORN, date(1990, 2, 1), date(1991, 1, 2)]),
    "sex": st.sampled_from(["", "male", "female"]),
    "village": st.sampled_from([None, HOME, NEXT]),
    "household": st.sampled_from([None, 1, 2]),
    "id_number": st.sampled_from([None, b"a", b"b"]),
    "phone": st.sampled_from([None, b"a", b"b"]),
}
IDENTITIES = st.builds(Identity, **PARTS)
CHANGES = st.fixed_dictionaries({}, optional=PARTS)


def like(**changes: object) -> tuple[Reason, ...]:
    """The reasons between 王小春 and the same record with changes."""
    return alike(WANG, replace(WANG, **changes))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("陳曉麗", "陈晓丽"),
        (" 王 小 春 ", "王小春"),
        ("王　小春", "王小春"),
        ("买买提·吐尔逊", "买买提吐尔逊"),
        ("买买提•吐尔逊", "买买提吐尔逊"),
        ("买买提．吐尔逊", "买买提吐尔逊"),
        ("王\u200b小春", "王小春"),
        ("王ＹＡＮ", "王yan"),
        ("李堃", "李坤"),
        ("张𬭎", "张𬭎"),
    ],
)
def test_one_name_written_in_two_ways_compares_as_one(written: str, plain: str) -> None:
    assert plain_name(written) == plain


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("王小春", "wangxiaochun"),
        ("单小军", "shanxiaojun"),
        ("仇英", "qiuying"),
        ("解晓东", "xiexiaodong"),
        ("曾红", "zenghong"),
        ("覃丽", "qinli"),
        ("尉迟敬", "yuchijing"),
        ("王单", "wangdan"),
        ("吕绿", "lvlv"),
        ("张𬭎", "zhanghong"),
        ("王YAN", "wangyan"),
        ("Ａｌｉ", "ali"),
    ],
)
def test_a_name_is_keyed_as_it_is_said(name: str, key: str) -> None:
    assert name_key(name) == key


def test_initials_are_the_first_letters() -> None:
    assert initials("单小军") == "sxj"
    assert initials("") == ""


@given(st.text(max_size=30))
def test_any_name_has_a_key(name: str) -> None:
    assert name_key(name) == name_key(f" {name}·")
    assert len(initials(name)) <= len(plain_name(name))


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("王小春", "王小村", True),
        ("王小春", "王大村", False),
        ("王小春", "王小春", False),
        ("王小春", "王春", False),
        ("王", "李", False),
    ],
)
def test_names_that_differ_in_one_character(a: str, b: str, one: bool) -> None:
    assert one_character(a, b) is one


def test_the_same_id_number_is_a_double_whatever_else_differs() -> None:
    a = replace(WANG, id_number=b"1")
    b = Identity(name="李大山", birth_date=date(1970, 1, 1), sex="male", id_number=b"1")
    assert alike(a, b) == (Reason.SAME_ID,)


def test_one_name_birth_and_village_is_a_double_even_with_two_id_numbers() -> None:
    other = replace(WANG, id_number=b"2", sex="male", household=2)
    assert alike(replace(WANG, id_number=b"1"), other) == (Reason.SAME_NAME_BIRTH_VILLAGE,)


def test_a_name_that_sounds_the_same_with_the_same_birth_date_is_a_double_anywhere() -> None:
    assert like(name="王晓春", village=NEXT, household=2) == (Reason.LIKE_NAME_BIRTH,)


def test_a_name_that_sounds_the_same_in_the_village_may_have_a_mistaken_birth_date() -> None:
    found = like(name="王晓春", birth_date=date(1991, 2, 1), household=2)
    assert found == (Reason.LIKE_NAME_VILLAGE,)
    assert not like(name="王晓春", birth_date=date(1992, 2, 1), household=2)
    assert not like(name="王晓春", birth_date=None, household=2)


def test_a_name_that_sounds_the_same_in_the_household_is_a_double_whatever_the_birth() -> None:
    found = like(name="王晓春", birth_date=None, village=None)
    assert found == (Reason.LIKE_NAME_HOUSEHOLD,)


def test_one_other_character_needs_the_same_birth_date() -> None:
    assert like(name="王小村", household=2) == (Reason.LIKE_NAME_VILLAGE,)
    assert not like(name="王小村", household=2, birth_date=date(1990, 1, 3))
    assert not like(name="王小村", household=2, village=NEXT)


def test_sisters_with_a_generation_name_are_two_people() -> None:
    assert not like(name="王小梅", birth_date=date(1991, 6, 1))


def test_a_family_with_one_phone_is_no_double() -> None:
    mother = replace(WANG, phone=b"5")
    child = Identity(name="李山", birth_date=date(2015, 1, 1), household=1, phone=b"5")
    assert not alike(mother, child)


def test_one_phone_and_a_like_name_is_a_double() -> None:
    a = replace(WANG, phone=b"5")
    b = Identity(name="王晓春", village=NEXT, household=2, phone=b"5")
    assert alike(a, b) == (Reason.SAME_PHONE,)


def test_twins_of_different_sex_and_people_with_two_id_numbers_are_two_people() -> None:
    assert not like(name="王小村", sex="male")
    assert not alike(replace(WANG, id_number=b"1"), replace(WANG, name="王晓春", id_number=b"2"))


def test_records_without_names_are_not_alike() -> None:
    assert not alike(replace(WANG, name=""), replace(WANG, name=" · "))


@given(IDENTITIES, IDENTITIES)
def test_likeness_is_mutual(a: Identity, b: Identity) -> None:
    assert alike(a, b) == alike(b, a)


@settings(max_examples=500)
@given(IDENTITIES, CHANGES)
@example(WANG, {"name": "王小村", "household": None})
@example(WANG, {"name": "王小村", "village": None})
def test_whoever_is_alike_shares_a_block(a: Identity, changes: dict[str, object]) -> None:
    b = replace(a, **changes)
    assert not alike(a, b) or block_keys(a) & block_keys(b)


def test_neighbours_without_anything_in_common_share_no_block() -> None:
    assert not block_keys(WANG) & block_keys(
        Identity(name="李大山", birth_date=date(1970, 1, 1), village=HOME, household=2)
    )


def test_the_keys_of_an_index_and_of_a_village_never_meet() -> None:
    a, b = Identity(name="", id_number=b"5"), Identity(name="", phone=b"5")
    assert not block_keys(a) & block_keys(b)
    assert block_keys(Identity(name="")) == set()


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_name_in_both_languages(reason: Reason) -> None:
    assert reason.label.to("en") != reason.label.to("zh")
