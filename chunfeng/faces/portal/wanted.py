"""What somebody looks for: an address says all of it, so that every list can be sent on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from chunfeng.faces.portal.living import Here, brief
from chunfeng.faces.portal.telling import CHANNELS
from chunfeng.faces.ui import named
from chunfeng.faces.ui.formats import money
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Chip, Word
from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import UnknownPlace
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import travel
from chunfeng.stages.vacancies.searching import LAST, Wanted

PAGE = 20
LAST_PAGE = LAST // PAGE
LONGEST = 60  # characters of words
KILOMETRES = (3, 5, 10, 20, 50)
MINUTES = (15, 30, 45, 60)  # on the way, by motorbike or e-bike
MIN = "min"  # ends a number of minutes in an address, as km=30min
FARTHEST = {"": 500, MIN: 240}  # km, minutes
PAYS = (2000, 3000, 4000, 5000, 6000, 8000)
ORDERS = {
    "fit": text("Best fit"),
    "near": text("Nearest"),
    "newest": text("Newest"),
    "pay": text("Best paid"),
}
HERE = "here"  # in an address: the phone's own position, rounded
MEANT = 2  # kinds of work that words without a vacancy may mean
# What may be given up to find more, what costs least to give up first.
LOOSE = ("far", "pay", "housing", "home", "occupation", "channel", "region", "q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search as its address has it; ``position`` is a phone's, in hundredths of a degree.

    far: at most, as the address has it: 20 (km) or 30min.
    """

    q: str = ""
    far: str = ""
    position: tuple[float, float] | None = None
    home: bool = False
    housing: bool = False
    pay: int | None = None
    channel: str = ""
    region: int | None = None
    occupation: str = ""
    employer: UUID | None = None
    order: str = ""
    number: int = 1

    def address(self, path: str = "/vacancies", **changed: Any) -> str:
        """The address of this search, or of one that differs; a changed one begins anew."""
        other = replace(self, **{"number": 1, **changed})
        query = urlencode([(name, value) for name, value in other.asked() if value])
        return f"{path}?{query}" if query else path

    def asked(self) -> Iterator[tuple[str, str]]:
        """The parts of the address; empty where not asked for."""
        yield "q", self.q
        yield "km", self.far
        yield HERE, "{:.2f},{:.2f}".format(*self.position) if self.position else ""
        yield "home", "1" if self.home else ""
        yield "housing", "1" if self.housing else ""
        yield "pay", str(self.pay or "")
        yield "channel", self.channel
        yield "region", str(self.region or "")
        yield "occupation", self.occupation
        yield "employer", str(self.employer or "")
        yield "sort", self.order
        yield "page", str(self.number) if self.number > 1 else ""

    @property
    def reach(self) -> float | None:
        """How far at most, in km."""
        number = self.far.removesuffix(MIN)
        if not number:
            return None
        return float(number) if number == self.far else travel.reach(float(number))

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """What a form beside it hands on in hidden fields."""
        return [
            (name, value)
            for name, value in self.asked()
            if value and name not in (*without, "page")
        ]

    def sought(self, here: Here | None) -> Wanted:
        """The same for the search."""
        return Wanted(
            words=self.q,
            near=here.point if here else None,
            km=self.reach if here else None,
            own=places().get(here.code).span if here and here.rough and here.code else None,
            region=places().get(self.region).span if self.region else None,
            channel=(self.channel,) if self.channel else (),
            occupation=self.occupation,
            home_friendly=self.home,
            housing=self.housing,
            pay_min=self.pay,
            employer=self.employer,
            with_seats=True,
        )

    def sorted_by(self, here: Here | None) -> str:
        """How the list is ordered: as asked for, else by what fits a search of this kind."""
        if self.order in ORDERS and (here or self.order != "near"):
            return self.order
        if self.q:
            return "fit"
        return "near" if here and self.far else "newest"


