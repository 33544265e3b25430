"""Letters: what people write on their own page, and what officers answer."""

from datetime import datetime, timedelta
from uuid import UUID

from chunfeng.foundation.access import OFFICERS, Context, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring
from chunfeng.kit.texts import text
from chunfeng.stages.own import rules, telling
from chunfeng.stages.own.links import Sent
from chunfeng.stages.own.models import Letter
from chunfeng.stages.own.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.own.states import LetterState
from chunfeng.stages.own.vocabulary import LetterKind
from chunfeng.stages.people.fields import CONSENT
from chunfeng.stages.people.sheets import PEOPLE


def write(kind: LetterKind, words: str, *, by: Context, at: datetime, field: str = "") -> UUID:
    """Somebody of the register writes; the letter's id. field: of the ledger, for a correction.

    Refused for too many a day, and for numbers of phones and ID cards, which go into no letter.
    """
    if by.role is not Role.SEEKER:
        raise NotAllowed
    said = rules.one_text(words)
    _check(kind, said, field)
    since = at - timedelta(days=1)
    if Letter.objects.filter(person=by.user, written_at__gt=since).count() >= rules.LETTERS_A_DAY:
        raise Refused(text("You have written enough for today. Go on tomorrow."))
    held = Letter(
        person_id=by.user,
        first_for=by.user,
        region=by.lo,
        kind=kind,
        field=field,
        words=said,
        written_at=at,
        due_on=rules.due(at),
    )
    held.save(force_insert=True)
    record("letter.written", by=by, at=at, person=by.user, region=by.lo,
           subject=("letter", held.id), fields=[field] if field else [])  # fmt: skip
    return held.id


def answer(
    letter: UUID, *, right: bool, words: str, keys: Keyring, by: Context, at: datetime
) -> Sent:
    """An officer answers: the person was right or not, and why. Once, and they are told by message.

    A correction is made in the record first, by its own page. Answers whether a message goes.
    """
    if by.role not in OFFICERS:
        raise NotAllowed
    held = Letter.objects.select_for_update().filter(id=letter).first()
    if held is None:
        raise NotFound
    if held.state != LetterState.OPEN:
        raise Refused(text("This letter has been answered already."))
    said = rules.one_text(words)
    if not said:
        raise Refused(text("Write an answer: the person reads it."))
    held.state = LetterState.ACCEPTED if right else LetterState.REFUSED
    held.answer, held.answered_at, held.answered_by = said, at, by.user
    held.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    record("letter.answered", by=by, at=at, person=held.person_id, region=held.region,
           subject=("letter", held.id), fields=[held.field] if held.field else [])  # fmt: skip
    return telling.tell(held, keys=keys, by=by, at=at)


def may_be_wrong(field: str) -> bool:
    """Whether a fact of the register can be said to be wrong."""
    return any(column.field == field for column in PEOPLE if column.field not in CONSENT)


def _check(kind: LetterKind, said: str, field: str) -> None:
    if kind is LetterKind.CORRECTION and not may_be_wrong(field):
        raise NotFound
    if not said:
        raise Refused(text("Write a few words."))
    if rules.holds_number(said):
        raise Refused(
            text(
                "Leave out the numbers of telephones, ID cards and bank cards: an officer asks you."
            )
        )
