"""The telephone of whom an employer took on: shown by consent, on the record, until the end."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.accounts import members
from chunfeng.foundation.audit.queries import timeline
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations
from chunfeng.stages.placements.refusals import NotAllowed, NotFound, PhoneNotShown, Refused
from chunfeng.stages.placements.vocabulary import EmployerReason, EndReason, PersonReason
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY, Cast
from tests.security.test_races import at_once
from tests.stages.own.at_home import linked
from tests.stages.placements.offering import BY_PHONE, Office, later
from tests.stages.vacancies.market import employer, member, stands

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "15400000123"
LOOKS = "^offer[.]phone_(shown|refused)"
CHOICES = "^offer[.]phone_(given|withheld)"


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def agreed(office: Office, **choice: Any) -> UUID:
    """Somebody with a telephone who said yes, and shows it unless told otherwise."""
    made = office.made(office.person(phone=PHONE), office.vacancy())
    office.do(operations.agree, made, BY_PHONE, **({"phone": True} | choice))
    return made


def taken_on(office: Office, **choice: Any) -> UUID:
    """Somebody both sides have agreed about."""
    made = agreed(office, **choice)
    office.do(operations.confirm, made, BY_PHONE)
    return made


def at_work(office: Office, **choice: Any) -> UUID:
    """Somebody whose work has begun today."""
    made = taken_on(office, **choice)
    office.do(operations.begin, made, on=TODAY, evidence=Evidence.EMPLOYER)
    return made


def seen(office: Office, offer: UUID, by: Context | None = None, at: Any = NOW) -> str:
    """What the desk is told: the telephone, or why not."""
    by = by or member(office.employer)
    with stands(by):
        try:
            return operations.see_phone(offer, keys=office.keys, by=by, at=at)
        except PhoneNotShown as why:
            return why.why
        except NotFound:
            return "absent"


@pytest.mark.parametrize("stand", [taken_on, at_work])
def test_whom_an_employer_has_taken_on_it_may_call(office: Office, stand: Any) -> None:
    assert seen(office, stand(office)) == PHONE


def test_somebody_of_another_county_too(cast: Cast, office: Office) -> None:
    """Where the member's own scope does not reach."""
    assert seen(office, from_elsewhere(cast, office)) == PHONE


def from_elsewhere(cast: Cast, office: Office) -> UUID:
    """Somebody of the next county, taken on here."""
    away, vacancy = copy(office), office.vacancy()
    away.by = cast.bo
    made = away.made(away.person(phone=PHONE, home=SHIQUAN + 100_001), vacancy)
    away.do(operations.agree, made, BY_PHONE, phone=True)
    away.do(operations.confirm, made, BY_PHONE)
    return made


NOT_BOTH: dict[str, tuple[Callable[[Office], UUID], str]] = {
    "offered": (lambda office: office.made(office.person(phone=PHONE), office.vacancy()), "absent"),
    "agreed by the person alone": (agreed, "state"),
    "declined by the person": (
        lambda office: after(office, operations.decline, PersonReason.PAY, BY_PHONE), "absent",
    ),
    "turned down": (
        lambda office: after(office, operations.turn_down, EmployerReason.OTHER, BY_PHONE),
        "absent",
    ),
    "taken back": (lambda office: after(office, operations.withdraw), "absent"),
}  # fmt: skip


def after(office: Office, operation: Any, *said: Any) -> UUID:
    """Somebody taken on, and what came of it."""
    made = taken_on(office)
    office.do(operation, made, *said)
    return made


@pytest.mark.parametrize(("stand", "why"), NOT_BOTH.values(), ids=NOT_BOTH.keys())
def test_without_both_agreeing_nothing_is_shown(office: Office, stand: Any, why: str) -> None:
    assert seen(office, stand(office)) == why


def test_who_was_turned_down_at_the_desk_is_called_no_more(office: Office) -> None:
    made, ours = taken_on(office), member(office.employer)
    with stands(ours):
        operations.turn_down(made, EmployerReason.OTHER, BY_PHONE, by=ours, at=NOW)
    assert seen(office, made) == "absent"


def test_when_the_work_ends_the_telephone_is_shown_no_more(office: Office) -> None:
    made = at_work(office)
    assert seen(office, made) == PHONE
    office.do(operations.end, made, on=TODAY, reason=EndReason.FAMILY)
    assert seen(office, made) == "state"


