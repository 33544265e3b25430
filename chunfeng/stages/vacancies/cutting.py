"""The words a vacancy is found by, and the one cutter that texts and queries share."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.codes.named import occupation_meant, occupation_name
from chunfeng.foundation.places import Places
from chunfeng.foundation.places.current import places
from chunfeng.stages.vacancies.tokens import Cutter, tsvector_literal
from chunfeng.stages.vacancies.vocabulary import label

NAMED = (2, 3, 4)  # levels of the regions whose full names are words


@cache
def cutter() -> Cutter:
    """The cutter that knows occupations, prefectures, counties and towns; queries use it too."""
    occupations = Occupations.open()
    english = [f"{one.code} {one.name_en}" for one in occupations.every()]
    return Cutter([*occupations.words(), *Places.open().names(NAMED)], english)


def texts(facts: Mapping[str, Any], employer: str) -> dict[str, str]:
    """What a vacancy is found by, by weight: title, occupations, employer, place and the rest.

    Occupations in Chinese and in English.
    """
    occupations = [*(facts["occupation"] or ()), *(facts["skills_required"] or ())]
    way = label("channel", facts["channel"]).to("zh") if facts["channel"] else ""
    place = places().full_name(facts["place"])
    meant = [code for _, code in occupations if code] or [occupation_meant(facts["title"])]
    english = (occupation_name(code, "en") for code in meant)
    return {
        "A": facts["title"],
        "B": " ".join((*(word for word, _ in occupations), *english)),
        "C": employer,
        "D": " ".join((place, facts["address"], way, facts["description"])),
    }


def literal(facts: Mapping[str, Any], employer: str) -> str:
    """The words as PostgreSQL reads a tsvector."""
    return tsvector_literal(cutter().document_words(texts(facts, employer)))


def vector(facts: Mapping[str, Any], employer: str) -> Any:
    """The words as an expression to save."""
    return Cast(Value(literal(facts, employer)), SearchVectorField())
