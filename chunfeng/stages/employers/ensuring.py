"""The employers that a ledger's rows name: found, or entered to be verified; many at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.recording import record_all
from chunfeng.foundation.ciphers import Cell, Keyring, blind, phone_mask, seal
from chunfeng.stages.employers import rules
from chunfeng.stages.employers.holding import must_decide
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.states import EmployerState
from chunfeng.stages.employers.vocabulary import Kind

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensured:
    """The employer of a row. new: entered just now."""

    id: UUID
    region: int
    new: bool


def ensure(
    rows: Sequence[Row], *, keys: Keyring, by: Context, at: datetime, change: UUID
) -> list[Ensured | None]:
    """The employer of each row: by credit code within the county, else by name.

    rows: typed ledger values employer, credit_code, employer_kind, place, address, contact, phone,
    stay_share. change: the import, by which they are taken back. None where another office of the
    county answers for an employer with that code.
    """
    must_decide(by)
    known = _Known(rows, by)
    made: dict[UUID, Employer] = {}
    answers: list[Employer] = []
    for row in rows:
        found = known.find(row)
        if found is None:
            found = _fresh(row, known.region(row), keys, by, at, change)
            made[found.id] = found
            known.enter(found)
        answers.append(found)
    Employer.objects.bulk_create(made.values(), ignore_conflicts=True)
    there = set(Employer.objects.filter(id__in=made).values_list("id", flat=True))
    detail = {"how": "ledger", "change": str(change)}
    record_all(
        "employer.added",
        [(made[one].region, ("employer", one), (), detail) for one in made if one in there],
        by=by,
        at=at,
    )
    return [
        Ensured(id=found.id, region=found.region, new=found.id in made)
        if found.id in there or found.id not in made
        else None
        for found in answers
    ]


def take_back(employers: Collection[UUID], *, by: Context, at: datetime, change: UUID) -> int:
    """Removes employers that an import entered and nobody has touched since; how many.

    employers: those that nothing is left of.
    """
    must_decide(by)
    added = Employer.objects.filter(
        id__in=employers, added_by=change, version=1, state=EmployerState.APPLIED
    )
    gone = dict(added.values_list("id", "region"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM employers_employer WHERE id = ANY(%s)", [list(gone)])
    told = {"how": "ledger", "change": str(change)}
    record_all(
        "employer.removed",
        [(region, ("employer", one), (), told) for one, region in gone.items()],
        by=by,
        at=at,
    )
    return len(gone)


class _Known:
    """Employers of the counties that rows are in, by code and by name and place."""

    def __init__(self, rows: Sequence[Row], by: Context) -> None:
        self._by = by
        self._by_code: dict[tuple[int, str], Employer] = {}
        self._by_name: dict[tuple[int, str, int], Employer] = {}
        codes = {row["credit_code"] for row in rows if row.get("credit_code")}
        keys = {rules.key_of(row["employer"]) for row in rows}
        counties = {rules.county_span(self.region(row)) for row in rows}
        where = Q()
        for span in counties:
            where |= Q(region__range=span)
        found = Employer.objects.filter(where, Q(credit_code__in=codes) | Q(name_key__in=keys))
        found = found.exclude(state=EmployerState.CLOSED).order_by("created_at", "id")
        for one in found.only("id", "region", "name", "credit_code", "place") if rows else ():
            self.enter(one)

    def region(self, row: Row) -> int:
        """Whose officers answer for a row's employer."""
        return rules.region_of(row["place"], self._by)

    def enter(self, employer: Employer) -> None:
        """Knows an employer from here on; the first of two alike stands."""
        county = employer.region // rules.COUNTY
        if employer.credit_code:
            self._by_code.setdefault((county, employer.credit_code), employer)
        self._by_name.setdefault((county, *self._called(employer.name, employer.place)), employer)

    def find(self, row: Row) -> Employer | None:
        """The employer a row means. Two codes are two employers, whatever their names."""
        county, code = self.region(row) // rules.COUNTY, row.get("credit_code") or ""
        if code and (county, code) in self._by_code:
            return self._by_code[county, code]
        named = self._by_name.get((county, *self._called(row["employer"], row["place"])))
        return None if named is not None and code and named.credit_code else named

    @staticmethod
    def _called(name: str, place: int) -> tuple[str, int]:
        """A name, and the county it is known in: its work may be in several villages."""
        return rules.plain(name), rules.county_of(place) or place


def _fresh(
    row: Row, region: int, keys: Keyring, by: Context, at: datetime, change: UUID
) -> Employer:
    made, phone = uuid4(), row.get("phone") or ""
    cell = Cell("employers_employer", "phone", made)
    name = " ".join(row["employer"].split())[: rules.LONGEST["name"]]
    return Employer(
        id=made,
        region=region,
        name=name,
        name_key=rules.key_of(name),
        kind=row.get("employer_kind") or Kind.COMPANY,
        credit_code=row.get("credit_code") or "",
        place=row["place"],
        address=(row.get("address") or "")[: rules.LONGEST["address"]],
        contact=(row.get("contact") or "")[: rules.LONGEST["contact"]],
        phone=seal(keys, cell, phone) if phone else None,
        phone_mask=phone_mask(phone) if phone else "",
        phone_index=blind(keys, "phone", phone) if phone else None,
        stay_share=row.get("stay_share"),
        state=EmployerState.APPLIED,
        state_on=timezone.localdate(at),
        how="ledger",
        added_by=change,
        created_at=at,
        updated_at=at,
    )
