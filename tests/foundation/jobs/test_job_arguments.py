"""What a run keeps beside the register holds nothing of anybody."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.jobs.scalars import NotPlain, Scalar, counted, from_json, plain, to_json
from chunfeng.kit.texts import Text, text

DIGITS = st.sampled_from("0123456789")
ID_NUMBERS = st.builds(
    lambda digits, last: "999999" + "".join(digits) + last,
    st.lists(DIGITS, min_size=11, max_size=11),
    st.sampled_from("0123456789Xx"),
)
OLD_ID_NUMBERS = st.lists(DIGITS, min_size=9, max_size=9).map(lambda d: "999999" + "".join(d))
PHONES = st.lists(DIGITS, min_size=8, max_size=8).map(lambda d: "154" + "".join(d))
PERSONAL = ID_NUMBERS | OLD_ID_NUMBERS | PHONES
SEPARATORS = st.sampled_from(["-", ".", ":", "_"])


def spread(said: str, separator: str, every: int) -> str:
    return separator.join(said[n : n + every] for n in range(0, len(said), every))


@given(PERSONAL, SEPARATORS, st.integers(3, 8), st.sampled_from(["", "id:", "row_"]))
def test_an_id_number_or_a_phone_is_refused_however_it_is_written(
    said: str, separator: str, every: int, before: str
) -> None:
    with pytest.raises(NotPlain):
        plain({"value": before + said})
    with pytest.raises(NotPlain):
        plain({"value": before + spread(said, separator, every)})


@given((OLD_ID_NUMBERS | PHONES).map(int) | ID_NUMBERS.filter(str.isdigit).map(int))
def test_it_is_refused_as_a_number_too(said: int) -> None:
    with pytest.raises(NotPlain):
        plain({"value": said})


@given(PERSONAL)
def test_the_refusal_does_not_repeat_it(said: str) -> None:
    with pytest.raises(NotPlain) as refused:
        plain({"value": said})
    assert said not in str(refused.value)


@given(st.uuids(), st.integers(0, 65 * 10**10), st.booleans(), st.dates())
def test_ids_regions_counts_and_days_are_kept_as_they_are(
    key: object, number: int, flag: bool, day: object
) -> None:
    if 13 * 10**9 <= number < 2 * 10**10:
        number //= 10
    values: dict[str, Scalar | UUID] = {
        "upload": str(key),
        "region": number,
        "undo": flag,
        "on": str(day),
        "note": None,
    }
    assert plain(values) == values


def test_an_id_is_kept_in_writing() -> None:
    key = UUID("0b6f7a4e-6a3c-4c8b-9d55-1f1f1f1f1f1f")
    assert plain({"upload": key}) == {"upload": str(key)}


@pytest.mark.parametrize(
    "value", ["王小明", "Wang Xiaoming", "", "a" * 61, 1.5, [1], {"a": 1}, b"x", "两河村"]
)
def test_words_and_structures_are_refused(value: object) -> None:
    with pytest.raises(NotPlain):
        plain({"value": value})  # type: ignore[dict-item]  # what must not come


@pytest.mark.parametrize("name", ["王小明", "15400138000", "with space", ""])
def test_the_name_of_a_value_is_a_plain_word(name: str) -> None:
    with pytest.raises(NotPlain):
        plain({name: 1})
    with pytest.raises(NotPlain):
        counted({name: 1})


@pytest.mark.parametrize("value", ["3", 3.0, None, True])
def test_a_result_is_made_of_counts(value: object) -> None:
    with pytest.raises(NotPlain):
        counted({"new": value})  # type: ignore[dict-item]  # what must not come


def test_a_kept_sentence_comes_back_in_any_language() -> None:
    said = text("{n} people, {state}", n=3, state=text("Waiting"))
    kept = to_json(said)
    assert from_json(kept) == said
    assert from_json(kept).to("en") == "3 people, Waiting"


@given(PERSONAL | st.just("王小明"))
def test_a_sentence_about_somebody_is_not_kept(value: str) -> None:
    with pytest.raises(NotPlain):
        to_json(Text("{who}", {"who": value}))
    with pytest.raises(NotPlain):
        to_json(Text("{inner}", {"inner": Text("{who}", {"who": value})}))
