"""The words for what employers' columns hold."""

from collections.abc import Mapping
from enum import StrEnum

from chunfeng.kit.texts import Text, text


class Kind(StrEnum):
    """What an employer is: the vacancy ledger's employer_kind."""

    COMPANY = "company"
    WORKSHOP = "workshop"
    COOPERATIVE = "cooperative"
    SELF_EMPLOYED = "self_employed"
    PUBLIC_BODY = "public_body"


class Recognised(StrEnum):
    """What an employer is recognised as."""

    WORKSHOP = "workshop"
    BASE = "base"
    PUBLIC_WELFARE = "public_welfare"


class SubKind(StrEnum):
    """The forms a workshop takes."""

    WORKSHOP = "workshop"
    COMMUNITY_FACTORY = "community_factory"
    SATELLITE_FACTORY = "satellite_factory"
    ECOMMERCE_PARK = "ecommerce_park"
    STATION = "station"


class Level(StrEnum):
    """Whose base enterprise it is."""

    NATION = "nation"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class StepKind(StrEnum):
    """What was done in the course of a recognition."""

    COMPLETE = "complete"
    VISIT = "visit"
    NOTICE = "notice"
    DECISION = "decision"
    REVIEW = "review"
    WARNING = "warning"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    WITHDRAWAL = "withdrawal"
    END = "end"


class Answer(StrEnum):
    """What a visit found of one item of its checklist."""

    YES = "yes"
    NO = "no"
    NOT_SEEN = "not_seen"


class Outcome(StrEnum):
    """How a decision or a review came out."""

    RECOGNISED = "recognised"
    REFUSED = "refused"
    KEEP = "keep"
    WARN = "warn"
    SUSPEND = "suspend"
    END = "end"


class EndReason(StrEnum):
    """Why a recognition ended without being taken away."""

    GIVEN_UP = "given_up"
    RUN_OUT = "run_out"
    CLOSED = "closed"


class DocumentKind(StrEnum):
    """What a file of an employer is."""

    LICENCE = "licence"
    LEASE = "lease"
    SAFETY = "safety"
    PAYROLL = "payroll"
    ROSTER = "roster"
    APPLICATION = "application"
    PHOTO = "photo"
    OTHER = "other"


KIND_NAMES: Mapping[Kind, Text] = {
    Kind.COMPANY: text("Company"),
    Kind.WORKSHOP: text("Workshop"),
    Kind.COOPERATIVE: text("Co-operative"),
    Kind.SELF_EMPLOYED: text("Sole trader"),
    Kind.PUBLIC_BODY: text("Public-welfare employer"),
}
RECOGNISED_NAMES: Mapping[Recognised, Text] = {
    Recognised.WORKSHOP: text("Workshop"),
    Recognised.BASE: text("Base enterprise"),
    Recognised.PUBLIC_WELFARE: text("Public-welfare employer"),
}
SUB_KIND_NAMES: Mapping[SubKind, Text] = {
    SubKind.WORKSHOP: text("Workshop"),
    SubKind.COMMUNITY_FACTORY: text("Community factory"),
    SubKind.SATELLITE_FACTORY: text("Satellite factory"),
    SubKind.ECOMMERCE_PARK: text("E-commerce site"),
    SubKind.STATION: text("Work station"),
}
LEVEL_NAMES: Mapping[Level, Text] = {
    Level.NATION: text("National"),
    Level.PROVINCE: text("Of the province"),
    Level.PREFECTURE: text("Of the prefecture"),
    Level.COUNTY: text("Of the county"),
}
STEP_NAMES: Mapping[StepKind, Text] = {
    StepKind.COMPLETE: text("Documents complete"),
    StepKind.VISIT: text("Visit to the site"),
    StepKind.NOTICE: text("Public notice"),
    StepKind.DECISION: text("Decision"),
    StepKind.REVIEW: text("Yearly review"),
    StepKind.WARNING: text("Warning"),
    StepKind.SUSPENSION: text("Suspended"),
    StepKind.RESUMPTION: text("Suspension lifted"),
    StepKind.WITHDRAWAL: text("Withdrawn"),
    StepKind.END: text("Ended"),
}
ANSWER_NAMES: Mapping[Answer, Text] = {
    Answer.YES: text("Yes"),
    Answer.NO: text("No"),
    Answer.NOT_SEEN: text("Not seen"),
}
OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.RECOGNISED: text("Recognised"),
    Outcome.REFUSED: text("Refused"),
    Outcome.KEEP: text("Stays as it is"),
    Outcome.WARN: text("Stays, with a warning"),
    Outcome.SUSPEND: text("Suspended"),
    Outcome.END: text("Ended"),
}
END_NAMES: Mapping[EndReason, Text] = {
    EndReason.GIVEN_UP: text("Given up by the employer"),
    EndReason.RUN_OUT: text("Ran out and was not renewed"),
    EndReason.CLOSED: text("The site has closed"),
}
DOCUMENT_NAMES: Mapping[DocumentKind, Text] = {
    DocumentKind.LICENCE: text("Business licence"),
    DocumentKind.LEASE: text("Lease or right to the site"),
    DocumentKind.SAFETY: text("Fire and work safety"),
    DocumentKind.PAYROLL: text("Payroll"),
    DocumentKind.ROSTER: text("List of workers"),
    DocumentKind.APPLICATION: text("Application form"),
    DocumentKind.PHOTO: text("Photo"),
    DocumentKind.OTHER: text("Another document"),
}
