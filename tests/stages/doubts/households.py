"""Households as the situations tell them, with everything left out filled in plainly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from chunfeng.stages.doubts.facts import HouseholdFacts, PersonFacts, Secrets, SpellFacts

ON = date(2026, 5, 20)
HOME = 610926100201
PERSON = {
    "sex": "male",
    "relation": "head",
    "birth_date": date(1990, 1, 1),
    "work_capacity": "ordinary",
    "willing": "yes",
}
SPELL_VALUES = {"income": 3000, "work_employer": "春风制衣厂"}
_numbers = count(1)


def situations() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """{code: {fires: [...], silent: [...]}}."""
    path = Path(__file__).with_name("situations.yaml")
    told: dict[str, dict[str, list[dict[str, Any]]]] = yaml.safe_load(path.read_text("utf-8"))
    return told


def household(told: Mapping[str, Any]) -> HouseholdFacts:
    """The household of a situation."""
    values = {name: told[name] for name in ("categories", "settlement") if name in told}
    members = tuple(person(each) for each in told["people"])
    return HouseholdFacts(id=_id(), values=values, states=told.get("states", {}), members=members)


def person(told: Mapping[str, Any]) -> PersonFacts:
    """One member; what is not a ledger value stands under its own name."""
    apart = {"region", "spells", "secrets", "phone", "phone_elsewhere", "states"}
    values = PERSON | {name: value for name, value in told.items() if name not in apart}
    phone = told.get("phone")
    return PersonFacts(
        id=_id(),
        region=told.get("region", HOME),
        values=values,
        states=told.get("states", {}),
        spells=spells(told.get("spells", ())),
        secrets=Secrets(told["secrets"]) if "secrets" in told else None,
        phone=phone.encode() if phone else None,
        phone_elsewhere=told.get("phone_elsewhere", 0),
    )


def spells(told: Sequence[Mapping[str, Any]]) -> tuple[SpellFacts, ...]:
    """Spells, by default open employment at home since 2025."""
    return tuple(_spell(each) for each in told)


def refused(home: HouseholdFacts, fields: Sequence[str]) -> HouseholdFacts:
    """The same household, nobody of which wanted to answer about the fields."""
    states = dict.fromkeys(fields, "refused")
    members = tuple(
        replace(
            member,
            states={**member.states, **states},
            spells=tuple(replace(spell, states=states) for spell in member.spells),
            secrets=member.secrets and replace(member.secrets, states=states),
        )
        for member in home.members
    )
    return replace(home, states={**home.states, **states}, members=members)


def _spell(told: Mapping[str, Any]) -> SpellFacts:
    values = SPELL_VALUES | {name: told[name] for name in SPELL_VALUES if name in told}
    return SpellFacts(
        id=_id(),
        kind=told.get("kind", "employed"),
        begun=told.get("begun", date(2025, 3, 1)),
        ended=told.get("ended"),
        place=told.get("place", HOME),
        values=values,
        states=told.get("states", {}),
    )


def _id() -> UUID:
    return UUID(int=next(_numbers))
