"""What an employer sees and says of offers at the desk: its own people, what they agreed to."""

from datetime import timedelta
from typing import Any

import pytest

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people import queries as register
from chunfeng.stages.placements import desk_list, operations, queries
from chunfeng.stages.placements.operations import Left, Said
from chunfeng.stages.placements.refusals import (
    NotAllowed,
    NotFound,
    NotNow,
    OtherMonth,
    Refused,
    TooLate,
)
from chunfeng.stages.placements.vocabulary import (
    EmployerReason,
    EndReason,
    How,
    PersonReason,
    Whose,
)
from tests.cast import NOW, TODAY, Cast
from tests.stages.placements.offering import BY_PHONE, Office, later, seats
from tests.stages.vacancies.market import employer, member, stands

pytestmark = pytest.mark.django_db(transaction=True)
AT_DESK = Said(how=How.DESK)


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


def at_the_desk(by: Context, operation: Any, *said: Any, at: Any = NOW, **more: Any) -> Any:
    with stands(by):
        return operation(*said, by=by, at=at, **more)


def shown(by: Context) -> list[str]:
    with stands(by):
        return [one.name for one in desk_list.proposed()]


def test_an_employer_sees_who_agreed_by_name_and_what_the_work_asks_for(office: Office) -> None:
    vacancy = office.vacancy(education_min="junior", putonghua=True)
    person = office.person(education="senior", putonghua=True, work_limits=["no_heavy"])
    asked = office.made(person, vacancy)
    ours = member(office.employer)
    assert shown(ours) == []
    office.do(operations.agree, asked, BY_PHONE)
    with stands(ours):
        (one,) = desk_list.proposed()
    assert (one.name, one.title) == ("王小春", "缝纫工")
    assert [name.to("en") for name, _ in one.facts] == ["Education", "Speaks Putonghua"]


def test_who_does_not_want_to_be_shown_is_not(office: Office) -> None:
    made = office.made(office.person(), office.vacancy())
    office.do(operations.agree, made, BY_PHONE, shown=False)
    ours = member(office.employer)
    assert shown(ours) == []
    with pytest.raises(NotFound):
        at_the_desk(ours, operations.confirm, made, AT_DESK)
    office.do(operations.confirm, made, BY_PHONE)


