"""The words for what a docking run says in codes, shared by every face."""

from collections.abc import Iterable, Mapping
from math import ceil

from chunfeng.foundation.intake.ledger import Severity
from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.docking.result import Empty, LeverKind, Proof, Unplaced, Why

SEPARATOR: Mapping[Language, str] = {"zh": "；", "en": "; "}
WHY = {
    Why.NOT_DOCKED: text("Not looked for"),
    Why.NO_OPTION: text("No suitable vacancy"),
    Why.OVER_ASKED: text("Not enough seats"),
    Why.ANSWERED: text("Already offered or answered"),
}
NEXT_STEP = {
    Why.NOT_DOCKED: text("Check the record; visit if the situation has changed."),
    Why.NO_OPTION: text("Carry out the smallest change, then dock again."),
    Why.OVER_ASKED: text(
        "Look for more seats of this kind; keep on the list for the next docking."
    ),
    Why.ANSWERED: text("See what was answered to the offer."),
}
EMPTY = {
    Empty.NOBODY_ELIGIBLE: text("Nobody meets the requirements"),
    Empty.FEWER_THAN_SEATS: text("Fewer eligible people than seats"),
    Empty.DID_BETTER: text("Those eligible have better places"),
    Empty.NOT_USED: text("Vacancy left out"),
}
LEVER = {
    LeverKind.SEATS: text("More seats"),
    LeverKind.CLASS: text("Hold a class"),
    LeverKind.LIMIT: text("Ease a requirement"),
    LeverKind.WORKSHOP: text("Open a workshop"),
}
SCALE = {
    Scale.VILLAGE: text("In the own village"),
    Scale.TOWNSHIP: text("In the own township"),
    Scale.COUNTY: text("Elsewhere in the county"),
    Scale.PREFECTURE: text("Elsewhere in the prefecture"),
    Scale.PROVINCE: text("Elsewhere in the province"),
    Scale.COUNTRY: text("In another province"),
    Scale.ABROAD: text("Abroad"),
}
LIMIT = {
    "young": text("Under 18: no heavy, hazardous or night work"),
    "over_age": text("Past the statutory age"),
    "age_asked": text("Age asked for by the vacancy"),
    "capacity": text("Weak or half capacity for work"),
    "heavy": text("No heavy work"),
    "standing": text("No long standing"),
    "bending": text("No bending"),
    "heights": text("No work at heights"),
    "night": text("No night work"),
    "dust": text("No dust"),
    "noise": text("No noise"),
    "fine_sight": text("No fine sight work"),
    "alone_travel": text("Cannot travel alone"),
    "disability": text("Kind of disability"),
    "certificate": text("Certificate required by law"),
    "education": text("Schooling"),
    "putonghua": text("Putonghua"),
    "care_distance": text("Too far for someone with caring duties"),
    "care_hours": text("Hours don't fit caring duties"),
    "commute": text("Daily way too long"),
    "reach": text("Further than the person would go"),
    "dates": text("Dates don't fit"),
    "agreement": text("Vacancy for people from other regions"),
    "last_resort": text("Public-welfare posts: only where nothing else fits"),
}
TERM = {
    "pay": text("Pay"),
    "commute": text("Way to work"),
    "occupation": text("Trade"),
    "hours": text("Working hours"),
    "place": text("Where the work is"),
    "board": text("Meals and housing"),
    "company": text("Going together"),
    "stability": text("How many stay"),
}
SEVERITY = {
    Severity.ROW: text("Row not used"),
    Severity.CELL: text("Cell not used"),
    Severity.NOTE: text("Please check"),
}
STATUS = {
    "optimal": text("Proven: no plan can do better."),
    "gap": text("Stopped within the gap that was asked for."),
    "time_limit": text("Stopped at the time limit; the plan is valid, the gap is proven."),
}


def next_step(person: Unplaced) -> Text:
    """What to do for a person without a placement; docking's own word for it comes first."""
    if person.why is Why.NOT_DOCKED and person.change is not None:
        return person.change
    return NEXT_STEP[person.why]


def gap_percent(proof: Proof) -> float:
    """How far below the best plan at most, in percent, rounded up to two decimals."""
    return ceil(round(min(proof.gap, 1.0) * 10_000, 6)) / 100  # a value of 0 has an infinite gap


def headline(people: int, looked_for: int, placed: int, proof: Proof) -> Text:
    """The one sentence that says it all, with both denominators."""
    counts = {"people": people, "looked_for": looked_for, "placed": placed}
    gap = gap_percent(proof)
    if proof.status == "optimal" or gap == 0:
        return text(
            "{looked_for:,} of {people:,} people were looked for, {placed:,} have a proposal; "
            "proven: no plan can do better.",
            **counts,
        )
    return text(
        "{looked_for:,} of {people:,} people were looked for, {placed:,} have a proposal; "
        "at most {gap:.2f} % below the best plan.",
        **counts,
        gap=gap,
    )


def sentence(parts: Iterable[Text], language: Language) -> str:
    """Parts that may hold commas, as one sentence."""
    return SEPARATOR[language].join(part.to(language) for part in parts)
