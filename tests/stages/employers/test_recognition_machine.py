"""A machine that recognises, suspends and withdraws at random: no path leaves the lifecycle."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.audit.models import Event
from chunfeng.stages.employers import conflicts, recognising
from chunfeng.stages.employers.inside import of_recognitions
from chunfeng.stages.employers.models import Recognition
from chunfeng.stages.employers.refusals import InConflict, Refused
from chunfeng.stages.employers.states import RECOGNITION_NEXT, RecognitionState
from tests.cast import NOW, TODAY
from tests.stages.employers.office import PAPERS, Office, credit_code

NUMBERS = count(1)
ACTS: dict[str, Callable[..., Any]] = {
    "complete": lambda r, by, at, o: recognising.documents_complete(
        r, on_paper=("licence", *PAPERS), by=by, at=at
    ),
    "visit": lambda r, by, at, o: recognising.visit(
        r, on=at.date(), second=o.town.user, checklist=_seen(r), by=by, at=at
    ),
    "notice": lambda r, by, at, o: recognising.notice(
        r, begins=at.date() - timedelta(8), ends=at.date() - timedelta(1), by=by, at=at
    ),
    "recognise": lambda r, by, at, o: recognising.recognise(
        r, number=f"N{next(NUMBERS)}", valid_from=TODAY, valid_until=TODAY + timedelta(700),
        by=by, at=at,
    ),
    "turn_down": lambda r, by, at, o: recognising.turn_down(r, reason="x", by=by, at=at),
    "warn": lambda r, by, at, o: recognising.warn(r, reason="x", by=by, at=at),
    "suspend": lambda r, by, at, o: recognising.suspend(r, reason="x", by=by, at=at),
    "resume": lambda r, by, at, o: recognising.resume(r, reason="x", by=by, at=at),
    "withdraw": lambda r, by, at, o: recognising.withdraw(
        r, reason="x", informs="村干部", by=by, at=at
    ),
    "end": lambda r, by, at, o: recognising.end(r, reason="given_up", by=by, at=at),
    **{
        f"review_{outcome}": lambda r, by, at, o, outcome=outcome: recognising.review(
            r, outcome=outcome, reason="x", by=by, at=at
        )
        for outcome in ("keep", "warn", "suspend", "end")
    },
}  # fmt: skip
DECIDES = {"recognise", "turn_down", "withdraw", *(name for name in ACTS if "review" in name)}
FITS = {  # what leads on from a state, so that the machine gets anywhere
    "applied": ["complete"],
    "complete": ["visit"],
    "visited": ["notice", "recognise"],
    "recognised": ["suspend", "review_suspend", "review_keep", "warn", "withdraw"],
    "suspended": ["resume", "warn", "withdraw"],
    "ended": ["end", "resume"],
}


def _seen(recognition: uuid.UUID) -> dict[str, str]:
    row = Recognition.objects.get(id=recognition)
    return dict.fromkeys(recognising.terms_of(row, NOW).checklist, "yes")


class Lifecycle(RuleBasedStateMachine):
    """Three officers act on the recognitions of two sites and a base, as chance has it."""

    office: ClassVar[Office]
    done: ClassVar[int] = 0
    made = Bundle("made")

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.employer = self.office.verified(credit_code=credit_code(next(NUMBERS)))
        self.sites = [self.office.site(self.employer), self.office.site(self.employer), None]
        self.tied: set[uuid.UUID] = set()
        self.was: dict[uuid.UUID, str] = {}
        self.at = NOW

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @property
    def officers(self) -> list[Context]:
        return [self.office.an, self.office.wen]

    @rule(target=made, site=st.integers(0, 2), who=st.integers(0, 1))
    def apply(self, site: int, who: int) -> Any:
        by, where = self.officers[who], self.sites[site]
        forms = {"kind": "workshop", "sub_kind": "workshop", "site": where}
        form = forms if where else {"kind": "base", "level": "county"}
        living = [r for r, state in self.was.items() if state != "ended"]
        with entered(by):
            same = Recognition.objects.filter(id__in=living, site=where).exists()
        before = self.events()
        try:
            with entered(by):
                new = recognising.apply(self.employer, **form, by=by, at=self.at)
        except InConflict:
            assert by.user in self.tied
            return multiple()
        except Refused:
            assert same, "refused though none of the kind lives there"
            return multiple()
        assert not same
        assert by.user not in self.tied
        assert self.events() == before + 1
        self.was[new] = "applied"
        return new

    @rule(recognition=made, who=st.integers(0, 1), act=st.sampled_from(sorted(ACTS)))
    def any_act(self, recognition: uuid.UUID, who: int, act: str) -> None:
        self.act(recognition, who, act)

    @rule(recognition=made, who=st.integers(0, 1), turn=st.integers(0, 4))
    def a_fitting_act(self, recognition: uuid.UUID, who: int, turn: int) -> None:
        fitting = FITS[self.was[recognition]]
        self.act(recognition, who, fitting[turn % len(fitting)])

    def act(self, recognition: uuid.UUID, who: int, act: str) -> None:
        by, before = self.officers[who], self.events()
        self.at += timedelta(1)
        try:
            with entered(by):
                entered_it = of_recognitions([recognition])[recognition]["added_by"] == by.user
                ACTS[act](recognition, by, self.at, self.office)
        except Refused:
            assert self.state(recognition) == self.was[recognition]
            assert self.events() == before
            return
        Lifecycle.done += 1
        assert by.user not in self.tied
        assert not (act in DECIDES and entered_it), "the one who entered it decided"
        after, was = self.state(recognition), self.was[recognition]
        assert after == was or after in RECOGNITION_NEXT[RecognitionState(was)]
        assert self.events() == before + 1
        self.was[recognition] = after

    @rule(who=st.integers(0, 19))
    def tie(self, who: int) -> None:
        if who > 1 or self.officers[who].user in self.tied:
            return
        officer = self.officers[who].user
        with entered(self.office.an):
            conflicts.declare(self.employer, officer, reason="亲属", by=self.office.an, at=self.at)
        self.tied.add(officer)

    @invariant()
    def one_lives_at_a_site(self) -> None:
        if not hasattr(self, "employer"):
            return
        with entered(self.office.an):
            living = list(
                Recognition.objects.filter(employer=self.employer)
                .exclude(state="ended")
                .values_list("site", "kind")
            )
        assert len(living) == len(set(living))

    def state(self, recognition: uuid.UUID) -> str:
        with entered(self.office.an):
            return str(Recognition.objects.get(id=recognition).state)

    def events(self) -> int:
        with entered(self.office.an):
            return Event.objects.filter(subject_id=self.employer).count()


@pytest.mark.django_db
def test_no_path_leaves_the_lifecycle(office: Office) -> None:
    Lifecycle.office, Lifecycle.done = office, 0
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=25,
            stateful_step_count=45,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Lifecycle.done > 20, "the machine did something"
