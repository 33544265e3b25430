"""A policy as the fields of a form, and back: drawn from the model, so that nothing is said twice.

A field's path is its keys with dots between; entries of a list count from 0: ``tiers.0.name_zh``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ValidationError

from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.policy_file import said
from chunfeng.stages.docking.policy_words import NAMES, SECTIONS, UNITS

LINES = {"pay_floor"}  # of the lowest lawful pay: they have a ledger of their own
Errors = Mapping[str, Text]  # path: what is wrong
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a number may be; None is no bound. ``open`` bounds are not themselves allowed."""

    least: float | None = None
    most: float | None = None
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input. kind: number, whole, date, text, yes_no, choice or choices.

    value: as it is typed; of choices, codes with commas between. choices: allowed codes.
    """

    path: str
    name: Text
    unit: Text | None
    kind: str
    value: str
    bounds: Bounds
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Fields that belong together. key: their first key, "" for the name and date."""

    key: str
    name: Text
    fields: Sequence[Field]


def policy_fields(policy: Policy) -> list[Section]:
    """Every value of a policy, in the order of the model; lists have one field a value."""
    found: dict[str, list[Field]] = {}
    for path, value in _leaves(policy.model_dump(exclude=LINES)):
        key = path.partition(".")[0] if "." in path else ""
        found.setdefault(key, []).append(_field(path, value))
    return [Section(key=k, name=SECTIONS[k], fields=tuple(v)) for k, v in found.items()]


def with_values(policy: Policy, values: Mapping[str, str]) -> tuple[Policy | None, Errors]:
    """The policy with what was typed in place of its own values, or what is wrong with it.

    A path one beyond a list's last adds an entry; ``tiers.1`` with "" takes the second out.
    """
    told = _unfrozen(policy.model_dump(exclude=LINES))
    wrong: dict[str, Text] = {}
    for path, typed in values.items():
        if not _put(told, path, typed.strip()):
            wrong[path] = text("There is no such value.")
    try:
        made = Policy.model_validate(_listed(told))
    except ValidationError as error:
        return None, wrong | said(error)
    return (None, wrong) if wrong else (made, {})


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path, value) of everything that is typed as one."""
    entries: Any = None
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, tuple) and value and isinstance(value[0], dict):
        entries = enumerate(value)
    if entries is None:
        yield path, value
        return
    for key, entry in entries:
        yield from _leaves(entry, f"{path}.{key}" if path else str(key))


def _annotation(path: str) -> Any:
    """What may stand at a path; None where there is no such key."""
    found: Any = Policy
    for key in path.split("."):
        base, _ = _parts(found)
        if isinstance(base, type) and issubclass(base, BaseModel):
            field = base.model_fields.get(key)
            found = field and Annotated[field.annotation, *field.metadata, ""]
        elif get_origin(base) in (Mapping, tuple):
            found = get_args(base)[1 if get_origin(base) is Mapping else 0]
        else:
            found = None
        if found is None:
            return None
    return found


def _parts(annotation: Any) -> tuple[Any, list[Any]]:
    """What an annotation is, and what is said beside it."""
    beside: list[Any] = []
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        beside += more
    flat = [one for each in beside for one in getattr(each, "metadata", (each,))]
    return annotation, flat


def _field(path: str, value: Any) -> Field:
    base, beside = _parts(_annotation(path))
    named = _named(path)
    kind, choices = _kind(base)
    return Field(
        path=path,
        name=NAMES[named],
        unit=UNITS.get(named),
        kind=kind,
        value=_typed(value),
        bounds=_bounds(beside),
        choices=choices,
    )


def _named(path: str) -> str:
    """The key of NAMES: entries as *."""
    return ".".join("*" if key.isdecimal() else key for key in path.split("."))


def _kind(base: Any) -> tuple[str, Sequence[str]]:
    if get_origin(base) is Literal:
        return "choice", get_args(base)
    if get_origin(base) is tuple:
        return "choices", get_args(_parts(get_args(base)[0])[0])
    return {float: "number", int: "whole", date: "date", bool: "yes_no"}.get(base, "text"), ()


def _bounds(beside: Sequence[Any]) -> Bounds:
    least = most = None
    apart = False
    for one in beside:
        if isinstance(one, Ge | Gt):
            least = one.ge if isinstance(one, Ge) else one.gt
        elif isinstance(one, Le | Lt):
            most = one.le if isinstance(one, Le) else one.lt
        apart = apart or isinstance(one, Gt | Lt)
    return Bounds(least=least, most=most, open=apart)  # type: ignore[arg-type]


def _typed(value: Any) -> str:
    """A value as somebody would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value).removesuffix(".0")


def _meant(kind: str, typed: str) -> Any:
    """What was typed, as the model wants it; as it is where it is nothing of the kind."""
    if kind in ("number", "whole") and _NUMBER.fullmatch(typed):
        return int(typed) if "." not in typed else float(typed)
    if kind == "date" and _DATE.fullmatch(typed):
        with suppress(ValueError):
            return date.fromisoformat(typed)
    if kind == "yes_no":
        return {"yes": True, "no": False}.get(typed, typed)
    if kind == "choices":
        return tuple(code.strip() for code in typed.split(",") if code.strip())
    return typed


def _unfrozen(value: Any) -> Any:
    """A dump in which entries can be put and taken out."""
    if isinstance(value, dict):
        return {key: _unfrozen(entry) for key, entry in value.items()}
    if isinstance(value, tuple) and value and isinstance(value[0], dict):
        return dict(enumerate(map(_unfrozen, value)))
    return value


def _put(told: dict[Any, Any], path: str, typed: str) -> bool:
    """Puts what was typed to its place; False where there is none."""
    annotation = _annotation(path)
    if annotation is None:
        return False
    *above, last = path.split(".")
    for key in above:
        told = told.setdefault(int(key) if key.isdecimal() and key not in told else key, {})
    base, _ = _parts(annotation)
    entry = isinstance(base, type) and issubclass(base, BaseModel)
    if entry or get_origin(base) is Mapping:
        return entry and not typed and told.pop(int(last), None) is not None
    told[last] = _meant(_kind(base)[0], typed)
    return True


def _listed(value: Any) -> Any:
    """Numbered entries as a list again, in order."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return tuple(_listed(value[key]) for key in sorted(value))
    return {key: _listed(entry) for key, entry in value.items()}
