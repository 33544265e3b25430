"""Who may give whom which post, how long a session lives, how failed attempts are slowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chunfeng.foundation.access import OFFICERS, Context, Role, rights
from chunfeng.foundation.places.place import STEPS, level_of
from chunfeng.kit.texts import Text, text

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
STEP_UP = timedelta(minutes=10)  # how long a second factor counts as fresh
INVITED_FOR = timedelta(days=7)
NATION = (0, 10**12 - 1)

FREE_ATTEMPTS = 5  # of one name from one address, before delays begin
FREE_OF_ADDRESS = 30
FREE_OF_NAME = 50  # of one name from anywhere unknown, in a day
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)

_MANAGED = {  # who gives which roles
    Role.ADMIN: frozenset(Role) - {Role.ADMIN},
    Role.COUNTY: frozenset({Role.VILLAGE, Role.TOWNSHIP}),
}
_APART = (  # powers nobody holds together
    (Role.ADMIN, Role.AUDITOR),
    (Role.ADMIN, Role.PRIVACY),
    *((Role.ADMIN, officer) for officer in sorted(OFFICERS)),
    *((Role.AUDITOR, officer) for officer in sorted(OFFICERS)),
    (Role.AUDITOR, Role.PRIVACY),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A post somebody holds: role, region, first and last day."""

    role: Role
    region: int
    begins: date
    ends: date | None


def span(region: int) -> tuple[int, int]:
    """Lowest and highest code of a region; 0 is the nation."""
    return NATION if region == 0 else (region, region + STEPS[level_of(region)] - 1)


def level(region: int) -> int:
    """0 for the nation, 1 for a province … 5 for a village."""
    return 0 if region == 0 else level_of(region)


def managed(role: Role) -> frozenset[Role]:
    """The roles a role may give and take back."""
    return _MANAGED.get(role, frozenset())


def grant_refused(
    by: Context, *, to_self: bool, role: Role, region: int, held: Iterable[Held]
) -> Text | None:
    """Why a post may not be given, None where it may. held: the receiver's live posts."""
    lo, hi = span(region)
    if to_self:
        return text("Nobody gives a post to themselves.")
    if role not in managed(by.role):
        return text("Your post does not include giving this role.")
    if lo < by.lo or hi > by.hi:
        return text("That region is outside the region of your post.")
    if level(region) not in rights(role).levels:
        return text("This role does not exist at that level.")
    for post in held:
        if (role, post.role) in _APART or (post.role, role) in _APART:
            return text("These two roles must not be in one hand: {a}, {b}.", a=post.role, b=role)
    return None


def live(post: Held, on: date) -> bool:
    """Whether a post counts on a day."""
    return post.begins <= on and (post.ends is None or on <= post.ends)


def session_over(begun: datetime, seen: datetime, at: datetime) -> bool:
    """Whether a session has been idle or open too long."""
    return at - seen > IDLE or at - begun > LONGEST


def fresh(proved: datetime, at: datetime) -> bool:
    """Whether the second factor was given lately enough for a reveal or an export."""
    return at - proved <= STEP_UP


def delay(failed: int, free: int) -> timedelta:
    """How long to wait after so many failures: none at first, then twice as long each time."""
    over = failed - free
    if over < 0:
        return timedelta(0)
    doubled: int = 2 ** min(over, 12)
    return min(LONGEST_DELAY, FIRST_DELAY * doubled)


def forgotten(since: datetime, at: datetime) -> bool:
    """Whether failures are so old that they count no more."""
    return at - since > FORGOTTEN
