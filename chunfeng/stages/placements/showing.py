"""What an employer sees of somebody who agreed: the name, and what the work itself asks for."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.intake.write import cell_text
from chunfeng.kit.texts import Declared, Text, as_json, text
from chunfeng.stages.people import queries as people
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import age_on
from chunfeng.stages.people.stored import restored
from chunfeng.stages.people.vocabulary import heading
from chunfeng.stages.vacancies import published

HIDDEN: Mapping[str, Any] = {
    "shown_name": "", "shown_facts": [], "shown_at": None, "shown_phone": False,
}  # fmt: skip
_ANSWERS = {  # what a vacancy asks for: the fact of the person that answers it
    "education_min": "education",
    "skills_required": "skills",
    "certificates_required": "certificates",
    "putonghua": "putonghua",
}
_AGES = frozenset({"age_min", "age_max"})


def snapshot(facts: people.Facts, vacancy: UUID, at: datetime) -> dict[str, Any]:
    """The columns of an offer that its employer reads. Nothing sealed is ever among them."""
    asked = published.demands(vacancy)
    told = [[as_json(name), as_json(said)] for name, said in _facts(facts, asked, at)]
    return {"shown_name": facts.values["name"], "shown_facts": told, "shown_at": at}


def _facts(facts: people.Facts, asked: frozenset[str], at: datetime) -> Iterator[tuple[Text, Text]]:
    birth = facts.values["birth_date"]
    if asked & _AGES and birth:
        yield text("Age"), Text(str(age_on(birth, timezone.localdate(at))))
    for demand, field in _ANSWERS.items():
        value = facts.values.get(field)
        if demand in asked and value not in (None, "", []):
            column, held = PEOPLE.column(field), restored(field, value)
            said = Declared(cell_text(column, held, "zh"), cell_text(column, held, "en"))
            yield heading(field), said
