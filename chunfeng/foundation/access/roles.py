"""The permission matrix: what each role may see and do, and for which purposes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chunfeng.kit.texts import Text, text


class Role(StrEnum):
    """What a post lets its holder do; where, says the post's region."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    SUPERVISOR = "supervisor"  # prefecture or province
    ANALYST = "analyst"  # nation
    AUDITOR = "auditor"
    PRIVACY = "privacy"
    ADMIN = "admin"
    EMPLOYER = "employer"  # not a post: somebody who signs in at the desk for one employer
    SEEKER = "seeker"  # not a post: somebody of the register on their own page

    @property
    def label(self) -> Text:
        """The role's name to show."""
        return ROLE_NAMES[self]


ROLE_NAMES = {
    Role.VILLAGE: text("Village worker"),
    Role.TOWNSHIP: text("Township officer"),
    Role.COUNTY: text("County officer"),
    Role.SUPERVISOR: text("Supervisor (prefecture or province)"),
    Role.ANALYST: text("National analyst"),
    Role.AUDITOR: text("Auditor"),
    Role.PRIVACY: text("Privacy officer"),
    Role.ADMIN: text("System administrator"),
    Role.EMPLOYER: text("Employer"),
    Role.SEEKER: text("The person concerned"),
}
OFFICERS = frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY})
POSTS = frozenset(Role) - {Role.EMPLOYER, Role.SEEKER}


class Purpose(StrEnum):
    """Why somebody looks; it stands in the log beside every look."""

    VERIFY = "verify"
    CONTACT = "contact"
    FOLLOW_UP = "follow_up"
    SUBSIDY = "subsidy"
    TRAINING = "training"
    SUPERVISE = "supervise"
    STATISTICS = "statistics"
    AUDIT = "audit"
    SUBJECT_REQUEST = "subject_request"
    RECRUIT = "recruit"
    OWN = "own"  # one's own matters
    RUN = "run"  # of the system itself: users, health, configuration

    @property
    def label(self) -> Text:
        """The purpose to show."""
        return PURPOSE_NAMES[self]


PURPOSE_NAMES = {
    Purpose.VERIFY: text("Checking the facts"),
    Purpose.CONTACT: text("Getting in touch"),
    Purpose.FOLLOW_UP: text("Follow-up"),
    Purpose.SUBSIDY: text("Subsidy"),
    Purpose.TRAINING: text("Training"),
    Purpose.SUPERVISE: text("Supervision"),
    Purpose.STATISTICS: text("Statistics"),
    Purpose.AUDIT: text("Audit"),
    Purpose.SUBJECT_REQUEST: text("Request of the person concerned"),
    Purpose.RECRUIT: text("Recruiting"),
    Purpose.OWN: text("One's own matters"),
    Purpose.RUN: text("Running the system"),
}


class DataClass(StrEnum):
    """How sensitive what a view shows is; D4 is the most."""

    OPEN = "open"  # sign-in, help: no facts of anybody
    ACCOUNTS = "accounts"  # users, posts, sessions
    D0 = "D0"  # public vacancies, aggregates, regions
    D1 = "D1"  # work profile
    D2 = "D2"  # name, village, birth date, household
    D3 = "D3"  # phone, address
    D4 = "D4"  # ID number, health, cause of poverty, bank
    LOG = "log"  # who did what


class Right(StrEnum):
    """What a role may do with a class of data."""

    NONE = "none"
    AGGREGATE = "aggregate"  # counts of ten or more
    MASKED = "masked"
    ENTER = "enter"  # write, never read back
    OWN = "own"  # of oneself alone: read, answered, objected to
    REVEAL = "reveal"  # write, masked; one record opened with purpose and log
    WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """One row of the matrix.

    levels: of the post's region, 0 (nation) to 5 (village). d4_fields: those a reveal may open.
    export_rows: of D1-D2 in one list without a second officer; 0 is none.
    """

    levels: frozenset[int]
    d1: Right = Right.NONE
    d2: Right = Right.NONE
    d3: Right = Right.NONE
    d4: Right = Right.NONE
    d4_fields: frozenset[str] = field(default_factory=frozenset)
    export_rows: int = 0
    purposes: frozenset[Purpose] = field(default_factory=frozenset)


_FIELD = frozenset({Purpose.VERIFY, Purpose.CONTACT, Purpose.FOLLOW_UP})
_HEALTH = frozenset({"health", "disability_type", "disability_grade", "poverty_cause"})
MATRIX: Mapping[Role, Rights] = {
    Role.VILLAGE: Rights(
        levels=frozenset({5}),
        d1=Right.WRITE,
        d2=Right.WRITE,
        d3=Right.REVEAL,
        d4=Right.ENTER,
        purposes=_FIELD,
    ),
    Role.TOWNSHIP: Rights(
        levels=frozenset({4}),
        d1=Right.WRITE,
        d2=Right.WRITE,
        d3=Right.REVEAL,
        d4=Right.REVEAL,
        d4_fields=frozenset({"id_number"}),
        export_rows=500,
        purposes=_FIELD,
    ),
    Role.COUNTY: Rights(
        levels=frozenset({3}),
        d1=Right.WRITE,
        d2=Right.WRITE,
        d3=Right.REVEAL,
        d4=Right.REVEAL,
        d4_fields=_HEALTH | {"id_number"},
        export_rows=500,
        purposes=_FIELD | {Purpose.SUBSIDY, Purpose.TRAINING},
    ),
    Role.SUPERVISOR: Rights(
        levels=frozenset({1, 2}),
        d1=Right.AGGREGATE,
        d2=Right.AGGREGATE,
        purposes=frozenset({Purpose.SUPERVISE, Purpose.STATISTICS}),
    ),
    Role.ANALYST: Rights(
        levels=frozenset({0}), d1=Right.AGGREGATE, purposes=frozenset({Purpose.STATISTICS})
    ),
    Role.AUDITOR: Rights(levels=frozenset({0, 1, 2, 3}), purposes=frozenset({Purpose.AUDIT})),
    Role.PRIVACY: Rights(
        levels=frozenset({0}),
        d4=Right.REVEAL,
        d4_fields=_HEALTH | {"id_number"},
        purposes=frozenset({Purpose.SUBJECT_REQUEST}),
    ),
    Role.ADMIN: Rights(levels=frozenset({0, 1, 2, 3}), purposes=frozenset({Purpose.RUN})),
    Role.EMPLOYER: Rights(levels=frozenset(), purposes=frozenset({Purpose.RECRUIT})),
    Role.SEEKER: Rights(
        levels=frozenset(),
        d1=Right.OWN,
        d2=Right.OWN,
        d3=Right.OWN,
        d4=Right.MASKED,
        purposes=frozenset({Purpose.OWN}),
    ),
}


def rights(role: Role) -> Rights:
    """The matrix's row of a role."""
    return MATRIX[role]
