"""Places as somebody names them: typed, and chosen where the name means several."""

from collections.abc import Mapping
from typing import Any

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Word
from chunfeng.foundation.places import PlaceError
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text

MOST = 12  # places to choose from


def place_field(
    name: str, label: Word, code: int | None = None, *, optional: bool = False
) -> Field:
    """Where a place is typed, holding one."""
    return Field(
        name=name,
        label=label,
        hint=text("Name, pinyin or code, for example 平利县城关镇 or pingli."),
        values=(places().full_name(code),) if code else (),
        optional=optional,
        autocomplete="off",
    )


def read_place(
    field: Field, data: Mapping[str, Any], within: int | None = None
) -> tuple[int | None, Field | None]:
    """(the place typed or chosen, a field to choose among those the name may mean).

    None where there is none: the field says why, unless it is optional and empty.
    """
    typed = field.value.strip()[:80]
    if not typed:
        field.error = None if field.optional else text("Name the place.")
        return None, None
    chosen = str(data.get(f"which-{field.name}", ""))
    found = _meant(typed, within)
    codes = [str(code) for code in found]
    if chosen in codes:
        return int(chosen), None
    if len(found) == 1:
        return found[0], None
    if not found:
        field.error = text("No place is called “{name}”. Name the county, then the township.",
                           name=typed)  # fmt: skip
        return None, None
    field.error = text("Several places may be meant: choose yours below.")
    options = [(str(code), named.full_place(code)) for code in found]
    label = text("Which of these is it?")
    return None, Field(name=f"which-{field.name}", label=label, kind="radios", options=options)


def _meant(typed: str, within: int | None) -> list[int]:
    """The places a text may mean: the one it says, else all that begin so."""
    try:
        return [places().resolve(typed, within).code]
    except PlaceError as unclear:
        named = [_code(name) for name in unclear.candidates]
    near = [place.code for place in places().search(typed, within, MOST)] if within else []
    far = [place.code for place in places().search(typed, limit=MOST)]
    return list(dict.fromkeys(code for code in (*named, *near, *far) if code))[:MOST]


def _code(name: str) -> int | None:
    try:
        return places().resolve(name).code
    except PlaceError:
        return None
