"""A vacancy: what it pays, how far it is, who helps; its printed notice; its photos."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import living, telling
from chunfeng.faces.portal.answers import address, page, visitor
from chunfeng.faces.portal.helping import calls
from chunfeng.faces.portal.keeping import LONGEST
from chunfeng.faces.portal.living import Here, near_enough
from chunfeng.faces.portal.marks import held
from chunfeng.faces.portal.offers import offers
from chunfeng.faces.portal.posting import posting
from chunfeng.faces.ui import named
from chunfeng.faces.ui.formats import in_words
from chunfeng.faces.ui.language import current
from chunfeng.foundation.places.offices import office_of
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import published
from chunfeng.stages.vacancies import picturing, searching

OTHERS = 5


@require_safe
@visitor
def vacancy(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """The page of one vacancy; where it is over, others near it."""
    on = timezone.localdate()
    row = searching.vacancy(vacancy, on=on)
    here = living.here_of(living.chosen(request))
    if gone(row):
        return over(request, row, here, on)
    return page(request, "vacancy", _told(request, row, here, on), longest=LONGEST)


@require_safe
@visitor
def notice(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """The same on one sheet of A4, to be put up in the village."""
    on = timezone.localdate()
    row = searching.vacancy(vacancy, on=on)
    if gone(row):
        return over(request, row, living.here_of(living.chosen(request)), on)
    return page(request, "notice", _facts(row, None, on))


def gone(row: Any) -> bool:
    """Whether nobody can ask for it any more."""
    return row is None or row.over or row.left <= 0


def over(request: HttpRequest, row: Any, here: Here | None, on: date) -> HttpResponse:
    """410: it is full, paused, closed, or never was; what is near instead."""
    if row is not None and row.lon is not None:
        others = searching.nearest(row.lon, row.lat, on, OTHERS + 1)
    elif here:
        others = searching.nearest(*here.point, on, OTHERS)
    else:
        wanted = searching.Wanted(with_seats=True)
        others = searching.find(wanted, on=on, order="newest", size=OTHERS).lines
    left = [other for other in others if row is None or other.id != row.id][:OTHERS]
    told = {"row": row, "offers": offers(left, here), "tab": "search", "private": True}
    return page(request, "over", told, status=410)


def _told(request: HttpRequest, row: Any, here: Here | None, on: date) -> dict[str, Any]:
    facts = _facts(row, here, on)
    employer = published.repute(row.employer, on=on)
    return {
        **facts,
        "tab": "search",
        "marks": list(telling.marks(row)),
        "employer": employer,
        "to_employer": f"/employers/{row.employer}",
        "held": held(employer, on) if employer else [],
        "photos": row.photos,
        "posting": posting(row, facts["summary"], on, current()),
        "map": _map(row),
    }


def _facts(row: Any, here: Here | None, on: date) -> dict[str, Any]:
    """What page and notice both say."""
    helper = here.code if here and here.code else row.region
    url = address(f"/vacancies/{row.id}")
    summary = _summary(row)
    office = office_of(helper)
    return {
        "row": row,
        "title": named.work(row.title, code_of(row)),
        "title_said": named.work_said(row.title, code_of(row)),
        "employer_said": named.employer_said(row.employer_name),
        "on": on,
        "channel": telling.CHANNELS.get(row.channel, telling.CHANNELS["local"]),
        "pay": telling.pay(row),
        "pay_details": telling.pay_details(row),
        "hours": telling.hours(row),
        "where": telling.where(row),
        "where_zh": living.in_chinese(row.place) if current() == "en" else "",
        "away": telling.away(row, here),
        "minutes": telling.minutes(row, here),
        "here": here,
        "counted": bool(here and here.name and not near_enough(here, row.place)),
        "helper": named.place(helper),
        "helper_full": named.full_place(helper),
        "office": office,
        "calls": calls(office),
        "seats": telling.seats(row),
        "cover": telling.cover(row),
        "demands": telling.demands(row),
        "conditions": telling.conditions(row),
        "disabilities": telling.disabilities(row),
        "begins": row.start_date if row.start_date and row.start_date > on else None,
        "summary": summary,
        "url": url,
        "share": _share(row, summary, url),
    }


def code_of(row: Any) -> str | None:
    """The code of the first occupation of a vacancy."""
    return row.occupation[0][1] if row.occupation else None


def _summary(row: Any) -> list[Text]:
    """The vacancy in some words: for machines, for reading aloud, for sending on."""
    return [
        telling.pay(row),
        *telling.hours(row),
        Text(telling.where(row)),
        telling.seats(row),
    ]


def _share(row: Any, summary: list[Text], url: str) -> str:
    """What somebody sends to their family."""
    language = current()
    lines = [
        f"{named.work_said(row.title, code_of(row))} · {named.employer_said(row.employer_name)}",
        " · ".join(one.to(language) for one in summary),
    ]
    if row.end_date:
        other = row.end_date.year != timezone.localdate().year
        day = in_words(row.end_date, language, year=other)
        lines.append(text("Ask before {day}.", day=day).to(language))
    lines += [text("Checked, and free of charge:").to(language) + f" {url}"]
    return "\n".join(lines)


def _map(row: Any) -> str:
    """An address of the point that the phone's own map opens."""
    if row.lon is None:
        return ""
    return f"geo:{row.lat:.5f},{row.lon:.5f}?q={row.lat:.5f},{row.lon:.5f}"


@require_safe
@visitor
def photo(request: HttpRequest, photo: UUID, size: str) -> HttpResponse:
    """A photo of a published vacancy, large or small."""
    path = picturing.shown_file(photo, small=size == "small")
    if path is None:
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=86400"
    return response
