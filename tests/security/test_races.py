"""Two at once: whatever two officers do in the same moment, nothing is doubled and nothing lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.people import finding, households, merging, operations, queries
from chunfeng.stages.people.models import Duplicate, Person
from chunfeng.stages.people.refusals import Refused
from tests.cast import NOW, TODAY, Cast
from tests.security.office import VILLAGES

pytestmark = pytest.mark.django_db(transaction=True)
Unwalled = Callable[[], AbstractContextManager[None]]
ID = "999999198001010014"
ROUNDS = 6


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Runs acts in threads that start together; what each gave, or the refusal it met."""
    start, out = Barrier(len(acts)), [None] * len(acts)

    def run(k: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            out[k] = act()
        except Exception as error:
            out[k] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(k, act)) for k, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return out


def enrol(by: Context, keys: Any, **values: Any) -> Any:
    row = {"name": "王小春", "home": VILLAGES[0], "household_no": "H1", "relation": "head"} | values
    with entered(by):
        return operations.enrol(row, keys=keys, by=by, at=NOW)


def count(unwalled: Unwalled, table: str, where: str = "true") -> int:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608 our own
        return int(cursor.fetchone()[0])


def test_one_number_entered_twice_at_once_is_claimed_once(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    for k in range(ROUNDS):
        number = f"99999919800101{k:03d}X"
        at_once(
            lambda n=number, k=k: enrol(cast.an, keys, id_number=n, household_no=f"A{k}"),
            lambda n=number, k=k: enrol(cast.an, keys, id_number=n, household_no=f"B{k}"),
        )
    assert count(unwalled, "people_claim") == ROUNDS


def test_one_household_number_is_given_once(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    for k in range(ROUNDS):
        at_once(
            lambda k=k: enrol(cast.an, keys, name="王一", household_no=f"N{k}"),
            lambda k=k: enrol(cast.an, keys, name="王二", household_no=f"N{k}"),
        )
    assert count(unwalled, "people_household") == ROUNDS


def test_of_two_changes_of_one_field_one_is_asked_to_compare(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    person = enrol(cast.an, keys)

    def change(value: str) -> None:
        with entered(cast.an):
            operations.correct(person, {"education": value}, seen=1, keys=keys, by=cast.an, at=NOW)

    out = at_once(lambda: change("junior"), lambda: change("primary"))
    assert sorted(type(o).__name__ for o in out) == ["ChangedMeanwhile", "NoneType"]


def test_a_pair_is_merged_once(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    one = enrol(cast.an, keys, birth_date=TODAY.replace(year=1980))
    two = enrol(cast.an, keys, birth_date=TODAY.replace(year=1980), household_no="H2")
    with entered(cast.an):
        finding.find([two], at=NOW)
        pair = Duplicate.objects.get().id

    def merge(keep: Any) -> None:
        with entered(cast.an):
            merging.merge(pair, keep=keep, keys=keys, by=cast.an, at=NOW)

    out = at_once(lambda: merge(one), lambda: merge(two))
    assert sum(o is None for o in out) == 1
    assert count(unwalled, "people_person", "merged_into_id IS NOT NULL") == 1


def test_a_household_keeps_one_head_whatever_two_officers_do(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    head = enrol(cast.an, keys)
    son = enrol(cast.an, keys, name="王二", relation="child")
    other = enrol(cast.an, keys, name="王三", relation="child")
    with entered(cast.an):
        home = Person.objects.values_list("household_id", flat=True).get(id=head)

    def hand_over(to: Any) -> None:
        with entered(cast.an):
            households.set_relations(
                home, {head: "parent", to: "head"}, reason="x", by=cast.an, at=NOW
            )

    out = at_once(lambda: hand_over(son), lambda: hand_over(other))
    assert sum(o is None for o in out) == 1
    assert all(o is None or isinstance(o, Refused) for o in out)
    assert count(unwalled, "people_person", "relation = 'head'") == 1


def test_one_spell_of_a_kind_runs_whoever_is_quicker(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    person = enrol(cast.an, keys)

    def begin() -> None:
        with entered(cast.an):
            operations.begin_spell(
                person, by=cast.an, at=NOW, begun=TODAY, kind="workshop", evidence="D"
            )

    at_once(begin, begin, begin, begin)
    assert count(unwalled, "people_spell", "ended IS NULL") == 1


def test_every_one_of_many_reveals_at_once_is_in_the_log(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    person = enrol(cast.an, keys, phone="15400001234")
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_reveal_right SET per_day = 100000 WHERE field = 'phone'")

    def look() -> None:
        for _ in range(250):
            with entered(cast.an):
                operations.reveal(person, "phone", keys=keys, by=cast.an, at=NOW)

    try:
        assert at_once(*[look] * 8) == [None] * 8
        assert count(unwalled, "audit_event", "kind = 'person.revealed'") == 2000
    finally:
        with unwalled(), connection.cursor() as cursor:
            cursor.execute("UPDATE people_reveal_right SET per_day = 200 WHERE field = 'phone'")


def test_the_quota_holds_against_many_hands(cast: Cast, keys: Any, unwalled: Unwalled) -> None:
    person = enrol(cast.an, keys, id_number=ID)

    def look() -> None:
        for _ in range(10):
            try:
                with entered(cast.an):
                    operations.reveal(person, "id_number", keys=keys, by=cast.an, at=NOW)
            except Refused:
                continue

    at_once(*[look] * 8)
    assert count(unwalled, "audit_event", "kind = 'person.revealed'") == 50


def test_who_looks_while_a_household_moves_sees_it_whole(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    person = enrol(cast.an, keys, phone="15400001234", status="farming")
    with entered(cast.an):
        home = Person.objects.values_list("household_id", flat=True).get(id=person)

    def move() -> None:
        for k in range(20):
            with entered(cast.an):
                households.move(home, VILLAGES[k % 3], reason="x", by=cast.an, at=NOW)

    def look() -> list[int]:
        out = []
        for _ in range(40):
            with entered(cast.an):
                facts = queries.facts(person, on=TODAY)
                out.append(0 if facts is None else len(facts.spells))
        return out

    moved, seen = at_once(move, look)
    assert moved is None
    assert set(seen) == {1}
