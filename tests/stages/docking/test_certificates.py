"""Which certificates are the same, and what a driving licence allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.docking.certificates import MOST, Certificates, held_keys, required_key


def passes(required: list[str], held: list[str], licence: str | None = None) -> bool:
    """Whether what a person holds is all that is required."""
    certificates = Certificates(dict.fromkeys(required, 1), set(held_keys(held, licence)))
    return not certificates.asked(required) & ~certificates.held(held, licence)


@pytest.mark.parametrize(
    ("required", "held"),
    [
        ("电工证", "电工证书"),
        ("电工资格证", "电工"),
        ("焊工 操作证", "焊工操作证"),
        ("健康证", "健康证"),
        ("c1驾驶证", "C1驾照"),
    ],
)
def test_a_certificate_goes_by_several_endings(required: str, held: str) -> None:
    assert passes([required], [held])


def test_another_certificate_is_another() -> None:
    assert not passes(["电工证"], ["焊工证"])
    assert not passes(["电工证"], [])
    assert not passes(["电工证", "焊工证"], ["焊工证"])
    assert passes([], [])


def test_an_ending_alone_stays_a_name() -> None:
    assert required_key("证") == "证"
    assert passes(["操作证"], ["操作证"])
    assert not passes(["操作证"], ["资格证"])


@pytest.mark.parametrize(
    ("required", "licence", "enough"),
    [
        ("C1", "C1", True),
        ("C1驾驶证", "A2", True),
        ("驾驶证C1", "C2", False),
        ("C2以上驾照", "C1", True),
        ("驾照", "E", True),
        ("驾驶证", None, False),
        ("B2", "C1D", False),
        ("D", "C1D", True),
        ("F", "C1E", True),
        ("C1", "无", False),
        ("A1驾驶证", "A2", False),
    ],
)
def test_a_driving_licence_allows_what_its_class_allows(
    required: str, licence: str | None, enough: bool
) -> None:
    assert passes([required], [], licence) is enough


def test_a_licence_may_stand_among_the_certificates() -> None:
    assert passes(["C1驾驶证"], ["健康证", "驾驶证B2"])


def test_a_letter_in_another_certificate_is_no_licence() -> None:
    assert not passes(["A1级保安证"], [], "A1")
    assert passes(["A1级保安证"], ["A1级保安证"])


@given(st.integers(0, 200))
def test_no_certificate_required_is_ever_waved_through(kinds: int) -> None:
    required = {f"第{n}号作业": n for n in range(kinds)}
    certificates = Certificates(required, frozenset())
    for name in required:
        assert certificates.asked([name]) & ~certificates.held([], None)
    assert len(certificates.names) <= MOST


def test_past_the_last_bit_those_that_somebody_holds_still_count() -> None:
    required = {f"第{n}号作业": 100 - n for n in range(100)}
    certificates = Certificates(required, {"第99号作业"})
    assert certificates.asked(["第99号作业"]) == certificates.held(["第99号作业"], None) == 1
    assert len(certificates.not_compared) == 100 - (MOST - 1)
    assert certificates.names[0] == "第99号作业"


def test_a_certificate_keeps_the_wording_of_the_ledger() -> None:
    certificates = Certificates({"电工证书": 3, "电工证": 2}, frozenset())
    assert certificates.names == ["电工证"]
    assert certificates.asked(["电工"]) == 1
