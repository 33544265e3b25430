"""Which ledger fields a vacancy holds itself, which are its employer's, and how they are kept."""

from typing import Any

from chunfeng.foundation.intake.columns import Kind, OccupationWord
from chunfeng.stages.vacancies.models import Shown, Vacancy
from chunfeng.stages.vacancies.sheets import VACANCIES

OF_EMPLOYER = ("employer", "credit_code", "employer_kind", "stay_share")
LEDGER = tuple(c.field for c in VACANCIES if c.field not in OF_EMPLOYER)
PHONE = "phone"  # sealed
BEYOND = ("description", "age_reason", "site")  # no ledger has them
FIELDS = (*LEDGER, *BEYOND)
POINT = ("lon", "lat")
NEEDED = ("title", "place", "headcount")
OCCUPATIONS = frozenset(c.field for c in VACANCIES if c.kind is Kind.OCCUPATIONS)
_COLUMNS = {field.name: field for field in Vacancy._meta.concrete_fields}
TEXT = frozenset(name for name, field in _COLUMNS.items() if getattr(field, "blank", False))
SEALED = ("phone", "phone_index")  # columns nobody reads back with a record
READ = tuple(name for name in _COLUMNS if name not in SEALED)
PUBLIC = frozenset(field.name for field in Shown._meta.concrete_fields)


def kept(field: str, value: Any) -> Any:
    """A typed ledger value as the column holds it; None and "" are "not given"."""
    if value in (None, "", ()):
        return "" if field in TEXT else None
    if field in OCCUPATIONS:
        return [[v.word, v.code] if isinstance(v, OccupationWord) else [*v] for v in value]
    return list(value) if isinstance(value, tuple) else value


def typed(field: str, value: Any) -> Any:
    """A column's value as the ledger knows it: what ``kept`` was given."""
    if value in (None, "", []):
        return None
    if field in OCCUPATIONS:
        return tuple(OccupationWord(word, code) for word, code in value)
    return tuple(value) if isinstance(value, list) else value
