"""The reference file's regions with what the programme changed laid over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from sqlite3 import Connection

from chunfeng.foundation.places.english import heard
from chunfeng.foundation.places.lookup import DATABASE, Places
from chunfeng.foundation.places.names import names_of, plain, short
from chunfeng.foundation.places.place import Place, level_of
from chunfeng.kit.reference import connect

MOST_SUCCESSIONS = 8  # of one region; more is a circle


@dataclass(frozen=True, slots=True)
class Changes:
    """What holds on a day: points and names by code, successors of what is closed, new regions."""

    points: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    closed: Mapping[int, tuple[date, int | None]] = field(default_factory=dict)
    added: Mapping[int, str] = field(default_factory=dict)


class CurrentPlaces(Places):
    """``Places`` as they stand now. Without changes it is the reference file itself."""

    def __init__(self, database: Connection, changes: Changes) -> None:
        super().__init__(database)
        self.changes = changes
        named = {**changes.names, **changes.added}.items()
        self._spoken = {
            (key, code)
            for code, name in named
            for key in (plain(name), *heard(name, level_of(code)))
        }
        self._own: dict[str, list[tuple[int, int]]] = {}
        for code, name in named:
            for key, kind in names_of(name, level_of(code)).items():
                self._own.setdefault(key, []).append((code, kind))

    @classmethod
    def over(cls, changes: Changes, path: Path = DATABASE) -> "CurrentPlaces":
        """The built reference file under changes."""
        return cls(connect(path), changes)

    def successor(self, code: int) -> int:
        """The region that stands for a closed one; the region itself while it stands."""
        for _ in range(MOST_SUCCESSIONS):
            _, following = self.changes.closed.get(code, (None, None))
            if following is None:
                return code
            code = following
        return code

    def children(self, code: int | str) -> tuple[Place, ...]:
        """As in ``Places``, without closed regions and with added ones."""
        upper = self.get(code)
        base = [p for p in super().children(upper.code) if p.code not in self.changes.closed]
        new = [self.get(c) for c in self.changes.added if c not in self.changes.closed]
        found = [self._laid_over(p) for p in base] + [p for p in new if p.parent == upper.code]
        return tuple(sorted(found, key=lambda place: place.code))

    def under(self, code: int | str, level: int) -> tuple[Place, ...]:
        """As in ``Places``, without closed regions and with added ones."""
        low, high = self.get(code).span
        closed = self.changes.closed
        base = [self._laid_over(p) for p in super().under(code, level) if p.code not in closed]
        new = [self.get(c) for c in self.changes.added if low <= c <= high and c not in closed]
        found = base + [place for place in new if place.level == level]
        return tuple(sorted(found, key=lambda place: place.code))

    def search(self, typed: str, within: int | None = None, limit: int = 10) -> tuple[Place, ...]:
        """As in ``Places``; new names come first."""
        low, high = self.get(within).span if within else (0, 10**12)
        key = plain(typed).replace("'", "")
        mine = {c for k, c in self._spoken if key and k.startswith(key) and low <= c <= high}
        base = super().search(typed, within, limit)
        rest = [p for p in base if p.code not in mine and p.code not in self.changes.closed]
        return (*(self.get(code) for code in sorted(mine)), *map(self._laid_over, rest))[:limit]

    def _get(self, code: int | str) -> Place:
        wanted = int(code) if str(code).isdigit() and len(str(code)) == 12 else None
        if wanted is not None and self.successor(wanted) != wanted:
            return self.get(self.successor(wanted))
        if wanted is not None and wanted in self.changes.added:
            return self._laid_over(self._inside(wanted, self.changes.added[wanted]))
        return self._laid_over(super()._get(code))

    def _names(self, key: str, villages: bool) -> list[tuple[int, int]]:
        own = [(code, kind) for code, kind in self._own.get(key, ()) if villages or not code % 1000]
        return sorted({*super()._names(key, villages), *own})

    def _laid_over(self, place: Place) -> Place:
        name = self.changes.names.get(place.code)
        if name:
            place = replace(place, name=name, short_name=short(name, place.level))
        point = self.changes.points.get(place.code)
        if point:
            place = replace(place, lon=point[0], lat=point[1], point="own")
        return place


def changes_of(
    points: Iterable[tuple[int, float, float]],
    changes: Iterable[tuple[int, str, str, int | None, date]],
    on: date,
) -> Changes:
    """Changes from rows in the order of time; those of later days do not hold yet."""
    names: dict[int, str] = {}
    closed: dict[int, tuple[date, int | None]] = {}
    added: dict[int, str] = {}
    for region, kind, name, successor, valid_from in changes:
        if valid_from > on:
            continue
        if kind == "added":
            added[region] = name
        elif kind == "renamed":
            (added if region in added else names)[region] = name
        elif kind == "closed":
            closed[region] = (valid_from, successor)
        else:
            closed.pop(region, None)
    return Changes({code: (lon, lat) for code, lon, lat in points}, names, closed, added)
