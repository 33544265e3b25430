"""Who may append to the log, who may read which part of it, and how it reads."""

import ast
import re
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from chunfeng.foundation.access import POSTS, Context, DataClass, Role, entered
from chunfeng.foundation.accounts.models import Post, User
from chunfeng.foundation.audit import queries
from chunfeng.foundation.audit.kinds import KINDS
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.audit.recording import UnknownKind, record
from chunfeng.foundation.intake.models import State, Step
from chunfeng.foundation.messaging import templates
from tests.cast import NOW, PINGLI, SHIQUAN, Cast, context
from tests.foundation.audit.conftest import PERSON, Log

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
NATION = 0, 10**12


def seen(by: Context) -> list[str]:
    """The kinds of the events a post may read on the page of the log."""
    with entered(by, DataClass.LOG):
        return [entry.kind for entry in queries.log(by=by)]


def user(by: Context, name: str, region: int) -> None:
    """A user with a post, under the ids of a context."""
    made = User.objects.create(id=by.user, login=f"{by.user}", name=name, created_at=NOW)
    Post.objects.create(
        id=by.post, user=made, role=by.role, region=region, begins=date(2026, 1, 1), given_at=NOW
    )


def execute(statement: str, *values: Any) -> int:
    """How many rows a statement found."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def tried(statement: str) -> str:
    """What the database answers."""
    try:
        return f"{execute(statement)} rows"
    except DatabaseError as error:
        return str(error)


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("role", ["web", "worker", "officer", "gate", "owner", "superuser"])
def test_nobody_changes_or_empties_the_log(log: Log, table: str, verb: str, role: str) -> None:
    log.chain()
    with log.unwalled():
        if role != "superuser":
            execute(f"SET ROLE chunfeng_{role}")
        answer = tried(verb.format(table))
    if (role, table) == ("owner", "audit_event") and "TRUNCATE" not in verb:
        assert answer == "0 rows"  # behind the forced walls it finds none
    else:
        assert re.search("permission denied|never changed", answer)
    assert (log.verified().events, log.faults()) == (9, [])


@pytest.mark.parametrize("column", ["id", "xact"])
def test_nobody_chooses_an_events_place_in_the_chain(cast: Cast, column: str) -> None:
    with entered(cast.an), pytest.raises(Exception, match="permission denied"):
        execute(
            f'INSERT INTO audit_event (at, kind, "user", post, role, purpose, subject, fields,'  # noqa: S608 our own names
            f" detail, {column}) VALUES (%s, 'person.changed', %s, %s, '', '', '', '{{}}', '{{}}',"
            " '5')",
            NOW,
            cast.an.user,
            cast.an.post,
        )


@pytest.mark.parametrize("data_class", [DataClass.D2, DataClass.ACCOUNTS])
def test_nobody_appends_in_anothers_name(cast: Cast, data_class: DataClass) -> None:
    with pytest.raises(Exception, match="row-level security"), entered(cast.an, data_class):
        record("person.changed", by=cast.bo, at=NOW)


def test_before_anybody_is_known_a_refused_sign_in_is_recorded(cast: Cast, log: Log) -> None:
    record("session.refused", by=None, at=NOW, subject=("user", cast.an.user))
    assert log.rows('SELECT kind, "user" FROM audit_event') == [("session.refused", None)]


def test_what_is_taken_back_leaves_no_event(cast: Cast, log: Log) -> None:
    with entered(cast.an):
        record("person.changed", by=cast.an, at=NOW)
        transaction.set_rollback(True)
    assert log.rows("SELECT count(*) FROM audit_event") == [(0,)]


def test_an_officer_reads_the_events_of_the_own_region_only(cast: Cast, log: Log) -> None:
    log.write(2)
    log.write(1, cast.dong)
    with entered(cast.an):
        record("session.refused", by=cast.an, at=NOW)
        assert Event.objects.count() == 3
    for by, sees in ((cast.bo, 0), (cast.dong, 1), (cast.chun, 1)):
        with entered(by):
            assert Event.objects.count() == sees


def test_outside_any_post_nobody_reads_the_log(log: Log) -> None:
    log.write()
    assert Event.objects.count() == 0
    with log.worker():
        assert Event.objects.count() == 0


@pytest.mark.parametrize("role", sorted(POSTS - {Role.AUDITOR, Role.ADMIN}))
def test_the_page_of_the_log_is_empty_for_other_roles(log: Log, role: Role) -> None:
    log.write()
    assert seen(context(role, *NATION)) == []


def test_an_auditor_reads_the_own_region_and_the_nations_auditor_everything(
    cast: Cast, log: Log
) -> None:
    log.write(1)
    log.write(1, cast.bo, "person.left")
    record("session.refused", by=None, at=NOW)
    assert seen(cast.gu) == ["person.changed"]
    assert seen(context(Role.AUDITOR, *NATION)) == [
        "session.refused",
        "person.left",
        "person.changed",
    ]


def test_an_administrator_reads_about_accounts_and_never_about_people(cast: Cast, log: Log) -> None:
    log.write(1)
    with entered(cast.an):
        record("household.moved", by=cast.an, at=NOW, region=PINGLI, household=PERSON)
        record("post.granted", by=cast.an, at=NOW, region=PINGLI)
    with entered(cast.bo):
        record("post.granted", by=cast.bo, at=NOW, region=SHIQUAN)
    assert seen(cast.he) == ["post.granted"]


@pytest.mark.parametrize("reader", ["gu", "he"])
def test_a_sign_in_is_read_where_its_user_has_a_post(cast: Cast, reader: str) -> None:
    user(cast.an, "安", PINGLI)
    user(cast.bo, "柏", SHIQUAN)
    for somebody in (cast.an, cast.bo):
        record("session.begun", by=None, at=NOW, subject=("user", somebody.user))
    by = getattr(cast, reader)
    with entered(by, DataClass.LOG):
        assert [(e.kind, e.who) for e in queries.log(by=by)] == [("session.begun", "安")]


def test_the_log_is_filtered_and_turned_page_by_page(cast: Cast, log: Log) -> None:
    log.write(3)
    log.write(2, kind="person.left")
    with entered(cast.gu, DataClass.LOG):
        first = queries.log(by=cast.gu, limit=2)
        second = queries.log(by=cast.gu, limit=9, before=first[-1].id)
        assert [e.kind for e in (*first, *second)] == ["person.left"] * 2 + ["person.changed"] * 3
        assert len(queries.log(by=cast.gu, kinds=["person.left"])) == 2
        assert len(queries.log(by=cast.gu, user=cast.an.user)) == 5
        assert queries.log(by=cast.gu, user=cast.bo.user) == []
        assert queries.log(by=cast.gu, until=NOW) == []
        assert len(queries.log(by=cast.gu, since=NOW)) == 5


def test_a_timeline_says_who_did_what_when_and_why(cast: Cast) -> None:
    user(cast.an, "安", PINGLI)
    with entered(cast.an):
        record("person.changed", by=cast.an, at=NOW, person=PERSON, region=PINGLI, fields=["phone"])
        (entry,) = timeline(by=cast.an, person=PERSON)
    assert (entry.at, entry.who, entry.role, entry.purpose) == (NOW, "安", "county", "verify")
    assert (entry.kind, entry.fields) == ("person.changed", ["phone"])
    assert entry.said == KINDS["person.changed"]


def test_a_timeline_begins_with_the_newest_and_goes_on_where_it_stopped(
    cast: Cast, log: Log
) -> None:
    log.write(5)
    with entered(cast.an):
        record("person.changed", by=cast.an, at=NOW, person=uuid.uuid4(), region=PINGLI)
        first = timeline(by=cast.an, person=PERSON, limit=3)
        rest = timeline(by=cast.an, person=PERSON, before=first[-1].id)
    ids = [entry.id for entry in (*first, *rest)]
    assert (len(first), len(rest)) == (3, 2)
    assert ids == sorted(ids, reverse=True)


def test_households_and_other_subjects_have_timelines_too(cast: Cast) -> None:
    household, post = uuid.uuid4(), uuid.uuid4()
    with entered(cast.an):
        record("household.moved", by=cast.an, at=NOW, household=household, region=PINGLI)
        record("post.granted", by=cast.an, at=NOW, subject=("post", post), region=PINGLI)
        assert [e.kind for e in timeline(by=cast.an, household=household)] == ["household.moved"]
        assert [e.kind for e in timeline(by=cast.an, subject=post)] == ["post.granted"]
        with pytest.raises(ValueError, match="somebody"):
            timeline(by=cast.an)


def test_the_user_concerned_is_named_beside_the_one_who_acts(cast: Cast) -> None:
    user(cast.an, "安", PINGLI)
    user(cast.chun, "春", PINGLI + 100_000)
    with entered(cast.an):
        record("user.invited", by=cast.an, at=NOW, region=PINGLI, subject=("user", cast.chun.user))
    with entered(cast.gu, DataClass.LOG):
        (entry,) = queries.log(by=cast.gu)
    assert (entry.who, entry.about) == ("安", "春")


def test_a_kind_that_is_no_longer_written_can_still_be_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with entered(cast.an):
        record("person.left", by=cast.an, at=NOW, person=PERSON, region=PINGLI)
        monkeypatch.delitem(KINDS, "person.left")
        assert timeline(by=cast.an, person=PERSON)[0].said.to("en") == "person.left"


def test_a_kind_without_a_sentence_is_not_recorded(cast: Cast) -> None:
    with entered(cast.an), pytest.raises(UnknownKind):
        record("no.such", by=cast.an, at=NOW)


def code() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "chunfeng").rglob("*.py")):
        yield path, path.read_text(encoding="utf-8")


def looking_like_kinds() -> set[str]:
    """Texts in the code, in tuples and in statements too, that begin as a kind does."""
    found: set[str] = set()
    for _, source in code():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^[a-z]+\.[a-z_]+$", node.value))
                if "INSERT INTO audit_event" in node.value:
                    found |= set(re.findall(r"'([a-z]+\.[a-z_]+)'", node.value))
    subjects = {kind.split(".")[0] for kind in KINDS}
    files = (".html", ".xlsx", ".key", ".yaml")
    models = {model._meta.label_lower for model in apps.get_models()}
    notices = {template.kind for template in templates.every()}
    return {
        t for t in found - models - notices if t.split(".")[0] in subjects and not t.endswith(files)
    }


def recorded() -> set[str]:
    """The first argument of every call that records."""
    call = re.compile(r'(?:record|_record|_tell|_told)\(\s*"([a-z]+\.[a-z_]+)"')
    return {kind for _, source in code() for kind in call.findall(source)}


def test_every_kind_that_is_recorded_has_its_sentence() -> None:
    assert len(recorded()) > 20
    assert (looking_like_kinds() | recorded()) <= KINDS.keys()


def test_every_sentence_belongs_to_a_kind_that_is_recorded() -> None:
    sentences = (ROOT / "chunfeng/foundation/audit/kinds.py").read_text(encoding="utf-8")
    declared = set(re.findall(r'^    "([a-z]+\.[a-z_]+)": text', sentences, re.MULTILINE))
    made = {f"upload.{word}" for word in (*Step, *State)}  # put together where they are recorded
    used = "\n".join(source for path, source in code() if path.name != "kinds.py")
    assert len(declared) > 40
    assert not {k for k in declared - made if f'"{k}"' not in used and f"'{k}'" not in used}
