"""The words of casework: how somebody was asked, what was found, what is hard, what was given."""

from enum import StrEnum

from chunfeng.kit.texts import Text, text


class How(StrEnum):
    """By which way somebody was asked."""

    PHONE = "phone"
    VISIT = "visit"
    MET = "met"

    @property
    def label(self) -> Text:
        """The way to show."""
        return HOW_NAMES[self]


class Cause(StrEnum):
    """Why somebody is to be asked. The order is that of urgency on one day."""

    SAID_LEFT = "said_left"  # the person, on their own page
    SAID_BEGUN = "said_begun"
    NOT_THERE = "not_there"  # the employer says so
    PLACE_LOST = "place_lost"  # the recognition of where they work is suspended or has ended
    ENDED = "ended"
    AGREED = "agreed"  # a day that was agreed upon
    STEP = "step"  # a day of the plan

    @property
    def label(self) -> Text:
        """The cause to show."""
        return CAUSE_NAMES[self]


class Whose(StrEnum):
    """Who is to ask."""

    VILLAGE = "village"
    TOWNSHIP = "township"

    @property
    def label(self) -> Text:
        """Who it is, to show."""
        return WHOSE_NAMES[self]


class Kind(StrEnum):
    """What is hard for somebody."""

    WAGE_ARREARS = "wage_arrears"
    PAY_LOWER = "pay_lower"
    INJURY = "injury"
    HEALTH = "health"
    HOMESICKNESS = "homesickness"
    CARE = "care"
    CONFLICT = "conflict"
    HOUSING = "housing"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The difficulty to show."""
        return KIND_NAMES[self]


class Severity(StrEnum):
    """How hard it is."""

    URGENT = "urgent"
    SERIOUS = "serious"
    LIGHT = "light"

    @property
    def label(self) -> Text:
        """The severity to show."""
        return SEVERITY_NAMES[self]


class Outcome(StrEnum):
    """What became of a difficulty."""

    SOLVED = "solved"
    EASED = "eased"
    HANDED_ON = "handed_on"
    NOT_SOLVED = "not_solved"

    @property
    def label(self) -> Text:
        """The outcome to show."""
        return OUTCOME_NAMES[self]


class Service(StrEnum):
    """What was done for somebody."""

    INTRODUCTION = "introduction"
    SITE_CHECK = "site_check"
    INTERVIEW = "interview"
    JOURNEY = "journey"
    SETTLING_IN = "settling_in"
    RIGHTS = "rights"
    POLICY = "policy"
    SUBSIDY = "subsidy"
    INSURANCE = "insurance"  # done: insured as a resident, without an employer

    @property
    def label(self) -> Text:
        """The service to show."""
        return SERVICE_NAMES[self]


class Result(StrEnum):
    """What came of a service."""

    DONE = "done"
    GOES_ON = "goes_on"
    IN_VAIN = "in_vain"

    @property
    def label(self) -> Text:
        """The result to show."""
        return RESULT_NAMES[self]


class Source(StrEnum):
    """Where an income is known from."""

    DECLARED = "declared"
    LEDGER = "ledger"
    VISIT = "visit"
    PAPERS = "papers"

    @property
    def label(self) -> Text:
        """The source to show."""
        return SOURCE_NAMES[self]


class Mark(StrEnum):
    """How one of the five ones stands."""

    YES = "yes"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """The mark to show."""
        return MARK_NAMES[self]


class One(StrEnum):
    """The five ones of a household."""

    TRAINED = "trained"
    EMPLOYED = "employed"
    INSURED = "insured"
    LIFTED = "lifted"
    LED = "led"

    @property
    def label(self) -> Text:
        """The one to show."""
        return ONE_NAMES[self]


HOW_NAMES = {
    How.PHONE: text("By telephone"),
    How.VISIT: text("On a visit"),
    How.MET: text("Met elsewhere"),
}
CAUSE_NAMES = {
    Cause.SAID_LEFT: text("The person says: no longer there"),
    Cause.SAID_BEGUN: text("The person says: work has begun"),
    Cause.NOT_THERE: text("The employer says: not there"),
    Cause.PLACE_LOST: text("The place of work is no longer recognised"),
    Cause.ENDED: text("Work has ended"),
    Cause.AGREED: text("Agreed upon last time"),
    Cause.STEP: text("Planned follow-up"),
}
WHOSE_NAMES = {Whose.VILLAGE: text("Village worker"), Whose.TOWNSHIP: text("Township officer")}
KIND_NAMES = {
    Kind.WAGE_ARREARS: text("Wages are owed"),
    Kind.PAY_LOWER: text("Less pay than agreed"),
    Kind.INJURY: text("Injury at work"),
    Kind.HEALTH: text("Illness"),
    Kind.HOMESICKNESS: text("Homesickness"),
    Kind.CARE: text("Somebody at home needs care"),
    Kind.CONFLICT: text("Quarrel at work"),
    Kind.HOUSING: text("Board or room"),
    Kind.OTHER: text("Another difficulty"),
}
SEVERITY_NAMES = {
    Severity.URGENT: text("Urgent"),
    Severity.SERIOUS: text("Serious"),
    Severity.LIGHT: text("Light"),
}
OUTCOME_NAMES = {
    Outcome.SOLVED: text("Solved"),
    Outcome.EASED: text("Eased"),
    Outcome.HANDED_ON: text("Handed on to another office"),
    Outcome.NOT_SOLVED: text("Could not be solved"),
}
SERVICE_NAMES = {
    Service.INTRODUCTION: text("Introduction to an employer"),
    Service.SITE_CHECK: text("Workplace looked at"),
    Service.INTERVIEW: text("Help with an interview"),
    Service.JOURNEY: text("Company on the journey"),
    Service.SETTLING_IN: text("Help with settling in"),
    Service.RIGHTS: text("Help with rights"),
    Service.POLICY: text("Policy explained"),
    Service.SUBSIDY: text("Help with applying for a subsidy"),
    Service.INSURANCE: text("Insured as a resident"),
}
RESULT_NAMES = {
    Result.DONE: text("Done"),
    Result.GOES_ON: text("Goes on"),
    Result.IN_VAIN: text("In vain"),
}
SOURCE_NAMES = {
    Source.DECLARED: text("Declared by the household"),
    Source.LEDGER: text("Ledger of another office"),
    Source.VISIT: text("Reckoned on a visit"),
    Source.PAPERS: text("Pay slips or bank papers"),
}
MARK_NAMES = {
    Mark.YES: text("Yes"),
    Mark.NOT_YET: text("Not reached yet"),
    Mark.UNKNOWN: text("Not known"),
}
ONE_NAMES = {
    One.TRAINED: text("One trained"),
    One.EMPLOYED: text("One in stable work"),
    One.INSURED: text("One insured"),
    One.LIFTED: text("One household above the line"),
    One.LED: text("One village led along"),
}