def test_who_does_not_agree_is_not_called(office: Office) -> None:
    assert seen(office, taken_on(office, phone=False)) == "choice"


def test_who_said_yes_without_being_asked_shares_nothing(office: Office) -> None:
    made = office.confirmed(office.person(phone=PHONE), office.vacancy())
    assert seen(office, made) == "choice"


def test_whose_name_is_not_shown_is_not_called_either(office: Office) -> None:
    made = taken_on(office, shown=False)
    assert not office.line(made).shown_phone
    assert seen(office, made) == "absent"


def test_another_employer_learns_not_even_that_there_is_somebody(
    cast: Cast, office: Office
) -> None:
    theirs = member(employer(cast.an, name="金丝雀服装厂"))
    assert seen(office, taken_on(office), theirs) == seen(office, uuid4(), theirs) == "absent"


@pytest.mark.parametrize("state", ["applied", "suspended", "closed"])
def test_an_employer_that_is_not_verified_sees_none(cast: Cast, office: Office, state: str) -> None:
    made = at_work(office)
    with entered(cast.an):
        Employer.objects.filter(id=office.employer).update(state=state)
    assert seen(office, made) == "employer"


def test_nothing_recorded_is_said_so(office: Office) -> None:
    made = office.made(office.person(), office.vacancy())
    office.do(operations.agree, made, BY_PHONE, phone=True)
    office.do(operations.confirm, made, BY_PHONE)
    assert seen(office, made) == "empty"


def colleague(office: Office, name: str, phone: str) -> Context:
    """Somebody who acts for the employer."""
    who = office.do(
        members.add, employer=office.employer, region=PINGLI, name=name, phone=phone,
        keys=office.keys,
    )  # fmt: skip
    return replace(member(office.employer), user=who)


def test_an_employer_asks_fifty_times_a_day_whoever_asks_and_whatever_is_answered(
    office: Office,
) -> None:
    shown, withheld = taken_on(office), taken_on(office, phone=False)
    one, other = (
        colleague(office, "李秋实", "15400000017"),
        colleague(office, "文经理", "15400000025"),
    )
    for _ in range(24):
        assert seen(office, shown, one) == PHONE
        assert seen(office, withheld, other) == "choice"
    assert seen(office, uuid4(), one) == "absent"
    assert seen(office, shown, other) == PHONE
    assert seen(office, shown, one) == seen(office, shown, other) == "quota"
    assert seen(office, shown, one, later(1)) == PHONE


def test_the_limit_holds_against_many_hands(office: Office) -> None:
    made, ours = taken_on(office), member(office.employer)
    told = at_once(*[lambda: [seen(office, made, ours) for _ in range(15)]] * 4)
    answers = [answer for hand in told for answer in hand]
    assert (answers.count(PHONE), answers.count("quota")) == (50, 10)


def test_another_employers_asking_uses_none_of_ours(cast: Cast, office: Office) -> None:
    made, theirs = taken_on(office), member(employer(cast.an, name="金丝雀服装厂"))
    for _ in range(51):
        seen(office, uuid4(), theirs)
    assert seen(office, made) == PHONE


def test_every_ask_stands_on_the_persons_timeline_and_holds_no_number(
    office: Office, unwalled: Any
) -> None:
    made, ours = taken_on(office), member(office.employer)
    seen(office, made, ours)
    office.do(operations.share_phone, made, shown=False)
    seen(office, made, ours)
    assert office.kinds(LOOKS) == ["offer.phone_shown", "offer.phone_refused"]
    lines = office.act(lambda: timeline(by=office.by, person=office.line(made).person))
    asked = [one for one in lines if one.kind in ("offer.phone_shown", "offer.phone_refused")]
    assert [(one.role, one.purpose, list(one.fields)) for one in asked] == [
        ("employer", "recruit", ["phone"])
    ] * 2
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_event AS e WHERE e::text LIKE %s", [f"%{PHONE}%"]
        )
        assert cursor.fetchone() == (0,)


def test_an_ask_for_nobody_of_ours_stands_on_nobodys_timeline(cast: Cast, office: Office) -> None:
    made = taken_on(office)
    seen(office, made, member(employer(cast.an, name="金丝雀服装厂")))
    assert office.kinds(LOOKS) == ["offer.phone_refused"]
    lines = office.act(lambda: timeline(by=office.by, person=office.line(made).person))
    assert "offer.phone_refused" not in {one.kind for one in lines}


