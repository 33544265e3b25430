"""Lawful requirements: what screening says of a vacancy, as it is kept and as it decides."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from chunfeng.kit.texts import as_json
from chunfeng.stages.employers.wages import Floors
from chunfeng.stages.vacancies.screening import Facts, Finding, Verdict, screen

Kept = dict[str, Any]  # a finding as JSON; ``reason`` says why an officer let it stand


def findings(
    facts: Mapping[str, Any], on: date, floors: Floors, before: Sequence[Kept] = ()
) -> list[Kept]:
    """What is marked in a vacancy's columns; a reason given before stays with the same words.

    floors: the lines of the lowest lawful pay.
    """
    reasons = {(f["rule"], f["field"], f["words"]): f["reason"] for f in before if f.get("reason")}
    out = []
    for found in screen(texts(facts), _facts(facts, on, floors)):
        made = _kept(found)
        reason = reasons.get((made["rule"], made["field"], made["words"]))
        out.append({**made, "reason": reason} if reason else made)
    return out


def texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a vacancy that are read, by field, as findings count their signs."""
    read = {name: facts[name] for name in ("title", "description", "address", "age_reason")}
    for name in ("occupation", "skills_required"):
        read[name] = "、".join(word for word, _ in facts[name] or ())
    read["certificates_required"] = "、".join(facts["certificates_required"] or ())
    read["remarks"] = facts["remarks"]
    return {name: words for name, words in read.items() if words}


def refused(marked: Iterable[Kept]) -> list[Kept]:
    """Those that no vacancy may have."""
    return [finding for finding in marked if finding["verdict"] == Verdict.REFUSE]


def unanswered(marked: Iterable[Kept]) -> list[Kept]:
    """Those that an officer has to give a reason for and has not."""
    return [f for f in marked if f["verdict"] == Verdict.HOLD and not f.get("reason")]


def answered(marked: Iterable[Kept], reasons: Mapping[str, str]) -> list[Kept]:
    """The findings with the reasons given, by the findings' keys."""
    return [
        {**f, "reason": reasons[f["key"]].strip()[:300]} if reasons.get(f["key"], "").strip() else f
        for f in marked
    ]


def _facts(facts: Mapping[str, Any], on: date, floors: Floors) -> Facts:
    codes = [code for _, code in facts["occupation"] or () if code]
    return Facts(
        age_min=facts["age_min"],
        age_max=facts["age_max"],
        pay_kind=facts["pay_kind"] or None,
        pay_min=facts["pay_low"],
        pay_max=facts["pay_high"],
        hourly=facts["hour_pay"],
        least=floors.least(
            on,
            facts["place"],
            facts["pay_kind"],
            facts["hours_per_day"],
            facts["days_per_week"],
        ),
        hours_per_day=facts["hours_per_day"],
        days_per_week=facts["days_per_week"],
        night_shift=bool(facts["night_shift"]),
        conditions=frozenset(facts["conditions"] or ()),
        intensity=facts["intensity"] or None,
        occupation=codes[0] if codes else None,
    )


def _kept(found: Finding) -> Kept:
    return {
        "key": f"{found.rule}.{found.field}.{found.start}",
        "rule": found.rule,
        "field": found.field,
        "start": found.start,
        "end": found.end,
        "words": found.words,
        "verdict": str(found.verdict),
        "said": as_json(found.said),
        "mend": as_json(found.mend),
        "law": as_json(found.law),
    }
