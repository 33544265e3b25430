"""A plan as it is kept: one line a person, ids in place of ledger rows, in the plan's own order."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from chunfeng.kit.texts import as_json
from chunfeng.stages.docking.options import Options
from chunfeng.stages.docking.register import Register
from chunfeng.stages.docking.result import Docking, Lever, Option, Placement, Unplaced
from chunfeng.stages.docking.solved import Solved

Line = Mapping[str, Any]  # columns of a Proposal, a Left or an Unfilled


def proposals(docking: Docking, others: Options, register: Register) -> Iterator[Line]:
    """The lines of the plan, in contact order."""
    for number, placement in enumerate(docking.placements):
        own = _of_person(number, placement.person, others, register)
        yield own | _proposal(placement, register)


def left(docking: Docking, others: Options, register: Register) -> Iterator[Line]:
    """Those without a place, in the register's order."""
    for number, line in enumerate(docking.unplaced):
        yield _of_person(number, line.person, others, register) | _left(line, register)


def unfilled(docking: Docking, register: Register, region: int) -> Iterator[Line]:
    """Vacancies with seats left, those with most first."""
    lines = sorted(docking.empty, key=lambda line: (line.filled - line.headcount, line.vacancy))
    for number, line in enumerate(lines):
        yield {
            "region": region,
            "number": number,
            "vacancy": register.vacancy_ids[line.vacancy],
            "channel": register.vacancies["channel"][line.vacancy] or "",
            "headcount": line.headcount,
            "filled": line.filled,
            "why": line.why,
            "reason": as_json(line.reason),
            "excluded": [[as_json(count.text), count.number] for count in line.excluded],
        }


def figures(docking: Docking, solved: Solved, register: Register, answers: str) -> dict[str, Any]:
    """The columns of a run that tell how good its plan is."""
    proof = docking.proof
    told = zip(docking.tier_names, proof.tier_people, proof.tier_placed, strict=True)
    return {
        "snapshot_digest": register.digest_with(answers),
        "people": len(register.person_ids),
        "vacancies": len(register.vacancy_ids),
        "pairs": proof.pairs,
        "placed": len(docking.placements),
        "gone": dict(register.gone),
        "value": proof.value,
        "bound": proof.bound,
        "gap": proof.gap,
        "seats": _seats(solved, register),
        "prices": _prices(solved, register),
        "levers": [_lever(lever, register) for lever in docking.levers],
        "tiers": [{"name": as_json(n), "people": all_, "placed": p} for n, all_, p in told],
    }


def digest(*lines: Sequence[Line]) -> str:
    """SHA-256 over all lines, in order."""
    return hashlib.sha256(orjson.dumps(lines)).hexdigest()


def _seats(solved: Solved, register: Register) -> dict[str, int]:
    """The seats of every vacancy that was docked."""
    out: dict[str, int] = {}
    for part in solved.snapshot.parts:
        vacancy = str(register.vacancy_ids[part.row])
        out[vacancy] = out.get(vacancy, 0) + part.seats
    return out


def _prices(solved: Solved, register: Register) -> dict[str, float]:
    """What one more seat would be worth; the dearest of a vacancy's seats."""
    out: dict[str, float] = {}
    for row, price in zip(solved.vacancy.tolist(), solved.plan.price.tolist(), strict=True):
        if price > 0:
            vacancy = str(register.vacancy_ids[row])
            out[vacancy] = max(out.get(vacancy, 0.0), round(price, 3))
    return out


def _lever(lever: Lever, register: Register) -> dict[str, Any]:
    vacancy = None if lever.vacancy is None else str(register.vacancy_ids[lever.vacancy])
    return {
        "kind": lever.kind,
        "text": as_json(lever.text),
        "place": lever.place,
        "vacancy": vacancy,
        "people": lever.people_gained,
        "score": lever.score_gained,
    }


def _of_person(number: int, row: int, others: Options, register: Register) -> dict[str, Any]:
    return {
        "number": number,
        "person_id": register.person_ids[row],
        "region": register.regions[row],
        "options": [_option(option, register) for option in others.get(row, ())],
    }


def _option(option: Option, register: Register) -> dict[str, Any]:
    return {
        "vacancy": str(register.vacancy_ids[option.vacancy]),
        "score": option.score,
        "km": option.distance_km,
        "reasons": [as_json(reason) for reason in option.reasons],
        "why": as_json(option.why),
    }


def _proposal(placement: Placement, register: Register) -> dict[str, Any]:
    over = placement.over_asked
    return {
        "vacancy": register.vacancy_ids[placement.vacancy],
        "channel": register.vacancies["channel"][placement.vacancy] or "",
        "tier": placement.tier,
        "score": placement.score,
        "distance_km": placement.distance_km,
        "approximate": placement.distance_approximate,
        "pay_month": placement.pay_month,
        "terms": {reason.term: reason.points for reason in placement.reasons},
        "reasons": [as_json(reason.text) for reason in placement.reasons],
        "over_asked": [
            {
                "vacancy": str(register.vacancy_ids[option.vacancy]),
                "score": option.score,
                "short_by": option.short_by,
            }
            for option in over
        ],
    }


def _left(line: Unplaced, register: Register) -> dict[str, Any]:
    return {
        "tier": line.tier,
        "why": line.why,
        "reason": as_json(line.reason),
        "change": None if line.change is None else as_json(line.change),
        "nearest": None if line.nearest is None else register.vacancy_ids[line.nearest],
        "nearest_km": line.nearest_km,
    }
