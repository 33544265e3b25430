"""What helps most: changes that would place more people, each confirmed by solving again with it.

The most promising candidates of each kind are solved from the present plan on, and the differences
shown. Everybody's tier stays what it is.
"""

from collections.abc import Callable
from itertools import groupby

from chunfeng.foundation.places import Places
from chunfeng.stages.docking.candidates import Candidate, candidates
from chunfeng.stages.docking.result import Lever, LeverKind
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.whatif import Today

SHOWN = 10
TRIED = {LeverKind.SEATS: 4, LeverKind.CLASS: 3, LeverKind.LIMIT: 4, LeverKind.WORKSHOP: 2}


def levers(
    solved: Solved, places: Places, on_progress: Callable[[int, int], object]
) -> list[Lever]:
    """At most ten levers, most people gained first; those that place nobody more are left out."""
    tried = _tried(candidates(solved, places))
    today, found = Today.of(solved), []
    for number, candidate in enumerate(tried):
        on_progress(number, len(tried))
        people, score = today.gained(candidate.change())
        if people > 0:
            found.append(_lever(candidate, people, score))
    on_progress(len(tried), len(tried))
    return sorted(found, key=lambda lever: (-lever.people_gained, -lever.score_gained))[:SHOWN]


def _tried(found: list[Candidate]) -> list[Candidate]:
    by_kind = sorted(found, key=lambda candidate: list(LeverKind).index(candidate.kind))
    return [
        candidate
        for kind, listed in groupby(by_kind, key=lambda candidate: candidate.kind)
        for candidate in list(listed)[: TRIED[kind]]
        if candidate.estimate > 0
    ]


def _lever(candidate: Candidate, people: int, score: int) -> Lever:
    return Lever(
        kind=candidate.kind,
        text=candidate.text,
        place=candidate.place,
        vacancy=candidate.vacancy,
        people_gained=people,
        score_gained=score,
    )
