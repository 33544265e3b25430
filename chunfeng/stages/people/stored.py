"""Ledger values as the tables hold them, and the keyed prints of what is sealed."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from chunfeng.foundation.ciphers import Cell, Keyring, blind, phone_index, phone_mask, seal
from chunfeng.foundation.intake.columns import Kind, OccupationWord
from chunfeng.stages.people.fields import CONTACT_SEALED, OCCUPATIONS, TEXT_COLUMNS
from chunfeng.stages.people.likeness import initials, name_key
from chunfeng.stages.people.sheets import PEOPLE

Row = Mapping[str, Any]
PRINT = 8  # bytes of a print: enough to see that a value changed


def stored(field: str, value: Any) -> Any:
    """A ledger value as JSON knows it: codes, numbers, ISO dates, lists; None is "not given"."""
    if value is None:
        return "" if field in TEXT_COLUMNS else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [[v.word, v.code] if isinstance(v, OccupationWord) else v for v in value]
    return value


def restored(field: str, value: Any) -> Any:
    """A stored value as the ledger knows it: what ``stored`` was given."""
    if value in ("", None):
        return None
    if field in OCCUPATIONS:
        return tuple(OccupationWord(word, code) for word, code in value)
    return tuple(value) if isinstance(value, list) else value


def sealed_text(value: Any) -> str:
    """A D3/D4 value in its canonical form, as it is sealed."""
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def unsealed_value(field: str, said: str) -> Any:
    """What ``sealed_text`` was given of a ledger field."""
    kind = PEOPLE.column(field).kind
    if kind is Kind.CHOICES:
        return tuple(said.split("、"))
    return int(said) if kind is Kind.INTEGER else said


@lru_cache(200_000)
def name_keys(name: str) -> tuple[str, str]:
    """(pinyin without tones, initials) of a name, for search and order."""
    return name_key(name)[:200], initials(name)[:60]


class Sealer:
    """Seals the D3-D4 values of a person and takes their prints."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def id_index(self, number: str) -> bytes:
        """The blind index of an ID number."""
        return blind(self._keys, "id_number", number.upper())

    def phone_index(self, phone: str) -> bytes:
        """The blind index of a phone number."""
        return phone_index(self._keys, phone)

    def prints(self, person: UUID | str, values: Row) -> dict[str, str]:
        """{field: print}; the person's id is in it, so equal values of two people differ."""
        return {
            field: blind(self._keys, f"print.{field}", f"{person}|{sealed_text(value)}")[
                :PRINT
            ].hex()
            for field, value in values.items()
        }

    def sealed(self, person: UUID | str, field: str, value: Any) -> bytes:
        """A value sealed for its cell."""
        return seal(self._keys, cell_of(person, field), sealed_text(value))

    def contact(self, person: UUID | str, values: Row) -> dict[str, Any]:
        """The columns that D3 values become; empty when there are none."""
        columns: dict[str, Any] = {
            field: _bytea(self.sealed(person, field, value)) for field, value in values.items()
        }
        if "phone" in values:
            phone = str(values["phone"])
            columns["phone_mask"] = phone_mask(phone)
            columns["phone_index"] = _bytea(self.phone_index(phone))
        return columns

    def secret(self, person: UUID | str, values: Row) -> dict[str, Any]:
        """The columns that D4 values become."""
        columns: dict[str, Any] = {
            field: _bytea(self.sealed(person, field, value)) for field, value in values.items()
        }
        if "id_number" in values:
            columns["id_index"] = _bytea(self.id_index(str(values["id_number"])))
            columns["id_checked"] = True  # intake lets no other number through
        return columns


def cell_of(person: UUID | str, field: str) -> Cell:
    """Where a sealed value belongs."""
    table = "people_contact" if field in CONTACT_SEALED else "people_secret"
    return Cell(table, field, person)


def _bytea(value: bytes) -> str:
    """Bytes as PostgreSQL reads them from JSON."""
    return "\\x" + value.hex()
