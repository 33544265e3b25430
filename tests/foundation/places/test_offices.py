"""The office people turn to: who enters it, what it must say, and whose it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.access import entered, in_public
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.places import offices
from chunfeng.foundation.places.offices import Office, office_of, offices_in
from chunfeng.foundation.places.refusals import Refused
from tests.cast import NOW, PINGLI, SHIQUAN, Cast
from tests.public import at_the_public_site

pytestmark = pytest.mark.django_db
TOWN, VILLAGE = PINGLI + 100_000, PINGLI + 100_001
FACTS = {
    "name": "平利县人力资源和社会保障局",
    "phones": "0000-0000100、12333",
    "address": "政务服务大厅 3 号窗口",
    "hours": "周一至周五 9:00–17:00",
}


def ask(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def told(cast: Cast, region: int = PINGLI, **facts: str) -> bool:
    with entered(cast.an):
        return offices.tell(region, FACTS | facts, by=cast.an, at=NOW)


def test_what_was_entered_is_what_people_see(cast: Cast) -> None:
    assert told(cast)
    with at_the_public_site(), in_public():
        assert office_of(PINGLI) == Office(
            PINGLI, FACTS["name"], FACTS["address"], ("0000-0000100", "12333"), FACTS["hours"]
        )


def test_the_nearest_office_upwards_answers(cast: Cast) -> None:
    told(cast)
    told(cast, TOWN, name="城关镇就业服务站")
    with at_the_public_site(), in_public():
        assert [one and one.region for one in map(office_of, (VILLAGE, TOWN, TOWN + 1000))] == [
            TOWN, TOWN, PINGLI
        ]  # fmt: skip
        assert office_of(SHIQUAN) is None


def test_without_its_own_the_one_above_answers_again(cast: Cast) -> None:
    told(cast)
    told(cast, TOWN)
    with entered(cast.an):
        offices.forget(TOWN, by=cast.an, at=NOW)
        assert [one.region for one in offices_in(PINGLI, PINGLI + 999_999)] == [PINGLI]


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    assert told(cast)
    assert not told(cast)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": " "}, "name of the office"),
        ({"phones": "", "address": ""}, "telephone or an address"),
        ({"phones": "来电话"}, "no telephone"),
        ({"phones": "12"}, "no telephone"),
        ({"phones": "12333、12333、12333、110"}, "telephones at most"),
        ({"address": "长" * 121}, "too long"),
    ],
)
def test_what_cannot_be_so_is_refused(cast: Cast, facts: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        told(cast, **facts)


def test_nobody_enters_the_office_of_another_county(cast: Cast) -> None:
    with pytest.raises(Refused, match="outside"):
        told(cast, SHIQUAN)
    insert = """INSERT INTO places_office
        (id, region, name, address, phones, hours, updated_at, updated_by) VALUES
        (gen_random_uuid(), %s, 'x', '', '110', '', now(), gen_random_uuid())"""
    with entered(cast.an), pytest.raises(DatabaseError, match="row-level security"):
        ask(insert, SHIQUAN)


def test_the_public_does_not_read_who_entered_it(cast: Cast) -> None:
    told(cast)
    with at_the_public_site(), in_public(), pytest.raises(DatabaseError, match="denied"):
        ask("SELECT updated_by FROM places_office")


def test_a_province_has_no_office_of_this_kind(cast: Cast) -> None:
    with pytest.raises(Refused):
        told(cast, 610_000_000_000)


def test_each_change_is_an_event_with_the_fields(
    cast: Cast, unwalled: Callable[[], AbstractContextManager[None]]
) -> None:
    told(cast)
    told(cast, hours="周一至周六")
    with unwalled():
        found = Event.objects.filter(kind="office.told").order_by("id")
        assert [one.fields for one in found][-1] == ["hours"]


@given(st.text(max_size=30))
def test_a_telephone_is_digits_or_refused(typed: str) -> None:
    phones = offices._phones(typed)
    wrong = offices._wrong(FACTS | {"phones": "、".join(phones), "address": "x"})
    if wrong is None:
        assert all(any(sign.isdigit() for sign in phone) for phone in phones)
