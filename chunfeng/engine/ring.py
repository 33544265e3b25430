"""First in, first out: what a `Ring` can do."""

from __future__ import annotations

from chunfeng.engine.kernel import kernel
from chunfeng.engine.types import Ring


@kernel
def enqueue(ring: Ring, number: int) -> None:
    """Adds a number, unless it is queued already."""
    queue, queued, cursor = ring
    if queued[number] == 0:
        queue[(cursor[0] + cursor[1]) % queue.size] = number
        cursor[1] += 1
        queued[number] = 1


@kernel
def dequeue(ring: Ring) -> int:
    """Takes the first number out."""
    queue, queued, cursor = ring
    number = queue[cursor[0]]
    cursor[0] = (cursor[0] + 1) % queue.size
    cursor[1] -= 1
    queued[number] = 0
    return int(number)
