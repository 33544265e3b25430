"""Words for work on both sides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.codes import fit
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.work_words import (
    MOST_WORDS,
    Asked,
    WorkWords,
    profile,
    profile_table,
    shares_word,
)
from tests.stages.docking.ledgers import words

SEWING, TAILORING, WELDING = "6-05-01-03", "6-05-01-02", "6-18-02-04"
SAME_WORD = 0.6
CODE = st.sampled_from([None, SEWING, TAILORING, "6-05-02-01", WELDING])
WORD = st.tuples(st.text("缝纫工玩具", min_size=1, max_size=4), CODE)
ASKED = st.lists(st.lists(WORD, max_size=3).map(tuple), min_size=1, max_size=4)
KNOWN = st.lists(st.tuples(WORD, st.sampled_from([1.0, 0.9])), min_size=1, max_size=5)


def slow(word: str, code: str | None, weight: float, asked: Asked) -> float:
    """The nearest of what is asked."""
    near = [
        max(
            fit(code, other_code) if code and other_code else 0.0,
            SAME_WORD * shares_word(word, other),
        )
        for other, other_code in asked
    ]
    return weight * max(near)


@settings(deadline=None)
@given(ASKED, KNOWN)
def test_the_table_says_of_every_word_what_it_is_worth_for_what_is_asked(
    asked: list[Asked], known: list[tuple[tuple[str, str | None], float]]
) -> None:
    register = WorkWords(asked, SAME_WORD)
    rows = [register.number(word, code, weight) for (word, code), weight in known]
    table = register.table()
    assert np.isnan(table[0]).all()
    for row, ((word, code), weight) in zip(rows, known, strict=True):
        for column, wanted in enumerate(asked):
            if wanted:
                assert table[row, column] == pytest.approx(slow(word, code, weight, wanted))
            else:
                assert np.isnan(table[row, column])


def test_words_that_meet_nothing_asked_have_one_number_together() -> None:
    register = WorkWords([(("缝纫工", SEWING),)], SAME_WORD)
    numbers = {register.number(f"胡写{n}", None, 1.0) for n in range(1000)}
    assert len(numbers) == 1
    assert len(register.known) == 2


def test_a_single_sign_is_no_common_word() -> None:
    assert not shares_word("工", "缝纫工")
    assert shares_word("玩具", "毛绒玩具缝制")
    assert shares_word("毛绒玩具缝制", "玩具")


def test_the_same_word_in_several_columns_has_its_best_weight(policy: Policy) -> None:
    register = WorkWords([(("缝纫工", SEWING),)], SAME_WORD)
    sewing = words("缝纫工", code=SEWING)
    numbers = profile(register, policy.occupation, sewing, sewing, sewing)
    assert register.table()[list(numbers), 0].tolist() == [policy.occupation.wanted]


def test_only_the_heaviest_words_of_a_person_count(policy: Policy) -> None:
    asked = [((f"工种{n}", None),) for n in range(40)]
    register = WorkWords(asked, SAME_WORD)
    many = words(*(f"工种{n}" for n in range(39)))
    numbers = profile(register, policy.occupation, words("工种39"), None, many)
    assert len(numbers) == MOST_WORDS
    assert np.nanmax(register.table()[list(numbers), 39]) == pytest.approx(SAME_WORD)


def test_nothing_known_is_a_profile_of_its_own(policy: Policy) -> None:
    register = WorkWords([()], SAME_WORD)
    assert profile(register, policy.occupation, None, (), None) == ()
    assert profile_table([(), (3, 5)]).tolist() == [[0, 0], [3, 5]]
    assert profile_table([]).shape == (0, 1)
