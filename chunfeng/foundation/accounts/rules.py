"""Who may give whom which post, how long a session lives, how failed attempts are slowed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from uuid import UUID

from chunfeng.foundation.access import OFFICERS, POSTS, Context, Role, rights
from chunfeng.foundation.places.place import STEPS, level_of, levels_of
from chunfeng.kit.texts import Text, text

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
STEP_UP = timedelta(minutes=10)  # how long a second factor counts as fresh
SIGNING_IN = timedelta(minutes=10)  # from the password to the second factor
INVITED_FOR = timedelta(days=7)
NATION = (0, 10**12 - 1)
LOGIN_LENGTH = (3, 80)  # characters
LONGEST_NAME = 60  # characters

FREE_ATTEMPTS = 5  # of one name from one address or known device, before delays begin
FREE_OF_ADDRESS = 30
FREE_OF_NAME = 50  # of one name from anywhere unknown, in a day
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)

_MANAGED = {  # who gives which roles
    Role.ADMIN: POSTS,
    Role.COUNTY: frozenset({Role.VILLAGE, Role.TOWNSHIP}),
}
_FROM_ABOVE = frozenset({Role.ADMIN, Role.AUDITOR})  # nobody picks their equals or watchers
_APART = (  # powers nobody holds together
    (Role.ADMIN, Role.AUDITOR),
    (Role.ADMIN, Role.PRIVACY),
    *((Role.ADMIN, officer) for officer in sorted(OFFICERS)),
    *((Role.AUDITOR, officer) for officer in sorted(OFFICERS)),
    (Role.AUDITOR, Role.PRIVACY),
)

Where = tuple[Role, int]  # role and region of a post


@dataclass(frozen=True, slots=True)
class Held:
    """A post somebody holds or is to hold: role, region, first and last day."""

    role: Role
    region: int
    begins: date
    ends: date | None

    def meets(self, other: "Held") -> bool:
        """Whether there is a day on which both count."""
        return (self.ends is None or other.begins <= self.ends) and (
            other.ends is None or self.begins <= other.ends
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Failures of one key since the first of them."""

    failed: int
    since: datetime
    blocked_until: datetime | None = None


def span(region: int) -> tuple[int, int]:
    """Lowest and highest code of a region; 0 is the nation."""
    return NATION if region == 0 else (region, region + STEPS[level_of(region)] - 1)


def levels(region: int) -> frozenset[int]:
    """0 for the nation, 1 for a province … 5 for a village; two for a city without counties."""
    return frozenset({0}) if region == 0 else levels_of(region)


def managed(role: Role) -> frozenset[Role]:
    """The roles a role may give and take back."""
    return _MANAGED.get(role, frozenset())


def givable(by: Context) -> list[Role]:
    """The roles of which there may be a post in the actor's region that is theirs to give."""
    own = levels(by.lo)
    return [
        role
        for role in Role
        if role in managed(by.role)
        and any(
            below > max(own) or (below in own and manage_refused(by, role, by.lo) is None)
            for below in rights(role).levels
        )
    ]


def manage_refused(by: Context, role: Role, region: int) -> Text | None:
    """Why a post of a role in a region is not theirs to give or take back; None where it is."""
    lo, hi = span(region)
    if role not in managed(by.role):
        return text("Your post does not include giving this role.")
    if lo < by.lo or hi > by.hi:
        return text("That region is outside the region of your post.")
    # Above the nation there is nobody: its auditor is given by its administrator.
    highest = role is Role.AUDITOR and (by.lo, by.hi) == NATION
    if role in _FROM_ABOVE and (lo, hi) == (by.lo, by.hi) and not highest:
        return text("This post is given by the level above yours.")
    return None


def officer_refused(
    by: Context, user: UUID, ever: Iterable[Where], lasting: Iterable[Where]
) -> Text | None:
    """Why an account is not theirs to renew or deactivate; None where it is.

    ever, lasting: role and region of all posts of the account, and of those not over.
    """
    if by.role is not Role.ADMIN or user == by.user:
        return text("Your post does not include this.")
    if all(manage_refused(by, *where) for where in ever):
        return text("There is no such officer in your region.")
    if any(manage_refused(by, *where) for where in lasting):
        return text(
            "This officer also has a post that you cannot take back. Take back yours alone."
        )
    return None


