"""Relations within a household: what cannot be, and what they become when the head changes.

What becomes of relations is a suggestion that an officer confirms; None means that it cannot be
told. Codes are the ledger's ``relation``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.status import age_on

HEAD, SPOUSE, SIBLING, OTHER = "head", "spouse", "sibling", "other"
CHILD, PARENT = "child", "parent"
IN_LAW, PARENT_IN_LAW = "child_in_law", "parent_in_law"
GRANDCHILD, GRANDPARENT = "grandchild", "grandparent"
GENERATIONS = {CHILD: 1, GRANDCHILD: 2, PARENT: -1, GRANDPARENT: -2}  # after the head's
ADULT = 18
INVERSE = {
    HEAD: HEAD,
    SPOUSE: SPOUSE,
    CHILD: PARENT,
    IN_LAW: PARENT_IN_LAW,
    PARENT: CHILD,
    PARENT_IN_LAW: IN_LAW,
    GRANDCHILD: GRANDPARENT,
    GRANDPARENT: GRANDCHILD,
    SIBLING: SIBLING,
    OTHER: OTHER,
}
# COMPOSED[y][x]: x to the new head, where the old head is the new head's y and x the old head's x.
# What stands in neither table is "other".
COMPOSED: Mapping[str, Mapping[str, str]] = {
    SPOUSE: {
        CHILD: CHILD, IN_LAW: IN_LAW, PARENT: PARENT_IN_LAW, PARENT_IN_LAW: PARENT,
        GRANDCHILD: GRANDCHILD,
    },
    PARENT: {SPOUSE: PARENT, CHILD: SIBLING, PARENT: GRANDPARENT, PARENT_IN_LAW: GRANDPARENT},
    PARENT_IN_LAW: {SPOUSE: PARENT_IN_LAW},
    CHILD: {SPOUSE: IN_LAW, CHILD: GRANDCHILD, PARENT: SPOUSE, SIBLING: CHILD},
    IN_LAW: {SPOUSE: CHILD, CHILD: GRANDCHILD, PARENT_IN_LAW: SPOUSE},
    GRANDPARENT: {SPOUSE: GRANDPARENT},
    GRANDCHILD: {SIBLING: GRANDCHILD},
    SIBLING: {PARENT: PARENT, GRANDPARENT: GRANDPARENT, SIBLING: SIBLING},
}  # fmt: skip
# Cannot be told in general; in a household with one child and one child-in-law at most, it is:
ONE_LINE: Mapping[tuple[str, str], str | None] = {
    (PARENT, IN_LAW): SPOUSE,
    (PARENT, GRANDCHILD): CHILD,
    (PARENT_IN_LAW, CHILD): SPOUSE,
    (PARENT_IN_LAW, GRANDCHILD): CHILD,
    (GRANDPARENT, CHILD): PARENT,
    (GRANDPARENT, IN_LAW): PARENT,
    (GRANDPARENT, GRANDCHILD): SIBLING,
    (SPOUSE, SPOUSE): None,
    (CHILD, GRANDPARENT): None,
    (GRANDCHILD, PARENT): None,
    (GRANDCHILD, GRANDPARENT): None,
}
HEIRS = (SPOUSE, CHILD, IN_LAW, PARENT, PARENT_IN_LAW, SIBLING, GRANDCHILD, GRANDPARENT, OTHER)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a household; ``relation`` is to its head, "" not known."""

    id: UUID
    relation: str = ""
    sex: str = ""
    birth_date: date | None = None


class Oddity(StrEnum):
    """What cannot be, or hardly ever is, about relations in a household."""

    NO_HEAD = "no_head"
    SEVERAL_HEADS = "several_heads"
    SEVERAL_SPOUSES = "several_spouses"
    SPOUSE_SAME_SEX = "spouse_same_sex"
    AGES = "ages"

    @property
    def label(self) -> Text:
        """What is odd, to show."""
        return ODDITY_NAMES[self]


ODDITY_NAMES = {
    Oddity.NO_HEAD: text("The household has no head."),
    Oddity.SEVERAL_HEADS: text("The household has more than one head."),
    Oddity.SEVERAL_SPOUSES: text("The head has more than one spouse."),
    Oddity.SPOUSE_SAME_SEX: text("The head and the spouse are recorded with the same sex."),
    Oddity.AGES: text("The ages do not fit the relation to the head."),
}
Relations = dict[UUID, str | None]


@dataclass(frozen=True, slots=True)
class Split:
    """Suggested relations in the two households that come of one."""

    staying: Relations
    moving: Relations


def oddities(members: Sequence[Member], generation_years: int = 14) -> set[Oddity]:
    """What is odd about a household's relations; a relation not known is not odd."""
    heads = [member for member in members if member.relation == HEAD]
    spouses = [member for member in members if member.relation == SPOUSE]
    found = set()
    if members and not heads:
        found.add(Oddity.NO_HEAD)
    if len(heads) > 1:
        found.add(Oddity.SEVERAL_HEADS)
    if len(spouses) > 1:
        found.add(Oddity.SEVERAL_SPOUSES)
    if len(heads) == 1:
        found |= {odd for m in members if (odd := odd_to(heads[0], m, generation_years))}
    return found


