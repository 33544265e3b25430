"""Checks across cells and rows: duplicates, contradictions, doubts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from chunfeng.foundation.intake.columns import Kind
from chunfeng.foundation.intake.ledger import Issue, Ledger, Severity
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.certificates import Certificates
from chunfeng.stages.docking.duplicates import duplicates
from chunfeng.stages.docking.points import astray
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.screening import WORKING_AGE, birth_date, years_old
from chunfeng.stages.docking.tiers import NO_CAPACITY, NOT_WORKING, household_key
from chunfeng.stages.vacancies.pay import pay_of, unit_unknown

PAY_DOUBTFUL = (100.0, 30_000.0)  # yuan a month
SHARED_PHONE_EMPLOYERS = 3
MOST_NAMES = 20  # shown in a message


def issue(
    ledger: Ledger, row: int, field: str, severity: Severity, problem: Text, mend: Text
) -> Issue:
    """An issue about a field of a row; a personal value stays out of it."""
    column = ledger.layout.column(field)
    value = ledger[field][row]
    shown = "" if column.personal or value is None or column.kind is Kind.PLACE else str(value)
    choice = next((c for c in column.choices if c.code == value), None)
    letter, header = ledger.headings.get(field, ("", column.zh))
    return Issue(
        file=ledger.file,
        sheet=ledger.sheet,
        row=ledger.row_numbers[row],
        column=letter,
        header=header,
        value=choice.zh if choice else shown,
        severity=severity,
        problem=problem,
        mend=mend,
    )


def whole_sheet(ledger: Ledger, field: str, problem: Text, mend: Text) -> Issue:
    """A note about a column of a ledger as a whole."""
    letter, header = ledger.headings.get(field, ("", ledger.layout.column(field).zh))
    return Issue(
        file=ledger.file,
        sheet=ledger.sheet,
        row=0,
        column=letter,
        header=header,
        value="",
        severity=Severity.NOTE,
        problem=problem,
        mend=mend,
    )


def check_people(people: Ledger, on: date, reference: Reference) -> Iterator[Issue]:
    """Contradictions in the person ledger; rows that repeat a person are not used."""
    for row, first in duplicates(people).items():
        yield issue(
            people,
            row,
            "id_number",
            Severity.ROW,
            text("The same person stands in row {row} already.", row=people.row_numbers[first]),
            text("Keep one of the two rows."),
        )
    for row in range(len(people)):
        yield from _check_identity(people, row)
        yield from _check_work(people, row)
    yield from _check_ages(people)
    yield from _check_heads(people)
    yield from _check_phones(people)
    yield from check_points(people, "home", reference)


def _check_ages(people: Ledger) -> Iterator[Issue]:
    """People whose age nobody can tell: each of them, or once where it is a column's fault."""
    unknown = [row for row in range(len(people)) if birth_date(people, row) is None]
    problem = text(
        "Neither ID number nor date of birth: kept from heavy, hazardous and night work, in case"
        " the person is under 18."
    )
    mend = text("Fill in one of the two, and make sure that the person is 16.")
    if unknown and len(unknown) == len(people):
        yield whole_sheet(people, "birth_date", problem, mend)
        return
    for row in unknown:
        yield issue(people, row, "birth_date", Severity.NOTE, problem, mend)


def check_points(ledger: Ledger, place: str, reference: Reference) -> Iterator[Issue]:
    """Coordinates that lie nowhere near the place given."""
    for row in astray(ledger, place, reference):
        problem = text("The coordinates lie far from the place given; they are not used.")
        mend = text("Check longitude and latitude (WGS84), or leave both empty.")
        yield issue(ledger, row, "lon", Severity.CELL, problem, mend)


def _check_identity(people: Ledger, row: int) -> Iterator[Issue]:
    number, note = people["id_number"][row], Severity.NOTE
    if not number or len(number) != 18:
        return
    born = people["birth_date"][row]
    in_number = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    if (
        born is not None
        and born != in_number
        and (born.year, born.month) != in_number.timetuple()[:2]
    ):
        problem = text("The date of birth differs from the ID number; the ID number was used.")
        yield issue(people, row, "birth_date", note, problem, text("Check both on the ID card."))
    sex = "male" if int(number[16]) % 2 else "female"
    if people["sex"][row] not in {None, sex}:
        problem = text("The sex differs from the ID number.")
        yield issue(people, row, "sex", note, problem, text("Check both on the ID card."))


def _check_work(people: Ledger, row: int) -> Iterator[Issue]:
    status, note = people["status"][row], Severity.NOTE
    working = status is not None and status not in NOT_WORKING
    if working and people["work_capacity"][row] in NO_CAPACITY:
        problem = text("In work, but without capacity for work.")
        mend = text("Ask the village which of the two is right.")
        yield issue(people, row, "work_capacity", note, problem, mend)
    if working and people["in_school"][row]:
        problem = text("In work and at school at the same time.")
        mend = text("Ask the village which of the two is right.")
        yield issue(people, row, "in_school", note, problem, mend)
    income = people["income"][row]
    if income and not PAY_DOUBTFUL[0] <= income <= PAY_DOUBTFUL[1]:
        problem = text("Monthly pay outside 100 to 30,000 yuan.")
        mend = text("Check the number and its unit (yuan a month).")
        yield issue(people, row, "income", note, problem, mend)
    since, born = people["work_since"][row], birth_date(people, row)
    if since and born and years_old(born, since) < WORKING_AGE:
        problem = text("Started work before the age of 16.")
        mend = text("Check the start date and the date of birth.")
        yield issue(people, row, "work_since", note, problem, mend)


