"""People proposed to an employer: taken, turned down, confirmed; and never those of another."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Said, Terms
from chunfeng.stages.placements.vocabulary import How
from tests.cast import NOW, PINGLI, TODAY
from tests.faces.desk.counter import Counter, Member

SAID = Said(how=How.PHONE)
TELEPHONE = "15487650009"


def agreed(counter: Counter, who: Member, name: str = "王小春", *, phone: bool = True) -> UUID:
    """Somebody who agreed to work for an employer, and whether it may see their telephone."""
    by, vacancy = counter.officer.context, counter.published(who)
    row = {"name": name, "home": PINGLI + 100_001, "household_no": name, "relation": "head",
           "phone": TELEPHONE}  # fmt: skip
    with entered(by):
        person = people.enrol(row, keys=counter.keys, by=by, at=NOW)
        made = operations.make(person, vacancy, key=name, keys=counter.keys, by=by, at=NOW,
                               terms=Terms(tell=False)).offer  # fmt: skip
        operations.agree(made, SAID, by=by, at=NOW, phone=phone)
    return made


def taken_on(counter: Counter, who: Member, name: str = "王小春", *, phone: bool = True) -> UUID:
    """Somebody whom the employer took."""
    made, by = agreed(counter, who, name, phone=phone), counter.officer.context
    with entered(by):
        operations.confirm(made, SAID, by=by, at=NOW)
    return made


def begun(counter: Counter, who: Member, name: str = "王小春", *, phone: bool = True) -> UUID:
    """Somebody who works there since today."""
    made, by = taken_on(counter, who, name, phone=phone), counter.officer.context
    with entered(by):
        operations.begin(made, on=TODAY, evidence=Evidence.EMPLOYER, by=by, at=NOW)
    return made


def line(counter: Counter, offer: UUID) -> queries.Line:
    with entered(counter.officer.context):
        found = queries.offer(offer)
    assert found
    return found


def words(counter: Counter, offer: UUID) -> list[tuple[Any, bool]]:
    with entered(counter.officer.context):
        return [(one.month, one.there) for one in queries.confirmations(offer)]


def test_who_agreed_is_taken_with_a_first_day(counter: Counter) -> None:
    made = agreed(counter, counter.ours)
    assert "王小春" in counter.ours.page("/desk/").main
    page = counter.ours.page("/desk/proposed")
    assert f"/desk/proposed/{made}/accept" in page.links("/desk/proposed/")
    day = TODAY + timedelta(days=3)
    counter.ours.send(f"/desk/proposed/{made}/accept", {"on": "bald"}, 422)
    counter.ours.send(f"/desk/proposed/{made}/accept", {"on": day.isoformat()})
    assert (line(counter, made).state, line(counter, made).start_on) == ("confirmed", day)
    counter.ours.send(f"/desk/proposed/{made}/accept", {"on": ""}, 422)


def test_who_is_turned_down_is_gone_from_the_desk(counter: Counter) -> None:
    made = agreed(counter, counter.ours)
    address = f"/desk/proposed/{made}/turn-down"
    counter.ours.send(address, {"reason": ""}, 422)
    counter.ours.send(address, {"reason": "skill", "note": "要会平车"})
    assert (line(counter, made).state, line(counter, made).declined_by) == ("declined", "employer")
    assert "王小春" not in counter.ours.page("/desk/proposed").main
    counter.ours.page(address, 404)


def test_arrivals_are_confirmed_in_one_form(counter: Counter) -> None:
    there, away, later = (begun(counter, counter.ours, name) for name in ("王一", "王二", "王三"))
    assert "/desk/proposed/arrivals" in counter.ours.page("/desk/").links("/desk/proposed")
    told = {f"there-{there}": "yes", f"there-{away}": "no"}
    counter.ours.send("/desk/proposed/arrivals", told)
    assert words(counter, there) == [(None, True)]
    assert words(counter, away) == [(None, False)]
    assert words(counter, later) == []
    assert "王三" in counter.ours.page("/desk/proposed/arrivals").main
    assert "王一" not in counter.ours.page("/desk/proposed/arrivals").main


def test_a_month_is_confirmed_once_and_can_be_corrected(counter: Counter) -> None:
    made = begun(counter, counter.ours)
    address, month = "/desk/proposed/there/2026-11", TODAY.replace(day=1)
    for minute, word in enumerate(("yes", "yes", "no")):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            counter.ours.send(address, {f"there-{made}": word})
    assert words(counter, made) == [(month, True), (month, False)]
    assert counter.ours.page(address).form() == {f"there-{made}": ["no"]}
    counter.ours.page("/desk/proposed/there/2024-01", 404)


def test_who_left_is_told_with_the_day_and_why(counter: Counter) -> None:
    made = begun(counter, counter.ours)
    address = f"/desk/proposed/{made}/left"
    counter.ours.send(address, {"on": "", "reason": ""}, 422)
    counter.ours.send(address, {"on": TODAY.isoformat(), "reason": "resigned"})
    assert line(counter, made).ended_on is None
    page = counter.officer.client.get(f"/offers/{made}/act/ended").content.decode()
    assert f'value="{TODAY.isoformat()}"' in page


def test_another_employers_people_are_nobody(counter: Counter) -> None:
    made, other = (
        agreed(counter, counter.theirs, "金丝雀"),
        begun(counter, counter.theirs, "金丝鸟"),
    )
    for page in ("", "proposed", "proposed/arrivals", "proposed/there/2026-11"):
        main = counter.ours.page(f"/desk/{page}").main
        assert "金丝" not in main.replace("金丝雀服装厂", ""), page
    for act in ("accept", "turn-down", "left"):
        counter.ours.page(f"/desk/proposed/{made}/{act}", 404)
        counter.ours.send(f"/desk/proposed/{made}/{act}", {"on": "2026-11-23"}, 404)
    counter.ours.send("/desk/proposed/arrivals", {f"there-{other}": "no"})
    assert words(counter, other) == []
    assert line(counter, made).state == "agreed"


@pytest.mark.parametrize("address", ["/desk/", "/desk/proposed", "/desk/proposed/arrivals"])
def test_the_desk_takes_as_many_statements_for_many_as_for_few(
    counter: Counter, address: str
) -> None:
    begun(counter, counter.ours, "王零")
    agreed(counter, counter.ours, "王壹")
    counter.ours.page(address)
    few = counter.ours.statements(address)
    for name in ("王二", "王三", "王四"):
        begun(counter, counter.ours, name)
        taken_on(counter, counter.ours, f"{name}甲", phone=False)
        agreed(counter, counter.ours, f"{name}乙")
    assert counter.ours.statements(address) == few
