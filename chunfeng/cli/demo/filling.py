"""Does what ``standing`` tells, through the product's own operations. Django is set up before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction

from chunfeng.cli.demo.draw import Dice
from chunfeng.cli.demo.pictures import paper, room
from chunfeng.cli.demo.standing import Act, Story
from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.ciphers import Keyring
from chunfeng.stages.employers import documents, operations, payrolls, recognising, sites
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.policy import on as policy_on
from chunfeng.stages.employers.seen import Seen

MORNING = time(1, 20)  # of UTC: twenty past nine in China


@dataclass(frozen=True, slots=True)
class Office:
    """The two officers of the demo's county who act, and the keys."""

    county: Context
    deputy: Context
    keys: Keyring


@dataclass(slots=True)
class Held:
    """An employer on its way: what its acts have made so far."""

    employer: UUID | None = None
    site: UUID | None = None
    recognition: UUID | None = None
    kind: tuple[str, str] = ("", "")  # of the recognition, and its form
    drawn: int = 0
    photos: bool = False
    region: int = 0


def moment(day: date, minutes: int = 0) -> datetime:
    """A working moment of a day."""
    return datetime.combine(day, MORNING, UTC) + timedelta(minutes=minutes)


def fill_employers(stories: Iterable[Story], office: Office, dice: Dice) -> int:
    """Does the acts of every employer that is not there yet, each employer's at once; how many."""
    with entered(office.county):
        there = set(Employer.objects.exclude(credit_code="").values_list("credit_code", flat=True))
    done = 0
    for story in stories:
        if story.code in there or not story.acts:
            continue
        with transaction.atomic():
            _do(story, office, dice)
        done += 1
    return done


def stop_some(stories: Iterable[Story], office: Office, at: datetime, reason: str) -> None:
    """Suspends those employers that were suspended after their vacancies were published."""
    codes = [story.code for story in stories if story.standing == "stopped"]
    with entered(office.county):
        found = Employer.objects.filter(credit_code__in=codes, state="verified").order_by("id")
        for one in list(found.values_list("id", flat=True)):
            operations.suspend(one, reason=reason, by=office.county, at=at)


def _do(story: Story, office: Office, dice: Dice) -> None:
    held = Held(region=office.county.lo)
    held.photos = len(story.acts) % 3 == 0
    for number, act in enumerate(story.acts):
        verb, mine = _VERBS[act.verb]
        by = office.deputy if mine else office.county
        with entered(by):
            verb(held, act, _Hand(by, moment(act.on, number * 7 % 400), office, dice))


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who acts and when."""

    by: Context
    at: datetime
    office: Office
    dice: Dice

    @property
    def told(self) -> Mapping[str, Any]:
        """What every operation is told."""
        return {"by": self.by, "at": self.at}


def _add(held: Held, act: Act, hand: _Hand) -> None:
    held.employer = operations.add(act.told, keys=hand.office.keys, **hand.told)


def _verify(held: Held, act: Act, hand: _Hand) -> None:
    operations.verify(_there(held.employer), **hand.told)


def _refuse(held: Held, act: Act, hand: _Hand) -> None:
    operations.refuse(_there(held.employer), reason=act.told["reason"], **hand.told)


def _site(held: Held, act: Act, hand: _Hand) -> None:
    held.site = sites.add(_there(held.employer), act.told, **hand.told)


def _apply(held: Held, act: Act, hand: _Hand) -> None:
    kind = act.told["kind"]
    held.recognition = recognising.apply(
        _there(held.employer),
        site=held.site if kind == "workshop" else None,
        **act.told,
        **hand.told,
    )
    held.kind = (kind, act.told["sub_kind"] or act.told["level"])


def _document(held: Held, act: Act, hand: _Hand) -> None:
    _file(held, hand, act.told["kind"], paper(hand.dice(f"paper {held.employer}")))


def _complete(held: Held, act: Act, hand: _Hand) -> None:
    terms = policy_on(act.on, held.region).of(*held.kind)
    recognising.documents_complete(_there(held.recognition), on_paper=terms.documents, **hand.told)


def _visit(held: Held, act: Act, hand: _Hand) -> None:
    terms = policy_on(act.on, held.region).of(*held.kind)
    answers = dict.fromkeys(terms.checklist, "yes")
    if "board" in answers:
        answers["board"] = "not_seen"
    step = recognising.visit(
        _there(held.recognition),
        on=act.on,
        second=hand.office.county.user,
        checklist=answers,
        findings=act.told["findings"],
        seen=Seen(**act.told.get("seen", {})),
        **hand.told,
    )
    if held.photos:
        _file(held, hand, "photo", room(hand.dice(f"visit {act.on}")), step)


def _notice(held: Held, act: Act, hand: _Hand) -> None:
    recognising.notice(_there(held.recognition), begins=act.on, ends=act.told["ends"], **hand.told)


def _recognise(held: Held, act: Act, hand: _Hand) -> None:
    recognising.recognise(_there(held.recognition), valid_from=act.on, **act.told, **hand.told)


def _of_recognition(verb: Callable[..., Any]) -> "Verb":
    def do(held: Held, act: Act, hand: _Hand) -> None:
        verb(_there(held.recognition), **act.told, **hand.told)

    return do


def _payroll(held: Held, act: Act, hand: _Hand) -> None:
    payrolls.enter_payroll(_there(held.site), act.told["month"], act.told["figures"], **hand.told)


def _file(held: Held, hand: _Hand, kind: str, content: bytes, step: UUID | None = None) -> None:
    held.drawn += 1
    documents.add_document(
        _there(held.employer),
        BytesIO(content),
        name=f"{kind}-{held.drawn}.png",
        kind=kind,
        keys=hand.office.keys,
        recognition=held.recognition,
        step=step,
        **hand.told,
    )


def _there(made: UUID | None) -> UUID:
    if made is None:
        raise LookupError("an act before what it is about was made")
    return made


Verb = Callable[[Held, Act, _Hand], None]
_VERBS: Mapping[str, tuple[Verb, bool]] = {  # whether the deputy does it
    "add": (_add, True),
    "verify": (_verify, False),
    "refuse": (_refuse, False),
    "site": (_site, True),
    "apply": (_apply, True),
    "document": (_document, True),
    "complete": (_complete, False),
    "visit": (_visit, True),
    "notice": (_notice, False),
    "recognise": (_recognise, False),
    "turn_down": (_of_recognition(recognising.turn_down), False),
    "review": (_of_recognition(recognising.review), False),
    "suspend": (_of_recognition(recognising.suspend), False),
    "withdraw": (_of_recognition(recognising.withdraw), False),
    "end": (_of_recognition(recognising.end), False),
    "payroll": (_payroll, True),
}
__all__: Sequence[str] = ["Office", "fill_employers", "moment", "stop_some"]
