"""What a run may keep beside the register: ids, codes and counts, never anything personal."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chunfeng.kit.texts import Text

Scalar = str | int | bool | None
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,59}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SEPARATORS = re.compile(r"[_.:-]")
_PERSONAL = re.compile(  # ID numbers of 18 and 15 signs, mobile phones
    r"(?<!\d)(\d{17}[\dXx]|\d{15}|(86)?1[3-9]\d{9})(?![\dXx])"
)


class NotPlain(ValueError):
    """A value that is no id, code or count, or looks like an ID number or a phone."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} must be an id, a code or a number, and nobody's")


def plain(values: Mapping[str, Scalar | UUID]) -> dict[str, Scalar]:
    """Values fit to be kept as JSON; NotPlain for any other."""
    return {_named(name): _plain(name, value) for name, value in values.items()}


def counted(values: Mapping[str, int]) -> dict[str, int]:
    """Counts by name; NotPlain for anything else."""
    for name, value in values.items():
        if type(value) is not int:
            raise NotPlain(_named(name))
    return {_named(name): value for name, value in values.items()}


def to_json(said: Text) -> dict[str, Any]:
    """A text as it is kept: its message id and its values."""
    values = {
        _named(name): to_json(value) if isinstance(value, Text) else _plain(name, value)
        for name, value in said.values.items()
    }
    return {"message": said.message, "values": values}


def from_json(kept: Mapping[str, Any]) -> Text:
    """The text that was kept."""
    values = {
        name: from_json(value) if isinstance(value, dict) else value
        for name, value in kept["values"].items()
    }
    return Text(kept["message"], values)


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise NotPlain("a name")
    return name


def _plain(name: str, value: object) -> Scalar:
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, int | str) or _looks_personal(str(value)):
        raise NotPlain(name)
    if isinstance(value, str) and not CODE.fullmatch(value):
        raise NotPlain(name)
    return value


def _looks_personal(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        pass
    else:
        return len(said) != 36  # the written form; other lengths may be bare digits
    return bool(_PERSONAL.search(said) or _PERSONAL.search(_SEPARATORS.sub("", said)))