def grant_refused(by: Context, wanted: Held, *, to_self: bool, held: Iterable[Held]) -> Text | None:
    """Why a post may not be given, None where it may. held: the receiver's posts not revoked."""
    if to_self:
        return text("Nobody gives a post to themselves.")
    refused = manage_refused(by, wanted.role, wanted.region)
    if refused:
        return refused
    if not levels(wanted.region) & rights(wanted.role).levels:
        return text("This role does not exist at that level.")
    if wanted.ends and wanted.ends < wanted.begins:
        return text("The last day comes before the first.")
    return _clash(wanted, held)


def _clash(wanted: Held, held: Iterable[Held]) -> Text | None:
    for post in held:
        if not wanted.meets(post):
            continue
        if (post.role, post.region) == (wanted.role, wanted.region):
            return text("This post has been given already.")
        if (wanted.role, post.role) in _APART or (post.role, wanted.role) in _APART:
            return text(
                "One person must not be {a} and {b} at the same time: one of them watches the"
                " other. Give the post to somebody else.",
                a=post.role.label,
                b=wanted.role.label,
            )
    return None


def live(post: Held, on: date) -> bool:
    """Whether a post counts on a day."""
    return post.begins <= on and (post.ends is None or on <= post.ends)


def session_over(begun: datetime, seen: datetime, at: datetime) -> bool:
    """Whether a session has been idle or open too long."""
    return at - seen > IDLE or at - begun > LONGEST


def fresh(proved: datetime | None, at: datetime) -> bool:
    """Whether the second factor was given lately enough for a reveal, an export, an invitation."""
    return proved is not None and at - proved <= STEP_UP


def delay(failed: int, free: int) -> timedelta:
    """How long to wait after so many failures: none at first, then twice as long each time."""
    over = failed - free
    if over < 0:
        return timedelta(0)
    doubled: int = 2 ** min(over, 12)
    return min(LONGEST_DELAY, FIRST_DELAY * doubled)


def after_failure(count: Count | None, free: int, at: datetime) -> Count:
    """The count after one more failure; a day after the first one it begins anew."""
    if count is None or at - count.since > FORGOTTEN:
        count = Count(failed=0, since=at)
    failed = count.failed + 1
    wait = delay(failed, free)
    return Count(failed=failed, since=count.since, blocked_until=at + wait if wait else None)


def canonical(login: str) -> str:
    """A sign-in name as it is kept: one width, lower case, no spaces around it."""
    return one_line(unicodedata.normalize("NFKC", login)).lower()


def one_line(typed: str) -> str:
    """A name as it is kept: without line breaks, doubled spaces and invisible characters."""
    return "".join(sign for sign in " ".join(typed.split()) if sign.isprintable())


def login_refused(login: str) -> Text | None:
    """Why a canonical sign-in name will not do; None where it will."""
    shortest, longest = LOGIN_LENGTH
    if not shortest <= len(login) <= longest or not re.fullmatch(r"[\w.@+-]+", login):
        return text(
            "A sign-in name has {shortest} to {longest} letters or digits, and may hold . @ + - _",
            shortest=shortest,
            longest=longest,
        )
    if re.search(r"\d{11}", login):
        return text(
            "Take a work name or work e-mail as sign-in name, never an ID or telephone number."
        )
    return None


def network(address: str) -> str:
    """What of a network address counts as one place: all of IPv4, a household's part of IPv6."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return f"{int(found) >> 64:x}/64"
    return str(found)


def neighbourhood(address: str) -> str:
    """What counts as one place where reading is limited: 256 addresses of IPv4, a /56 of IPv6."""
    place = network(address)
    if place.endswith("/64"):
        return f"{int(place.removesuffix('/64'), 16) >> 8:x}/56"
    return f"{place.rpartition('.')[0]}.0/24" if "." in place else place


def agent(header: str) -> str:
    """Browser and system in two words, of what a browser says about itself."""
    browsers = {"Edg": "Edge", "MicroMessenger": "WeChat", "Firefox": "Firefox"}
    browsers |= {"Chrome": "Chrome", "Safari": "Safari"}
    systems = {"HarmonyOS": "HarmonyOS", "Android": "Android", "iPhone": "iOS", "iPad": "iOS"}
    systems |= {"Windows": "Windows", "Mac OS": "macOS", "Linux": "Linux"}
    known = (
        next((name for sign, name in signs.items() if sign in header), "")
        for signs in (browsers, systems)
    )
    return " · ".join(name for name in known if name)
