"""The papers of a recognition as PDF: certificate, public notice, the sheet for a visit."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.documents import pdf
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.offices import office_of
from chunfeng.foundation.places.place import Place
from chunfeng.kit.texts import Declared, Language, Text, from_json, text
from chunfeng.stages.employers import evidence, policy
from chunfeng.stages.employers.models import Recognition, Step
from chunfeng.stages.employers.proofs import Outcome as Met
from chunfeng.stages.employers.refusals import NotFound, NotNow, Refused
from chunfeng.stages.employers.states import RECOGNITION_NAMES, RecognitionState
from chunfeng.stages.employers.vocabulary import ANSWER_NAMES, Outcome, Recognised, StepKind

PAPERS = Path(__file__).with_name("papers")
COUNTY = 3  # level of the region that issues
TITLES = {
    Recognised.WORKSHOP: text("Certificate of recognition: workshop"),
    Recognised.BASE: text("Certificate of recognition: base enterprise"),
    Recognised.PUBLIC_WELFARE: text("Certificate of recognition: public-welfare employer"),
}
_READ = (
    "id", "kind", "sub_kind", "level", "state", "number", "valid_from", "valid_until", "region",
    "notice_from", "notice_until",
    "employer__id", "employer__name", "employer__credit_code", "employer__place",
    "employer__address", "site__name", "site__place", "site__address", "site__seats",
)  # fmt: skip


def certificate(recognition: UUID, *, by: Context, at: datetime, language: Language) -> bytes:
    """The certificate of a recognition in force, as PDF; Refused for any other."""
    held, today = _held(recognition, by), timezone.localdate(at)
    state = RecognitionState(held["state"])
    if state is not RecognitionState.RECOGNISED:
        raise NotNow(RECOGNITION_NAMES[state])
    if held["valid_until"] and held["valid_until"] < today:
        raise Refused(text("The recognition has run out: no certificate is printed."))
    kind = policy.national().called(held["kind"])
    address = f"{settings.PUBLIC_ADDRESS}/employers/{held['employer__id']}"
    told = {
        "title": TITLES[Recognised(held["kind"])],
        "number_word": text("No. "),
        "number": held["number"],
        "sentence": text(
            "{employer} has been examined, meets the conditions and is recognised as: {kind}.",
            employer=held["employer__name"],
            kind=kind,
        ),
        "facts": [
            *_facts(held),
            (text("Valid"), text("{first} to {last}", first=_in_full(held["valid_from"]),
                                 last=_in_full(held["valid_until"]))),
        ],
        "issuer": _issuer(held["region"]),
        "seal_word": text("(issuing authority and seal)"),
        "day": _in_full(_decided_on(held)),
        "qr": pdf.qr(address),
        "qr_word": text("Check this certificate:"),
        "address": address,
        "tracking": 0.2 if language == "zh" else 0,
        "indent": 2 if language == "zh" else 0,
    }  # fmt: skip
    return _printed("certificate.typ", told, language, at)


def notice(recognition: UUID, *, by: Context, at: datetime, language: Language) -> bytes:
    """The public notice of a recognition that waits for its decision, as PDF to be put up.

    The figures are those of the day the notice was set. Refused where none is set.
    """
    held = _held(recognition, by)
    state = RecognitionState(held["state"])
    if state is not RecognitionState.VISITED:
        raise NotNow(RECOGNITION_NAMES[state])
    if held["notice_from"] is None:
        raise Refused(text("There is a public notice before it is recognised: set it first."))
    told = {
        "title": text("Public notice"),
        "sentence": text(
            "{employer} has applied to be recognised as: {kind}. Documents and site have been"
            " examined. Before the decision this is made public.",
            employer=held["employer__name"], kind=_kind(held),
        ),
        "facts": _facts(held),
        "records_word": text("What is asked for, and what records say"),
        "records": _noticed(recognition),
        "period": text(
            "The notice runs from {first} to {last}. Whoever objects may say so to the office"
            " below, by name or without, until the last day.",
            first=_in_full(held["notice_from"]), last=_in_full(held["notice_until"]),
        ),
        "objections": _objections_to(held["region"]),
        "issuer": _issuer(held["region"]),
        "seal_word": text("(office and seal)"),
        "day": _in_full(held["notice_from"]),
        "indent": 2 if language == "zh" else 0,
    }  # fmt: skip
    return _printed("notice.typ", told, language, at)


def _objections_to(region: int) -> list[tuple[Text, str]]:
    """Where to object: the county's office; empty, to be written in by hand, where it has none."""
    office = office_of(_county(region).code)
    return [
        (text("Where to object"), office.name if office else ""),
        (text("Telephone"), "、".join(office.phones) if office else ""),
        (text("Address"), office.address if office else ""),
    ]


