"""Issues as they are kept: texts stay translatable, values were masked when they were read."""

from collections.abc import Mapping
from typing import Any

from chunfeng.foundation.intake.errors import Declared
from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.kit.texts import Text

_PLAIN = ("row", "column", "header", "value")


def keep_text(said: Text) -> dict[str, Any]:
    """A text as JSON."""
    if isinstance(said, Declared):
        return {"en": said.message, "zh": said.values["zh"]}
    return {"message": said.message, "values": {k: _keep(v) for k, v in said.values.items()}}


def kept_text(kept: Mapping[str, Any]) -> Text:
    """The text that was kept."""
    if "zh" in kept:
        return Declared(kept["zh"], kept["en"])
    return Text(kept["message"], {k: _kept(v) for k, v in kept["values"].items()})


def keep(issue: Issue) -> dict[str, Any]:
    """An issue as JSON; its file and sheet are the upload's."""
    plain = {name: getattr(issue, name) for name in _PLAIN}
    said = {"problem": keep_text(issue.problem), "mend": keep_text(issue.mend)}
    return plain | said | {"severity": issue.severity.value}


def kept(issue: Mapping[str, Any], *, file: str, sheet: str) -> Issue:
    """The issue that was kept."""
    return Issue(
        file=file,
        sheet=sheet,
        severity=Severity(issue["severity"]),
        problem=kept_text(issue["problem"]),
        mend=kept_text(issue["mend"]),
        **{name: issue[name] for name in _PLAIN},
    )


def _keep(value: object) -> Any:
    if isinstance(value, Text):
        return keep_text(value)
    if isinstance(value, list | tuple):
        return [_keep(item) for item in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return kept_text(value)
    return [_kept(item) for item in value] if isinstance(value, list) else value
