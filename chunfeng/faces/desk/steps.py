"""The three steps of a vacancy: which facts each asks for, and what was typed as ledger values."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from chunfeng.faces.desk.places import place_field, read_place
from chunfeng.faces.ui import columns, named
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.occupations import WHICH, occupation_field, read_occupation
from chunfeng.faces.ui.parts import Step, Word
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.queries import SiteLine
from chunfeng.stages.vacancies.fields import typed
from chunfeng.stages.vacancies.sheets import VACANCIES

Values = Mapping[str, Any]
NAMES: Mapping[str, Text] = {
    "work": text("What work, and how many"),
    "pay": text("Pay, hours, place"),
    "people": text("Who fits, board, photos"),
}
ASKED: Mapping[str, tuple[str, ...]] = {  # ledger fields, in the order asked; description, site …
    "work": ("title", "occupation", "headcount", "channel", "description"),
    "pay": ("pay_kind", "pay_low", "pay_high", "piece_price", "daily_output", "hours_per_day",
            "days_per_week", "hours_window", "night_shift", "flexible", "site", "place", "address",
            "start_date", "end_date"),
    "people": ("education_min", "skills_required", "certificates_required", "putonghua", "age_min",
               "age_max", "age_reason", "disabilities_accepted", "intensity", "conditions",
               "housing", "meals", "shuttle", "escorted", "contract", "insurance", "contact",
               "phone"),
}  # fmt: skip
UNITS: Mapping[str, Text] = {
    "headcount": text("people"), "pay_low": text("yuan"), "pay_high": text("yuan"),
    "piece_price": text("yuan"), "daily_output": text("pieces"), "hours_per_day": text("hours"),
    "days_per_week": text("days"), "age_min": text("years old"), "age_max": text("years old"),
}  # fmt: skip
HINTS: Mapping[str, Text] = {
    "title": text("As people say it: 缝纫工, 保洁员, 手工编织."),
    "piece_price": text("Only for piece rates."),
    "daily_output": text("What a practised worker makes in a day. The hourly pay follows from it."),
    "phone": text("Officers call it; it is not shown to the public. Empty: it stays as it is."),
    "contact": text("Whom officers ask for."),
    "end_date": text("Until when people can ask, for example 2026-12-31."),
    "start_date": text("For example 2026-12-01."),
}
OUR_OWN: Mapping[str, Text] = {
    "description": text("What is done all day"),
    "age_reason": text("Why this age"),
    "site": text("At which of our sites"),
}
NEEDED = frozenset({"title", "headcount", "place"})
Own = Mapping[str, Any]  # what an employer says of itself: sites


def steps(vacancy: Any, now: str, url: Any) -> list[Step]:
    """The stepper. url: gives a step's address; vacancy: None while it is new."""
    order = [*NAMES]
    at = order.index(now) if now in NAMES else len(order)
    shown = [
        Step(
            NAMES[name],
            "done" if k < at else "now" if k == at else "later",
            url(name) if vacancy and k < at else "",
        )
        for k, name in enumerate(order)
    ]
    last = Step(text("Look and hand in"), "now" if at == len(order) else "later")
    return [*shown, last]


def fields(step: str, values: Values, sites: "list[SiteLine]") -> list[Field]:
    """The fields of a step, holding a vacancy's columns."""
    made = [_field(name, values.get(name), sites) for name in ASKED[step]]
    return [field for field in made if field is not None]


def read(
    step: str, shown: list[Field], data: QueryDict, before: Values, county: int
) -> tuple[dict[str, Any], list[Field]]:
    """(ledger values of what was typed, the fields as they now stand)."""
    values: dict[str, Any] = {}
    out: list[Field] = []
    for field in shown:
        out.append(field.typed(data))
        more = _read(field, values, data, before, county)
        if more:
            out.append(more.typed(data))
    return values, out


def _read(
    field: Field, values: dict[str, Any], data: QueryDict, before: Values, county: int
) -> Field | None:
    name, more = field.name, None
    if name == "occupation":
        held = typed(name, before.get(name))
        chosen = data.get(WHICH, "")
        values[name], more = read_occupation(field, chosen, values.get("title") or "", held)
    elif name == "place":
        values[name], more = read_place(field, data, county)
    elif name in OUR_OWN:
        values[name] = field.value.strip() or None
    else:
        values[name] = columns.read(VACANCIES.column(name), field, data, county)
        if name == "phone" and not values[name]:
            del values[name]
    return more


def _field(name: str, value: Any, sites: "list[SiteLine]") -> Field | None:
    if name == "site":
        return _site(value, sites)
    if name == "place":
        return place_field(name, text("Place of work"), value)
    if name == "occupation":
        return occupation_field(typed(name, value))
    if name in OUR_OWN:
        kind = "textarea" if name == "description" else "text"
        made = Field(name=name, label=OUR_OWN[name], kind=kind, rows=5,
                     values=(value,) if value else ())  # fmt: skip
    else:
        made = columns.field_of(VACANCIES.column(name), typed(name, value), UNITS.get(name, ""))
    made.hint = HINTS.get(name) or made.hint
    made.optional = name not in NEEDED
    made.inputmode = "decimal" if made.unit else made.inputmode
    return made


def _site(value: Any, sites: "list[SiteLine]") -> Field | None:
    """Which site, where there are any."""
    if not sites:
        return None
    options: list[tuple[str, Word]] = [("", text("Elsewhere"))]
    options += [(str(one.id), one.name or named.full_place(one.place)) for one in sites]
    held = (str(value),) if value else ()
    return Field(name="site", label=OUR_OWN["site"], kind="select", options=options, values=held)
