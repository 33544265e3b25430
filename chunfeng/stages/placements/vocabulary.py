"""The words of offers: who answered, how, why not, and why work ended."""

from enum import StrEnum

from chunfeng.kit.texts import Text, text


class Whose(StrEnum):
    """Who answers or confirms."""

    PERSON = "person"
    EMPLOYER = "employer"
    OFFICER = "officer"  # confirms only: what the officer found

    @property
    def label(self) -> Text:
        """Who it is, to show."""
        return WHOSE_NAMES[self]


class How(StrEnum):
    """By which way an answer came."""

    PHONE = "phone"
    VISIT = "visit"
    LINK = "link"
    DESK = "desk"

    @property
    def label(self) -> Text:
        """The way to show."""
        return HOW_NAMES[self]


class PersonReason(StrEnum):
    """Why somebody declines."""

    PAY = "pay"
    TOO_FAR = "too_far"
    HOURS = "hours"
    CARE = "care"
    HEALTH = "health"
    OTHER_WORK = "other_work"
    OCCUPATION = "occupation"
    BOARD = "board"
    COMPANY = "company"
    LATER = "later"
    NOT_REACHED = "not_reached"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason to show."""
        return PERSON_REASONS[self]


class EmployerReason(StrEnum):
    """Why an employer declines."""

    FILLED = "filled"
    STOPPED = "stopped"
    SKILL = "skill"
    PAPERS = "papers"
    NOT_REACHED = "not_reached"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason to show."""
        return EMPLOYER_REASONS[self]


class LapseReason(StrEnum):
    """Why an offer came to nothing without anybody declining."""

    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_ARRIVED = "not_arrived"
    LEFT = "left"  # the register
    CONSENT = "consent"  # taken back

    @property
    def label(self) -> Text:
        """The reason to show."""
        return LAPSE_REASONS[self]


class EndReason(StrEnum):
    """Why work ended."""

    CONTRACT_OVER = "contract_over"
    RESIGNED = "resigned"
    DISMISSED = "dismissed"
    EMPLOYER_STOPPED = "employer_stopped"
    FAMILY = "family"
    HEALTH = "health"
    BETTER_WORK = "better_work"
    NOT_THERE = "not_there"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason to show."""
        return END_REASONS[self]


WHOSE_NAMES = {
    Whose.PERSON: text("The person"),
    Whose.EMPLOYER: text("Employer"),
    Whose.OFFICER: text("An officer"),
}
HOW_NAMES = {
    How.PHONE: text("By telephone"),
    How.VISIT: text("On a visit"),
    How.LINK: text("By the link in a message"),
    How.DESK: text("At the employers' desk"),
}
PERSON_REASONS = {
    PersonReason.PAY: text("The pay is too low"),
    PersonReason.TOO_FAR: text("Too far from home"),
    PersonReason.HOURS: text("The hours do not fit"),
    PersonReason.CARE: text("Somebody at home needs care"),
    PersonReason.HEALTH: text("The work is too hard for the body"),
    PersonReason.OTHER_WORK: text("Has found other work"),
    PersonReason.OCCUPATION: text("Wants another kind of work"),
    PersonReason.BOARD: text("Meals or housing are missing"),
    PersonReason.COMPANY: text("Does not want to go alone"),
    PersonReason.LATER: text("Can only begin later"),
    PersonReason.NOT_REACHED: text("Could not be reached"),
    PersonReason.OTHER: text("Another reason"),
}
EMPLOYER_REASONS = {
    EmployerReason.FILLED: text("The seat has gone to somebody else"),
    EmployerReason.STOPPED: text("The work is put off or given up"),
    EmployerReason.SKILL: text("A skill the work asks for is missing"),
    EmployerReason.PAPERS: text("A certificate the work asks for is missing"),
    EmployerReason.NOT_REACHED: text("Could not be reached"),
    EmployerReason.OTHER: text("Another reason"),
}
LAPSE_REASONS = {
    LapseReason.EXPIRED: text("Nobody answered in time"),
    LapseReason.WITHDRAWN: text("The offer was withdrawn"),
    LapseReason.NOT_ARRIVED: text("Did not arrive for work"),
    LapseReason.LEFT: text("Left the register"),
    LapseReason.CONSENT: text("Took the consent back"),
}
END_REASONS = {
    EndReason.CONTRACT_OVER: text("The contract was over"),
    EndReason.RESIGNED: text("Gave the work up"),
    EndReason.DISMISSED: text("Was dismissed"),
    EndReason.EMPLOYER_STOPPED: text("The employer stopped the work"),
    EndReason.FAMILY: text("For family reasons"),
    EndReason.HEALTH: text("For health reasons"),
    EndReason.BETTER_WORK: text("Went to better work"),
    EndReason.NOT_THERE: text("Was no longer there"),
    EndReason.OTHER: text("Another reason"),
}
