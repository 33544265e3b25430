"""Numeric loops that run as plain Python on small instances and as machine code on large ones.

A function marked `@kernel` is ordinary Python until `use_compiler(True)` puts its Numba dispatcher
in its place in every module that uses it. The same lines run either way, so the plan is the same;
only large instances pay for importing Numba and loading the compiled kernels.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

_plain: list[Callable[..., Any]] = []
_compiled: list[Any] = []
_state = {"compiled": False}


def kernel(function: Kernel) -> Kernel:
    """Marks a loop over NumPy arrays and integers that Numba can compile."""
    _plain.append(function)
    return function


@kernel
def prefetch(array: Any, index: int) -> None:
    """Asks the processor to load `array.flat[index]` soon; does nothing as plain Python."""


def use_compiler(on: bool) -> None:
    """Switches every kernel to machine code (on) or to plain Python (off)."""
    if on == _state["compiled"]:
        return
    if on and not _compiled:
        _compiled.extend(_dispatchers())
    before, after = (_plain, _compiled) if on else (_compiled, _plain)
    twins = {id(old): new for old, new in zip(before, after, strict=True)}
    for module in {function.__module__ for function in _plain}:
        names = vars(sys.modules[module])
        for name, value in list(names.items()):
            if id(value) in twins:
                names[name] = twins[id(value)]
    _state["compiled"] = on


def compiled() -> bool:
    """Whether the kernels run as machine code now."""
    return _state["compiled"]


def _dispatchers() -> list[Any]:
    import numba

    from chunfeng.engine.prefetch import machine_prefetch

    def dispatcher(function: Callable[..., Any]) -> Any:
        try:
            return numba.njit(cache=True, nogil=True, forceinline=True)(function)
        except RuntimeError:  # nowhere to write the cache: compile in memory
            return numba.njit(nogil=True, forceinline=True)(function)

    return [machine_prefetch if f.__name__ == "prefetch" else dispatcher(f) for f in _plain]
