"""How a vacancy's row is written: what it holds, what follows from it, and the event."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Cell, Keyring, blind, phone_mask, seal
from chunfeng.stages.vacancies.cutting import vector
from chunfeng.stages.vacancies.deriving import DERIVED, Owner, derived, of_site
from chunfeng.stages.vacancies.fields import FIELDS, PHONE, POINT, READ, SEALED, kept
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.refusals import ChangedMeanwhile, NotFound, NotNow
from chunfeng.stages.vacancies.states import NAMES, NEXT, State

PLAIN = tuple(name for name in FIELDS if name not in (PHONE, "site"))
FACTS = (*PLAIN, "own_point", "findings")


def locked(vacancy: UUID) -> Vacancy:
    """A vacancy to write to, without its phone; NotFound where there is none to see."""
    return _held(Vacancy.objects.select_for_update(), vacancy)


def read(vacancy: UUID) -> Vacancy:
    """A vacancy as it stands, without its phone; NotFound where there is none to see."""
    return _held(Vacancy.objects.all(), vacancy)


def _held(rows: "QuerySet[Vacancy]", vacancy: UUID) -> Vacancy:
    held = rows.defer(*SEALED).filter(id=vacancy).first()
    if held is None:
        raise NotFound
    return held


def employer_of(vacancy: UUID) -> UUID:
    """Whose a vacancy is; NotFound where there is none to see."""
    found = Vacancy.objects.filter(id=vacancy).values_list("employer_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def facts_of(held: Vacancy) -> dict[str, Any]:
    """The columns that are written by hand."""
    return {name: getattr(held, name) for name in FACTS}


def new(values: Mapping[str, Any], of: Owner, *, id_: UUID, keys: Keyring, at: datetime,
        **stands: Any) -> Vacancy:  # fmt: skip
    """An unsaved vacancy of an employer, with all that follows from its values."""
    held = Vacancy(
        id=id_,
        employer_id=of.id,
        region=of.region,
        created_at=at,
        updated_at=at,
        **dict.fromkeys(("contact", "remarks"), ""),
        **stands,
    )
    put(held, values, of, keys=keys, at=at)
    return held


def put(
    held: Vacancy, values: Mapping[str, Any], of: Owner, *, keys: Keyring, at: datetime
) -> list[str]:
    """Sets typed ledger values and what follows from them; the columns to save."""
    facts = facts_of(held)
    columns = {name: kept(name, value) for name, value in values.items() if name in PLAIN}
    if values.get("site"):
        told = of_site(values["site"], of.id)
        columns = {k: v for k, v in told.items() if values.get(k) is None} | columns
    facts |= columns
    if not set(POINT).isdisjoint(columns):
        facts["own_point"] = None not in (facts["lon"], facts["lat"])
    facts |= derived(facts, of, timezone.localdate(at))
    if "site" in values:
        facts["site_id"] = values["site"]
    if PHONE in values:
        facts |= phone_columns(values[PHONE], of.id, keys)
    changed = [name for name, value in facts.items() if _differs(held, name, value)]
    for name in changed:
        setattr(held, name, facts[name])
    if changed:
        held.search = vector(facts, of.name)
        changed.append("search")
    return changed


def phone_columns(phone: Any, employer: UUID, keys: Keyring) -> dict[str, Any]:
    """The columns a phone becomes; it is sealed for its employer, not for one vacancy."""
    said = str(phone or "")
    if not said:
        return {"phone": None, "phone_mask": "", "phone_index": None}
    return {
        "phone": seal(keys, phone_cell(employer), said),
        "phone_mask": phone_mask(said),
        "phone_index": blind(keys, "phone", said),
    }


def phone_cell(employer: UUID) -> Cell:
    """Where the phone of an employer's vacancies belongs."""
    return Cell("vacancies_vacancy", "phone", employer)


def insert(held: Vacancy) -> None:
    """Saves a new vacancy."""
    held.save(force_insert=True)


def save(held: Vacancy, columns: Iterable[str], *, at: datetime) -> None:
    """Saves columns of a vacancy, counting the version on."""
    held.version += 1
    held.updated_at = at
    names = {name.removesuffix("_id") for name in columns}
    held.save(update_fields=[*names, "version", "updated_at"])


def move(held: Vacancy, to: State, *, at: datetime, **columns: Any) -> None:
    """Puts a vacancy into another state; NotNow where that one may not follow."""
    state = State(held.state)
    if to not in NEXT[state]:
        raise NotNow(NAMES[state])
    held.state = to
    for name, value in columns.items():
        setattr(held, name, value)
    save(held, ["state", *columns], at=at)


def tell(
    kind: str, held: Vacancy, *, by: Context, at: datetime, fields: Sequence[str] = (),
    **detail: Any,
) -> None:  # fmt: skip
    """Appends the event of a write."""
    record(
        kind,
        by=by,
        at=at,
        region=held.region,
        subject=("vacancy", held.id),
        fields=fields,
        detail=detail,
    )


def must_be_as_seen(held: Vacancy, seen: int, fields: Sequence[str], *, by: Context) -> None:
    """ChangedMeanwhile when somebody changed the same fields since a version was read."""
    if held.version == seen:
        return
    # At the desk nobody reads the log: whatever was changed may be what is changed now.
    clash = list(fields) if by.employer else changed_since(held.id, seen, fields)
    if clash:
        raise ChangedMeanwhile(clash)


def changed_since(vacancy: UUID, version: int, fields: Sequence[str]) -> list[str]:
    """Which of the fields were changed after a version of a vacancy was read."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT f FROM audit_event AS e, unnest(e.fields) AS f
            WHERE e.subject_id = %s AND e.subject = 'vacancy'
            AND (e.detail ->> 'version')::integer >= %s""",
            [vacancy, version],
        )
        later = {name for (name,) in cursor.fetchall()}
    return sorted(later & set(fields))


def _differs(held: Vacancy, name: str, value: Any) -> bool:
    """Whether a column changes; what is sealed anew always does."""
    return name in SEALED or getattr(held, name) != value


assert set(DERIVED) <= set(READ)  # noqa: S101 what follows may be read by whoever reads the row