def odd_to(head: Member, member: Member, generation_years: int = 14) -> Oddity | None:
    """What is odd about one member's relation to the head, by sex and age."""
    if member.relation == SPOUSE and head.sex and member.sex == head.sex:
        return Oddity.SPOUSE_SAME_SEX
    steps = GENERATIONS.get(member.relation)
    if steps is None or head.birth_date is None or member.birth_date is None:
        return None
    older, younger = (head, member) if steps > 0 else (member, head)
    years = _years(older, younger)
    return Oddity.AGES if years < abs(steps) * generation_years else None


def next_head(members: Iterable[Member], on: date) -> Member | None:
    """Who would become head: adults first, the spouse before children, the eldest first."""

    def order(member: Member) -> tuple[bool, int, date, str]:
        born = member.birth_date or date.max
        minor = member.birth_date is not None and age_on(member.birth_date, on) < ADULT
        rank = HEIRS.index(member.relation if member.relation in HEIRS else OTHER)
        return minor, rank, born, str(member.id)

    return min((m for m in members if m.relation != HEAD), key=order, default=None)


def relations_to(new_head: UUID, members: Sequence[Member]) -> Relations:
    """Every member's relation once another member is the head."""
    head = next(member for member in members if member.id == new_head)
    if head.relation == HEAD:
        return {member.id: member.relation or None for member in members}
    back = INVERSE.get(head.relation, "")
    one_line = _one_line(members)
    found = {m.id: composed(back, m.relation, one_line=one_line) for m in members}
    found[new_head] = HEAD
    return _checked(replace(head, relation=HEAD), members, found)


def without(leavers: Iterable[UUID], members: Sequence[Member], on: date) -> Relations:
    """Relations of those who stay when some die, leave or are split off.

    While the head stays, nothing changes; otherwise the next head is suggested.
    """
    gone = set(leavers)
    staying = [member for member in members if member.id not in gone]
    head = next((m for m in staying if m.relation == HEAD), None) or next_head(staying, on)
    return {} if head is None else _among(staying, head.id, members)


def split(movers: Iterable[UUID], members: Sequence[Member], on: date) -> Split:
    """Relations of those who stay and of those who form a new household."""
    moving = set(movers)
    staying = {member.id for member in members} - moving
    return Split(without(moving, members, on), without(staying, members, on))


def joined(arrivals: Sequence[Member], into: Sequence[Member], link: str) -> Relations:
    """Relations of one or more people who join a household, to its head.

    link: what the arrivals' head is to the head of the household joined.
    """
    one_line = _one_line(arrivals)
    found = {m.id: composed(link, m.relation, one_line=one_line) for m in arrivals}
    head = next((member for member in into if member.relation == HEAD), None)
    taken = any(member.relation == SPOUSE for member in into)
    if taken:
        found = {who: None if told == SPOUSE else told for who, told in found.items()}
    return found if head is None else _checked(head, arrivals, found)


def composed(link: str, relation: str, *, one_line: bool = False) -> str | None:
    """What x is to z, where y is z's ``link`` and x is y's ``relation``; None cannot be told."""
    known = INVERSE.keys() - {OTHER}
    if link not in known or relation not in known:
        return None
    if link == HEAD or relation == HEAD:
        return relation if link == HEAD else link
    if (link, relation) in ONE_LINE:
        return ONE_LINE[link, relation] if one_line else None
    return COMPOSED[link].get(relation, OTHER)


def _among(group: Sequence[Member], head: UUID, members: Sequence[Member]) -> Relations:
    told = relations_to(head, members)
    return {member.id: told[member.id] for member in group}


def _one_line(members: Sequence[Member]) -> bool:
    """Whether in-laws and grandchildren can belong to one child only."""
    return all(sum(m.relation == kind for m in members) <= 1 for kind in (CHILD, IN_LAW))


def _checked(head: Member, members: Sequence[Member], found: Relations) -> Relations:
    """Takes back what sex and age speak against, and every spouse when there are several."""
    spouses = sum(told == SPOUSE for told in found.values())
    out = dict(found)
    for member in members:
        told = found[member.id]
        unlikely = told and odd_to(head, replace(member, relation=told))
        if unlikely or (told == SPOUSE and spouses > 1):
            out[member.id] = None
    return out


def _years(older: Member, younger: Member) -> int:
    """Whole years by which one was born before the other; negative the other way round."""
    if older.birth_date is None or younger.birth_date is None:
        return 0
    if older.birth_date > younger.birth_date:
        return -1
    return age_on(older.birth_date, younger.birth_date)
