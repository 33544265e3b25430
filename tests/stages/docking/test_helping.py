"""Whatever docking says would help falls into a group that pages show."""

import ast
import inspect
from types import ModuleType

import pytest

from chunfeng.stages.docking import changes, screening
from chunfeng.stages.docking.helping import HELPS

NAMED = {"heavy work", "night shifts"}  # demands inside another text


def messages(module: ModuleType, apart: set[str]) -> set[str]:
    """The messages of a module's texts, but for those of some functions."""
    tree = ast.parse(inspect.getsource(module))
    kept = [one for one in tree.body if getattr(one, "name", "") not in apart]
    calls = [one for part in kept for one in ast.walk(part) if isinstance(one, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") == "text" and isinstance(call.args[0], ast.Constant)
    }


def next_steps() -> set[str]:
    """What screening says is to be done next: the last text of everybody it leaves out."""
    every = ast.walk(ast.parse(inspect.getsource(screening)))
    calls = [one for one in every if getattr(getattr(one, "func", None), "id", "") == "NotDocked"]
    return {ast.literal_eval(call.args[3].args[0]) for call in calls}  # type: ignore[attr-defined]


@pytest.mark.parametrize("said", [messages(changes, {"if_changed"}) - NAMED, next_steps()])
def test_every_change_falls_into_one_group(said: set[str]) -> None:
    groups = [set(help_.messages) for help_ in HELPS.values()]
    assert len(said) > 6
    for message in said:
        assert sum(message in group for group in groups) == 1, message
