"""The rules of ``screening.yaml``: read, checked and made ready for search."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from chunfeng.kit.texts import Declared, Language, Text
from chunfeng.stages.vacancies.screening_facts import CHECKS, CONDITIONS

NATIONAL = Path(__file__).with_name("screening.yaml")
_FRAGMENT = re.compile(r"(?<!\(\?)(?<!\(\?P)<([a-z]+)>")


class RulesError(ValueError):
    """A file of rules that cannot be used; says which rule and why."""


class Verdict(StrEnum):
    """What a find means for the vacancy."""

    REFUSE = "refuse"  # it cannot be published with these words
    HOLD = "hold"  # an officer decides
    NOTE = "note"  # good to know; it holds nothing


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(_Strict):
    """Words in both languages; ``{name}`` in them stands for a figure."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def text(self, figures: Mapping[str, object] | None = None) -> Declared:
        """The words with their figures."""
        held = figures or {}
        return Declared(self.zh.format_map(_in("zh", held)), self.en.format_map(_in("en", held)))


def _in(language: Language, figures: Mapping[str, object]) -> dict[str, object]:
    """Figures with the texts among them in a language."""
    return {k: v.to(language) if isinstance(v, Text) else v for k, v in figures.items()}


class Law(Both):
    """What a rule rests on, and whether the article still has to be compared with the law."""

    general_knowledge: bool


class Declaration(_Strict):
    """An entry of the file, as written."""

    code: str = Field(pattern=r"^[a-z_]+$")
    verdict: Verdict
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    condition: str | None = Field(None, alias="if")
    not_for: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    fact: str | None = None
    limits: dict[str, Any] = {}
    said: Both
    mend: Both
    law: Law


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready for use: of words (``tripped``) or of typed facts (``declared.fact``)."""

    declared: Declaration
    tripped: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    not_with: re.Pattern[str] | None


@cache
def national() -> tuple[Rule, ...]:
    """The rules that come with the product."""
    return load(NATIONAL)


def load(path: Path) -> tuple[Rule, ...]:
    """The rules of a file; RulesError where one cannot be used."""
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        rules = tuple(_ready(entry, read["fragments"]) for entry in read["rules"])
    except (ValueError, KeyError, re.error) as error:
        raise RulesError(f"{path.name}: {error}") from error
    codes = [rule.declared.code for rule in rules]
    if len(set(codes)) < len(codes):
        raise RulesError(f"{path.name}: a code stands twice")
    return rules


def _ready(entry: Mapping[str, Any], fragments: Mapping[str, str]) -> Rule:
    rule = Declaration.model_validate(entry)
    if rule.fact is None:
        patterns = (*map(re.escape, rule.words), *rule.patterns)
        known = bool(patterns) and (rule.condition is None or rule.condition in CONDITIONS)
    else:
        patterns = ()
        known = rule.fact in CHECKS and not (rule.words or rule.patterns)
    if not known:
        raise RulesError(f"{rule.code}: its words, its fact or its condition is not known")
    return Rule(
        rule,
        _joined(patterns, fragments, rule.code),
        _joined(rule.unless, fragments, rule.code),
        _joined(rule.not_with, fragments, rule.code),
    )


def _joined(
    patterns: tuple[str, ...], fragments: Mapping[str, str], code: str
) -> re.Pattern[str] | None:
    """One expression for all; RulesError where one of them finds the empty text."""
    if not patterns:
        return None
    filled = [_filled(pattern, fragments) for pattern in patterns]
    empty = next((one for one in filled if re.search(one, "")), None)
    if empty is not None:
        raise RulesError(f"{code}: {empty} finds the empty text")
    return re.compile("|".join(f"(?:{one})" for one in filled), re.MULTILINE)


def _filled(pattern: str, fragments: Mapping[str, str]) -> str:
    """A pattern with its fragments put in, which may hold fragments themselves."""
    while _FRAGMENT.search(pattern):
        pattern = _FRAGMENT.sub(lambda found: fragments[found[1]], pattern)
    return pattern
