"""A policy edited in a form: every value has a field, and what is typed is used or explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.docking.policy import Policy, load_policy
from chunfeng.stages.docking.policy_form import policy_fields, with_values

DEFAULT = load_policy()
FIELDS = {field.path: field for section in policy_fields(DEFAULT) for field in section.fields}


def test_every_field_has_a_name_in_both_languages() -> None:
    for section in policy_fields(DEFAULT):
        assert section.name.to("zh") != section.name.to("en")
        for field in section.fields:
            assert field.name.to("zh") != field.name.to("en"), field.path


def test_a_form_sent_back_as_it_was_changes_nothing(policy: Policy) -> None:
    made, wrong = with_values(policy, {path: field.value for path, field in FIELDS.items()})
    assert (made, wrong) == (policy, {})


@pytest.mark.parametrize(
    ("path", "kind", "least", "most"),
    [
        ("weights.pay", "number", 0, 1),
        ("statutory_age.male.age", "whole", 16, 80),
        ("hours.week_to_month", "number", 4, 5),
        ("tiers.0.one_per_household", "yes_no", None, None),
        ("valid_from", "date", None, None),
        ("churn.points", "whole", 0, 10_000),
    ],
)
def test_a_field_tells_what_it_may_hold(
    path: str, kind: str, least: float | None, most: float | None
) -> None:
    field = FIELDS[path]
    assert (field.kind, field.bounds.least, field.bounds.most) == (kind, least, most)


def test_choices_are_those_of_the_model() -> None:
    assert "cooperation" in FIELDS["past_statutory_age.channels"].choices
    assert FIELDS["weak.heaviest"].choices == ("light", "medium")
    assert FIELDS["weak.heaviest"].kind == "choice"


@pytest.mark.parametrize(
    ("typed", "path", "said"),
    [
        ({"commute.default_km": "far"}, "commute.default_km", "Expected a number."),
        ({"commute.default_km": "501"}, "commute.default_km", "It must be 500 or less."),
        ({"weights.pay": "0.5"}, "weights", "The weights add up to 1.28, not to 1."),
        ({"valid_from": "tomorrow"}, "valid_from", "Expected a date such as 2026-01-01."),
        ({"tiers.0.categories": "nobody"}, "tiers.0.categories.0", "Allowed: "),
        ({"tiers.4.name_zh": "新"}, "tiers.4.name_en", "It must be given."),
        ({"no.such": "1"}, "no.such", "There is no such value."),
        ({"name": ""}, "name", "It must not be empty."),
    ],
)
def test_what_cannot_be_used_is_explained_at_its_field(
    policy: Policy, typed: dict[str, str], path: str, said: str
) -> None:
    made, wrong = with_values(policy, typed)
    assert made is None
    assert wrong[path].to("en").startswith(said)


def test_an_entry_is_added_after_the_last_and_taken_out_where_it_stands(policy: Policy) -> None:
    more = {"tiers.4.name_zh": "新", "tiers.4.name_en": "New", "tiers.4.categories": "sudden"}
    made, _ = with_values(policy, more | {"tiers.1": ""})
    assert made
    names = [tier.name_en for tier in made.tiers]
    assert names == [*(t.name_en for k, t in enumerate(policy.tiers) if k != 1), "New"]


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=12), max_size=4))
def test_whatever_is_typed_gives_a_policy_or_reasons(typed: dict[str, str]) -> None:
    made, wrong = with_values(DEFAULT, typed)
    assert (made is None) == bool(wrong)
    assert all(reason.to("zh") for reason in wrong.values())
