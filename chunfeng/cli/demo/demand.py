"""The demo's demand side, filled once: what stood before the vacancy ledger came, and after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from chunfeng.cli.demo import answering, filling, offering, posting
from chunfeng.cli.demo.draw import Dice, words
from chunfeng.cli.demo.filling import Office
from chunfeng.cli.demo.ledgers import Ledgers, read
from chunfeng.cli.demo.posting import Plan
from chunfeng.cli.demo.standing import Story, stories
from chunfeng.foundation.database.url import HOME

FILLED = "demo-filled"  # a file of the home: the demand side is there
SEED = 1


@dataclass(slots=True)
class Demand:
    """Fills through operations; what a run that was ended left undone, the next one does."""

    people: Path
    vacancies: Path
    office: Office
    dice: Dice
    now: datetime
    ledgers: Ledgers | None = None
    told: list[Story] | None = None
    plans: dict[str, Plan] | None = None

    @classmethod
    def of(cls, people: Path, vacancies: Path, office: Office, county: int) -> "Demand":
        """The demand side of two ledgers."""
        return cls(people, vacancies, office, Dice(SEED, county), timezone.now())

    @property
    def done(self) -> bool:
        """Whether it was filled to the end, now or in an earlier run."""
        return (HOME / FILLED).exists()

    def before_the_ledger(self) -> None:
        """Employers, recognitions, vacancies that officers entered; in a thread of its own."""
        if self.done:
            return
        try:
            today = timezone.localdate(self.now)
            ledgers = self.ledgers = read(self.people, self.vacancies)
            told = self.told = stories(ledgers, self.dice, today)
            self.plans = posting.plan(ledgers.vacancies, told, self.dice, today)
            filling.fill_employers(told, self.office, self.dice)
            posting.publish_early(ledgers.vacancies, self.plans, self.office)
        finally:
            connection.close()

    def after_the_ledger(self) -> None:
        """What became of the vacancies, who asked, and what was made of it."""
        if self.ledgers is None or self.told is None or self.plans is None:
            raise LookupError("the ledger came first")
        office, dice, now = self.office, self.dice, timezone.now()
        said = words("standing")
        posting.publish_rest(self.plans, office, now)
        posting.settle_fates(self.plans, office, dice, now + timedelta(minutes=1))
        posting.picture(self.plans, office, dice, said["vacancies"]["pictured"], now)
        answering.give_desk(office, now)
        answering.ask(office, self.ledgers.seekers, dice, timezone.now())
        offering.offer(office, timezone.now())
        filling.stop_some(self.told, office, timezone.now(), said["reasons"]["stopped"])
        answering.explain_flags(office, timezone.now())
        (HOME / FILLED).touch(mode=0o600)

    def desk(self) -> str:
        """Whose desk there is to sign in at; empty where there is none."""
        return answering.whose_desk(self.office)
