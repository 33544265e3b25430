"""Who is not looked for: people docking must leave out, with the reason and the next step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.policy import Policy

WORKING_AGE = 16


@dataclass(frozen=True, slots=True)
class NotDocked:
    """A person left out before docking: why, and what to do next."""

    row: int
    code: str
    reason: Text
    next_step: Text


Screen: TypeAlias = Callable[[Ledger, int, Policy, date], NotDocked | None]


def birth_date(people: Ledger, row: int) -> date | None:
    """From the ID number where there is one, else from the ledger."""
    number = people["id_number"][row]
    if number and len(number) == 18:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    born: date | None = people["birth_date"][row]
    return born


def years_old(born: date, on: date) -> int:
    """Completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _under_age(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    born = birth_date(people, row)
    if born is None or years_old(born, on) >= WORKING_AGE:
        return None
    return NotDocked(
        row,
        "under_age",
        text("Under 16 on {day}: must not work.", day=on.isoformat()),
        text("Check schooling; keep the person out of every job list."),
    )


def _no_capacity(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    if people["work_capacity"][row] not in {"lost", "none"}:
        return None
    return NotDocked(
        row,
        "no_capacity",
        text("No capacity for work is recorded."),
        text("Check social assistance; correct the ledger if the person can work."),
    )


def _in_school(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    if not people["in_school"][row] and people["status"][row] != "studying":
        return None
    return NotDocked(
        row,
        "in_school",
        text("At school."),
        text("Ask before graduation whether a technician school or a job is wanted."),
    )


def _left(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    if people["status"][row] != "left_labour":
        return None
    return NotDocked(
        row,
        "left_labour",
        text("Has left the labour force."),
        text("Correct the ledger if the person wants to work again."),
    )


def _unwilling(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    if people["willing"][row] not in {"not_now", "no"}:
        return None
    return NotDocked(
        row,
        "unwilling",
        text("Does not want work at present."),
        text("Visit: ask for the reason and what would have to change."),
    )


def _stable(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    if people["status"][row] not in policy.statuses.stable or people["change_wanted"][row]:
        return None
    return NotDocked(
        row,
        "in_work",
        text("In work, and no change is asked for."),
        text("Follow up as usual; note it in the ledger if a change is wanted."),
    )


def _consent(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    if people["consent"][row] is not False:
        return None
    return NotDocked(
        row,
        "no_consent",
        text("Has not agreed to be proposed for jobs."),
        text("Explain what the data is used for and ask for consent."),
    )


SCREENS: tuple[Screen, ...] = (
    _under_age,
    _no_capacity,
    _left,
    _in_school,
    _consent,
    _unwilling,
    _stable,
)


def screen(people: Ledger, row: int, policy: Policy, on: date) -> NotDocked | None:
    """The first reason to leave a person out, or None."""
    return next((found for s in SCREENS if (found := s(people, row, policy, on))), None)
