"""First in, first out: what can be done with the arrays of a `Ring`."""

from __future__ import annotations

from chunfeng.engine.kernel import kernel
from chunfeng.engine.types import Flags, Holders, Ints


@kernel
def enqueue(queue: Holders, queued: Flags, cursor: Ints, number: int) -> None:
    """Adds a number, unless it is queued already."""
    if queued[number] == 0:
        place = cursor[0] + cursor[1]
        queue[place if place < queue.size else place - queue.size] = number
        cursor[1] += 1
        queued[number] = 1


@kernel
def dequeue(queue: Holders, queued: Flags, cursor: Ints) -> int:
    """Takes the first number out."""
    number = queue[cursor[0]]
    cursor[0] = cursor[0] + 1 if cursor[0] + 1 < queue.size else 0
    cursor[1] -= 1
    queued[number] = 0
    return int(number)