def test_the_person_changes_their_mind_on_their_own_page_while_the_offer_lives(
    office: Office,
) -> None:
    made = at_work(office)
    home = linked(office.by, office.line(made).person, office.keys)
    for shown, told in ((False, "choice"), (False, "choice"), (True, PHONE)):
        with home.acting() as by:
            operations.share_phone(made, shown=shown, by=by, at=NOW)
        assert seen(office, made) == told
    assert office.kinds(CHOICES) == ["offer.phone_withheld", "offer.phone_given"]
    office.do(operations.end, made, on=TODAY, reason=EndReason.FAMILY)
    with home.acting() as by, pytest.raises(Refused):
        operations.share_phone(made, shown=False, by=by, at=NOW)


def test_before_the_yes_there_is_nothing_to_choose(office: Office) -> None:
    made = office.made(office.person(phone=PHONE), office.vacancy())
    home = linked(office.by, office.line(made).person, office.keys)
    with home.acting() as by, pytest.raises(Refused):
        operations.share_phone(made, shown=True, by=by, at=NOW)
    with pytest.raises(Refused):
        office.do(operations.share_phone, made, shown=True)


def test_nobody_chooses_for_another(cast: Cast, office: Office) -> None:
    made = taken_on(office, phone=False)
    stranger = linked(office.by, office.person(phone="15400000124"), office.keys)
    with stranger.acting() as by, pytest.raises(NotFound):
        operations.share_phone(made, shown=True, by=by, at=NOW)
    with stranger.acting(), connection.cursor() as cursor:
        cursor.execute("SELECT placements_own_phone(%s, true, now())", [made])
        assert cursor.fetchone() == (False,)
    with entered(cast.bo) as by, pytest.raises(NotFound):
        operations.share_phone(made, shown=True, by=by, at=NOW)
    ours = member(office.employer)
    with pytest.raises(NotAllowed), stands(ours):
        operations.share_phone(made, shown=True, by=ours, at=NOW)


def test_what_an_officer_is_told_later_counts_too(office: Office) -> None:
    made = taken_on(office)
    office.do(operations.share_phone, made, shown=False)
    assert seen(office, made) == "choice"


def test_the_number_that_is_shown_is_the_one_that_stands_now(office: Office) -> None:
    made = taken_on(office)
    person = office.line(made).person
    office.do(people.correct, person, {"phone": "15400000999"}, seen=1, keys=office.keys)
    assert seen(office, made) == "15400000999"


@pytest.mark.parametrize("statement", [
    "SELECT phone FROM people_contact",
    "SELECT person_id FROM placements_offer",
    "UPDATE placements_offer SET shown_phone = true",
    "SELECT placements_own_phone(gen_random_uuid(), true, now())",
])  # fmt: skip
def test_the_desk_has_that_one_function_and_nothing_beside_it(
    office: Office, statement: str
) -> None:
    taken_on(office)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        stands(member(office.employer)),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_no_officer_goes_by_the_desks_way(cast: Cast, office: Office) -> None:
    made = taken_on(office)
    with pytest.raises(NotAllowed):
        office.do(operations.see_phone, made, keys=office.keys)
    with pytest.raises(ProgrammingError, match="permission denied"), entered(cast.an):
        connection.cursor().execute("SELECT placements_employer_phone(%s, now())", [made])


def test_beyond_the_county_the_wall_alone_holds_what_the_function_forgets(
    cast: Cast, office: Office, unwalled: Any
) -> None:
    """Of people whom the member's scope does not reach, the policy on telephones checks again."""
    made = from_elsewhere(cast, office)
    theirs = member(employer(cast.an, name="金丝雀服装厂"))
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('placements_employer_phone(uuid, timestamptz)'"
                       "::regprocedure)")  # fmt: skip
        ((whole,),) = cursor.fetchall()
        cursor.execute(whole.replace("AND o.employer = app_employer()", ""))
    try:
        assert seen(office, made, theirs) == "empty"
    finally:
        with unwalled(), connection.cursor() as cursor:
            cursor.execute(whole)


def test_a_day_begins_at_midnight_where_people_live(office: Office) -> None:
    made, ours = taken_on(office), member(office.employer)
    before = NOW - timedelta(hours=10, minutes=1)  # 23:59 of yesterday there
    for _ in range(50):
        seen(office, uuid4(), ours, before)
    assert seen(office, made, ours, before) == "quota"
    assert seen(office, made, ours, before + timedelta(minutes=2)) == PHONE
