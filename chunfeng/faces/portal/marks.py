"""What an employer is recognised as, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import policy
from chunfeng.stages.employers.published import Repute
from chunfeng.stages.employers.queries import Public
from chunfeng.stages.employers.vocabulary import KIND_NAMES, Kind, Recognised


@dataclass(frozen=True, slots=True)
class Mark:
    """One recognition that counts today."""

    name: Text
    number: str
    since: date | None


def held(employer: Public | Repute, on: date) -> Sequence[Mark]:
    """What counts today of an employer."""
    return [
        Mark(name_of(one.kind, one.sub_kind or one.level), one.number, one.valid_from)
        for one in employer.recognitions
        if one.valid_until is None or one.valid_until >= on
    ]


def name_of(kind: str, variant: str) -> Text:
    """How a kind of recognition is called."""
    said: Text = policy.national().called(kind, variant)
    if kind == Recognised.BASE:
        said = text("{level} {kind}", level=said, kind=policy.national().called(kind))
    return text("Recognised: {kind}", kind=said)


def form_of(variant: str) -> Text:
    """The form a workshop has."""
    return policy.national().called(Recognised.WORKSHOP, variant)


def kind_of(code: str) -> Text:
    """What an employer is."""
    return KIND_NAMES[Kind(code)] if code in KIND_NAMES else text("Employer")
