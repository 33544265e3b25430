"""Issues as they are kept: texts stay translatable, values were masked when they were read."""

from collections.abc import Mapping
from typing import Any

from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.kit.texts import as_json, from_json

_PLAIN = ("row", "column", "header", "value")


def keep(issue: Issue) -> dict[str, Any]:
    """An issue as JSON; its file and sheet are the upload's."""
    plain = {name: getattr(issue, name) for name in _PLAIN}
    said = {"problem": as_json(issue.problem), "mend": as_json(issue.mend)}
    return plain | said | {"severity": issue.severity.value}


def kept(issue: Mapping[str, Any], *, file: str, sheet: str) -> Issue:
    """The issue that was kept."""
    return Issue(
        file=file,
        sheet=sheet,
        severity=Severity(issue["severity"]),
        problem=from_json(issue["problem"]),
        mend=from_json(issue["mend"]),
        **{name: issue[name] for name in _PLAIN},
    )
