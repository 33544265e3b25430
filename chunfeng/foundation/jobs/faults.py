"""Errors of background work: kind and place are kept, the text never, for it may name people."""

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from traceback import extract_tb
from typing import ParamSpec, TypeVar

import procrastinate
from procrastinate.jobs import Job as QueueJob

logger = logging.getLogger("chunfeng.jobs")
ROOT = Path(__file__).resolve().parents[3]
P = ParamSpec("P")
R = TypeVar("R")


class Again(Exception):
    """To be tried again after some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class Broken(Exception):
    """Background work broke off; the message is the error's kind and place."""


class Backoff(procrastinate.BaseRetryStrategy):
    """Tries again what asks for it, and nothing else."""

    def get_retry_decision(
        self, *, exception: BaseException, job: QueueJob
    ) -> procrastinate.RetryDecision | None:
        """When to try again; None for never."""
        if not isinstance(exception, Again):
            return None
        return procrastinate.RetryDecision(retry_in={"seconds": exception.seconds})


def place(error: BaseException) -> str:
    """An error's kind and where in our code it arose: ``KeyError at chunfeng/kit/texts.py:12``."""
    frames = [Path(frame.filename) for frame in extract_tb(error.__traceback__)]
    lines = [frame.lineno for frame in extract_tb(error.__traceback__)]
    ours = [(p, n) for p, n in zip(frames, lines, strict=True) if p.is_relative_to(ROOT)]
    found = [(p, n) for p, n in ours if ".venv" not in p.parts] or ours
    where = f" at {found[-1][0].relative_to(ROOT)}:{found[-1][1]}" if found else ""
    return f"{type(error).__name__}{where}"[:200]


def quiet(function: Callable[P, R]) -> Callable[P, R]:
    """Lets out no error but Again and Broken, so that no log can hold the text of another."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Again:
            raise
        except Exception as error:
            said = place(error)
        logger.error("background work broke off: %s", said)
        raise Broken(said)

    return wrapped
