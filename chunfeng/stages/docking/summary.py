"""The figures of a docking run, counted from its records; every face shows these and no others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chunfeng.foundation.intake.ledger import Severity
from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import Text
from chunfeng.stages.docking.areas import Areas, township_of
from chunfeng.stages.docking.labels import LIMIT
from chunfeng.stages.docking.result import WHYS, Docking, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class TownshipCount:
    """The people of a township; placed and the reasons add up to ``people``."""

    code: int
    name: str
    people: int
    placed: int
    why: Mapping[Why, int]

    @property
    def unplaced(self) -> int:
        """People without a placement, for any reason."""
        return self.people - self.placed

    @property
    def share(self) -> float | None:
        """Placed per person looked for; None where nobody was."""
        return share(self.placed, self.people - self.why[Why.NOT_DOCKED])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCount:
    """The vacancies of a way into work; ``channel`` is None where the ledger gives none."""

    channel: str | None
    vacancies: int
    seats: int
    filled: int

    @property
    def empty(self) -> int:
        """Seats left."""
        return self.seats - self.filled


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCount:
    """People looked for in a tier, and those placed."""

    name: Text
    people: int
    placed: int

    @property
    def share(self) -> float | None:
        """Placed per person looked for; None where nobody was."""
        return share(self.placed, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCount:
    """A limit and the person-vacancy pairs it excluded."""

    limit: str
    name: Text
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """People and seats in all, then each total broken down.

    ``people_rows`` and ``vacancy_rows`` count the ledgers' rows, ``people`` and ``vacancies`` the
    usable ones. Placed and unplaced add up to ``people``, placed and empty to ``seats``.
    """

    people_rows: int
    people: int
    placed: int
    vacancy_rows: int
    vacancies: int
    seats: int
    townships: Sequence[TownshipCount]
    channels: Sequence[ChannelCount]
    tiers: Sequence[TierCount]
    scales: Mapping[Scale, int]
    why: Mapping[Why, int]
    limits: Sequence[LimitCount]
    issues: Mapping[Severity, int]

    @property
    def unplaced(self) -> int:
        """Usable people without a placement."""
        return self.people - self.placed

    @property
    def looked_for(self) -> int:
        """Usable people who were docked: willing, of age, able, not in a stable job."""
        return self.people - self.why[Why.NOT_DOCKED]

    @property
    def whys(self) -> list[Why]:
        """The reasons to show; answers are only known where offers were made."""
        return [why for why in WHYS if why is not Why.ANSWERED or self.why[why]]

    @property
    def share(self) -> float | None:
        """Placed per person looked for; None where nobody was."""
        return share(self.placed, self.looked_for)

    @property
    def empty(self) -> int:
        """Seats left."""
        return self.seats - self.placed


def share(part: int, whole: int) -> float | None:
    """A share, None of nothing."""
    return part / whole if whole else None


def summarise(docking: Docking, areas: Areas) -> Summary:
    """Counts everything once."""
    why = Counter(person.why for person in docking.unplaced)
    severities = Counter(issue.severity for issue in docking.issues)
    scales = Counter(line.scale for line in docking.placements)
    channels = _channels(docking)
    return Summary(
        people_rows=docking.people.rows_seen,
        people=len(docking.placements) + len(docking.unplaced),
        placed=len(docking.placements),
        vacancy_rows=docking.vacancies.rows_seen,
        vacancies=len(docking.vacancies),
        seats=sum(channel.seats for channel in channels),
        townships=_townships(docking, areas),
        channels=channels,
        tiers=_tiers(docking),
        scales={scale: scales[scale] for scale in Scale if scales[scale]},
        why={reason: why[reason] for reason in Why},
        limits=_limits(docking),
        issues={severity: severities[severity] for severity in Severity},
    )


def _townships(docking: Docking, areas: Areas) -> list[TownshipCount]:
    """The largest first: a chart that shows only some shows most people."""
    homes: Sequence[int] = docking.people["home"]
    placed = Counter(township_of(homes[line.person]) for line in docking.placements)
    why = Counter((township_of(homes[person.person]), person.why) for person in docking.unplaced)
    people = placed.copy()
    for (code, _), number in why.items():
        people[code] += number
    return [
        TownshipCount(
            code=code,
            name=areas.township(code),
            people=people[code],
            placed=placed[code],
            why={reason: why[code, reason] for reason in Why},
        )
        for code in sorted(people, key=lambda code: (-people[code], code))
    ]


def _channels(docking: Docking) -> list[ChannelCount]:
    """In the order the vacancy ledger declares them; those not given come last."""
    channels: Sequence[str | None] = docking.vacancies["channel"]
    filled = Counter(channels[line.vacancy] for line in docking.placements)
    seats = filled.copy()
    for vacancy in docking.empty:
        seats[channels[vacancy.vacancy]] += vacancy.headcount - vacancy.filled
    vacancies = Counter(channels)
    order = [choice.code for choice in docking.vacancies.layout.column("channel").choices]
    return [
        ChannelCount(
            channel=code, vacancies=vacancies[code], seats=seats[code], filled=filled[code]
        )
        for code in [*order, None]
        if vacancies[code]
    ]


def _tiers(docking: Docking) -> list[TierCount]:
    proof = docking.proof
    counts = zip(docking.tier_names, proof.tier_people, proof.tier_placed, strict=True)
    return [TierCount(name=name, people=people, placed=placed) for name, people, placed in counts]


def _limits(docking: Docking) -> list[LimitCount]:
    found = [
        LimitCount(limit=limit, name=LIMIT[limit], pairs=pairs)
        for limit, pairs in docking.excluded_pairs.items()
        if pairs
    ]
    return sorted(found, key=lambda count: (-count.pairs, count.limit))
