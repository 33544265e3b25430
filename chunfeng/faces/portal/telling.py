"""What work is like, in the words somebody would use: pay, hours, place, what is asked for."""

from collections.abc import Iterator
from typing import Any

from chunfeng.faces.portal.living import Here, brief, distance, kilometres, near_enough, stands_in
from chunfeng.faces.ui import named
from chunfeng.faces.ui.formats import money
from chunfeng.faces.ui.parts import Tone
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import travel
from chunfeng.stages.vacancies.vocabulary import label

_RANGES = {
    "month": text("{low}–{high} a month"),
    "day": text("{low}–{high} a day"),
    "hour": text("{low}–{high} an hour"),
}
_EXACTLY = {
    "month": text("{money} a month"),
    "day": text("{money} a day"),
    "hour": text("{money} an hour"),
}
_FROM = {
    "month": text("from {low} a month"),
    "day": text("from {low} a day"),
    "hour": text("from {low} an hour"),
}
SMALL = 10  # yuan an hour
FARTHEST = 60.0  # km that somebody rides every day
CHANNELS = {
    "near": text("Piece work near home"),
    "local": text("Local work"),
    "cooperation": text("Going out with others"),
    "base": text("Work at a base enterprise"),
    "public_welfare": text("Public-welfare post"),
    "temporary": text("Temporary or seasonal work"),
}
CONDITIONS = {
    "standing": text("You stand for long."),
    "bending": text("You bend down a lot."),
    "heights": text("You work high above the ground."),
    "dust": text("There is dust."),
    "noise": text("It is loud."),
    "fine_sight": text("You need good eyes: the work is fine."),
    "hazardous": text("There are substances or places that can harm you."),
}
LOADS = {
    "light": text("The work is light."),
    "medium": text("The work is of medium weight."),
    "heavy": text("The work is heavy."),
}


def least(line: Any) -> Text:
    """What a line of a list says of the pay: the least a month, worked out where need be."""
    if line.month_pay is None:
        return text("Pay by agreement")
    if line.pay_kind in ("month", ""):
        return text("from {low} a month", low=money(line.month_pay))
    return text("about {money} a month", money=_round(line.month_pay))


def least_details(line: Any) -> Text | None:
    """The pay of a piece or hour beside it."""
    if line.pay_kind == "piece" and line.piece_price:
        return text("{money} a piece", money=money(line.piece_price))
    if line.hour_pay:
        return text("about {money} an hour", money=_hourly(line.hour_pay))
    return None


def pay(row: Any) -> Text:
    """What is paid a month: what a piece-rate worker earns is worked out."""
    low, high, kind = row.pay_low, row.pay_high, row.pay_kind or "month"
    if kind == "piece" and row.piece_price and row.daily_output and row.month_pay:
        return text("about {money} a month", money=_round(row.month_pay))
    if low is None and high is None:
        return text("Pay by agreement")
    if kind == "piece":  # the pieces are not told, but what people earn
        kind = "month"
    low = high if low is None else low
    if high is not None and high > low:
        return Text(
            _RANGES[kind].message, {"low": money(low), "high": f"{money(high)}".removeprefix("¥")}
        )
    if high == low:
        return Text(_EXACTLY[kind].message, {"money": money(low)})
    return Text(_FROM[kind].message, {"low": money(low)})


def pay_details(row: Any) -> list[Text]:
    """How it comes together: by the piece, and what it is by the hour and month."""
    out = []
    if row.pay_kind == "piece":
        if row.piece_price:
            out.append(text("{money} a piece", money=money(row.piece_price)))
        if row.piece_price and row.daily_output:
            out.append(text("about {n} pieces a day", n=f"{row.daily_output:,.0f}"))
    elif row.pay_kind in ("day", "hour") and row.month_pay:
        out.append(text("about {money} a month", money=_round(row.month_pay)))
    if row.hour_pay and row.pay_kind != "hour":
        out.append(text("about {money} an hour", money=_hourly(row.hour_pay)))
    return out


def day(line: Any) -> Text | None:
    """How long a day is, or that it can be agreed, for a line of a list."""
    if line.hours_per_day:
        return text("{n} hours a day", n=_plain(line.hours_per_day))
    return text("hours can be agreed") if line.flexible else None


def hours(row: Any) -> list[Text]:
    """Working hours, part by part."""
    out: list[Text] = []
    if row.hours_per_day:
        out.append(text("{n} hours a day", n=_plain(row.hours_per_day)))
    if row.days_per_week:
        out.append(text("{n} days a week", n=_plain(row.days_per_week)))
    if row.hours_window:
        begin, end = (f"{m // 60:02d}:{m % 60:02d}" for m in row.hours_window)
        out.append(text("{begin} to {end}", begin=begin, end=end))
    if row.flexible:
        out.append(text("hours can be agreed"))
    if row.night_shift:
        out.append(text("with night shifts"))
    return out or [text("Hours by agreement")]