def test_another_employer_sees_and_answers_nothing(cast: Cast, office: Office) -> None:
    made = office.agreed(office.person(), office.vacancy())
    theirs = member(employer(cast.an, name="金丝雀服装厂"))
    assert shown(theirs) == []
    for act in (
        lambda: at_the_desk(theirs, operations.confirm, made, AT_DESK),
        lambda: at_the_desk(theirs, operations.turn_down, made, EmployerReason.OTHER, AT_DESK),
        lambda: at_the_desk(theirs, operations.attest, made, whose=Whose.EMPLOYER, there=True,
                            how=How.DESK),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    assert office.line(made).state == "agreed"


def test_a_suspended_employer_sees_nobody(cast: Cast, office: Office) -> None:
    made = office.agreed(office.person(), office.vacancy())
    with entered(cast.an):
        Employer.objects.filter(id=office.employer).update(state="suspended")
    ours = member(office.employer)
    assert shown(ours) == []
    with pytest.raises(NotFound):
        at_the_desk(ours, operations.confirm, made, AT_DESK)


def test_the_desk_does_what_is_the_employers_and_nothing_else(office: Office) -> None:
    made = office.agreed(office.person(), office.vacancy())
    ours = member(office.employer)
    for act in (
        lambda: at_the_desk(ours, operations.agree, made, AT_DESK),
        lambda: at_the_desk(ours, operations.decline, made, PersonReason.PAY, AT_DESK),
        lambda: at_the_desk(ours, operations.withdraw, made),
        lambda: at_the_desk(ours, operations.end, made, on=TODAY, reason=EndReason.OTHER),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_employer_takes_somebody_at_the_desk(office: Office) -> None:
    made = office.agreed(office.person(), office.vacancy())
    ours, day = member(office.employer), TODAY + timedelta(days=3)
    at_the_desk(ours, operations.confirm, made, AT_DESK, start_on=day)
    assert (office.line(made).state, office.line(made).start_on) == ("confirmed", day)
    said = office.act(lambda: queries.answers(made))[-1]
    assert (said.whose, said.yes, said.how, said.by) == ("employer", True, "desk", ours.user)
    assert office.kinds()[-1] == "offer.confirmed"
    with pytest.raises(NotNow):
        at_the_desk(ours, operations.confirm, made, AT_DESK)


def test_after_the_last_day_an_employer_is_too_late(office: Office) -> None:
    made = office.agreed(office.person(), office.vacancy())
    with pytest.raises(TooLate):
        at_the_desk(member(office.employer), operations.confirm, made, AT_DESK, at=later(8))


def test_who_is_turned_down_leaves_the_seat_and_the_desk(office: Office) -> None:
    vacancy = office.vacancy(headcount=1)
    made, ours = office.agreed(office.person(), vacancy), member(office.employer)
    told = Said(how=How.DESK, note="需要熟手")
    at_the_desk(ours, operations.turn_down, made, EmployerReason.SKILL, told)
    line = office.line(made)
    assert (line.state, line.declined_by, line.reason, line.shown_at) == (
        "declined", "employer", "skill", None,
    )  # fmt: skip
    assert seats(office.by, vacancy) == (0, 0)
    with stands(ours):
        assert desk_list.one(made) is None
    assert office.act(lambda: queries.answers(made))[-1].note == "需要熟手"


def test_who_takes_back_a_yes_is_shown_no_longer(office: Office) -> None:
    made, ours = office.agreed(office.person(), office.vacancy()), member(office.employer)
    office.do(operations.decline, made, PersonReason.HEALTH, BY_PHONE)
    with stands(ours):
        assert desk_list.one(made) is None


def test_what_an_employer_says_of_the_end_ends_nothing_by_itself(office: Office) -> None:
    person = office.person()
    made, ours = office.begun(person, office.vacancy()), member(office.employer)
    with stands(ours):
        assert [one.id for one in desk_list.arrivals()] == [made]
    at_the_desk(ours, operations.attest, made, whose=Whose.EMPLOYER, there=True, how=How.DESK)
    with stands(ours):
        assert desk_list.arrivals() == []
    left = Left(on=TODAY, reason=EndReason.RESIGNED)
    at_the_desk(ours, operations.attest, made, whose=Whose.EMPLOYER, there=False, how=How.DESK,
                month=TODAY, left=left, at=later(1))  # fmt: skip
    said = office.act(lambda: queries.confirmations(made))
    assert [(one.there, one.month, one.left_on, one.reason) for one in said] == [
        (True, None, None, ""),
        (False, TODAY.replace(day=1), TODAY, "resigned"),
    ]
    assert office.line(made).ended_on is None
    facts = office.act(lambda: register.facts(person, on=TODAY))
    assert facts.spells[0].ended is None
    disputes = queries.Filters(due="disputed")
    assert office.act(lambda: queries.page(disputes, on=TODAY))[1] == 1


def test_an_employer_speaks_of_days_and_months_since_the_first_day(office: Office) -> None:
    made, ours = office.begun(office.person(), office.vacancy()), member(office.employer)

    def attested(**more: Any) -> None:
        at_the_desk(ours, operations.attest, made, whose=Whose.EMPLOYER, there=False, how=How.DESK,
                    **more)  # fmt: skip

    with pytest.raises(OtherMonth):
        attested(month=TODAY - timedelta(days=40))
    with pytest.raises(Refused):
        attested(left=Left(on=TODAY + timedelta(days=1), reason=EndReason.OTHER))


def test_the_copy_stays_as_it_was_when_the_person_agreed(office: Office) -> None:
    made = office.agreed(office.person(), office.vacancy())
    ours = member(office.employer)
    with pytest.raises(Exception, match="permission denied"), stands(ours):
        queries.Offer.objects.filter(id=made).update(shown_name="改名")
    assert shown(ours) == ["王小春"]
