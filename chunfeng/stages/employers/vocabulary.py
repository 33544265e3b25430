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
    """What an employer is recognised as: the policy's kinds, which name their forms too."""

    WORKSHOP = "workshop"
    BASE = "base"
    PUBLIC_WELFARE = "public_welfare"


class StepKind(StrEnum):
    """What was done in the course of a recognition."""

    COMPLETE = "complete"
    VISIT = "visit"
    NOTICE = "notice"
    OBJECTION = "objection"
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


KIND_NAMES: Mapping[Kind, Text] = {
    Kind.COMPANY: text("Company"),
    Kind.WORKSHOP: text("Workshop"),
    Kind.COOPERATIVE: text("Co-operative"),
    Kind.SELF_EMPLOYED: text("Sole trader"),
    Kind.PUBLIC_BODY: text("Public-welfare employer"),
}
STEP_NAMES: Mapping[StepKind, Text] = {
    StepKind.COMPLETE: text("Documents complete"),
    StepKind.VISIT: text("Visit to the site"),
    StepKind.NOTICE: text("Public notice"),
    StepKind.OBJECTION: text("Objection"),
    StepKind.DECISION: text("Decision"),
    StepKind.REVIEW: text("Yearly review"),
    StepKind.WARNING: text("Warned"),
    StepKind.SUSPENSION: text("Recognition suspended"),
    StepKind.RESUMPTION: text("Suspension lifted"),
    StepKind.WITHDRAWAL: text("Withdrawn"),
    StepKind.END: text("Recognition ended"),
}
ANSWER_NAMES: Mapping[Answer, Text] = {
    Answer.YES: text("Yes"),
    Answer.NO: text("No"),
    Answer.NOT_SEEN: text("Not seen"),
}
OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.RECOGNISED: text("Recognition granted"),
    Outcome.REFUSED: text("Recognition not granted"),
    Outcome.KEEP: text("Stays as it is"),
    Outcome.WARN: text("Stays, and is warned"),
    Outcome.SUSPEND: text("Recognition suspended"),
    Outcome.END: text("Recognition ended"),
}
END_NAMES: Mapping[EndReason, Text] = {
    EndReason.GIVEN_UP: text("Given up by the employer"),
    EndReason.RUN_OUT: text("Ran out and was not renewed"),
    EndReason.CLOSED: text("The site has closed"),
}
OTHER_DOCUMENTS: Mapping[str, Text] = {  # beside those the policy asks for
    "photo": text("Photo"),
    "other": text("Another document"),
}