def where(row: Any) -> str:
    """County and township (or village) of the work."""
    return brief(row.place)


def away(row: Any, here: Here | None) -> Text | None:
    """How far the work is from where somebody lives."""
    return distance(here, row.place, row.lon, row.lat)


def minutes(row: Any, here: Here | None) -> Text | None:
    """About how long the way takes; nothing where its length is a guess, or nobody rides so far."""
    km = kilometres(here, row.lon, row.lat)
    if here is None or km is None or km > FARTHEST or near_enough(here, row.place):
        return None
    if here.rough or stands_in(row.place, row.lon, row.lat):
        return None
    return text("about {n} minutes by motorbike", n=travel.minutes(km))


def seats(row: Any) -> Text:
    """How many are still wanted."""
    left = row.left
    if left == 1:
        return text("1 seat left")
    return text("{n} seats left", n=f"{left:,}")


def marks(row: Any) -> Iterator[tuple[Text, Tone]]:
    """What speaks for it in a word or two, for a line of a list."""
    if row.home_friendly:
        yield text("Time for the family"), "good"
    if row.housing and row.meals:
        yield text("Board and lodging"), "note"
    elif row.housing:
        yield text("Lodging"), "note"
    elif row.meals:
        yield text("Meals"), "note"
    if row.shuttle:
        yield text("Shuttle"), "note"


def cover(row: Any) -> list[tuple[Text, Text, bool | None]]:
    """(what, the word for it, whether there is any) of living and cover; None where unsaid."""
    yes, no, unsaid = text("Yes"), text("No"), text("Ask about it")
    named = (
        (text("Lodging"), row.housing),
        (text("Meals"), row.meals),
        (text("Shuttle"), row.shuttle),
        (text("Travel together"), row.escorted),
        (text("Written contract"), row.contract),
        (text("Social insurance"), row.insurance),
    )
    return [(name, unsaid if has is None else yes if has else no, has) for name, has in named]


def demands(row: Any) -> list[Text]:
    """What is asked for, a sentence each."""
    out: list[Text] = []
    if row.education_min in ("", "any", "none"):
        out.append(text("You need no school certificate."))
    else:
        school = label("education_min", row.education_min)
        out.append(text("Schooling: {school} or more.", school=school))
    ages = _ages(row)
    if ages:
        out.append(ages)
    if row.skills_required:
        skills = [named.word(str(word), code) for word, code in row.skills_required]
        out.append(text("You should know: {skills}.", skills=skills))
    if row.certificates_required:
        papers = [named.word(str(one)) for one in row.certificates_required]
        out.append(text("The law asks for: {papers}.", papers=papers))
    if row.putonghua:
        out.append(text("You need to speak Putonghua."))
    return out


def conditions(row: Any) -> list[Text]:
    """How it is to work there, a sentence each."""
    out = [LOADS[row.intensity]] if row.intensity in LOADS else []
    return out + [CONDITIONS[one] for one in row.conditions or () if one in CONDITIONS]


def disabilities(row: Any) -> Text | None:
    """Which disabilities the work is open to."""
    accepted = row.disabilities_accepted or []
    if not accepted:
        return None
    if "any" in accepted:
        return text("Open to people with any disability who can do the work.")
    kinds = [label("disabilities_accepted", one) for one in accepted]
    return text("Open to people with these disabilities: {kinds}.", kinds=kinds)


def _ages(row: Any) -> Text | None:
    why = row.age_reason.strip() if row.age_reason else ""
    if row.age_min and row.age_max:
        said = text("Age: {low} to {high}.", low=row.age_min, high=row.age_max)
    elif row.age_max:
        said = text("Age: up to {high}.", high=row.age_max)
    elif row.age_min:
        said = text("Age: from {low}.", low=row.age_min)
    else:
        return None
    return text("{said} Reason: {why}", said=said, why=why) if why else said


def _round(amount: float) -> str:
    """To tens of yuan: an estimate is no sum."""
    said = money(round(amount, -1))
    return said if isinstance(said, str) else said.message


def _hourly(amount: float) -> str:
    """To whole yuan; below ten to tenths."""
    return f"¥{amount:.0f}" if amount >= SMALL else f"¥{amount:.1f}"


def _plain(number: float) -> str:
    return f"{number:g}"
