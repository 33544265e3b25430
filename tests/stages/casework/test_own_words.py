"""What somebody says of their work on their own page: it writes no spell and asks an officer."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.stages.casework import queries as casework
from chunfeng.stages.casework.vocabulary import Cause
from chunfeng.stages.people import queries as people
from chunfeng.stages.placements import checks, operations, own_word, queries
from chunfeng.stages.placements.operations import Left
from chunfeng.stages.placements.queries import Due, Filters
from chunfeng.stages.placements.refusals import NotAllowed, NotFound, NotNow, Refused
from chunfeng.stages.placements.vocabulary import EndReason, How, Whose
from tests.cast import NOW, TODAY, Cast
from tests.stages.casework.caring import Care
from tests.stages.own.at_home import AtHome, linked
from tests.stages.placements.offering import BY_PHONE, kinds

pytestmark = pytest.mark.django_db(transaction=True)
GONE = Left(on=TODAY, reason=EndReason.FAMILY)
HOUR = timedelta(hours=1)


@pytest.fixture
def home(care: Care) -> AtHome:
    return linked(care.by, care.person(phone="15400000123"), care.keys)


def say(home: AtHome, offer: UUID, left: Left | None = None, at: Any = NOW) -> None:
    with home.acting(at) as by:
        operations.say(offer, left=left, by=by, at=at)


def spells(care: Care, person: UUID) -> list[tuple[date, date | None]]:
    facts: Any = care.act(lambda: people.facts(person, on=TODAY))
    return [(spell.begun, spell.ended) for spell in facts.spells]


def said(care: Care, offer: UUID) -> list[tuple[str, bool, str]]:
    rows = care.act(lambda: queries.confirmations(offer))
    return [(row.whose, row.there, row.reason) for row in rows]


def looked_into(care: Care, offer: UUID) -> int:
    return len(care.act(lambda: checks.of_offer(offer, on=TODAY)))


def test_who_has_begun_stands_in_the_list_at_once_and_no_spell_is_written(
    care: Care, home: AtHome
) -> None:
    offer = care.confirmed(home.person, care.vacancy())
    assert care.due(home.person) is None
    say(home, offer)
    due = care.due(home.person)
    assert due
    assert (due.cause, due.due_on, due.offer, due.spell) == ("said_begun", TODAY, offer, None)
    assert due.employer == care.line(offer).employer_name
    assert [row.person for row in care.listed(cause=Cause.SAID_BEGUN)] == [home.person]
    assert care.line(offer).state == "confirmed"
    assert spells(care, home.person) == []
    assert looked_into(care, offer) == 1


def test_what_they_said_is_over_once_an_officer_enters_the_work(care: Care, home: AtHome) -> None:
    offer = care.confirmed(home.person, care.vacancy())
    say(home, offer)
    care.do(operations.begin, offer, on=TODAY, evidence="D")
    assert not care.listed(cause=Cause.SAID_BEGUN)
    assert looked_into(care, offer) == 0


def test_who_has_left_stands_in_the_list_at_once_and_the_work_goes_on(
    care: Care, home: AtHome
) -> None:
    offer = care.begun(home.person, care.vacancy())
    say(home, offer, GONE)
    due = care.due(home.person)
    assert due
    assert (due.cause, due.due_on, due.offer) == ("said_left", TODAY, offer)
    assert care.act(lambda: casework.follow_up_counts(on=TODAY)).now == 1
    assert care.line(offer).ended_on is None
    assert spells(care, home.person) == [(TODAY, None)]
    assert said(care, offer) == [("person", False, "family")]
    assert looked_into(care, offer) == 1
    assert kinds(care.by, "^placement[.]")[-1] == "placement.says_left"


def test_it_goes_before_a_day_of_the_plan(care: Care, home: AtHome) -> None:
    offer = care.begun(home.person, care.vacancy())
    later = NOW + timedelta(days=9)
    fresh = linked(care.by, home.person, care.keys)
    fresh.prove(later)
    with fresh.acting(later) as by:
        operations.say(offer, left=Left(on=TODAY, reason=EndReason.OTHER), by=by, at=later)
    due = care.due(home.person, later.date())
    assert due
    assert due.cause == "said_left"


@pytest.mark.parametrize("how", ["call", "attested", "ended"])
def test_it_is_over_once_an_officer_asked_found_or_ended(
    care: Care, home: AtHome, how: str
) -> None:
    offer = care.begun(home.person, care.vacancy())
    say(home, offer, GONE)
    later = NOW + HOUR
    if how == "call":
        care.call(home.person, done_at=later, at=later)
    elif how == "attested":
        care.do(operations.attest, offer, whose=Whose.OFFICER, there=True, how=How.VISIT, at=later)
    else:
        care.do(operations.end, offer, on=TODAY, reason=EndReason.FAMILY, at=later)
    assert not care.listed(cause=Cause.SAID_LEFT)
    assert looked_into(care, offer) == 0


def test_a_call_nobody_answers_leaves_it_in_the_list(care: Care, home: AtHome) -> None:
    say(home, care.begun(home.person, care.vacancy()), GONE)
    care.call(home.person, reached=False, done_at=NOW + HOUR, at=NOW + HOUR)
    due = care.due(home.person)
    assert due
    assert (due.cause, due.tries) == ("said_left", 1)


def test_they_take_it_back_and_are_not_asked(care: Care, home: AtHome) -> None:
    offer = care.begun(home.person, care.vacancy())
    say(home, offer, GONE)
    say(home, offer, at=NOW + HOUR)
    assert not care.listed(cause=Cause.SAID_LEFT)
    assert looked_into(care, offer) == 0


def test_the_same_said_twice_stands_once(care: Care, home: AtHome) -> None:
    offer = care.begun(home.person, care.vacancy())
    for hours in range(3):
        say(home, offer, GONE, NOW + hours * HOUR / 2)
    assert said(care, offer) == [("person", False, "family")]


def test_so_many_words_a_day_and_no_more(care: Care, home: AtHome) -> None:
    offer = care.begun(home.person, care.vacancy())
    minutes = timedelta(minutes=5)
    for number in range(own_word.A_DAY):
        say(home, offer, None if number % 2 else GONE, NOW + number * minutes)
    with pytest.raises(Refused, match="several times today"):
        say(home, offer, GONE, NOW + HOUR)


def test_their_word_is_nobodys_confirmation(care: Care, home: AtHome) -> None:
    offer = care.confirmed(home.person, care.vacancy())
    say(home, offer)
    care.do(operations.begin, offer, on=TODAY, evidence="D")
    waits = care.act(lambda: queries.page(Filters(due=Due.ARRIVAL), on=TODAY))
    assert [line.id for line in waits[0]] == [offer]
    known = care.act(lambda: casework.confirmations([home.person], TODAY))
    assert [one.source for one in known.get(home.person, [])] == ["spell"]


def test_before_the_first_day_and_after_the_end_there_is_nothing_to_say(
    care: Care, home: AtHome
) -> None:
    offer = care.agreed(home.person, care.vacancy())
    with pytest.raises(NotNow):
        say(home, offer)
    care.do(operations.confirm, offer, BY_PHONE, start_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="still to come"):
        say(home, offer)
    with pytest.raises(NotNow):
        say(home, offer, GONE)
    over = care.begun(home.person, care.vacancy(title="小工", hours_per_day=3))
    care.do(operations.end, over, on=TODAY, reason=EndReason.OTHER)
    for left in (None, GONE):
        with pytest.raises(NotNow):
            say(home, over, left)


@given(days=st.integers(-40, 40))
@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_the_last_day_lies_between_the_first_and_today(
    running: tuple[AtHome, UUID], days: int
) -> None:
    home, offer = running
    left = Left(on=TODAY + timedelta(days), reason=EndReason.HEALTH)
    if days == 0:
        say(home, offer, left)
        return
    with pytest.raises(Refused, match="between"):
        say(home, offer, left)


@pytest.fixture
def running(care: Care, home: AtHome) -> tuple[AtHome, UUID]:
    return home, care.begun(home.person, care.vacancy())


def test_nobody_speaks_for_another_and_no_officer_for_a_person(
    care: Care, home: AtHome, cast: Cast
) -> None:
    other = care.begun(care.person(), care.vacancy())
    with pytest.raises(NotFound):
        say(home, other, GONE)
    with pytest.raises(NotAllowed):
        care.do(operations.say, other)


@pytest.mark.parametrize(
    "changed",
    [
        {"whose": "employer"}, {"whose": "officer"}, {"how": "visit"}, {"month": TODAY},
        {"offer_id": "other"}, {"person_id": "other"}, {"by": "other"},
    ],
    ids=lambda changed: "-".join(changed),
)  # fmt: skip
def test_a_statement_slipped_in_says_nothing_else(
    care: Care, home: AtHome, changed: dict[str, Any]
) -> None:
    other_person = care.person()
    other = care.begun(other_person, care.vacancy())
    mine = care.begun(home.person, care.vacancy(title="电工"))
    strange = {"offer_id": other, "person_id": other_person, "by": other_person}
    row = {
        "offer_id": mine, "person_id": home.person, "region": care.line(mine).region,
        "whose": "person", "month": None, "there": True, "how": "link", "at": NOW,
        "by": home.person,
    } | {k: strange[k] if v == "other" else v for k, v in changed.items()}  # fmt: skip
    names, blanks = ", ".join(row), ", ".join(["%s"] * len(row))
    statement = (
        f"INSERT INTO placements_confirmation (id, {names}) VALUES (gen_random_uuid(), {blanks})"  # noqa: S608
    )
    with home.acting(), transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"):
            cursor.execute(statement, list(row.values()))
        transaction.set_rollback(True)


def test_on_their_own_page_they_read_their_own_word_alone(care: Care, home: AtHome) -> None:
    offer = care.begun(home.person, care.vacancy())
    care.do(operations.attest, offer, whose=Whose.EMPLOYER, there=True, how=How.DESK)
    say(home, offer, GONE)
    with home.acting():
        assert [row.whose for row in queries.confirmations(offer)] == ["person"]
