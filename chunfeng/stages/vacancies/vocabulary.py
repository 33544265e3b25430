"""The words for what vacancies, interests and reports hold: the ledger's own, and other codes."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.vacancies.sheets import VACANCIES


class Outcome(StrEnum):
    """What came of a call to somebody interested."""

    APPLIES = "applies"
    THINKS = "thinks"
    OTHER_WORK = "other_work"
    NOT_SUITED = "not_suited"
    NOT_INTERESTED = "not_interested"
    NOT_REACHED = "not_reached"
    WRONG_NUMBER = "wrong_number"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> Text:
        """The outcome to show."""
        return OUTCOME_NAMES[self]


class Wish(StrEnum):
    """What somebody looks for who asks without a vacancy."""

    NEAR = "near"
    AWAY = "away"
    LEARN = "learn"
    HELP = "help"

    @property
    def label(self) -> Text:
        """The wish to show."""
        return WISH_NAMES[self]


class ReportKind(StrEnum):
    """What is not honest."""

    MONEY = "money"
    PAPERS = "papers"
    FALSE = "false"
    UNSAFE = "unsafe"
    UNPAID = "unpaid"
    UNFAIR = "unfair"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The kind to show."""
        return REPORT_NAMES[self]


OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.APPLIES: text("Wants to apply"),
    Outcome.THINKS: text("Thinks it over"),
    Outcome.OTHER_WORK: text("Was told of other work"),
    Outcome.NOT_SUITED: text("The work does not suit"),
    Outcome.NOT_INTERESTED: text("No longer interested"),
    Outcome.NOT_REACHED: text("Not reached: call again"),
    Outcome.WRONG_NUMBER: text("Wrong number"),
    Outcome.TAKEN_BACK: text("Wants the request deleted"),
}
STILL_OPEN = frozenset({Outcome.NOT_REACHED, Outcome.THINKS})  # to be called again
WISH_NAMES: Mapping[Wish, Text] = {
    Wish.NEAR: text("Work near home"),
    Wish.AWAY: text("Going out with others"),
    Wish.LEARN: text("Learning a skill"),
    Wish.HELP: text("Somebody to call back"),
}
REPORT_NAMES: Mapping[ReportKind, Text] = {
    ReportKind.MONEY: text("Asks for a deposit or fee"),
    ReportKind.PAPERS: text("Keeps ID cards or papers"),
    ReportKind.FALSE: text("The work or the pay is not as described"),
    ReportKind.UNSAFE: text("The work is dangerous or unlawful"),
    ReportKind.UNPAID: text("Wages are not paid"),
    ReportKind.UNFAIR: text("People are turned away unfairly"),
    ReportKind.OTHER: text("Something else"),
}


def heading(field: str) -> Declared:
    """What a ledger field is called, or a fact worked out from several."""
    if field in WORKED_OUT:
        return WORKED_OUT[field]
    column = VACANCIES.column(field)
    return Declared(column.zh, column.en)


WORKED_OUT = {"hourly": Declared("折合小时工资", "Pay an hour")}  # as screening names it


@cache
def labels(field: str) -> Mapping[str, Declared]:
    """{code: word} of a ledger field with fixed values, in the ledger's order; else empty."""
    column = next((column for column in VACANCIES if column.field == field), None)
    choices = column.choices if column else ()
    return {choice.code: Declared(choice.zh, choice.en) for choice in choices}


def label(field: str, code: str) -> Text:
    """The word for a code; a code the ledger does not declare is shown as it stands."""
    return labels(field).get(code) or Text(code)