def read(query: QueryDict) -> Search:
    """The search of an address; what cannot be read is not asked for."""
    channel, order = query.get("channel", ""), query.get("sort", "")
    return Search(
        q=" ".join(query.get("q", "").replace("\0", "").split())[:LONGEST],
        far=_far(query.get("km", "")),
        position=position(query.get(HERE, "")),
        home=query.get("home") == "1",
        housing=query.get("housing") == "1",
        pay=_number(query.get("pay", ""), 1, 100_000),
        channel=channel if channel in CHANNELS else "",
        region=_region(query.get("region", "")),
        occupation=_occupation(query.get("occupation", "")),
        employer=_uuid(query.get("employer", "")),
        order=order if order in ORDERS else "",
        number=_number(query.get("page", ""), 1, LAST_PAGE) or 1,
    )


def chips(search: Search, here: Here | None, employer_name: str = "") -> list[Chip]:
    """What a list is filtered by, in words, each with the address without it."""
    return [
        Chip(said, search.address(**dict.fromkeys(fields, _none(fields[0]))))
        for fields, said in _said(search, here, employer_name)
    ]


def looser(search: Search) -> list[tuple[Search, Text]]:
    """Searches that give up one thing each, and what is given up."""
    out = []
    for field in LOOSE:
        if getattr(search, field):
            empty = _none(field)
            out.append((replace(search, **{field: empty, "number": 1}), GIVEN_UP[field]))
    return out or [(Search(), text("All vacancies"))]


def meant(search: Search) -> list[tuple[Search, Text]]:
    """Searches for kinds of work whose names the words begin: in Chinese, pinyin or English."""
    if not search.q:
        return []
    return [
        (
            replace(search, q="", occupation=one.code, number=1),
            text("Work as {work}", work=one.name_in(current())),
        )
        for one in Occupations.open().search(search.q, MEANT)
    ]


GIVEN_UP: Mapping[str, Text] = {
    "far": text("However far away"),
    "pay": text("Whatever the pay"),
    "housing": text("Also without lodging"),
    "home": text("Also with fixed hours"),
    "occupation": text("Any kind of work"),
    "channel": text("Near home and further away"),
    "region": text("In every region"),
    "q": text("Without the words"),
}


def position(written: str) -> tuple[float, float] | None:
    """Longitude and latitude of a phone, as "109.36,32.39"; cut to hundredths (about 1 km)."""
    lon, _, lat = written.partition(",")
    try:
        point = round(float(lon), 2), round(float(lat), 2)
    except ValueError:
        return None
    return point if 70 <= point[0] <= 140 and 0 <= point[1] <= 60 else None


def _said(
    search: Search, here: Here | None, employer_name: str
) -> Iterator[tuple[tuple[str, ...], Word]]:
    said: dict[str, Word | None] = {
        "q": search.q and f"“{search.q}”",
        "far": within(search.far) if search.far and here else None,
        "home": text("Time for the family") if search.home else None,
        "housing": text("Lodging") if search.housing else None,
        "pay": text("from {low} a month", low=money(search.pay)) if search.pay else None,
        "channel": CHANNELS.get(search.channel),
        "region": brief(search.region) if search.region else None,
        "occupation": named.occupation(search.occupation),
        "employer": named.employer_said(employer_name) if search.employer else None,
    }
    for field, word in said.items():
        if word:
            yield (field,), word


def within(far: str) -> Text:
    """How far at most, in words."""
    if far.endswith(MIN):
        return text("{n} minutes by motorbike", n=far.removesuffix(MIN))
    return text("within {km} km", km=far)


def _none(field: str) -> Any:
    empty = {"q": "", "far": "", "channel": "", "occupation": "", "home": False, "housing": False}
    return empty.get(field)


def _far(written: str) -> str:
    unit = MIN if written.endswith(MIN) else ""
    number = _number(written.removesuffix(unit), 1, FARTHEST[unit])
    return f"{number}{unit}" if number else ""


def _number(written: str, least: int, most: int) -> int | None:
    if not (written.isascii() and written.isdigit() and len(written) < 8):
        return None
    number = int(written)
    return number if least <= number <= most else None


def _region(written: str) -> int | None:
    if not (written.isascii() and written.isdigit()):
        return None
    try:
        return places().get(written).code
    except UnknownPlace:
        return None


def _occupation(written: str) -> str:
    try:
        return Occupations.open().get(written[:20]).code if written else ""
    except KeyError:
        return ""


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