def _check_heads(people: Ledger) -> Iterator[Issue]:
    members: dict[object, list[int]] = defaultdict(list)
    for row in range(len(people)):
        if people["household_no"][row]:
            members[household_key(people, row)].append(row)
    for rows in members.values():
        heads = [row for row in rows if people["relation"][row] == "head"]
        for row in heads[1:]:
            problem = text(
                "A second head of the same household; the first is in row {row}.",
                row=people.row_numbers[heads[0]],
            )
            mend = text("A household has exactly one head.")
            yield issue(people, row, "relation", Severity.NOTE, problem, mend)


def _check_phones(people: Ledger) -> Iterator[Issue]:
    households: dict[str, dict[object, int]] = defaultdict(dict)
    for row in range(len(people)):
        phone = people["phone"][row]
        if phone and people["household_no"][row]:
            households[phone].setdefault(household_key(people, row), row)
    for rows in households.values():
        for row in list(rows.values())[1:]:
            problem = text("The same phone number stands in another household.")
            mend = text("Check whose number it is before calling.")
            yield issue(people, row, "phone", Severity.NOTE, problem, mend)


def check_vacancies(vacancies: Ledger, policy: Policy, reference: Reference) -> Iterator[Issue]:
    """Contradictions in the vacancy ledger."""
    for row in range(len(vacancies)):
        yield from _check_ranges(vacancies, row)
        yield from _check_pay(vacancies, row, policy)
    yield from check_points(vacancies, "place", reference)
    employers: dict[str, dict[str, int]] = defaultdict(dict)
    for row in range(len(vacancies)):
        if vacancies["phone"][row]:
            employers[vacancies["phone"][row]].setdefault(vacancies["employer"][row], row)
    for rows in employers.values():
        if len(rows) >= SHARED_PHONE_EMPLOYERS:
            problem = text("One phone number stands for {number} employers.", number=len(rows))
            mend = text("Check that each employer is real.")
            first = next(iter(rows.values()))
            yield issue(vacancies, first, "phone", Severity.NOTE, problem, mend)


def _check_pay(vacancies: Ledger, row: int, policy: Policy) -> Iterator[Issue]:
    low, high, kind = (vacancies[field][row] for field in ("pay_low", "pay_high", "pay_kind"))
    if low is not None and high is not None and low > high:
        problem = text("The lower pay is above the upper pay; they were exchanged.")
        mend = text("Exchange or correct the two amounts.")
        yield issue(vacancies, row, "pay_low", Severity.NOTE, problem, mend)
    if unit_unknown(kind, low, high):
        problem = text("Too little for a month, and no pay kind: the pay counts as unknown.")
        mend = text("Say whether the pay is by month, day, hour or piece.")
        yield issue(vacancies, row, "pay_kind", Severity.CELL, problem, mend)
        return
    piece = vacancies["piece_price"][row], vacancies["daily_output"][row]
    time = vacancies["hours_per_day"][row], vacancies["days_per_week"][row]
    pay = pay_of(policy.hours, kind, low, high, piece, *time)
    for amount in dict.fromkeys((pay.month, pay.month_high)):
        if amount is not None and not PAY_DOUBTFUL[0] <= amount <= PAY_DOUBTFUL[1]:
            problem = text("Comes to {pay:.0f} yuan a month.", pay=amount)
            mend = text("Check the amounts, the pay kind and the pieces a day.")
            yield issue(vacancies, row, "pay_kind", Severity.NOTE, problem, mend)


def check_certificates(vacancies: Ledger, certificates: Certificates) -> Iterator[Issue]:
    """Kinds of certificates beyond what can be compared."""
    if certificates.not_compared:
        problem = text(
            "More than {number} different certificates are asked for. Vacancies that ask for one of"
            " these are proposed to nobody: {names}.",
            number=len(certificates.bits),
            names="、".join(certificates.not_compared[:MOST_NAMES]),
        )
        mend = text("Write only certificates that the law requires, each always the same way.")
        yield whole_sheet(vacancies, "certificates_required", problem, mend)


def _check_ranges(vacancies: Ledger, row: int) -> Iterator[Issue]:
    start, end = vacancies["start_date"][row], vacancies["end_date"][row]
    if start and end and end < start:
        problem = text("The closing date lies before the start date.")
        mend = text("Correct one of the two dates.")
        yield issue(vacancies, row, "end_date", Severity.NOTE, problem, mend)
    reserved, seats = vacancies["reserved"][row], vacancies["headcount"][row]
    if reserved and reserved > seats:
        problem = text("More seats are reserved than there are; all seats were reserved.")
        mend = text("Correct the headcount or the reserved seats.")
        yield issue(vacancies, row, "reserved", Severity.NOTE, problem, mend)
    if reserved and not vacancies["reserved_for"][row]:
        problem = text("Seats are reserved, but not for which region; none was reserved.")
        mend = text("Fill in the region, or leave both columns empty.")
        yield issue(vacancies, row, "reserved_for", Severity.NOTE, problem, mend)
