"""Reading a policy file, and saying in plain words which key is wrong and what is allowed."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from chunfeng.kit.texts import Text, text

MOST_BYTES = 100_000
_NUMBERS = {"float_type", "float_parsing", "finite_number"}
_WHOLE = {"int_type", "int_parsing", "int_from_float"}
_DATES = {"date_type", "date_parsing", "date_from_datetime_inexact", "date_from_datetime_parsing"}
_LISTS = {"tuple_type", "list_type"}
_SECTIONS = {"model_type", "dict_type", "mapping_type", "model_attributes_type"}
_KINDS = (
    (_NUMBERS, text("a number")),
    (_WHOLE, text("a whole number")),
    (_DATES, text("a date such as 2026-01-01")),
    ({"bool_type", "bool_parsing"}, text("true or false")),
    ({"string_type"}, text("a text")),
    (_LISTS, text("a list such as [a, b]")),
    (_SECTIONS, text("a section with keys of its own")),
)


class PolicyError(ValueError):
    """A policy file that cannot be used; ``text`` says which key, and what is allowed."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.to("en"))
        self.text = message


class WrongValueError(ValueError):
    """A value of the right type that cannot stand; ``text`` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.message)
        self.text = message


class _Loader(yaml.SafeLoader):
    """YAML without references, which can grow without end, and without a key given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise WrongValueError(text("References (* and &) are not allowed."))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for place, key in enumerate(keys) if key in keys[:place]), None)
        if twice is not None:
            raise WrongValueError(text("The key {key} stands there twice.", key=_short(twice)))
        return super().construct_mapping(node, deep)


def read(path: Path) -> dict[str, Any]:
    """The keys of a policy file; PolicyError when it cannot be read."""
    try:
        return _keys(path)
    except WrongValueError as error:
        why = error.text
    except UnicodeDecodeError:
        why = text("It is not text in UTF-8.")
    except OSError:
        why = text("It cannot be opened.")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        why = text("Line {line} is not YAML.", line=line)
    except (yaml.YAMLError, RecursionError, ValueError):
        why = text("It is not YAML.")
    raise PolicyError(text("Policy file {file}: {why}", file=path.name, why=why))


def _keys(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MOST_BYTES:
        raise WrongValueError(text("It is larger than 100 kB."))
    values = yaml.load(path.read_text(encoding="utf-8-sig"), _Loader)  # noqa: S506 a SafeLoader
    if not isinstance(values, dict):
        raise WrongValueError(text("It holds no keys."))
    return values


def explain(error: ValidationError) -> Text:
    """The first thing that is wrong: the key, the value, what is allowed."""
    first = error.errors(include_url=False)[0]
    key = ".".join(map(str, first["loc"]))
    kind, context = first["type"], first.get("ctx", {})
    if kind == "extra_forbidden":
        return text(
            "Policy key {key} is not known. Known keys stand in docs/reference/policy.md.", key=key
        )
    if kind == "missing":
        return text("Policy key {key} is missing.", key=key)
    return text(
        "Policy key {key}: {value} cannot be used. {allowed}",
        key=key,
        value=_short(first["input"]),
        allowed=_allowed(kind, context),
    )


def said(error: ValidationError) -> dict[str, Text]:
    """Everything that is wrong: what is allowed, by the path of the key."""
    found: dict[str, Text] = {}
    for one in error.errors(include_url=False):
        key = ".".join(map(str, one["loc"]))
        missing = one["type"] == "missing"
        allowed = (
            text("It must be given.") if missing else _allowed(one["type"], one.get("ctx", {}))
        )
        found.setdefault(key, allowed)
    return found


def _allowed(kind: str, context: dict[str, Any]) -> Text:
    if isinstance(context.get("error"), WrongValueError):
        found: Text = context["error"].text
        return found
    bounds = {
        "greater_than_equal": text("It must be {limit:g} or more.", limit=context.get("ge")),
        "greater_than": text("It must be more than {limit:g}.", limit=context.get("gt")),
        "less_than_equal": text("It must be {limit:g} or less.", limit=context.get("le")),
        "less_than": text("It must be less than {limit:g}.", limit=context.get("lt")),
        "literal_error": text("Allowed: {words}.", words=_words(context)),
        "too_short": text("At least {number} are needed.", number=context.get("min_length")),
        "too_long": text("At most {number} are possible.", number=context.get("max_length")),
        "string_too_short": text("It must not be empty."),
        "string_too_long": text("It is too long."),
    }
    expected = next((words for kinds, words in _KINDS if kind in kinds), None)
    if expected is not None:
        return text("Expected {what}.", what=expected)
    return bounds.get(kind, text("See docs/reference/policy.md."))


def _words(context: dict[str, Any]) -> str:
    """'a', 'b' or 'c' as a, b, c."""
    return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")


def _short(value: object) -> str:
    shown = str(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
