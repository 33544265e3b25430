"""What components are told: plain values a view puts together and a tag draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from chunfeng.faces.ui.formats import count, duration
from chunfeng.kit.texts import Language, Text


class Sayable(Protocol):
    """What can be said in a language: a Text, a stored value, a post's name."""

    def to(self, language: Language) -> str:
        """The words in a language."""


Word = Sayable | str
Tone = Literal["good", "due", "warn", "wrong", "note", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that opens into its records. points: its course, oldest first, for a sparkline.

    better: whether the change is for the better; None where neither can be said.
    """

    name: Word
    value: float
    unit: Word = ""
    change: float | None = None
    since: Word = ""
    better: bool | None = None
    url: str = ""
    points: Sequence[float] = ()
    due: bool = False

    @property
    def path(self) -> str:
        """The sparkline as the points of an SVG polyline in a box of 100 by 24."""
        low, high = min(self.points), max(self.points)
        step = 100 / max(1, len(self.points) - 1)
        rise = 20 / (high - low) if high > low else 0
        return " ".join(
            f"{k * step:.1f},{22 - (point - low) * rise:.1f}" for k, point in enumerate(self.points)
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a stepper; a step that was done may be gone back to."""

    name: Word
    state: Literal["done", "now", "later"]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a page of its own."""

    name: Word
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing a list is filtered by, and the address without it."""

    said: Word
    without: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that may be shown or not."""

    code: str
    name: Word
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody was proposed: a term, its share of the score (0 to 1), and what it rests on."""

    name: Word
    share: float
    said: Word

    @property
    def percent(self) -> int:
        """The share in whole hundredths."""
        return round(100 * self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a map, in degrees. own: whether the place's point itself or one that stands in."""

    name: Word
    lon: float
    lat: float
    own: bool = True
    due: bool = False
    url: str = ""

    def told(self, language: Language) -> dict[str, object]:
        """What the map's script reads."""
        name = self.name if isinstance(self.name, str) else self.name.to(language)
        place = {"name": name, "lon": self.lon, "lat": self.lat}
        return place | {"own": self.own, "due": self.due, "url": self.url}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field two officers changed: what it was, what is there now, what was entered here."""

    field: str
    name: Word
    before: Word
    theirs: Word
    mine: Word

    @property
    def to_decide(self) -> bool:
        """Whether the two disagree, so that somebody has to choose."""
        return self.theirs != self.mine


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A background task as a row. url answers with the row again; cancel_url takes a POST.

    total: None while it is not known. speed: per second. left: seconds.
    """

    id: str
    said: Word
    url: str
    live: bool
    done: int = 0
    total: int | None = None
    unit: Word = ""
    speed: float | None = None
    left: float | None = None
    message: Word = ""
    tone: Tone = "note"
    cancel_url: str = ""

    @property
    def done_said(self) -> str:
        """12,000."""
        return count(self.done)

    @property
    def total_said(self) -> str:
        """12,000; empty while not known."""
        return count(self.total) if self.total else ""

    @property
    def speed_said(self) -> str:
        """Whole ones a second."""
        return count(round(self.speed)) if self.speed else ""

    @property
    def left_said(self) -> Text | None:
        """About 3 min."""
        return duration(self.left) if self.live and self.left is not None else None
