"""A vacancy for machines that read pages: schema.org JobPosting, as JSON-LD."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.portal.answers import address
from chunfeng.faces.portal.living import county_of
from chunfeng.faces.ui.named import employer_said, occupation, place, work_said
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.place import STEPS
from chunfeng.kit.texts import Language, joined

UNITS = {"month": "MONTH", "day": "DAY", "hour": "HOUR", "piece": "MONTH"}
PART_TIME = 6.0  # hours a day
# Everything a browser could take for the end of the script, or for markup in it.
_ESCAPED = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def posting(row: Any, description: list[Any], on: date, language: Language) -> SafeString:
    """The text of the script element."""
    told = orjson.dumps(as_posting(row, joined(description, language), on)).decode()
    for sign, escaped in _ESCAPED.items():
        told = told.replace(sign, escaped)
    return mark_safe(told)  # noqa: S308 nothing that ends a script is left


def as_posting(row: Any, description: str, on: date) -> dict[str, Any]:
    """What schema.org asks of a JobPosting, and what we know beyond that."""
    published = timezone.localdate(row.published_at) if row.published_at else on
    code = row.occupation[0][1] if row.occupation else None
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": work_said(row.title, code),
        "description": row.description or description,
        "datePosted": published.isoformat(),
        "employmentType": _types(row),
        "hiringOrganization": {"@type": "Organization", "name": employer_said(row.employer_name)},
        "jobLocation": _location(row),
        "identifier": {"@type": "PropertyValue", "name": "Chunfeng", "value": str(row.id)},
        "url": address(f"/vacancies/{row.id}"),
        "totalJobOpenings": row.left,
        "directApply": True,
    }
    if code:
        told["occupationalCategory"] = f"{code} {occupation(code)}"
    if row.end_date:
        told["validThrough"] = f"{row.end_date.isoformat()}T23:59:59+08:00"
    if row.start_date:
        told["jobStartDate"] = row.start_date.isoformat()
    salary = _salary(row)
    return told | ({"baseSalary": salary} if salary else {})


def _types(row: Any) -> list[str]:
    part = row.hours_per_day is not None and row.hours_per_day < PART_TIME
    kinds = ["PART_TIME" if part else "FULL_TIME"]
    return [*kinds, "TEMPORARY"] if row.channel == "temporary" else kinds


def _location(row: Any) -> Mapping[str, Any]:
    county, province = county_of(row.place), row.place // STEPS[1] * STEPS[1]
    told: dict[str, Any] = {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": place(province),
            "addressLocality": place(county),
            "streetAddress": f"{places().held(row.place).name}{row.address}",
        },
    }
    if row.lon is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": row.lat, "longitude": row.lon}
    return told


def _salary(row: Any) -> Mapping[str, Any] | None:
    kind = row.pay_kind or "month"
    low, high = row.pay_low, row.pay_high
    if kind == "piece" and low is None:
        low = row.month_pay
    if low is None and high is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": UNITS[kind]}
    if low is not None and high is not None and high > low:
        value |= {"minValue": low, "maxValue": high}
    else:
        value["value"] = low if low is not None else high
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}
