"""What the database itself lets whom do with messages."""

from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from chunfeng.foundation.access import entered
from chunfeng.foundation.messaging.models import Message
from chunfeng.foundation.messaging.operations import opt_out
from tests.cast import NOW, SHIQUAN, Cast
from tests.foundation.jobs.arranging import WEB, login
from tests.foundation.messaging.outbox import PHONE, code, notice, outbox, public

pytestmark = pytest.mark.django_db
LOOKS = [
    "SELECT id FROM messaging_message",
    "SELECT count(*) FROM messaging_message",
    "SELECT phone_index FROM messaging_optout",
    "UPDATE messaging_message SET state = 'dropped'",
    "DELETE FROM messaging_message",
    "DELETE FROM messaging_optout",
    "INSERT INTO messaging_optout (phone_index, at) VALUES ('x', now())",
    "INSERT INTO messaging_message (key) VALUES ('a') RETURNING id",
    "INSERT INTO messaging_message (key) VALUES ('a') ON CONFLICT (key) DO NOTHING",
]


def refused(statement: str, under: AbstractContextManager[Any]) -> None:
    with (
        under,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", LOOKS)
def test_public_pages_put_codes_in_and_can_do_nothing_else(keys: Any, statement: str) -> None:
    code(keys)
    refused(statement, public())


@pytest.mark.parametrize("statement", LOOKS)
def test_the_web_outside_any_role_can_do_nothing(keys: Any, statement: str) -> None:
    code(keys)
    refused(statement, login(WEB))


def test_a_public_page_cannot_send_a_notice(keys: Any) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), public():
        notice(keys)


@pytest.mark.parametrize("column", ["state", "tries", "sent_at", "receipt"])
def test_nobody_puts_in_a_message_that_was_sent_already(cast: Cast, column: str) -> None:
    put = f"INSERT INTO messaging_message ({column}) VALUES (NULL)"  # noqa: S608 ours
    refused(put, public())
    refused(put, entered(cast.an))


@pytest.mark.parametrize("column", ["phone", "body", "key"])
def test_officers_read_neither_phones_nor_words(keys: Any, cast: Cast, column: str) -> None:
    code(keys)
    refused(f"SELECT {column} FROM messaging_message", entered(cast.an))  # noqa: S608 ours


@pytest.mark.parametrize("statement", LOOKS[2:7])
def test_officers_change_no_message(keys: Any, cast: Cast, statement: str) -> None:
    refused(statement, entered(cast.an))


def test_without_any_filter_only_messages_of_the_own_region_are_seen(keys: Any, cast: Cast) -> None:
    code(keys)
    seen = partial(Message.objects.values_list, "phone_mask", flat=True)
    with entered(cast.an):
        assert list(seen()) == ["154****5678"]
    with entered(cast.bo):
        assert list(seen()) == []


def test_an_officer_sends_nothing_in_a_foreign_region(keys: Any, cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), entered(cast.an):
        notice(keys, region=SHIQUAN)


def test_an_ended_message_with_its_words_cannot_be_kept(keys: Any) -> None:
    code(keys)
    for state in ("sent", "failed", "dropped"):
        with login(None), pytest.raises(DatabaseError, match="wiped"), transaction.atomic():
            Message.objects.update(state=state)


def test_whether_a_phone_opted_out_is_told_to_nobody(keys: Any, cast: Cast) -> None:
    with public():
        assert opt_out(PHONE, keys=keys, at=NOW) is None  # type: ignore[func-returns-value]
    refused("SELECT phone_index FROM messaging_optout", entered(cast.an))
    assert outbox() == []


def test_the_workers_login_drops_old_messages_but_nobodys_wish_for_none(keys: Any) -> None:
    refused("DELETE FROM messaging_optout", login("chunfeng_worker"))