def _noticed(recognition: UUID) -> list[dict[str, Any]]:
    """What records said when the notice was set last."""
    notices = Step.objects.filter(recognition=recognition, kind=StepKind.NOTICE)
    last = notices.order_by("-at").values_list("computed", flat=True).first() or {}
    return [
        {"outcome": Met(one["outcome"]).label, "said": from_json(one["said"])}
        for one in last.values()
    ]


def checklist(recognition: UUID, *, by: Context, at: datetime, language: Language) -> bytes:
    """The sheet for a visit, as PDF: what to look at and why, and what records say already."""
    held, today = _held(recognition, by), timezone.localdate(at)
    variant = held["sub_kind"] or held["level"]
    terms = policy.on(today, held["region"]).of(held["kind"], variant)
    proved = evidence.about(recognition, by=by, on=today)
    told = {
        "title": text("Checklist of a visit"),
        "subtitle": held["employer__name"],
        "number": held["number"] or str(held["id"]),
        "facts": [*_facts(held), (text("Seats on record"), _seats(held))],
        "blanks": [
            text("Day of the visit"), text("People counted"), text("Of registered households"),
        ],
        "records_word": text("What records say"),
        "records": [{"outcome": one.outcome.label, "said": one.said}
                    for one in (proved.findings if proved else ())],
        "heads": ["", text("Looked at"), text("Answer"), text("Remarks")],
        "answers": [*ANSWER_NAMES.values()],
        "items": [{"said": item.said, "why": item.why}
                  for item in policy.national().checklist(terms.checklist)],
        "findings_word": text("Findings"),
        "signatures": [text("Officer"), text("Second officer"), text("For the employer")],
        "qr": pdf.qr(f"{settings.WORK_ADDRESS}/recognitions/{held['id']}"),
    }  # fmt: skip
    return _printed("checklist.typ", told, language, at)


def _held(recognition: UUID, by: Context) -> dict[str, Any]:
    """What the papers need, of a recognition of the post's region or the desk's own."""
    mine = Q(employer=by.employer) if by.employer else Q(region__range=(by.lo, by.hi))
    row: Any = Recognition.objects.filter(mine, id=recognition).values(*_READ).first()
    if row is None:
        raise NotFound
    held: dict[str, Any] = row
    return held


def _facts(held: dict[str, Any]) -> list[tuple[Text, Any]]:
    """Name, code, place, kind; what is not on record is left out."""
    place = held["site__place"] or held["employer__place"]
    where = held["site__address"] or held["employer__address"]
    facts = [
        (text("Employer"), held["employer__name"]),
        (text("Credit code"), held["employer__credit_code"]),
        (text("Site"), held["site__name"]),
        (text("Place"), f"{places().full_name(place)}{where}"),
        (text("Kind"), _kind(held)),
    ]
    return [(name, value) for name, value in facts if value]


def _kind(held: dict[str, Any]) -> Text:
    """Workshop (community factory), in either language."""
    national, variant = policy.national(), held["sub_kind"] or held["level"]
    kind = national.called(held["kind"])
    if variant in ("", held["kind"]):
        return kind
    return text("{kind} ({form})", kind=kind, form=national.called(held["kind"], variant))


def _seats(held: dict[str, Any]) -> Text | str:
    seats = held["site__seats"]
    return text("not stated") if seats is None else str(seats)


def _county(region: int) -> Place:
    """The county whose office recognises."""
    return [place for place in places().path(region) if place.level <= COUNTY][-1]


def _issuer(region: int) -> str:
    """The county's office; where none is entered the county's name, to be completed by hand."""
    county = _county(region)
    office = office_of(county.code)
    return office.name if office else places().full_name(county.code)


def _decided_on(held: dict[str, Any]) -> date | None:
    steps = Step.objects.filter(
        recognition=held["id"], kind=StepKind.DECISION, outcome=Outcome.RECOGNISED
    )
    decided = steps.order_by("-on", "-at").values_list("on", flat=True).first()
    return decided or held["valid_from"]


def _in_full(day: date | None) -> Text:
    """2026年11月23日, 23 November 2026."""
    if day is None:
        return text("not stated")
    return Declared(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}")


def _printed(template: str, told: dict[str, Any], language: Language, at: datetime) -> bytes:
    words = {name: _said(value, language) for name, value in told.items()}
    return pdf.render(PAPERS / template, words | {"lang": language}, at=at)


def _said(value: Any, language: Language) -> Any:
    """The same with every text said in a language."""
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, list | tuple):
        return [_said(one, language) for one in value]
    if isinstance(value, dict):
        return {name: _said(one, language) for name, one in value.items()}
    return value
