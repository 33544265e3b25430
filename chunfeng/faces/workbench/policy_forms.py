"""The policy of docking in plain forms: its values in words, its fields, what a version changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from chunfeng.faces.ui.columns import YES_NO
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.policy_form import Bounds, policy_fields, with_values
from chunfeng.stages.docking.policy_form import Field as Entry
from chunfeng.stages.people.vocabulary import labels as of_people
from chunfeng.stages.vacancies.vocabulary import labels as of_vacancies

LISTS = ("tiers",)  # to which one more entry may be added
_KINDS = {"date": "date", "yes_no": "radios", "choice": "radios", "choices": "choices"}
_WORDS: Mapping[str, Mapping[str, Text]] = {
    "channels": of_vacancies("channel"),
    "housed_channels": of_vacancies("channel"),
    "pay_kinds": of_vacancies("pay_kind"),
    "heaviest": of_vacancies("intensity"),
    "categories": of_people("categories"),
    "stable": of_people("status"),
    "unknown": of_people("wish_reach"),
    "carer": of_people("wish_reach"),
}


@dataclass(slots=True)
class Section:
    """Fields that belong together; more: those of an entry that may be added."""

    key: str
    name: Text
    fields: list[Field]
    more: list[Field]

    @property
    def wrong(self) -> bool:
        """Whether a field of it says what is wrong."""
        return any(field.error for field in (*self.fields, *self.more))


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words, or what it was and will be."""

    path: str
    name: Word
    said: Word | list[Word]
    before: Word | list[Word] = ""


def told(policy: Policy) -> list[tuple[Text, list[Told]]]:
    """Every value in words, by section."""
    return [
        (section.name, [Told(one.path, named(one), said(one)) for one in section.fields])
        for section in policy_fields(policy)
    ]


def changed(before: Policy, after: Policy) -> list[Told]:
    """What one policy has otherwise than another."""
    old = {one.path: one for section in policy_fields(before) for one in section.fields}
    new = {one.path: one for section in policy_fields(after) for one in section.fields}
    out = []
    for path in dict.fromkeys((*new, *old)):
        a, b = old.get(path), new.get(path)
        one = b or a
        if one is not None and (a is None or b is None or a.value != b.value):
            out.append(Told(path, named(one), said(b) if b else "—", said(a) if a else "—"))
    return out


def named(one: Entry) -> Word:
    """A value's name; of a list's entry with its number."""
    keys = one.path.split(".")
    number = next((int(key) + 1 for key in keys if key.isdecimal() and len(key) < 2), 0)
    return text("No. {n}: {name}", n=number, name=one.name) if number else one.name


def said(one: Entry) -> Word | list[Word]:
    """A value in words."""
    if one.kind == "yes_no":
        return dict(YES_NO)[one.value]
    if one.kind in ("choice", "choices"):
        words = _words(one)
        return [words.get(code, code) for code in one.value.split(",") if code]
    return text("{value} {unit}", value=one.value, unit=one.unit) if one.unit else one.value


def sections(policy: Policy) -> list[Section]:
    """The form: every value of a policy as a field."""
    return [
        Section(
            section.key,
            section.name,
            [_field(one) for one in section.fields],
            [_field(one, more=True) for one in _more(section.fields)],
        )
        for section in policy_fields(policy)
    ]


def read(policy: Policy, form: Sequence[Section], data: QueryDict) -> Policy | None:
    """The policy typed; None, with errors at its fields, where something is wrong."""
    typed: dict[str, str] = {}
    for section in form:
        for field in (*section.fields, *section.more):
            held = field.values
            field.typed(data)
            if set(held) == set(field.values):
                field.values = held  # the same choices in the policy's own order
        typed |= {field.name: ",".join(field.values) for field in section.fields}
        extra = {field.name: ",".join(field.values) for field in section.more}
        if any(extra.values()):
            typed |= extra
    gone = [path for path in data.getlist("gone") if path.rpartition(".")[0] in LISTS]
    typed = {k: v for k, v in typed.items() if not any(k.startswith(f"{path}.") for path in gone)}
    made, wrong = with_values(policy, typed | dict.fromkeys(gone, ""))
    _show(form, wrong)
    return made


def _show(form: Sequence[Section], wrong: Mapping[str, Text]) -> None:
    """Puts each problem at its field; one that is of several at the first of its section."""
    rest = dict(wrong)
    for section in form:
        for field in (*section.fields, *section.more):
            field.error = rest.pop(field.name, None)
    for path, problem in rest.items():
        key = path.partition(".")[0]
        section = next((one for one in form if one.key == key), form[0])
        section.fields[0].error = problem


def _more(fields: Sequence[Entry]) -> list[Entry]:
    """The fields of one more entry of a list: those of its last, one further."""
    for prefix in LISTS:
        mine = [one for one in fields if one.path.startswith(f"{prefix}.")]
        if mine:
            last = max(_number(one.path, prefix) for one in mine)
            old, new = f"{prefix}.{last}.", f"{prefix}.{last + 1}."
            return [_moved(one, old, new) for one in mine if one.path.startswith(old)]
    return []


def _number(path: str, prefix: str) -> int:
    return int(path.removeprefix(f"{prefix}.").partition(".")[0])


def _moved(one: Entry, old: str, new: str) -> Entry:
    return Entry(
        path=one.path.replace(old, new, 1), name=one.name, unit=one.unit, kind=one.kind,
        value="", bounds=one.bounds, choices=one.choices,
    )  # fmt: skip


def _field(one: Entry, *, more: bool = False) -> Field:
    words = _words(one)
    options: Sequence[tuple[str, Word]] = ()
    if one.kind == "yes_no":
        options = YES_NO
    elif one.choices:
        options = [(code, words.get(code, code)) for code in one.choices]
    several = one.kind == "choices"
    return Field(
        name=one.path,
        label=named(one),
        kind=_KINDS.get(one.kind, "text"),
        options=options,
        values=tuple(code for code in one.value.split(",") if code) if several else (one.value,),
        unit=one.unit or "",
        size="" if one.kind == "text" else "short",
        inputmode="decimal" if one.kind in ("number", "whole") else "",
        hint=_bounds(one.bounds),
        inline=True,
        optional=more,
        autocomplete="off",
    )


def _bounds(of: Bounds) -> Text | None:
    if of.least is not None and of.most is not None:
        return text("from {least:g} to {most:g}", least=of.least, most=of.most)
    return text("{least:g} or more", least=of.least) if of.least is not None else None


def _words(one: Entry) -> Mapping[str, Text]:
    return _WORDS.get(one.path.rpartition(".")[2], {})
